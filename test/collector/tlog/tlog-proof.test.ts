import { spawnSync } from "node:child_process";
import { createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { fileURLToPath } from "node:url";
import { printCheckpoint } from "tiltmeter/tlog/checkpoint";
import { leafHash } from "tiltmeter/tlog/merkle";
import { noteKey, printVkey } from "tiltmeter/tlog/note-key";
import { proveInclusion, readRoot } from "tiltmeter/tlog/proof";
import { signNote } from "tiltmeter/tlog/signed-note";
import { parseTlogProof, printTlogProof, provesLeaf } from "tiltmeter/tlog/tlog-proof";
import { describe, expect, test } from "vitest";
import { fourBytes, perfectHashes, readFrom } from "./hashes.ts";
import { python } from "./python.ts";

const read = readFrom(perfectHashes(300));
const { privateKey } = generateKeyPairSync("ed25519");
const publicKey = Buffer.from(
  String(createPublicKey(privateKey).export({ format: "jwk" }).x),
  "base64url",
);
const vkey = printVkey(noteKey({ name: "log.example", type: 1, publicKey }));

async function proofOf(index: number, size: number, extra: Uint8Array | null): Promise<string> {
  const root = await readRoot(size, read);
  const text = printCheckpoint({ origin: "log.example", size, root, extensions: [] });
  const checkpoint = await signNote({ text, signatures: [] }, [
    { vkey, sign: async (bytes) => sign(null, bytes, privateKey) },
  ]);
  return printTlogProof({
    extra,
    index,
    proof: await proveInclusion({ index, size }, read),
    checkpoint,
  });
}

test("a proof comes back as it was written and proves its leaf alone", async () => {
  for (const [index, size] of [
    [0, 1],
    [4, 7],
    [256, 300],
  ] as const) {
    for (const extra of [null, Uint8Array.of(), Uint8Array.of(1, 2, 3)]) {
      const text = await proofOf(index, size, extra);
      const parsed = parseTlogProof(Buffer.from(text));
      expect(printTlogProof(parsed)).toBe(text);
      expect(parsed.head).toMatchObject({ origin: "log.example", size });
      expect(provesLeaf(parsed, leafHash(fourBytes(index)))).toBe(true);
      expect(provesLeaf(parsed, leafHash(fourBytes(index + 1)))).toBe(false);
    }
  }
});

test.each([
  ["c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2", "begins with"],
  ["index 4", "index 04", "decimal number"],
  ["index 4", "number 4", "says the index"],
  ["index 4\n", "index 4\nAAAA\n", "a hash has 32"],
  ["index 4\n", `index 4\n${"A".repeat(43)}=\n`.repeat(70), "at most 63 hashes"],
  ["index 4", "extra AA\nindex 4", "no standard base64"],
  ["\n\n", "\n", "an empty line before"],
])("a proof with %j made %j is refused", async (before, after, reason) => {
  const text = await proofOf(4, 7, null);
  expect(() => parseTlogProof(Buffer.from(text.replace(before, after)))).toThrow(reason);
});

describe.skipIf(python.absent)(`a verifier in another language${python.note}`, () => {
  const program = fileURLToPath(new URL("oracle/verify_proof.py", import.meta.url));
  const ask = (proof: string, index: number): ReturnType<typeof spawnSync> =>
    spawnSync("python3", [program, vkey], {
      input: JSON.stringify({ proof, leaf: Buffer.from(fourBytes(index)).toString("hex") }),
      encoding: "utf8",
    });

  test("accepts our notes and proofs, and refuses changed ones", async () => {
    for (const [index, size] of [
      [0, 1],
      [4, 7],
      [256, 300],
    ] as const) {
      const proof = await proofOf(index, size, Uint8Array.of(7));
      const root = Buffer.from(await readRoot(size, read)).toString("hex");
      expect(ask(proof, index)).toMatchObject({ status: 0, stdout: `${size} ${root}\n` });
      expect(ask(proof, index + 1)).toMatchObject({ status: 1 });
    }
    const proof = await proofOf(4, 7, null);
    expect(ask(proof.replace("\n7\n", "\n8\n"), 4)).toMatchObject({ status: 1 });
  });
});
