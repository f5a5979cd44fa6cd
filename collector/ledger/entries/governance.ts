import type { GovernanceChange } from "@tiltmeter/rules";
import type { Stamp } from "./stamp.ts";

/** What the governance file says is in force from here on. The whole of it is a document. */
export interface GovernanceLoaded extends Stamp {
  readonly type: "governance_loaded";
  /** Name of the file, without its folder; null: none is configured any more. */
  readonly file: string | null;
  /** Digest of the document; null: nothing is laid down. */
  readonly document: string | null;
  /** Against what stood before. */
  readonly changes: { readonly added: number; readonly changed: number; readonly removed: number };
  /** The first hundred of them. */
  readonly changed: readonly GovernanceChange[];
}

/** A person approves one version of a policy or an objective, or one revision of a control. */
export interface ApprovalGiven extends Stamp {
  readonly type: "approval_given";
  readonly subject: "policy" | "objective" | "control";
  readonly id: string;
  /** A version, or the revision of a control. */
  readonly version: string;
  readonly rationale: string;
  /** Digest of the backtest that it rests on; null: none. */
  readonly backtest: string | null;
  /** What it demands less than what was approved before, as names of the control file. */
  readonly weakened: readonly string[];
}

/** A person has read one version of a policy. */
export interface PolicyAcknowledged extends Stamp {
  readonly type: "policy_acknowledged";
  readonly policy: string;
  readonly version: number;
}

/** A person states that a clause is fulfilled that no telemetry speaks to. */
export interface ClauseAttested extends Stamp {
  readonly type: "clause_attested";
  readonly id: string;
  readonly framework: string;
  readonly clause: string;
  readonly statement: string;
  /** Where the evidence lies. */
  readonly evidence: string;
  readonly expiresMs: number;
}

export interface AttestationWithdrawn extends Stamp {
  readonly type: "attestation_withdrawn";
  readonly id: string;
  readonly reason: string;
}

/** Something of a system changed so that its risks and impacts are to be assessed again. */
export interface ReassessmentDue extends Stamp {
  readonly type: "reassessment_due";
  /** Of the system, the cause and what it names: the same change has the same. */
  readonly key: string;
  readonly system: string;
  readonly cause: "model" | "prompt" | "population" | "supplier" | "purpose";
  readonly detail: string;
  readonly sinceMs: number;
  readonly dueMs: number;
}

/** People assessed the risks and impacts of a system anew, with what was observed before them. */
export interface AssessmentRecorded extends Stamp {
  readonly type: "assessment_recorded";
  readonly id: string;
  readonly system: string;
  readonly conclusion: string;
  /** Where the assessment lies. */
  readonly evidence: string;
  /** Grades, 1 to 5, that people give each risk from here on, and what was observed of it then. */
  readonly risks: readonly {
    readonly id: string;
    readonly likelihood: number;
    readonly severity: number;
    /** Share of the decided windows that were a breach; null: nothing was measured. */
    readonly observed: number | null;
    readonly windows: number;
  }[];
}
