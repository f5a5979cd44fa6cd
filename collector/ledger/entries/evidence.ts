import type { Stamp } from "./stamp.ts";

/** The rows of one table under a seal. */
export interface SealedTable {
  /** `predictions_v1` and so on. */
  readonly table: string;
  readonly rows: number;
  /** RFC 6962 root, SHA-256 in hex, over the rows in the order of sequence and row number. */
  readonly root: string;
}

/** What one producer's own numbering says of the records under a seal. */
export interface SealedRange {
  readonly system: string;
  readonly producer: string;
  /** `prediction`, `outcome` and so on: producers number each class by itself. */
  readonly class: string;
  /** Lowest and highest number under the seal; both 0 where there is none. */
  readonly from: number;
  readonly to: number;
  /** Numbers between the two that are not here; they may stand under another seal. */
  readonly absent: number;
  /** Issued and dropped so far, as the producer's last word under the seal says; null: it said nothing. */
  readonly issued: number | null;
  readonly dropped: number | null;
}

/**
 * Telemetry as it lies in the store, sealed: what is changed, added or lost from here on shows.
 *
 * All records of a journal from one sequence number to another; seals follow each other without a hole.
 */
export interface BatchSealed extends Stamp {
  readonly type: "batch_sealed";
  /** UUID of the journal. */
  readonly journal: string;
  /** First and last batch of the journal, both included. */
  readonly fromSeq: number;
  readonly toSeq: number;
  /** Times of receipt, Unix milliseconds, both included. */
  readonly receivedFromMs: number;
  readonly receivedToMs: number;
  /** Rows of all tables. */
  readonly rows: number;
  /** By name; tables without a row are left out. */
  readonly tables: readonly SealedTable[];
  /** The first fifty by system, producer and class, with names in short. */
  readonly ranges: readonly SealedRange[];
  /** How many there are, those beyond the first fifty included. */
  readonly rangesTotal: number;
  /** SHA-256 of the canonical JSON of all of them, which stand in the store. */
  readonly rangesDigest: string;
  /** Rows that say that a record had come before, whole or with other content. */
  readonly repeats: number;
  readonly conflicts: number;
  /** Dropped so far by the producers that said so under this seal; null: nobody said, which is not zero. */
  readonly dropped: number | null;
  /** Version of the encoding that the leaves are hashes of. */
  readonly encoder: number;
  /** SHA-256 of the names and types of the columns that it encodes. */
  readonly schema: string;
  /** Versions of this program and of the engine. */
  readonly collector: string;
  readonly engine: string;
}

/**
 * What the store has of batches of a journal, counted again later and compared with what the journal had counted
 * when it took them. Batches of one journal are compared in order, each once.
 */
export interface StoreReconciled extends Stamp {
  readonly type: "store_reconciled";
  readonly journal: string;
  /** First and last batch of the journal, both included. */
  readonly fromSeq: number;
  readonly toSeq: number;
  /** Records that the journal took in them; null: it does not know, since a part of it was lost or not counted. */
  readonly expected: number | null;
  /** Records that the store has of them. */
  readonly stored: number;
  /** Records of which an erasure destroyed the row, or is about to. */
  readonly destroyed: number;
  /** Rows by table and the different places among them, `places` being fewer where a row is there twice. */
  readonly tables: readonly {
    readonly table: string;
    readonly rows: number;
    readonly places: number;
  }[];
  /** The journal's count up to `toSeq`, of the batches after `afterSeq`: what the next comparison begins from. */
  readonly counted: { readonly afterSeq: number; readonly records: number };
  /** Null: that cannot be said. */
  readonly agrees: boolean | null;
}

/** On what an erasure stands. */
export type LegalBasis =
  | "gdpr-17"
  | "gdpr-21"
  | "ccpa-1798.105"
  | "consent-withdrawn"
  | "court-order"
  | "other";

/** Words, names or rows about somebody or something were destroyed, with their salts and keys. No identity. */
export interface SubjectErased extends Stamp {
  readonly type: "subject_erased";
  /** As the request is named where it was made. */
  readonly request: string;
  readonly basis: LegalBasis;
  /** Why, as a commitment. */
  readonly reason: string;
  /** Commitments whose texts are gone. */
  readonly texts: readonly string[];
  /** Pseudonyms that are nobody's any more. */
  readonly people: readonly string[];
  /**
   * Rows of telemetry that are gone, by table and by the seal that has their leaves. What the door refused is
   * under no seal: `seq` is 0, and `journal` a random name of its request.
   */
  readonly rows: readonly ErasedRows[];
  /** Ids of the keys that were destroyed. */
  readonly keys: readonly string[];
}

/** Rows of one batch of the journal. Their leaves stay, so that what is left can be verified. */
export interface ErasedRows {
  readonly table: string;
  readonly journal: string;
  readonly seq: number;
  /** Row numbers within the batch. */
  readonly rows: readonly number[];
}

/** Evidence of a class came to the end of its time, and is gone by policy. */
export interface RetentionExecuted extends Stamp {
  readonly type: "retention_executed";
  /** Name of the class in the policy. */
  readonly class: string;
  /** How long the class keeps what it has. */
  readonly days: number;
  /** What was received before is gone, Unix milliseconds. */
  readonly beforeMs: number;
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
  /** Whose rows are gone; absent: everybody's but those of `except`. */
  readonly system?: string;
  /** Systems whose rows stay: held, or kept for a time of their own. Absent: none. */
  readonly except?: readonly string[];
  /** Commitments whose texts are gone. */
  readonly texts: readonly string[];
}
