import type { Dimension } from "../evidence/labels.ts";
import type { NameOf } from "../evidence/names.ts";
import type { EvidenceGroup, EvidenceKind } from "../evidence/request.ts";
import type { Baseline } from "../profile/baseline.ts";
import type { Measurement } from "./measurement.ts";

/** What a measurement needs beside its evidence. */
export interface MeasureContext {
  /** One-sided confidence of each bound, in (0.5, 1). */
  readonly confidence: number;
  /** Below this sample the answer is `insufficient`. */
  readonly minSample: number;
  /** Labelled ÷ predictions must reach this; 0 where coverage does not matter. */
  readonly minCoverage: number;
  readonly baseline: Baseline | null;
  /** The label that counts as selected; null where the metric needs none. */
  readonly favourable: string | null;
  /** The label that counts as positive for rates such as precision. */
  readonly positive: string | null;
  /** Start of the window, Unix milliseconds; absent: not known, so seasons are left out. */
  readonly fromMs?: number;
  /** End of the window, Unix milliseconds. */
  readonly toMs: number;
  /** The limit that drift is judged by: sets how much evidence it takes. Absent: the metric's own. */
  readonly tolerance?: number;
  /** Names that are allowed; null or absent: nobody has said which. */
  readonly allowed?: readonly string[] | null;
  /** The check that is counted. */
  readonly check?: string | null;
  /** Since when a system is expected to report, for one that never did. Absent: the Unix epoch. */
  readonly expectedSinceMs?: number;
  /** Milliseconds between two instants that count; absent: all of them do. */
  readonly activeMs?: (fromMs: number, toMs: number) => number;
  /** Since when the system is suspended; null or absent: it may run. */
  readonly suspendedSinceMs?: number | null;
  /** When its last suspension ended; null or absent: there was none. */
  readonly resumedMs?: number | null;
}

/**
 * What a control has to say, beside its limit, for a metric to be measured. `outcomes`: the truth may be
 * waited for. `list`: the limit is one of names.
 */
export type Need = "baseline" | "outcomes" | "label" | "check" | "within" | "good" | "list";

/** One metric of the catalogue: what it asks for, and what it makes of the answer. Pure. */
export interface Metric {
  /** As in control files and in the API: `psi`, `error_rate`. */
  readonly id: string;
  readonly title: string;
  /** UCUM: `1`, `s`. */
  readonly unit: string;
  /** How a person reads the value. */
  readonly display: "percent" | "number" | "seconds";
  /** Which direction is worse. */
  readonly worse: "higher" | "lower" | "both";
  readonly evidence: EvidenceKind;
  /** Absent: nothing, but for a baseline where the evidence is `cells`. */
  readonly needs?: readonly Need[];
  /** How it is split where a control does not say. Absent: as its evidence is (`measureRules`). */
  readonly by?: readonly Dimension[];
  /** The sample that a control asks for where it does not say. Absent: by its evidence. */
  readonly minSample?: number;
  /**
   * How sure a value can be. `bounds`: an interval at any confidence. `fact`: counted, not estimated.
   * `value`: estimated without an honest bound. Absent: a fact where its evidence is one, else `bounds`.
   */
  readonly certainty?: "bounds" | "fact" | "value";
  /** Successes of trials that are independent of each other's number, so that a false-alarm budget can gather them. */
  readonly isCounted?: true;
  /** For evidence of `names`: whose. */
  readonly names?: NameOf;
  /** Kinds that `detail.kind` of a measurement tells apart; a control may have words for each. */
  readonly tellsApart?: readonly string[];
  /** Compares the segments of one system (and model version) with each other: they are one family. */
  readonly comparesSegments?: true;
  /** What counts as a shift where a control names no limit; of distances from a baseline only. */
  readonly tolerance?: number;
  /** Can be below 0, so that a limit of it can be too. */
  readonly isSigned?: true;
  /**
   * Measures the members of one family: groups of one window that differ in one dimension only
   * (the features of a model version, the segments of a system). One answer a member, same order.
   */
  readonly measure: (
    family: readonly EvidenceGroup[],
    context: MeasureContext,
  ) => readonly Measurement[];
  /** Where the formula comes from. */
  readonly source: string;
}
