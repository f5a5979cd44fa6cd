import type { Measurement } from "@tiltmeter/rules";

/** Half open, Unix milliseconds. */
interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Which number: of one metric, over a range, of all predictions or split by a dimension. */
export interface ComputedQuery {
  readonly system: string;
  readonly metric: string;
  readonly by?: string;
  readonly range: Range;
}

/** How a number came about: what was asked, what was counted, how it was computed and what it is held to. */
export interface Computed {
  readonly metric: string;
  readonly title: string;
  /** Where its formula comes from. */
  readonly source: string;
  readonly range: Range;
  readonly asked: {
    /** `decisions`, `volume`, `cells`, … */
    readonly kind: string;
    readonly by: readonly string[];
    /** As the engine's process list and logs name it: `evidence.decisions`. */
    readonly query: string;
  };
  /** Two-sided, of the interval beside each value. */
  readonly confidence: number;
  /** The label that counts as positive and as selected; null where nobody declared one. */
  readonly positive: string | null;
  /** What it is compared with; null where it is compared with nothing. */
  readonly baseline: { readonly name: string; readonly digest: string } | null;
  /** One for each group, the largest sample first. */
  readonly groups: readonly {
    /** Labels beyond the system. */
    readonly by: Readonly<Record<string, string>>;
    readonly measurement: Measurement;
    /** What was counted, as `predicted: approve` → 412; the largest first. */
    readonly counts: readonly { readonly name: string; readonly count: number }[];
    /** Counts beyond those. */
    readonly left: number;
  }[];
  /** The controls that hold this metric of this system to a limit. */
  readonly limits: readonly {
    readonly control: string;
    readonly title: string;
    readonly words: string;
  }[];
  /** Ids of some predictions of the range. */
  readonly examples: readonly string[];
}
