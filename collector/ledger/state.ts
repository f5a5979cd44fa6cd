import type {
  ControlEvent,
  ControlState,
  HeldChange,
  Hold,
  IncidentHistory,
  Nonconformity,
  SystemDeclaration,
  SystemDirective,
  Verdict,
} from "@tiltmeter/rules";
import type { AccountState, Administration, KeyState } from "./account-state.ts";
import type { SignInConfigured } from "./entries/accounts.ts";
import type { BaselineCreated } from "./entries/baselines.ts";
import type { CollectorStarted, EvidenceGap } from "./entries/collector.ts";
import type { ControlsInForce, ControlsLoaded, ControlsRefused } from "./entries/controls.ts";
import type { ClockDue, PolicyLoaded } from "./entries/duties.ts";
import type { RetentionExecuted, StoreReconciled, SubjectErased } from "./entries/evidence.ts";
import type { ExportCreated } from "./entries/exports.ts";
import type { AnchorFailed, AnchorKind, AnchorObtained } from "./entries/ledger.ts";
import type {
  AnnouncedItem,
  NoticeAcknowledged,
  NotificationAttempted,
  NotificationEntry,
  RoutesLoaded,
} from "./entries/notifications.ts";
import type { MaintenanceStarted } from "./entries/operation.ts";
import type { QuarantineDiscarded, QuarantineReplayed } from "./entries/quarantine.ts";
import { GrowingList } from "./growing-list.ts";
import { EMPTY_ROADMAP, type Roadmap } from "./roadmap.ts";

/** A step of one control instance as it was recorded. */
export interface RecordedTransition {
  readonly revision: string;
  readonly state: ControlState;
  readonly verdict: Verdict;
  readonly events: readonly ControlEvent[];
}

/** A system as it stands in the inventory. */
export interface DeclaredSystem extends SystemDeclaration {
  /** When it was first declared, of the times that it was without a break. */
  readonly declaredMs: number;
  /** Since when it is planned, live or retired. */
  readonly statusMs: number;
}

/** One change of what is declared of a system. */
export interface SystemChange {
  readonly atMs: number;
  readonly by: string;
  /** What stands from here on; null: withdrawn. */
  readonly declaration: SystemDeclaration | null;
  /** Names, as in the file, of what differs from before. */
  readonly changed: readonly string[];
}

/** Something that people are told of. */
export interface Announcement {
  /** Index of the entry that made it. */
  readonly index: number;
  readonly atMs: number;
  readonly event: "raised" | "reopened" | "moved" | "due" | "escalated" | "repeated" | "closed";
  /** The record as it stood then. */
  readonly record: Nonconformity;
  /** Which clock of it has reached what; absent of the other events. */
  readonly due?: Pick<ClockDue, "clock" | "round" | "level" | "step" | "dueMs">;
  /** Whom the routes in force then name; null: every channel. */
  readonly channels: readonly string[] | null;
  /**
   * Place in `routeSets` of the routes that decided, which of them did, and who owned it then; absent:
   * none says how.
   */
  readonly routing?: {
    readonly set: number;
    readonly routes: readonly string[];
    readonly owner: string | null;
  };
}

/** A change of a held system that has no alarm yet. */
export interface ChangeWhileHeld {
  readonly hold: string;
  readonly atMs: number;
  readonly what: HeldChange;
  readonly detail: string;
  readonly key: string;
  /** Where controls changed: which. Whether they judge the system is to be found out. */
  readonly controls?: ControlsInForce["changed"];
}

/** A channel that nonconformities are told to. */
export interface ChannelState {
  /** Index of the entry since which it is in use: it is told of what is announced after that. */
  readonly since: number;
  /** SHA-256 of where it leads. */
  readonly target: string;
  /** Index of the entry since which it leads there. */
  readonly targetSince: number;
  /** When its receiver answered that it wants no more; null while it is in use. */
  readonly goneMs: number | null;
  /** `webhook`, `email`, …; null: it was configured by an earlier version. */
  readonly kind: string | null;
}

/** A key that signs checkpoints, from its entry on. */
export interface SigningKey {
  /** The public key as text. */
  readonly vkey: string;
  readonly sinceMs: number;
  /** Of the entry. */
  readonly index: number;
  readonly by: string;
  /** False of the first, and of one that stands in for a key that was lost. */
  readonly isSignedByFormer: boolean;
}

