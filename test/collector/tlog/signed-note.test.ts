import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from "node:crypto";
import fc from "fast-check";
import { parseCheckpoint, printCheckpoint } from "tiltmeter/tlog/checkpoint";
import { type NoteKey, noteKey, parseVkey, printVkey } from "tiltmeter/tlog/note-key";
import {
  cosignedAt,
  cosignedMessage,
  parseNote,
  parseSignatures,
  printNote,
  type Signer,
  signNote,
  verifyNote,
} from "tiltmeter/tlog/signed-note";
import { expect, test } from "vitest";

const bytes = (text: string): Uint8Array => Buffer.from(text, "utf8");

// The example of Go's golang.org/x/mod/sumdb/note, with its private key.
const NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const NEUMANN_SEED = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const ANSWER =
  "If you think cryptography is the answer to your problem,\n" +
  "then you don't know what your problem is.\n\n" +
  "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

// Two heads that the checksum database of Go has served, and its key as the go command carries it.
const SUM_GOLANG = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
const SUM_HEADS = [
  {
    size: 31_700_353,
    note: "go.sum database tree\n31700353\nqINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=\n\n— sum.golang.org Az3grnmrIUEDFqHzAElIQCPNoRFRAAdFo47fooyWKMHb89k11GJh5zHIfNCOBmwn/C3YI8oW9/C8DJ87F61QqspBYwM=\n",
  },
  {
    size: 65_209_736,
    note: "go.sum database tree\n65209736\n5+uGFjx6xBZG8ip1+wi77v+grwbhhukIrxEUS8PXvRo=\n\n— sum.golang.org Az3grnbssgK7ubgFX36gVETtNv0U23qxyAhAMai2QUfeGa3nB/akvkMdlUErfcZz7l/R3cVtYspg3dxXABkGZZKdsQ8=\n",
  },
];

test("notes of other implementations verify, and come out as they went in", () => {
  const key = parseVkey(NEUMANN);
  const note = parseNote(bytes(ANSWER));
  expect(verifyNote(note, [key])).toEqual({ verified: [key], failed: [], unknown: [] });
  expect(printNote(note)).toBe(ANSWER);
  expect(printVkey(key)).toBe(NEUMANN);
});

test("signing with the key of another implementation gives its note", async () => {
  const note = parseNote(bytes(ANSWER));
  const signer = signerOf("PeterNeumann", fromSeed(NEUMANN_SEED));
  expect(signer.vkey).toBe(NEUMANN);
  expect(printNote(await signNote({ text: note.text, signatures: [] }, [signer]))).toBe(ANSWER);
});

test("heads of a public log verify under its published key", () => {
  const key = parseVkey(SUM_GOLANG);
  for (const { size, note } of SUM_HEADS) {
    const parsed = parseNote(bytes(note));
    expect(verifyNote(parsed, [key]).verified).toEqual([key]);
    const head = parseCheckpoint(parsed.text);
    expect(head).toMatchObject({ origin: "go.sum database tree", size, extensions: [] });
    expect(printCheckpoint(head)).toBe(parsed.text);
  }
});

test("no changed bit of a note leaves its signature standing", () => {
  const key = parseVkey(NEUMANN);
  const original = Buffer.from(ANSWER, "utf8");
  for (let bit = 0; bit < original.length * 8; bit += 1) {
    const changed = Buffer.from(original);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    let verified: readonly NoteKey[] = [];
    try {
      const verdict = verifyNote(parseNote(changed), [key]);
      verified = verdict.failed.length > 0 ? [] : verdict.verified;
    } catch {
      // Refused as no note.
    }
    expect(verified, `bit ${bit}`).toEqual([]);
  }
});

test("signatures of several keys stand beside each other, and unknown ones are kept", async () => {
  const [first, second, stranger] = ["log.example/a", "log.example/a", "other.example"].map(
    (name) => signerOf(name, generateKeyPairSync("ed25519").privateKey),
  );
  if (first === undefined || second === undefined || stranger === undefined) throw new Error();
  const signed = await signNote({ text: "a text\n\nof two parts\n", signatures: [] }, [
    first,
    stranger,
  ]);
  const again = await signNote(parseNote(bytes(printNote(signed))), [second, first]);
  expect(again.signatures).toHaveLength(3);
  const verdict = verifyNote(again, [parseVkey(first.vkey), parseVkey(second.vkey)]);
  expect(verdict.verified.map(printVkey).sort()).toEqual([first.vkey, second.vkey].sort());
  expect(verdict.unknown.map(({ name }) => name)).toEqual(["other.example"]);
});

