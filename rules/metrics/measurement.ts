/** What a metric says of one group: a number with its sample and bounds, or why there is none. */
export type Measurement =
  | {
      readonly kind: "measured";
      readonly value: number;
      /** Bounds at the confidence that was asked; null where the metric has none. */
      readonly lower: number | null;
      readonly upper: number | null;
      /** Sample size: predictions, labelled predictions or decisions, as the metric says. */
      readonly n: number;
      /** The trials that it was measured in, where there are such. */
      readonly proportion?: { readonly successes: number; readonly trials: number };
      /** Anything that a reader needs to recompute or understand the value, as plain data. */
      readonly detail: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: "insufficient";
      readonly n: number;
      readonly reason: string;
      /** What can be shown all the same, such as both histograms. */
      readonly detail?: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: "no_data"; readonly reason: string };
