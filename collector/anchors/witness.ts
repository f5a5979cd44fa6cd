import { toBase64 } from "../tlog/base64.ts";
import { parseDecimal } from "../tlog/decimal.ts";
import { Malformed } from "../tlog/malformed.ts";
import { type NoteKey, parseVkey, printVkey, SIGNATURE_TYPES } from "../tlog/note-key.ts";
import {
  cosignedAt,
  type NoteSignature,
  parseNote,
  parseSignatures,
  verifyNote,
} from "../tlog/signed-note.ts";
import {
  type Anchor,
  AnchorRefused,
  hostOf,
  type Obtained,
  type Post,
  type Shown,
} from "./anchor.ts";

/**
 * A witness (C2SP tlog-witness): it remembers the last tree that it saw of this log, checks that the next
 * one begins with it, and signs with the time. Throws `Malformed` where the key is none of a witness.
 */
export function openWitness(of: {
  readonly name: string;
  /** Submission prefix. */
  readonly url: string;
  /** Its public key as text, of type 4. */
  readonly key: string;
  readonly allowPrivate: boolean;
  readonly post: Post;
}): Anchor {
  const key = parseVkey(of.key);
  if (key.type !== SIGNATURE_TYPES.cosignature) {
    throw new Malformed(`the key of witness ${key.name} signs notes, not cosignatures (type 4)`);
  }
  const url = `${of.url.replace(/\/+$/, "")}/add-checkpoint`;
  const send = async (shown: Shown, from: number, signal: AbortSignal): ReturnType<Post> => {
    const body = await request(shown, from);
    const headers = { "content-type": "text/plain; charset=utf-8" };
    return of.post({ url, headers, body, allowPrivate: of.allowPrivate }, signal);
  };
  return {
    name: of.name,
    kind: "witness",
    where: hostOf(of.url),
    warning: null,
    obtain: async (shown, signal) => {
      const from = Math.min(shown.lastSize, shown.head.size);
      let answer = await send(shown, from, signal);
      // It knows another size, of a run before or of a copy of us; 409 says which.
      if (answer.status === 409) {
        const known = knownSize(answer);
        if (known > shown.head.size) {
          throw new AnchorRefused(
            `the witness has seen ${known} entries of this log, which has ${shown.head.size}: the log was put back, or another signs in its name`,
          );
        }
        if (known === from) throw new AnchorRefused("the witness knows another tree of this size");
        answer = await send(shown, known, signal);
      }
      if (answer.status !== 200) throw new AnchorRefused(reasonOf(answer.status));
      return verified(shown, answer.body, key);
    },
  };
}

async function request({ text, consistency }: Shown, from: number): Promise<Uint8Array> {
  const proof = await consistency(from);
  const lines = [`old ${from}`, ...proof.map(toBase64), ""];
  return Buffer.from(`${lines.join("\n")}\n${text}`, "utf8");
}

function knownSize({ contentType, body }: Awaited<ReturnType<Post>>): number {
  if (!contentType.startsWith("text/x.tlog.size")) {
    throw new AnchorRefused("the witness knows another tree of this size");
  }
  return parseDecimal(Buffer.from(body).toString("latin1").trimEnd(), "the witness's size");
}

function verified({ text }: Shown, body: Uint8Array, key: NoteKey): Obtained {
  const lines = Buffer.from(body).toString("utf8");
  const signatures = parseSignatures(lines);
  const note = { text: parseNote(Buffer.from(text, "utf8")).text, signatures };
  const { verified: good, failed } = verifyNote(note, [key]);
  if (failed.length > 0) throw new AnchorRefused("the witness's cosignature does not verify");
  const own = signatures.find((each) => isOf(each, key));
  if (good.length === 0 || own === undefined) {
    throw new AnchorRefused(`the answer has no cosignature of ${key.name}`);
  }
  const seconds = cosignedAt(own);
  return {
    document: { kind: "witness", checkpoint: text, cosignatures: lines, key: printVkey(key) },
    attestedMs: seconds === null ? null : seconds * 1000,
    signatures: [own],
  };
}

function isOf(signature: NoteSignature, { name, id }: NoteKey): boolean {
  return signature.name === name && signature.keyId === id;
}

function reasonOf(status: number): string {
  if (status === 404) return "the witness does not know this log; have its operator add it";
  if (status === 403) return "the witness does not know the key that signs this log";
  if (status === 422) return "the witness refuses the consistency proof";
  return `the witness answered ${status}`;
}
