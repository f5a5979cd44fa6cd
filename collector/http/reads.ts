import type { Reads } from "@tiltmeter/dashboards";
import type { StoredKey } from "./authenticate.ts";

/** One metric of the catalogue, as the API lists it. */
export interface MetricSummary {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly worse: "higher" | "lower" | "both";
  readonly source: string;
}

/** One baseline, without the distributions. */
export interface BaselineSummary {
  readonly digest: string;
  readonly system: string;
  readonly name: string;
  readonly version: number;
  readonly createdMs: number;
  readonly rows: number;
  /** Renewed from the last `days` days every `everyDays`; `rule` is the version that was approved so. */
  readonly rolling?: { readonly days: number; readonly everyDays: number; readonly rule?: string };
  readonly approvedMs: number | null;
  readonly approvedBy: string | null;
}

/** How the collector itself stands. */
export interface ServerStatus {
  readonly version: string;
  readonly engine: string;
  readonly startedMs: number;
  /** `appliedSeq` lags behind `lastSeq` by what is on disk and not yet in the store. */
  readonly journals: readonly {
    readonly id: string;
    readonly lastSeq: number;
    readonly appliedSeq: number;
  }[];
  readonly ledger: { readonly size: number; readonly root: string };
  /** What is not as it should be, in words; empty where all is well. */
  readonly problems: readonly string[];
}

/** What the API reads. Where pages read the same, it is the same function. */
export interface ApiReads
  extends Pick<
    Reads,
    | "nowMs"
    | "systems"
    | "system"
    | "series"
    | "drift"
    | "featureDrift"
    | "changes"
    | "controls"
    | "nonconformities"
    | "nonconformity"
    | "evidence"
  > {
  readonly metrics: () => readonly MetricSummary[];
  readonly baselines: () => Promise<readonly BaselineSummary[]>;
  /** A baseline with its distributions, approved or not; null where there is none of this digest. */
  readonly distributions: (digest: string) => Promise<Readonly<Record<string, unknown>> | null>;
  readonly keys: () => readonly StoredKey[];
  readonly status: () => Promise<ServerStatus>;
}
