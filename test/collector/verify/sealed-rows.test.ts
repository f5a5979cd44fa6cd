import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseVkey } from "tiltmeter/tlog/note-key";
import { packedRoot } from "tiltmeter/tlog/packed-tree";
import { ENCODER } from "tiltmeter/tlog/row-columns";
import { type ExportedRow, rowLeaf, schemaDigest } from "tiltmeter/tlog/row-encoding";
import { packageInMemory } from "tiltmeter/verify/package-source";
import { openPackageWriter } from "tiltmeter/verify/package-writer";
import { addRows, rowProof } from "tiltmeter/verify/sealed-rows";
import { verifyPackage } from "tiltmeter/verify/verify-package";
import { expect, test } from "vitest";
import { fill, finish, govern, inTemporaryFolder, membersOf, resealed } from "./governed.ts";
import { unpack, verifyInPython, whyNoPython } from "./second-verifier.ts";

/** Rows of three tables with every kind of value, and their leaves by an encoder in another language. */
const vectors: readonly { table: string; row: ExportedRow; leaf: string }[] = JSON.parse(
  readFileSync(new URL("../tlog/oracle/row-encoding.json", import.meta.url), "utf8"),
);
const TABLE = "scores_v1";
const rows = [
  ...vectors.filter(({ table }) => table === TABLE).map(({ row }) => row),
  { ...vectors.find(({ table }) => table === TABLE)?.row, value: -0 },
];

test("a stored row is proven under the seal that the ledger has of it, in both verifiers", async () => {
  const governed = await govern();
  const leaves = Buffer.concat(rows.map((row) => rowLeaf(ENCODER, TABLE, row)));
  const seal = {
    ...{ type: "batch_sealed", atMs: 1, by: "tiltmeter", journal: "j", fromSeq: 1, toSeq: 9 },
    ...{ rows: rows.length, encoder: ENCODER, schema: schemaDigest(ENCODER) },
    tables: [
      { table: TABLE, rows: rows.length, root: Buffer.from(packedRoot(leaves)).toString("hex") },
    ],
  };
  const sealed = await resealed(governed, [...governed.entries, seal]);
  const packed = (change: (row: ExportedRow) => ExportedRow) =>
    inTemporaryFolder(async (folder) => {
      const writer = await openPackageWriter(join(folder, "p"));
      await fill(writer, sealed);
      const proven = rows.map(async (row, index) => ({
        ...{ seal: governed.entries.length, table: TABLE, index, row: change(row) },
        proof: await rowProof(leaves, index),
      }));
      await addRows(writer, "11-samples/rows.jsonl", ENCODER, await Promise.all(proven));
      await finish(writer, sealed);
      return membersOf(join(folder, "p"));
    });
  const keys = [governed.keys[1].vkey];
  for (const [change, expected] of [
    [(row: ExportedRow) => row, []],
    [(row: ExportedRow) => ({ ...row, label: "b" }), rows.map((_, i) => i + 2)],
  ] as const) {
    const members = await packed(change);
    const held = { keys: keys.map(parseVkey), checkpoints: [] };
    const { findings, of } = await verifyPackage(packageInMemory(members), held);
    const lines = findings.kept.flatMap(({ kind, place }) =>
      kind === "fault" ? [place.line] : [],
    );
    expect(lines).toEqual(expected);
    expect([of?.rows, of?.seals]).toEqual([rows.length - expected.length, 1]);
    if (whyNoPython() !== null) continue;
    await inTemporaryFolder(async (folder) => {
      await unpack(members, join(folder, "p"));
      const second = await verifyInPython(join(folder, "p"), ["--key", keys[0] ?? ""]);
      expect(second.findings.filter(({ kind }) => kind === "fault")).toHaveLength(expected.length);
    });
  }
});
