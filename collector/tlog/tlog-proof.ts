import { fromBase64, hashFromBase64, toBase64 } from "./base64.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import { parseDecimal } from "./decimal.ts";
import { Malformed } from "./malformed.ts";
import { verifyInclusion } from "./proof.ts";
import { NOTE_BYTES_MAX, parseNote, printNote, type SignedNote } from "./signed-note.ts";

/** A proof that can be kept beside what it proves and verified offline. Source: C2SP tlog-proof. */
export interface TlogProof {
  /** Nothing vouches for it; null: none. */
  readonly extra: Uint8Array | null;
  readonly index: number;
  /** From the leaf's sibling to the root's child. */
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: SignedNote;
}

/** The name that such files end in. */
export const TLOG_PROOF_EXTENSION = ".tlog-proof";

/** The proof as a text. */
export function printTlogProof({ extra, index, proof, checkpoint }: TlogProof): string {
  const lines = [
    HEADER,
    ...(extra === null ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...proof.map(toBase64),
    "",
  ];
  return `${lines.join("\n")}\n${printNote(checkpoint)}`;
}

/** Reads a proof whose checkpoint is one of a log. Throws `Malformed`. Nothing is verified by it. */
export function parseTlogProof(bytes: Uint8Array): TlogProof & { readonly head: Checkpoint } {
  if (bytes.length > PROOF_BYTES_MAX) {
    throw new Malformed(`a proof has at most ${PROOF_BYTES_MAX} bytes, got ${bytes.length}`);
  }
  const split = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf("\n\n");
  if (split === -1) throw new Malformed("a proof has an empty line before its checkpoint");
  const [header, ...lines] = ascii(bytes.subarray(0, split)).split("\n");
  if (header !== HEADER) throw new Malformed(`a proof begins with ${HEADER}`);
  const extra = lines[0]?.startsWith("extra ") ? lines.shift()?.slice("extra ".length) : undefined;
  const index = lines.shift();
  if (!index?.startsWith("index ")) throw new Malformed("a proof says the index of its entry");
  if (lines.length > PROOF_HASHES_MAX) {
    throw new Malformed(`a proof has at most ${PROOF_HASHES_MAX} hashes, got ${lines.length}`);
  }
  const checkpoint = parseNote(bytes.subarray(split + 2));
  return {
    extra: extra === undefined ? null : fromBase64(extra, "the extra data of a proof"),
    index: parseDecimal(index.slice("index ".length), "the index of a proof"),
    proof: lines.map((line, i) => hashFromBase64(line, `hash ${i + 1} of the proof`)),
    checkpoint,
    head: parseCheckpoint(checkpoint.text),
  };
}

/** Whether the proof leads from a leaf to the root of its checkpoint. Who signed that is another question. */
export function provesLeaf(
  of: Pick<TlogProof, "index" | "proof"> & { readonly head: Checkpoint },
  leafHash: Uint8Array,
): boolean {
  const { size, root } = of.head;
  return verifyInclusion({ index: of.index, size, leafHash, proof: of.proof, root });
}

function ascii(bytes: Uint8Array): string {
  if (bytes.some((byte) => byte > 0x7e)) throw new Malformed("the head of a proof is ASCII");
  return Buffer.from(bytes).toString("latin1");
}

const HEADER = "c2sp.org/tlog-proof@v1";
/** A tree of 2^63 leaves has paths of 63. */
const PROOF_HASHES_MAX = 63;
const PROOF_BYTES_MAX = NOTE_BYTES_MAX + 64 * 1024;