/** What somebody else vouches for, or would if it could be reached. */
export interface AnchorState {
  readonly kind: AnchorKind;
  /** The newest; null: none yet. */
  readonly obtained: AnchorObtained | null;
  /** The newest, when nothing was obtained since. */
  readonly failure: AnchorFailed | null;
  /** How often something was obtained. */
  readonly count: number;
}

/** Planned maintenance that somebody has begun, and how it ended where that was before its time. */
export interface MaintenanceState extends MaintenanceStarted {
  readonly endedMs: number | null;
  readonly endedBy: string | null;
}

/** All of governance as it stands after some number of entries. Never changed in place. */
export interface GovernanceState {
  /** Entries folded so far. */
  readonly size: number;
  readonly keys: ReadonlyMap<string, KeyState>;
  /** By the person's pseudonym. */
  readonly accounts: ReadonlyMap<string, AccountState>;
  /** How people sign in; null: nothing was ever configured. */
  readonly signIn: SignInConfigured | null;
  /** Everything that was ever done about accounts, keys and sign-in, oldest first. */
  readonly administration: GrowingList<Administration & { readonly index: number }>;
  /** By digest. */
  readonly baselines: ReadonlyMap<
    string,
    BaselineCreated & { readonly approvedMs: number | null; readonly approvedBy: string | null }
  >;
  /** The set of controls in force. */
  readonly controls: ControlsLoaded | ControlsInForce | null;
  /** Every set that ever was, oldest first. */
  readonly controlSets: readonly (ControlsLoaded | ControlsInForce)[];
  /** The set that was refused last, however long ago. */
  readonly controlsRefused: ControlsRefused | null;
  readonly systems: ReadonlyMap<string, DeclaredSystem>;
  /** System → every declaration and withdrawal, oldest first. */
  readonly systemHistory: ReadonlyMap<string, readonly SystemChange[]>;
  /** Control → instance key → window end → the step that was recorded for it. */
  readonly transitions: ReadonlyMap<
    string,
    ReadonlyMap<string, ReadonlyMap<number, RecordedTransition>>
  >;
  /** Key of an amendment by late data (`amendmentKey`) → the episode that is raised for it. */
  readonly amendments: ReadonlyMap<string, string>;
  /** By id, in the order of their raise. */
  readonly nonconformities: ReadonlyMap<string, Nonconformity>;
  /** Fingerprint → id of the record that last had it, open or not. */
  readonly byFingerprint: ReadonlyMap<string, string>;
  /** Year → records raised in it: what the next number counts on. */
  readonly raisedInYear: ReadonlyMap<number, number>;
  /** Episode → id of the record that holds it. */
  readonly episodes: ReadonlyMap<string, string>;
  /** System → whether it may run; one about which nothing was ever decided is absent. */
  readonly directives: ReadonlyMap<string, SystemDirective>;
  /** The routes last loaded; null: none ever were. */
  readonly routes: RoutesLoaded | null;
  /** Every set of routes that ever was, oldest first. */
  readonly routeSets: readonly RoutesLoaded[];
  readonly announcements: GrowingList<Announcement>;
  /** Channels whose kind is known, in the order in which they came. */
  readonly knownChannels: readonly string[];
  /** Everything that was recorded of telling people, oldest first. */
  readonly notifications: GrowingList<NotificationEntry & { readonly index: number }>;
  /** Message of several items → what it says. */
  readonly composed: ReadonlyMap<string, readonly AnnouncedItem[]>;
  /** Record → who acknowledged it last. */
  readonly acknowledged: ReadonlyMap<string, NoticeAcknowledged & { readonly index: number }>;
  readonly channels: ReadonlyMap<string, ChannelState>;
  /** Record → tries to tell of it, oldest first. */
  readonly attempts: ReadonlyMap<
    string,
    GrowingList<NotificationAttempted & { readonly index: number }>
  >;
  /** What was laid down, approved, attested, tried out and decided beside the records. */
  readonly roadmap: Roadmap;
  /** How soon work has to be done; null: no policy ever was loaded. */
  readonly policy: PolicyLoaded | null;
  /** Record → what it was said of its clocks: `clock round level step`. */
  readonly clockMarks: ReadonlyMap<string, readonly string[]>;
  /** Record → what was stated, reported and set aside of it as an incident; absent: nothing ever was. */
  readonly incidents: ReadonlyMap<string, IncidentHistory>;
  /** By id, released ones too, in the order in which they were placed. */
  readonly holds: ReadonlyMap<string, Hold>;
  /** Ids of those that are not released. */
  readonly activeHolds: readonly string[];
  readonly heldChanges: readonly ChangeWhileHeld[];
  readonly started: CollectorStarted | null;
  /** Who signs the ledger, oldest key first; null: nobody does yet. */
  readonly signing: { readonly origin: string; readonly keys: readonly SigningKey[] } | null;
  readonly heartbeat: {
    readonly lastMs: number;
    readonly everyMs: number;
    readonly count: number;
  } | null;
  /** Between heartbeats that lie too far apart, oldest first. */
  readonly silences: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** By the anchor's name. */
  readonly anchors: ReadonlyMap<string, AnchorState>;
  /** Newest last. */
  readonly snapshots: readonly {
    readonly size: number;
    readonly digest: string;
    readonly atMs: number;
  }[];
  readonly gaps: readonly EvidenceGap[];
  /** Journal → the last batch under a seal, and the index of that seal's entry. */
  readonly seals: ReadonlyMap<string, { readonly toSeq: number; readonly index: number }>;
  /** Indexes of the entries of all seals, oldest first. */
  readonly sealEntries: GrowingList<number>;
  /** Journal → the last comparison of the store with it. */
  readonly reconciled: ReadonlyMap<string, StoreReconciled>;
  /** Those that found a difference, oldest first. */
  readonly unreconciled: readonly StoreReconciled[];
  /** Commitment to a text or pseudonym of a person → index of the entry with which it was destroyed. */
  readonly erased: ReadonlyMap<string, number>;
  /** Every erasure and every end of retention, oldest first. */
  readonly erasures: readonly (SubjectErased & { readonly index: number })[];
  readonly expiries: readonly (RetentionExecuted & { readonly index: number })[];
  /** Everything that was ever handed over, oldest first. */
  readonly exports: readonly ExportCreated[];
  /** Control file that was sent → digest of its text. */
  readonly controlTexts: ReadonlyMap<string, string>;
  /** Refused record → what was decided about it, once and for good. */
  readonly quarantine: ReadonlyMap<string, QuarantineReplayed | QuarantineDiscarded>;
  /** By id, those that are over too, in the order in which they began. */
  readonly maintenance: ReadonlyMap<string, MaintenanceState>;
}

