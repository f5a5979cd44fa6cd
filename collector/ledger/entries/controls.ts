import type { ControlEvent, ControlState, Labels, Verdict } from "@tiltmeter/rules";
import type { Stamp } from "./stamp.ts";

/** How sets of controls were recorded first; `ControlsInForce` is how they are. */
export interface ControlsLoaded extends Stamp {
  readonly type: "controls_loaded";
  readonly files: readonly { readonly file: string; readonly digest: string }[];
  readonly controls: readonly { readonly id: string; readonly revision: string }[];
}

/** Somebody sent a control file, or took one back; it stands beside those of the configuration. */
export interface ControlsPut extends Stamp {
  readonly type: "controls_put";
  /** As it was named; sets and findings call it `api:NAME`. */
  readonly file: string;
  /** Digest of its text in the content store; null: it was taken back. */
  readonly document: string | null;
}

/** A set of controls was put in force. Its members, and the text of each new revision, are a document. */
export interface ControlsInForce extends Stamp {
  readonly type: "controls_in_force";
  /** SHA-256 over files, controls and maintenance: the same set has the same. */
  readonly set: string;
  /** Digest of the document. */
  readonly document: string;
  readonly files: number;
  readonly controls: number;
  /** Against the set before. */
  readonly changes: { readonly added: number; readonly changed: number; readonly removed: number };
  /** The first hundred of them: revision before and after, null where there was none. */
  readonly changed: readonly {
    readonly id: string;
    readonly from: string | null;
    readonly to: string | null;
  }[];
}

/** A set of controls was refused; what was in force still is. */
export interface ControlsRefused extends Stamp {
  readonly type: "controls_refused";
  readonly errors: number;
  /** The first twenty. */
  readonly findings: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly code: string;
    readonly message: string;
    readonly fix: string;
  }[];
}

/** A step of one instance's state machine: the key is (control, instance, window end). */
export interface ControlTransition extends Stamp {
  readonly type: "control_transition";
  readonly control: string;
  readonly revision: string;
  readonly instance: Labels;
  /** `labelsKey(instance)`. */
  readonly instanceKey: string;
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  /** The state after the step. */
  readonly state: ControlState;
  /** Without the measurement's detail, which the evaluation row and the evidence snapshot have. */
  readonly verdict: Verdict;
  readonly events: readonly ControlEvent[];
}

/**
 * Late data turned the verdict on a window that had been judged into a breach that no episode covers. The
 * key is (control, instance, window end, data revision); no state moves by it.
 */
export interface EvaluationAmended extends Stamp {
  readonly type: "evaluation_amended";
  readonly control: string;
  readonly revision: string;
  readonly instance: Labels;
  readonly instanceKey: string;
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  /** Of the evaluation that says so, at least 2. */
  readonly dataRevision: number;
  /** What was said before. */
  readonly before: Verdict["kind"];
  readonly verdict: Verdict;
  /** The episode that is raised for it. */
  readonly episode: string;
}
