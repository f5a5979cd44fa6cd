/** What a chart's figure carries in its `data-chart` attribute, and the island draws. */
export interface ChartData {
  readonly style: "count" | "percent" | "seconds" | "plain";
  readonly shape: "line" | "bars";
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  /** The server's time, by which moments are worded. */
  readonly nowMs: number;
  /** The axis starts at zero. */
  readonly fromZero: boolean;
  /** One entry a step; null where nothing was measured. All five have the same length. */
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  /** A second, dashed line: what it shows, and as many values. */
  readonly beside?: { readonly word: string; readonly values: readonly (number | null)[] };
  readonly samples: readonly number[];
  readonly changes: readonly { readonly timeMs: number; readonly text: string }[];
}
