import type {
  ControlEvent,
  ControlState,
  DirectiveEvent,
  Episode,
  Labels,
  Nonconformity,
  NonconformityState,
  Routes,
  SystemDeclaration,
  Verdict,
} from "@tiltmeter/rules";

/** What every entry says: when, and who (a pseudonym or a key's name; `tiltmeter` for the machine). */
interface Stamp {
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly by: string;
}

/**
 * One fact of governance. The ledger holds nothing else, and the governance state is a fold of it.
 *
 * Plain JSON, at most 64 KiB in canonical form. A new kind of fact is a new type; the meaning of an
 * old one never changes, since old ledgers are folded by new code.
 */
export type LedgerEntry =
  | KeyCreated
  | KeyRevoked
  | BaselineCreated
  | BaselineApproved
  | ControlsLoaded
  | ControlsInForce
  | ControlsRefused
  | SystemDeclared
  | SystemWithdrawn
  | ControlTransition
  | NonconformityRaised
  | EpisodeAdded
  | EpisodeEnded
  | NonconformityMoved
  | NonconformityCommented
  | DirectiveEvent
  | RoutesLoaded
  | ChannelConfigured
  | NotificationAttempted
  | CollectorStarted
  | EvaluationAmended
  | EvidenceGap;

export interface KeyCreated extends Stamp {
  readonly type: "key_created";
  readonly id: string;
  readonly role: string;
  readonly name: string;
  /** Keyed hash of the secret. */
  readonly hash: string;
  /** Systems that the key may write for; null: all. */
  readonly systems: readonly string[] | null;
}

export interface KeyRevoked extends Stamp {
  readonly type: "key_revoked";
  readonly id: string;
}

/** The distribution itself is in the content store, under its digest. */
export interface BaselineCreated extends Stamp {
  readonly type: "baseline_created";
  readonly digest: string;
  readonly system: string;
  readonly name: string;
  readonly version: number;
  readonly createdMs: number;
  readonly rows: number;
  /**
   * Approving this approves a rule: while it is in force, a new version is made of the last `days`
   * days every `everyDays` days. `rule` is the digest of the version that was approved, in its renewals.
   */
  readonly rolling?: { readonly days: number; readonly everyDays: number; readonly rule?: string };
}

export interface BaselineApproved extends Stamp {
  readonly type: "baseline_approved";
  readonly digest: string;
  /** Digest of the rolling baseline whose approval this follows from; absent where a person approved it. */
  readonly rule?: string;
}