test("a line in a trusted key's name that it did not sign makes the key fail", async () => {
  const signer = signerOf("log.example", generateKeyPairSync("ed25519").privateKey);
  const key = parseVkey(signer.vkey);
  const note = await signNote({ text: "one\n", signatures: [] }, [signer]);
  const forged = { ...note, text: "two\n" };
  expect(verifyNote(forged, [key])).toMatchObject({ verified: [], failed: [key] });
  const [good] = note.signatures;
  if (good === undefined) throw new Error("unsigned");
  const both = { ...note, signatures: [good, { ...good, signature: new Uint8Array(64) }] };
  expect(verifyNote(both, [key])).toMatchObject({ verified: [], failed: [key] });
});

test("a witness's cosignature is over its time and the text", () => {
  const { privateKey } = generateKeyPairSync("ed25519");
  const key = noteKey({ name: "witness.example", type: 4, publicKey: rawPublicKey(privateKey) });
  const text = "log.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
  const seconds = 1_679_315_147;
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  const made = sign(null, cosignedMessage(text, seconds), privateKey);
  const signature = { name: key.name, keyId: key.id, signature: Buffer.concat([time, made]) };
  expect(cosignedAt(signature)).toBe(seconds);
  expect(verifyNote({ text, signatures: [signature] }, [key]).verified).toEqual([key]);
  const later = { ...signature, signature: Buffer.concat([Buffer.from(time).fill(1, 7), made]) };
  expect(verifyNote({ text, signatures: [later] }, [key]).failed).toEqual([key]);
  const other = { text: text.replace("\n0\n", "\n1\n"), signatures: [signature] };
  expect(verifyNote(other, [key]).failed).toEqual([key]);
});

test("any bytes are a note that prints as it was read, or are refused", () => {
  const line = fc.constantFrom("— a AAAAAAA=\n", "\n", "a\n", "— a b AAAAAAA=\n", "—", " ", "\t");
  const text = fc.oneof(
    fc.array(line).map((it) => it.join("")),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(text, (given) => {
      let note: ReturnType<typeof parseNote>;
      try {
        note = parseNote(bytes(given));
      } catch (error) {
        expect(error).toMatchObject({ name: "Malformed" });
        return;
      }
      expect(printNote(note)).toBe(given);
    }),
  );
});

test.each([
  ["— a AAAAAAA=", "ends in a signature line"],
  ["- a AAAAAAA=\n", "no signature line"],
  ["—  AAAAAAA=\n", "no signature line"],
  ["— a+b AAAAAAA=\n", "no signature line"],
  ["— a AAAAAAB=\n", "no standard base64"],
  ["— a AAAA\n", "too short"],
  ["— a AAAAAAA=\n".repeat(101), "at most 100 signatures"],
])("%j is no block of signatures", (text, reason) => {
  expect(() => parseSignatures(text)).toThrow(reason);
});

test.each([
  ["log.example+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "has the id"],
  ["PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "of type 2"],
  ["PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy1w==", "32 bytes"],
  ["PeterNeumann+c74f20a+ARpc", "NAME+ID+KEY"],
  ["", "NAME+ID+KEY"],
])("%j is no key", (text, reason) => {
  expect(() => parseVkey(text)).toThrow(reason);
});

test.each([
  ["log\n1\nAAAA\n", "a hash has 32"],
  ["log\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", "decimal number"],
  ["log\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", "decimal number"],
  ["log\n9007199254740992\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", "2^53"],
  ["\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", "empty lines"],
  ["log\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\nx\n", "empty lines"],
  ["log\n1\n", "a size and a root"],
  ["log", "line feed"],
])("%j is no checkpoint", (text, reason) => {
  expect(() => parseCheckpoint(text)).toThrow(reason);
});

function signerOf(name: string, privateKey: KeyObject): Signer {
  const key = noteKey({ name, type: 1, publicKey: rawPublicKey(privateKey) });
  return { vkey: printVkey(key), sign: async (message) => sign(null, message, privateKey) };
}

function rawPublicKey(privateKey: KeyObject): Uint8Array {
  const { x } = createPublicKey(privateKey).export({ format: "jwk" });
  return Buffer.from(String(x), "base64url");
}

/** A private key from its seed, behind the DER that says what it is (RFC 8410). */
function fromSeed(encoded: string): KeyObject {
  const seed = Buffer.from(encoded, "base64").subarray(1);
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}
