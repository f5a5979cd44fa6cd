import type { Calls, Costs, Labels, Measurement } from "@tiltmeter/rules";
import type { CallFacts } from "./prediction.ts";

/** What a system asked of hosted models over time, by what was asked for. */
export interface CallsOverTime {
  /** What costs were worked out by; null: nobody gave prices. */
  readonly prices: {
    readonly asOf: string;
    readonly currency: string;
    readonly digest: string;
  } | null;
  /** The one with most calls first. */
  readonly series: readonly { readonly by: Labels; readonly points: readonly CallPoint[] }[];
}

/** One step of a series; steps without calls are left out. */
export interface CallPoint {
  readonly timeMs: number;
  readonly calls: Calls;
  readonly costs: Costs;
  /** Seconds until the first chunk, by percentile. */
  readonly firstChunk: readonly { readonly percent: number; readonly measurement: Measurement }[];
}

/** What checks said of the predictions of a range, by the model that answered. */
export interface ChecksByModel {
  readonly model: string;
  readonly predictions: number;
  /** Name of the check → predictions that it looked at, and those of them that did not pass. */
  readonly checks: Readonly<Record<string, { readonly checked: number; readonly failed: number }>>;
}

/** What clients counted themselves of one provider and model, beside the calls that were told of. */
export interface ClientMetricsItem {
  readonly supplier: string;
  readonly requestModel: string;
  readonly counted: { readonly calls: number | null };
  readonly told: { readonly calls: number | null };
}

/** Which calls of hosted models a list shows. */
export interface CallQuery {
  readonly system: string;
  /** Half open, Unix milliseconds. */
  readonly range: { readonly fromMs: number; readonly toMs: number };
  /** The model that answered; `""`: it is not known. */
  readonly model?: string;
  readonly finishReason?: string;
  readonly tool?: string;
  /** `unmeasured`: answered without saying its tokens. */
  readonly only?: "failed" | "refused" | "unmeasured";
  readonly limit: number;
  /** Of the page before. */
  readonly cursor?: string;
}

/** One page of them, the newest first. */
export interface CallPage {
  readonly items: readonly CallItem[];
  readonly next: string | null;
}

/** Unknown is null or empty, never 0. */
export interface CallItem extends Pick<CallFacts, Listed> {
  readonly id: string;
  readonly timeMs: number;
  readonly supplier: string;
  readonly model: string;
  readonly status: string;
}

type Listed =
  | "requestModel"
  | "inputTokens"
  | "outputTokens"
  | "firstChunk"
  | "finishReasons"
  | "tools"
  | "isRefused";
