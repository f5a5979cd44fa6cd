/** What a control adds to the chart of what it measures. */
export interface ChartJudgement {
  /** The approved limit and the warning, in the measure's unit; null where there is none on that side. */
  readonly limit: { readonly min: number | null; readonly max: number | null };
  readonly warn: { readonly min: number | null; readonly max: number | null };
  readonly bands: readonly {
    readonly kind: "episode" | "maintenance";
    readonly fromMs: number;
    readonly toMs: number;
  }[];
  /** Steps whose verdict was made again after late data: their places in `times`. */
  readonly amended: readonly number[];
  /** How long the window is that ends with a step. */
  readonly windowMs: number;
}

/** What a chart's figure carries in its `data-chart` attribute, and the island draws. */
export interface ChartData {
  readonly style: "count" | "percent" | "seconds" | "plain" | "money";
  readonly shape: "line" | "bars";
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  /** The server's time, by which moments are worded. */
  readonly nowMs: number;
  /** The axis starts at zero. */
  readonly fromZero: boolean;
  /** One entry a step; null where nothing was measured. All of them have the same length. */
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  /** A second, dashed line: what it shows, and as many values. */
  readonly beside?: { readonly word: string; readonly values: readonly (number | null)[] };
  /** What the series is compared with, as many values under the same steps. */
  readonly compared?: { readonly word: string; readonly values: readonly (number | null)[] };
  readonly samples: readonly number[];
  readonly judgement?: ChartJudgement;
  readonly changes: readonly { readonly timeMs: number; readonly text: string }[];
}

/** Where the last step begins whose time has not all passed; null where every step is whole. */
export function partialFrom(data: Pick<ChartData, "times" | "stepMs" | "nowMs">): number | null {
  const last = data.times.findLast((time) => time <= data.nowMs);
  return last !== undefined && last + data.stepMs > data.nowMs ? last : null;
}