export const EMPTY_STATE: GovernanceState = {
  size: 0,
  keys: new Map(),
  accounts: new Map(),
  signIn: null,
  administration: GrowingList.of(),
  baselines: new Map(),
  controls: null,
  controlSets: [],
  controlsRefused: null,
  systems: new Map(),
  systemHistory: new Map(),
  transitions: new Map(),
  amendments: new Map(),
  nonconformities: new Map(),
  byFingerprint: new Map(),
  raisedInYear: new Map(),
  episodes: new Map(),
  directives: new Map(),
  routes: null,
  routeSets: [],
  announcements: GrowingList.of(),
  knownChannels: [],
  notifications: GrowingList.of(),
  composed: new Map(),
  acknowledged: new Map(),
  channels: new Map(),
  attempts: new Map(),
  roadmap: EMPTY_ROADMAP,
  policy: null,
  clockMarks: new Map(),
  incidents: new Map(),
  holds: new Map(),
  activeHolds: [],
  heldChanges: [],
  started: null,
  signing: null,
  heartbeat: null,
  silences: [],
  anchors: new Map(),
  snapshots: [],
  gaps: [],
  seals: new Map(),
  sealEntries: GrowingList.of(),
  reconciled: new Map(),
  unreconciled: [],
  erased: new Map(),
  erasures: [],
  expiries: [],
  exports: [],
  quarantine: new Map(),
  maintenance: new Map(),
  controlTexts: new Map(),
};
