import type { Reads } from "@tiltmeter/dashboards";
import type { Nonconformity, ReviewPack } from "@tiltmeter/rules";
import type { KnownClock } from "./record-facts.ts";

/** An entry of the ledger, as it stands there, with its place. */
export interface LedgerRecord {
  readonly index: number;
  readonly entry: {
    readonly type: string;
    readonly atMs: number;
    readonly by: string;
  };
}

/** One revision of a control while it was in force. */
export interface ControlInForce {
  readonly id: string;
  readonly revision: string;
  readonly fromMs: number;
  /** Null: still in force. */
  readonly toMs: number | null;
  readonly by: string;
  readonly file: string | null;
  /** The canonical print; null where it was not kept. */
  readonly text: string | null;
  /** What the text says; null where it was not kept or a later version can no longer read it. */
  readonly said: {
    readonly title: string;
    readonly requirement: string;
    readonly severity: string;
    readonly status: string;
    readonly measure: string;
    readonly everyMs: number;
    readonly windowMs: number;
    readonly clauses: Readonly<Record<string, readonly string[]>>;
  } | null;
}

/** What was judged of one control for one system, of the windows whose last instant is on one day (UTC). */
export interface JudgedDay {
  readonly control: string;
  /** `""`: the control found nothing to judge. */
  readonly system: string;
  readonly dayMs: number;
  /** Distinct windows. */
  readonly windows: number;
  readonly backFilled: number;
  /** Verdicts on windows of instances, each by the newest revision of its data. */
  readonly verdicts: Readonly<Record<VerdictKind, number>>;
}

export const VERDICT_KINDS = ["pass", "breach", "inconclusive", "no_data", "error"] as const;
export type VerdictKind = (typeof VERDICT_KINDS)[number];

/** One nonconformity with all that is known of it. */
export interface RecordMaterial {
  /** With people's words and names, as far as they have not been erased. */
  readonly record: Nonconformity;
  /** The same as the ledger has it: words are commitments there, and people pseudonyms. */
  readonly recorded: Nonconformity;
  /** Every entry of the ledger that is about it, oldest first, as it stands there. */
  readonly entries: readonly LedgerRecord[];
  /** Evidence snapshots by digest; null: it is not in the content store any more. */
  readonly evidence: ReadonlyMap<string, unknown>;
  readonly clocks: readonly KnownClock[];
  readonly deliveries: Awaited<ReturnType<Reads["deliveries"]>>;
}

/** A prediction that was drawn. Ids, times and results alone: no inputs, no texts. */
export interface SampledPrediction {
  readonly system: string;
  readonly id: string;
  /** SHA-256 (hex) of `SEED:SYSTEM:ID`: the smallest are drawn. */
  readonly rank: string;
  /** Where its row lies, for its proof. */
  readonly place: { readonly journal: string; readonly seq: number; readonly row: number };
  readonly timeMs: number;
  readonly receivedMs: number;
  readonly environment: string;
  readonly model: string;
  readonly modelVersion: string;
  readonly label: string;
  readonly score: number | null;
  readonly status: string;
  readonly outcome: { readonly timeMs: number; readonly label: string } | null;
  readonly reviews: readonly { readonly timeMs: number; readonly action: string }[];
}

export interface SampleMaterial {
  readonly seed: string;
  readonly asked: number;
  /** Predictions of the period, each id once, by system. */
  readonly population: readonly { readonly system: string; readonly predictions: number }[];
  readonly drawn: readonly SampledPrediction[];
}

type StatementOfApplicability = Awaited<ReturnType<Reads["roadmap"]["applicability"]>>;

/** Everything that an export is made of, read once, at one size of the ledger. */
export interface Material {
  /** The log's origin: how this collector names itself. */
  readonly origin: string;
  /** `tiltmeter 0.1.0`. */
  readonly generator: string;
  readonly engine: string;
  readonly madeMs: number;
  readonly by: string;
  /** Half open. */
  readonly period: { readonly fromMs: number; readonly toMs: number };
  /** Null: all. */
  readonly systems: readonly string[] | null;
  readonly ledger: { readonly size: number; readonly root: string };
  readonly inventory: Awaited<ReturnType<Reads["inventory"]>>;
  /** By control, then by time. */
  readonly controls: readonly ControlInForce[];
  readonly coverage: Awaited<ReturnType<Reads["coverage"]>>;
  readonly counts: Awaited<ReturnType<Reads["evaluationCounts"]>>;
  readonly days: readonly JudgedDay[];
  readonly maintenance: Awaited<ReturnType<Reads["maintenance"]>>;
  /** Every record that there ever was, in the order of their raise. */
  readonly register: readonly RecordMaterial[];
  /** Those that the period touches: raised before its end, and not done with before it began. */
  readonly records: readonly RecordMaterial[];
  readonly oversight: readonly {
    readonly system: string;
    readonly measures: Awaited<ReturnType<Reads["measures"]>>;
  }[];
  readonly diverted: readonly {
    readonly system: string;
    readonly of: Awaited<ReturnType<Reads["diverted"]>>;
  }[];
  readonly changes: readonly {
    readonly system: string;
    readonly changes: Awaited<ReturnType<Reads["changes"]>>;
  }[];
  readonly completeness: readonly {
    readonly system: string;
    /** Null: not measured. */
    readonly of: {
      readonly expected: number;
      readonly stored: number;
      readonly declaredDrops: number;
      readonly unexplained: number;
    } | null;
  }[];
  /** Entries of the period that are about no single record, by their type. */
  readonly entriesByType: ReadonlyMap<string, readonly LedgerRecord[]>;
  /** The pack of a management review of this very period, and those of reviews held in it. */
  readonly reviews: readonly { readonly id: string; readonly pack: ReviewPack }[];
  /** What stands beside the records, as pages and the API give it; null: it could not be read. */
  readonly roadmap: {
    readonly applicability: StatementOfApplicability | null;
    readonly suppliers: object | null;
    readonly oversight: object | null;
    readonly risks: object | null;
  };
  readonly sample: SampleMaterial | null;
  /** Of the sample: rows that no proof could be made of. */
  readonly unproven: number;
  /** What could not be read, in words; a part that misses something says so. */
  readonly missing: readonly string[];
}