/** How sets of controls were recorded first; `ControlsInForce` is how they are. */
export interface ControlsLoaded extends Stamp {
  readonly type: "controls_loaded";
  readonly files: readonly { readonly file: string; readonly digest: string }[];
  readonly controls: readonly { readonly id: string; readonly revision: string }[];
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

/** The whole declaration; what older versions could not say is absent. */
export interface SystemDeclared
  extends Stamp,
    Omit<SystemDeclaration, "id" | Later>,
    Partial<Pick<SystemDeclaration, Later>> {
  readonly type: "system_declared";
  readonly system: string;
  /** What differs from the declaration before, by its names in the file; absent in older entries. */
  readonly changed?: readonly string[];
}

/** What a declaration could not say at first. */
type Later =
  | "deputy"
  | "oversightRole"
  | "suppliers"
  | "approvedModels"
  | "approvedVersions"
  | "reviewers"
  | "calendar"
  | "assessment"
  | "reactionMs"
  | "silentAfterMs";

/** The system stands in the inventory no more. */
export interface SystemWithdrawn extends Stamp {
  readonly type: "system_withdrawn";
  readonly system: string;
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

export interface NonconformityRaised extends Stamp {
  readonly type: "nonconformity_raised";
  /** At most one open record has it. */
  readonly fingerprint: string;
  readonly record: Nonconformity;
}

export interface EpisodeAdded extends Stamp {
  readonly type: "nonconformity_episode_added";
  readonly id: string;
  readonly episode: Episode;
  /** Digest of the evidence snapshot of the window in which it fired. */
  readonly evidence: string;
}

export interface EpisodeEnded extends Stamp {
  readonly type: "nonconformity_episode_ended";
  readonly id: string;
  readonly episode: string;
  readonly endedMs: number;
  readonly reason: "recovered" | "superseded" | "retired";
}

export interface NonconformityMoved extends Stamp {
  readonly type: "nonconformity_moved";
  readonly id: string;
  readonly to: NonconformityState;
  readonly fields: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface NonconformityCommented extends Stamp {
  readonly type: "nonconformity_commented";
  readonly id: string;
  readonly text: string;
}

/** Who is told of what is announced from here on; null: every channel of everything. */
export interface RoutesLoaded extends Stamp {
  readonly type: "routes_loaded";
  /** Name of the file, without its folder. */
  readonly file: string | null;
  readonly routes: Routes | null;
}

/** A channel is in use from here on, or leads elsewhere: what it is owed is then tried afresh. */
export interface ChannelConfigured extends Stamp {
  readonly type: "channel_configured";
  readonly channel: string;
  /** SHA-256 of where it leads. */
  readonly target: string;
}

/** One try to tell one channel of one event. `gone` means that the channel wants no more. */
export interface NotificationAttempted extends Stamp {
  readonly type: "notification_attempted";
  /** The id that the receiver sees: the same for every try. */
  readonly message: string;
  readonly record: string;
  readonly event: "raised" | "closed";
  readonly channel: string;
  /** From 1. */
  readonly attempt: number;
  readonly outcome: "delivered" | "failed" | "gone";
  readonly status: number | null;
  readonly detail: string;
  /** When it is tried again; null when it is not. */
  readonly nextMs: number | null;
}

export interface CollectorStarted extends Stamp {
  readonly type: "collector_started";
  readonly version: string;
  readonly journal: {
    readonly id: string;
    readonly frames: number;
    readonly tornBytes: number;
    readonly gaps: number;
  };
}

/** Telemetry that was acknowledged and can no longer be read. */
export interface EvidenceGap extends Stamp {
  readonly type: "evidence_gap";
  readonly journal: string;
  readonly afterSeq: number;
  /** Null: nothing follows. */
  readonly beforeSeq: number | null;
  readonly bytes: number;
  /** File that keeps the unreadable bytes. */
  readonly setAside: string;
}

/** Every type, so that an entry of a newer version is told from a damaged one. */
const TYPES: Readonly<Record<LedgerEntry["type"], true>> = {
  key_created: true,
  key_revoked: true,
  baseline_created: true,
  baseline_approved: true,
  controls_loaded: true,
  controls_in_force: true,
  controls_refused: true,
  system_declared: true,
  system_withdrawn: true,
  control_transition: true,
  nonconformity_raised: true,
  nonconformity_episode_added: true,
  nonconformity_episode_ended: true,
  nonconformity_moved: true,
  nonconformity_commented: true,
  suspension_proposed: true,
  suspension_refused: true,
  system_suspended: true,
  suspension_effective: true,
  system_resumed: true,
  routes_loaded: true,
  channel_configured: true,
  notification_attempted: true,
  collector_started: true,
  evaluation_amended: true,
  evidence_gap: true,
};

/**
 * Reads one entry from its canonical text. Throws where the text is no entry of a known type.
 *
 * Only the stamp and the type are checked: the text is what this code wrote, or its leaf hash would
 * not have led to the root.
 */
export function parseEntry(text: string): LedgerEntry {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError("a ledger entry is an object");
  }
  const { type, atMs, by } = value as { type?: unknown; atMs?: unknown; by?: unknown }; // checked below
  if (typeof type !== "string" || !Object.hasOwn(TYPES, type)) {
    throw new TypeError(`entry type ${JSON.stringify(type)} is unknown; a newer version wrote it`);
  }
  if (typeof atMs !== "number" || typeof by !== "string") {
    throw new TypeError(`entry of type ${type} requires atMs and by`);
  }
  return value as LedgerEntry; // of a known type, under a verified hash
}
