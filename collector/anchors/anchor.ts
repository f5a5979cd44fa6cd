import type { Checkpoint } from "../tlog/checkpoint.ts";
import type { NoteSignature } from "../tlog/signed-note.ts";

/** A checkpoint that somebody else is shown. */
export interface Shown {
  /** The signed note, as it is served. */
  readonly text: string;
  readonly head: Checkpoint;
  /** Proves that the tree of a smaller size is the beginning of this one. */
  readonly consistency: (from: number) => Promise<readonly Uint8Array[]>;
  /** Size of the checkpoint that this anchor was shown last; 0: none. */
  readonly lastSize: number;
}

/** What an anchor gave, verified. */
export interface Obtained {
  /** Whatever a verifier needs to convince itself again, as plain JSON. */
  readonly document: Readonly<Record<string, unknown>>;
  /** By the other side's clock, Unix milliseconds; null where it does not say. */
  readonly attestedMs: number | null;
  /** Signatures of others under the checkpoint. */
  readonly signatures: readonly NoteSignature[];
}

/** A party or place that vouches for checkpoints. */
export interface Anchor {
  /** Unique, and the same over restarts. */
  readonly name: string;
  readonly kind: "copy" | "rfc3161" | "witness" | "rekor";
  /** Where it leads, without secrets. */
  readonly where: string;
  /** Why it is worth less than it could be; null: it is not. */
  readonly warning: string | null;
  /** Shows a checkpoint. Rejects, with a reason that may be shown, where what comes back does not hold. */
  readonly obtain: (shown: Shown, signal: AbortSignal) => Promise<Obtained>;
}

/** Posts to a configured address, and hands a bounded reply back. */
export type Post = (
  call: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Uint8Array;
    readonly allowPrivate: boolean;
  },
  signal: AbortSignal,
) => Promise<{
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
}>;

/** What came back is not what it should be. */
export class AnchorRefused extends Error {
  override readonly name = "AnchorRefused";
}

/** Host of an address, which is all of it that may be shown: the rest may hold a token. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "an address that cannot be read";
}
