import type { InventoryList, RiskTier } from "../control/control.ts";
import type { ControlState } from "../evaluation/state.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import type { Labels } from "../evidence/labels.ts";
import type { DeclaredCalendar } from "../inventory/declaration.ts";
import type { StepValue } from "./notation.ts";

/** A test file as it was read: which controls, and what is expected of them. Durations are milliseconds. */
export interface TestFile {
  /** As written: relative to the test file. */
  readonly controls: readonly string[];
  readonly tests: readonly ControlTest[];
}

export interface ControlTest {
  readonly name: string;
  /** Where it stands in the file, from 1. */
  readonly line: number;
  readonly startMs: number;
  /** How long the clock runs at least; null: as long as what is given and expected. */
  readonly untilMs: number | null;
  readonly given: readonly GivenSeries[];
  readonly disturb: readonly Disturbance[];
  readonly simulate: Simulation | null;
  readonly expect: readonly Expectation[];
  /** By how much an `at` or `by` may be missed. */
  readonly toleranceMs: number;
}

/** One system (or a part of it), step by step. */
export interface GivenSeries {
  readonly line: number;
  readonly system: string;
  readonly modelVersion: string;
  readonly environment: string;
  readonly segment: Readonly<Record<string, string>>;
  /** For facts about a control. */
  readonly control: string | null;
  readonly everyMs: number;
  /** Steps of every list in `values`. */
  readonly steps: number;
  /** `override_rate` or `shift.income` → one value a step. */
  readonly values: Readonly<Record<string, readonly StepValue[]>>;
  /** The label that `selection_rate`, `recall` and the like are of. */
  readonly favourable: string;
  readonly labelDelayMs: number;
  readonly reviewDelayMs: number;
  /** How long after its report a concern is acknowledged, and resolved; null: never. */
  readonly acknowledgedAfterMs: number | null;
  readonly resolvedAfterMs: number | null;
  readonly features: Readonly<Record<string, FeatureShape>>;
  readonly baseline: GivenBaseline;
  /** What the inventory says of the system; null: nothing. */
  readonly declared: Declaration | null;
  readonly late: readonly LateBatch[];
}

/** How a feature is spread. */
export type FeatureShape =
  | { readonly kind: "numeric"; readonly mean: number; readonly sd: number }
  /** Category → share; they add up to 1. */
  | { readonly kind: "categorical"; readonly shares: Readonly<Record<string, number>> };

export type GivenBaseline =
  | { readonly kind: "none" }
  /** Approved before the start: the stated features and rates. */
  | {
      readonly kind: "stated";
      readonly rows: number;
      readonly rates: {
        readonly overrideRate?: number;
        readonly errorRate?: number;
        readonly accuracy?: number;
      };
    }
  /** Made of the records of the first time, and approved at its end. */
  | { readonly kind: "first"; readonly ms: number };

export interface Declaration {
  readonly riskTier: RiskTier | null;
  readonly status: "planned" | "live" | "retired";
  readonly positiveLabel: string | null;
  /** From the start of the test; negative: before it. */
  readonly sinceMs: number;
  /** The hours in which it is in use; null: always. */
  readonly calendar: DeclaredCalendar | null;
  readonly lists: Readonly<Partial<Record<InventoryList, readonly string[]>>>;
}

/** Records that arrive long after they happened. */
export interface LateBatch {
  readonly atMs: number;
  /** Event time of what arrives: steps that start in [fromMs, toMs). */
  readonly fromMs: number;
  readonly toMs: number;
  /** Further predictions a step; null: truths of predictions that have none yet. */
  readonly decisions: number | null;
  readonly accuracy: number | null;
  readonly errorRate: number | null;
}

export type Disturbance =
  | { readonly kind: "restart"; readonly atMs: number; readonly downMs: number }
  /** The collector's clock jumps; the records keep their own time. */
  | { readonly kind: "clock"; readonly atMs: number; readonly byMs: number }
  /** What happened in this time is never received. */
  | { readonly kind: "gap"; readonly atMs: number; readonly forMs: number }
  /** What happened in this time is received at its end. */
  | { readonly kind: "late"; readonly atMs: number; readonly forMs: number };

/** A comparison with a number: `>= 200`. */
export interface Bound {
  readonly sign: "=" | "!=" | "<" | "<=" | ">" | ">=";
  readonly than: number;
}

/** What is compared partially: only what is written has to be there. */
export type Wanted =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bound"; readonly bound: Bound }
  /** Every item is in the list. */
  | { readonly kind: "list"; readonly items: readonly Wanted[] }
  | { readonly kind: "table"; readonly members: Readonly<Record<string, Wanted>> };

export type Expectation = {
  readonly line: number;
  /** As written, in one line. */
  readonly text: string;
} & (
  | {
      readonly kind: "state";
      readonly when:
        | { readonly kind: "at"; readonly ms: number }
        | { readonly kind: "by"; readonly ms: number }
        | { readonly kind: "never" };
      readonly control: string;
      /** Instances that are looked at: those whose labels contain these. */
      readonly instance: Labels;
      readonly state: ControlState["phase"] | null;
      readonly verdict: Verdict["kind"] | null;
      /** End of the window that is looked at, from the start; null: the newest by then. */
      readonly windowMs: number | null;
      readonly revision: Bound | null;
    }
  | {
      readonly kind: "raised";
      readonly count: Bound | null;
      readonly control: string | null;
      readonly byMs: number | null;
      readonly item: Wanted | null;
    }
  | { readonly kind: "resolved"; readonly count: Bound; readonly control: string | null }
  | { readonly kind: "false_alarms"; readonly control: string; readonly perYear: Bound }
);

/** Random streams in which nothing is wrong: what a control makes of chance alone. */
export interface Simulation {
  readonly line: number;
  readonly runs: number;
  readonly lengthMs: number;
  readonly seed: number;
  readonly system: string;
  readonly modelVersion: string;
  readonly riskTier: RiskTier | null;
  readonly perHour: number;
  /** `override_rate`, `error_rate`, … → how it varies. */
  readonly rates: Readonly<Record<string, SimulatedRate>>;
  /** Numeric features, each as the baseline has it. */
  readonly features: number;
}

export interface SimulatedRate {
  readonly mean: number;
  /** Standard deviation of the true rate from hour to hour. */
  readonly betweenHoursSd: number;
  /** How far the rate swings with the hour of the day, as a share of its mean. */
  readonly dailySwing: number;
}
