import type {
  ControlEvent,
  DirectiveEvent,
  Episode,
  KeptState,
  Labels,
  Nonconformity,
  SystemDirective,
  Verdict,
} from "@tiltmeter/rules";

/** What the evaluator reads of the governance state. */
export interface Governance {
  /** Control → instance key → window end → the step that was recorded. */
  readonly transitions: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<number, RecordedStep>>>;
  /** `amendmentKey` → the episode raised for it. */
  readonly amendments: ReadonlyMap<string, string>;
  readonly nonconformities: ReadonlyMap<string, Nonconformity>;
  /** Fingerprint → id of the record that last had it. */
  readonly byFingerprint: ReadonlyMap<string, string>;
  readonly raisedInYear: ReadonlyMap<number, number>;
  /** Episode → id of the record that holds it. */
  readonly episodes: ReadonlyMap<string, string>;
  /** System → whether it may run; absent: nothing was ever decided. */
  readonly directives: ReadonlyMap<string, SystemDirective>;
  readonly gaps: readonly {
    readonly journal: string;
    readonly afterSeq: number;
    readonly beforeSeq: number | null;
  }[];
}

export interface RecordedStep {
  readonly revision: string;
  readonly state: KeptState;
  readonly verdict: Verdict;
}

interface Stamp {
  readonly atMs: number;
  readonly by: string;
}

/** What the evaluator records. */
export type GovernanceEntry =
  | DirectiveEvent
  | (Stamp &
      (
        | {
            readonly type: "control_transition";
            readonly control: string;
            readonly revision: string;
            readonly instance: Labels;
            readonly instanceKey: string;
            readonly windowStartMs: number;
            readonly windowEndMs: number;
            readonly state: KeptState;
            readonly verdict: Verdict;
            readonly events: readonly ControlEvent[];
          }
        | {
            readonly type: "nonconformity_raised";
            readonly fingerprint: string;
            readonly record: Nonconformity;
          }
        | {
            readonly type: "nonconformity_episode_added";
            readonly id: string;
            readonly episode: Episode;
            readonly evidence: string;
          }
        | {
            readonly type: "nonconformity_episode_ended";
            readonly id: string;
            readonly episode: string;
            readonly endedMs: number;
            readonly reason: "recovered" | "superseded" | "retired";
          }
        | {
            readonly type: "evaluation_amended";
            readonly control: string;
            readonly revision: string;
            readonly instance: Labels;
            readonly instanceKey: string;
            readonly windowStartMs: number;
            readonly windowEndMs: number;
            readonly dataRevision: number;
            readonly before: Verdict["kind"];
            readonly verdict: Verdict;
            readonly episode: string;
          }
        | {
            readonly type: "evidence_gap";
            readonly journal: string;
            readonly afterSeq: number;
            readonly beforeSeq: number | null;
            readonly bytes: number;
            readonly setAside: string;
          }
      ));

/** The ledger as the evaluator needs it: decisions over the present state, appended as one. */
export interface GovernanceLedger {
  readonly state: Governance;
  transact<T>(
    decide: (state: Governance) => {
      readonly entries: readonly GovernanceEntry[];
      readonly result: T;
    },
  ): Promise<T>;
}
