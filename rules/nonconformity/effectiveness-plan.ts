import type { Labels } from "../evidence/labels.ts";

/**
 * How it will be shown that the corrective action worked: fixed before the actions begin, so that it
 * cannot be fitted to their result, and never changed afterwards.
 */
export type EffectivenessPlan = MeasuredPlan | UnmeasuredPlan;

interface Planned {
  /** 1, and one more each time that the record goes back to its analysis. */
  readonly cycle: number;
  readonly plannedMs: number;
  /** The whole plan in a few sentences. */
  readonly statement: string;
}

/** No control can show it: people judge, with the criterion that they wrote down. */
export interface UnmeasuredPlan extends Planned {
  readonly kind: "unmeasured";
  readonly reason: string;
}

/** The control that found the matter shows that it is gone. */
export interface MeasuredPlan extends Planned {
  readonly kind: "measured";
  readonly control: string;
  readonly revision: string;
  readonly measure: string;
  /** At least as strict as the limit that was breached; null: none on that side, or a list of names. */
  readonly limit: { readonly min: number | null; readonly max: number | null };
  readonly limitInWords: string;
  /** Digest of the baseline that the control compared with then; null: none. */
  readonly baseline: string | null;
  /** `bound`: the bound at `confidence`, one-sided, has to be inside. `fact`, `value`: the value itself. */
  readonly proof: "bound" | "fact" | "value";
  readonly confidence: number;
  readonly windowMs: number;
  readonly everyMs: number;
  /** Conclusive windows in a row that have to pass, at least 3. */
  readonly windows: number;
  /** Windows in a row that breach and so refute the action, at least 1: as many as raise an episode. */
  readonly refutedBy: number;
  /** Share of the windows of that run that have to be conclusive. */
  readonly coverageMin: number;
  /** Episodes that may fire from the start on. */
  readonly episodesMax: 0;
  /** What has to pass, without model versions, since a successor stands for its predecessor; at most 50. */
  readonly instances: readonly Labels[];
  readonly sample: PlannedSample;
}

/** What the plan takes at the present traffic. */
export interface PlannedSample {
  /** Per window and instance: what a pass needs; null where it is not known. */
  readonly needed: number | null;
  /** What a window had of late, of the instance with the least (median); null where nothing was measured. */
  readonly usual: number | null;
  /** Share of recent windows that were conclusive, 0 to 1, of the instance with the least; null: none were seen. */
  readonly conclusive: number | null;
  /** From the end of the actions to the last window's verdict, milliseconds; null: it cannot be told, or never. */
  readonly takesMs: number | null;
  /** The time that the effectiveness clock leaves, milliseconds. */
  readonly clockMs: number;
  /** Whether it can be shown within the clock; null: nobody can tell yet. */
  readonly isReachable: boolean | null;
}
