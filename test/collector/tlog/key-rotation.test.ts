import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { rotationFault, signRotation } from "tiltmeter/tlog/key-rotation";
import { noteKey, printVkey } from "tiltmeter/tlog/note-key";
import { parseNote, printNote, type Signer } from "tiltmeter/tlog/signed-note";
import { expect, test } from "vitest";

const [old, next, stranger] = [signer(), signer(), signer()];
const of = { origin: "log.example", atMs: 1_700_000_000_000 };
const said = { ...of, from: old.vkey, to: next.vkey };

test("a rotation holds where both keys have signed what is said, and nowhere else", async () => {
  const note = await signRotation(of, { from: old, to: next });
  expect(rotationFault(note, said)).toBeNull();
  expect(rotationFault(note, { ...said, origin: "other.example" })).toContain("it says");
  expect(rotationFault(note, { ...said, atMs: said.atMs + 1 })).toContain("it says");
  expect(rotationFault(note, { ...said, to: stranger.vkey })).toContain("it says");
  expect(rotationFault("", said)).toContain("empty line");
});

test("a rotation that one of the keys has not signed does not hold", async () => {
  const { text, signatures } = parseNote(
    Buffer.from(await signRotation(of, { from: old, to: next })),
  );
  for (const kept of signatures) {
    const note = printNote({ text, signatures: [kept] });
    expect(rotationFault(note, said)).toContain("has not signed it");
  }
});

function signer(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const key = noteKey({ name: "log.example", type: 1, publicKey: raw(publicKey) });
  return { vkey: printVkey(key), sign: async (bytes) => sign(null, bytes, privateKey) };
}

function raw(publicKey: KeyObject): Uint8Array {
  return Buffer.from(String(publicKey.export({ format: "jwk" }).x), "base64url");
}
