import type { RiskTier } from "@tiltmeter/rules";

/** Flags of `controls backtest`. */
export interface BacktestFlags {
  readonly from?: string;
  readonly to?: string;
  readonly known?: string;
  readonly compare?: string;
  readonly url?: string;
  readonly key?: string;
  readonly predictions?: string;
  readonly outcomes?: string;
  readonly oversight?: string;
  readonly map?: string;
  readonly outcomesMap?: string;
  readonly baselineUntil?: string;
  readonly riskTier?: RiskTier;
  readonly failOn?: number;
  readonly maxEpisodes?: number;
  readonly tests?: readonly string[];
  readonly promote?: true;
  readonly format: "text" | "json";
}
