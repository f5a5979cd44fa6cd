import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { join } from "node:path";
import { canonicalJson } from "tiltmeter/tlog/canonical-json";
import { parseCheckpoint } from "tiltmeter/tlog/checkpoint";
import { noteKey, parseVkey, printVkey } from "tiltmeter/tlog/note-key";
import { cosignedMessage, parseNote, printNote } from "tiltmeter/tlog/signed-note";
import { packageInMemory } from "tiltmeter/verify/package-source";
import { verifyPackage } from "tiltmeter/verify/verify-package";
import { expect, test } from "vitest";
import { govern, inTemporaryFolder, membersOf, resealed, writePackage } from "./governed.ts";
import { unpack, verifyInPython, whyNoPython } from "./second-verifier.ts";

const SECONDS = 1_795_000_000;

/** A witness of checkpoints, as C2SP tlog-cosignature has it. */
function newWitness() {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.from(String(publicKey.export({ format: "jwk" })["x"]), "base64url");
  const key = noteKey({ name: "witness.example/w1", type: 4, publicKey: raw });
  const cosign = (text: string): string => {
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(BigInt(SECONDS));
    const signature = sign(null, cosignedMessage(text, SECONDS), privateKey);
    const signatures = [
      { name: key.name, keyId: key.id, signature: Buffer.concat([time, signature]) },
    ];
    return printNote({ text, signatures }).slice(text.length + 1);
  };
  return { vkey: printVkey(key), cosign };
}

test("an anchor is of a checkpoint of this ledger, and its proof holds, or it is named", async () => {
  const governed = await govern();
  const [, checkpoint] = governed.checkpoints;
  const note = parseNote(Buffer.from(checkpoint?.note ?? ""));
  const head = parseCheckpoint(note.text);
  const witness = newWitness();
  const proof = {
    ...{ kind: "witness", checkpoint: checkpoint?.note, key: witness.vkey },
    cosignatures: witness.cosign(note.text),
  };
  const anchor = {
    type: "anchor_obtained",
    atMs: 1,
    by: "tiltmeter",
    anchor: "w1",
    kind: "witness",
  };
  const root = Buffer.from(head.root).toString("hex");
  const cases = [
    [{ size: head.size, root }, proof, []],
    [{ size: head.size - 1, root }, proof, ["is none of this ledger"]],
    [
      { size: head.size, root },
      { ...proof, cosignatures: witness.cosign("another\n") },
      ["has not signed it"],
    ],
    [
      { size: head.size, root },
      { ...proof, checkpoint: governed.checkpoints[0]?.note },
      ["of another checkpoint"],
    ],
  ] as const;
  for (const [said, given, expected] of cases) {
    const document = createHash("sha256").update(canonicalJson(given)).digest("hex");
    const entries = [
      ...governed.entries,
      { ...anchor, ...said, document, attestedMs: SECONDS * 1000 },
    ];
    const of = await resealed(governed, entries);
    const members = await inTemporaryFolder(async (folder) => {
      const documents = new Map([...governed.documents, [document, given]] as const);
      await writePackage(join(folder, "p"), { ...of, documents });
      return membersOf(join(folder, "p"));
    });
    const keys = [parseVkey(governed.keys[1].vkey)];
    const verified = await verifyPackage(packageInMemory(members), { keys, checkpoints: [] });
    const faults = verified.findings.kept.filter(({ kind }) => kind === "fault");
    expect(faults.map(({ says }) => says)).toEqual(
      expected.map((each) => expect.stringContaining(each)),
    );
    expect(verified.of?.anchors.proven).toBe(expected.length === 0 ? 1 : 0);
    if (whyNoPython() !== null) continue;
    await inTemporaryFolder(async (folder) => {
      await unpack(members, join(folder, "p"));
      const second = await verifyInPython(join(folder, "p"), ["--key", governed.keys[1].vkey]);
      expect(second.findings.filter(({ kind }) => kind === "fault")).toHaveLength(expected.length);
    });
  }
});
