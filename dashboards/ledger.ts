/** A key that signs, or has signed, the ledger. */
export interface LedgerKey {
  /** Eight hex digits. */
  readonly id: string;
  /** The public key as text: what an auditor keeps. */
  readonly vkey: string;
  readonly sinceMs: number;
  /** Of the entry that says so. */
  readonly index: number;
  readonly by: string;
  /** False of the first, and of one that stands in for a key that was lost. */
  readonly isSignedByFormer: boolean;
}

/** One place or party that vouches for checkpoints. */
export interface LedgerAnchor {
  readonly name: string;
  readonly kind: "copy" | "rfc3161" | "witness" | "rekor";
  /** Where it leads, without secrets. */
  readonly where: string;
  /** Something that whoever runs the collector should know of it; null: nothing. */
  readonly warning: string | null;
  /** The newest checkpoint that it has vouched for; null: none yet. */
  readonly obtained: {
    readonly atMs: number;
    readonly size: number;
    /** By the other side's clock; null where it does not say. */
    readonly attestedMs: number | null;
    /** Digest of the document that proves it. */
    readonly document: string;
  } | null;
  /** What failed since; null: nothing. */
  readonly failure: {
    readonly atMs: number;
    readonly failures: number;
    readonly detail: string;
    readonly nextMs: number;
  } | null;
}

/** How the ledger stands, and what others need to hold it to its word. */
export interface LedgerStanding {
  readonly origin: string;
  readonly size: number;
  /** SHA-256 in hex. */
  readonly root: string;
  /** The newest that was signed; null: none yet. */
  readonly checkpoint: {
    readonly size: number;
    /** The signed note, as it is served. */
    readonly text: string;
    /** Null: before this start. */
    readonly atMs: number | null;
  } | null;
  /** Oldest first; the last one signs. */
  readonly keys: readonly LedgerKey[];
  readonly heartbeat: {
    readonly lastMs: number;
    readonly everyMs: number;
    readonly count: number;
  } | null;
  /** Times of which nobody knows, since no sign of life came; the newest first. */
  readonly silences: readonly {
    readonly fromMs: number;
    readonly toMs: number;
    /** Id of the maintenance of the collector that it lies in; null: nobody said before that it would come. */
    readonly maintenance: string | null;
  }[];
  /** Telemetry that was acknowledged and can no longer be read; the newest first. */
  readonly gaps: readonly {
    readonly atMs: number;
    readonly journal: string;
    readonly afterSeq: number;
    readonly beforeSeq: number | null;
  }[];
  /** Journals whose rows are sealed, and up to which of their batches. */
  readonly seals: readonly { readonly journal: string; readonly toSeq: number }[];
  /** Journals with whose own count the store was compared, and what the last comparison of each found. */
  readonly reconciled: readonly {
    readonly journal: string;
    readonly atMs: number;
    /** The last batch that was compared. */
    readonly toSeq: number;
    /** Null: that cannot be said. */
    readonly agrees: boolean | null;
  }[];
  readonly erasures: number;
  readonly anchors: readonly LedgerAnchor[];
  /** How often checkpoints are shown to others. */
  readonly anchorEveryMs: number;
}

/** The state of governance as it was. */
export interface LedgerPast {
  readonly size: number;
  /** SHA-256 in hex. */
  readonly root: string;
  /** Of the last entry; null: there was none. */
  readonly lastMs: number | null;
  readonly nonconformities: number;
  readonly open: number;
  readonly systems: number;
  readonly controls: number;
  readonly baselines: number;
  readonly suspended: readonly string[];
}
