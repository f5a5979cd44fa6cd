import type { Stamp } from "./stamp.ts";

/** The collector ran and could write. Where none came for much longer than `everyMs`, nobody knows. */
export interface LedgerHeartbeat extends Stamp {
  readonly type: "ledger_heartbeat";
  readonly everyMs: number;
}

/** The first key that signs the ledger's checkpoints, or one that stands in for a key that was lost. */
export interface SigningKeyIntroduced extends Stamp {
  readonly type: "signing_key_introduced";
  /** Name of the log in its checkpoints, which never changes. */
  readonly origin: string;
  /** The public key as text. */
  readonly vkey: string;
  /** The key that was lost, so could not sign this; absent for the first key. */
  readonly lost?: string;
}

/** From here on another key signs; the one before and the new one have both signed that. */
export interface SigningKeyRotated extends Stamp {
  readonly type: "signing_key_rotated";
  readonly from: string;
  readonly to: string;
  /** The signed note that says so (`tlog/key-rotation.ts`), as text. */
  readonly note: string;
}

/** Somebody else has seen a checkpoint, or keeps it. */
export interface AnchorObtained extends Stamp {
  readonly type: "anchor_obtained";
  /** Name of the anchor in the configuration. */
  readonly anchor: string;
  readonly kind: AnchorKind;
  /** Of the checkpoint. */
  readonly size: number;
  /** SHA-256 in hex. */
  readonly root: string;
  /** Digest of the document that proves it, in the content store. */
  readonly document: string;
  /** When, by the other side's clock; null where it does not say. */
  readonly attestedMs: number | null;
}

/** A checkpoint could not be shown to somebody else; it is tried again. */
export interface AnchorFailed extends Stamp {
  readonly type: "anchor_failed";
  readonly anchor: string;
  readonly kind: AnchorKind;
  readonly size: number;
  /** In a row, from 1. */
  readonly failures: number;
  readonly detail: string;
  readonly nextMs: number;
}

/** The ways in which others vouch for a checkpoint. */
export type AnchorKind = "copy" | "rfc3161" | "witness" | "rekor";

/** The folded state after `size` entries was written down; a restart may begin there. */
export interface LedgerSnapshot extends Stamp {
  readonly type: "ledger_snapshot";
  readonly size: number;
  /** SHA-256 of the file, in hex. */
  readonly digest: string;
}
