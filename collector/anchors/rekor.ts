import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { fromBase64, hashFromBase64, toBase64 } from "../tlog/base64.ts";
import { parseCheckpoint } from "../tlog/checkpoint.ts";
import { parseDecimal } from "../tlog/decimal.ts";
import { leafHash } from "../tlog/merkle.ts";
import { type NoteKey, parseVkey } from "../tlog/note-key.ts";
import { verifyInclusion } from "../tlog/proof.ts";
import { parseNote, verifyNote } from "../tlog/signed-note.ts";
import { type Anchor, AnchorRefused, hostOf, type Post } from "./anchor.ts";

/**
 * A public log (Rekor v2): it takes the digest of the checkpoint, and proves that it is in its tree.
 * Only that digest leaves. Throws `Malformed` where the key is none.
 *
 * The log wants a signature with every digest. Ours is of a key that is made for it and thrown away:
 * who signed the checkpoint says the checkpoint.
 */
export function openRekor(of: {
  readonly name: string;
  readonly url: string;
  /** The log's public key as text: its checkpoints are notes. */
  readonly key: string;
  readonly allowPrivate: boolean;
  readonly post: Post;
}): Anchor {
  const key = parseVkey(of.key);
  const url = `${of.url.replace(/\/+$/, "")}/api/v2/log/entries`;
  return {
    name: of.name,
    kind: "rekor",
    where: hostOf(of.url),
    warning: null,
    obtain: async ({ text }, signal) => {
      const digest = createHash("sha256").update(text).digest();
      const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const request = {
        hashedRekordRequestV002: {
          digest: toBase64(digest),
          signature: {
            content: toBase64(sign("sha256", Buffer.from(text, "utf8"), privateKey)),
            verifier: {
              publicKey: { rawBytes: toBase64(publicKey.export({ format: "der", type: "spki" })) },
              keyDetails: "PKIX_ECDSA_P256_SHA_256",
            },
          },
        },
      };
      const headers = { "content-type": "application/json", accept: "application/json" };
      const body = Buffer.from(JSON.stringify(request), "utf8");
      const answer = await of.post({ url, headers, body, allowPrivate: of.allowPrivate }, signal);
      if (answer.status !== 200 && answer.status !== 201) {
        throw new AnchorRefused(`the log answered ${answer.status}`);
      }
      const entry: unknown = JSON.parse(Buffer.from(answer.body).toString("utf8"));
      verifyRekorEntry(entry, { digest, key });
      return {
        document: { kind: "rekor", checkpoint: text, entry, key: of.key },
        // The log says no time; that its witnesses do is for whoever trusts them to read.
        attestedMs: null,
        signatures: [],
      };
    },
  };
}

/**
 * Verifies an entry of Rekor v2: it is of the digest, and its proof leads to a checkpoint that the log
 * has signed. Throws `AnchorRefused` or `Malformed`.
 */
export function verifyRekorEntry(
  entry: unknown,
  of: { readonly digest: Uint8Array; readonly key: NoteKey },
): void {
  const proof = member(entry, "inclusionProof");
  const body = fromBase64(text(entry, "canonicalizedBody"), "the body of the entry");
  const data = ["spec", "hashedRekordV002", "data"].reduce<unknown>(
    member,
    JSON.parse(Buffer.from(body).toString("utf8")),
  );
  if (text(data, "digest") !== toBase64(of.digest)) {
    throw new AnchorRefused("the log's entry is of another digest");
  }
  const note = parseNote(Buffer.from(text(member(proof, "checkpoint"), "envelope"), "utf8"));
  const { verified, failed } = verifyNote(note, [of.key]);
  if (verified.length === 0 || failed.length > 0) {
    throw new AnchorRefused(`the log's checkpoint is not signed by ${of.key.name} (${of.key.id})`);
  }
  const head = parseCheckpoint(note.text);
  const hashes = member(proof, "hashes") ?? [];
  if (!Array.isArray(hashes)) throw new AnchorRefused("the log's proof has no hashes");
  const isIncluded = verifyInclusion({
    index: parseDecimal(text(proof, "logIndex"), "the log's index"),
    size: head.size,
    leafHash: leafHash(body),
    proof: hashes.map((each) => hashFromBase64(String(each), "a hash of the log's proof")),
    root: head.root,
  });
  if (!isIncluded) throw new AnchorRefused("the log's proof does not lead to its checkpoint");
}

function member(of: unknown, name: string): unknown {
  if (typeof of === "object" && of !== null && Object.hasOwn(of, name)) {
    return (of as Readonly<Record<string, unknown>>)[name]; // an object that has it
  }
  // Empty lists are left out of the log's JSON.
  if (name === "hashes") return undefined;
  throw new AnchorRefused(`the log's answer has no ${name}`);
}

function text(of: unknown, name: string): string {
  const value = member(of, name);
  if (typeof value === "string") return value;
  throw new AnchorRefused(`${name} of the log's answer is no text`);
}
