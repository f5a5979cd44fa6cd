import { createHash } from "node:crypto";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseCheckpoint } from "tiltmeter/tlog/checkpoint";
import { leafHash } from "tiltmeter/tlog/merkle";
import { noteKey, parseVkey, printVkey } from "tiltmeter/tlog/note-key";
import { readRoot } from "tiltmeter/tlog/proof";
import { parseNote, verifyNote } from "tiltmeter/tlog/signed-note";
import { decodeBundle, newBundles, tileHashes, tilePath } from "tiltmeter/tlog/tiles";
import { parseTlogProof, provesLeaf } from "tiltmeter/tlog/tlog-proof";
import { expect, test } from "vitest";
import { type Collector, items, startCollector } from "./collector.ts";

const NOW = Date.UTC(2026, 10, 27, 12);

async function bytes(collector: Collector, path: string): Promise<Buffer> {
  const headers = { authorization: `Bearer ${collector.admin}` };
  const answer = await fetch(`${collector.url}/${path}`, { headers });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return Buffer.from(await answer.arrayBuffer());
}

test("whoever has the key follows the log over HTTP: checkpoint, tiles, bundles, proofs, a new key, the past", async () => {
  await using collector = await startCollector({ nowMs: NOW });
  await collector.app.tick(NOW);
  const before = await collector.api("/ledger");
  const [first] = items(await collector.api("/ledger/keys"));
  const old = parseVkey(String(first?.["vkey"]));

  const note = parseNote(await bytes(collector, "checkpoint"));
  expect(verifyNote(note, [old]).verified).toEqual([old]);
  const head = parseCheckpoint(note.text);
  // That a copy was made is itself an entry, which the next checkpoint has.
  const size = Number(before["size"]);
  expect(head.size).toBe(size - 1);

  const read = tileHashes(head.size, (tile) => bytes(collector, tilePath(tile)));
  expect(await readRoot(head.size, read)).toEqual(head.root);
  const entries = items(await collector.api("/ledger/entries?limit=1000"));
  const served: Buffer[] = [];
  for (const tile of newBundles(0, head.size)) {
    const bundle = await bytes(collector, tilePath(tile));
    served.push(...decodeBundle(bundle, tile.width).map((each) => Buffer.from(each)));
  }
  expect(served.map((each) => JSON.parse(each.toString("utf8")))).toEqual(
    entries.slice(0, head.size).map(({ entry }) => entry),
  );

  collector.clock.nowMs += 60_000;
  const { vkey } = await collector.api("/ledger/keys", {});
  const proof = parseTlogProof(
    await bytes(collector, `api/v1/ledger/proofs?index=${size}&format=tlog-proof`),
  );
  const [rotation] = items(await collector.api(`/ledger/entries?from=${size}`));
  expect(rotation).toMatchObject({ entry: { type: "signing_key_rotated", to: vkey } });
  const leaf = Buffer.from(String(rotation?.["leafHash"]), "hex");
  expect(provesLeaf(proof, leaf)).toBe(true);
  const next = parseVkey(String(vkey));
  expect(verifyNote(proof.checkpoint, [old, next]).verified).toEqual([next]);
  expect(leafHash(served[0] ?? Buffer.alloc(0))).toEqual(
    Buffer.from(String(entries[0]?.["leafHash"]), "hex"),
  );

  const past = await collector.api(`/ledger/past?at=${new Date(NOW).toISOString()}`);
  expect(past).toMatchObject({ size, root: before["root"] });
  expect(await collector.api("/ledger/past?size=0")).toMatchObject({
    size: 0,
    root: createHash("sha256").digest("hex"),
    last: null,
  });
  const page = await bytes(collector, "ledger?at=2026-11-27T12:30");
  expect(page.toString()).toContain(String(vkey));
}, 60_000);

test("a data folder that was put back as a whole is found out by a copy that was kept elsewhere", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-elsewhere-"));
  const ledger = { copies: [{ folder: join(folder, "elsewhere") }] };
  try {
    const data = join(folder, "data");
    let admin: string;
    {
      await using collector = await startCollector({ nowMs: NOW, data, ledger });
      await collector.app.tick(NOW);
      admin = collector.admin;
      const [copy] = items(await collector.api("/ledger/anchors"));
      expect(copy).toMatchObject({ name: "copy", kind: "copy", failure: null });
      expect(String(copy?.["warning"])).toContain("on the same disk");
    }
    await cp(data, join(folder, "backup"), { recursive: true });
    {
      await using collector = await startCollector({ nowMs: NOW + 400_000, data, admin, ledger });
      await collector.app.tick(NOW + 400_000);
    }
    await rm(data, { recursive: true });
    await cp(join(folder, "backup"), data, { recursive: true });
    const start = startCollector({ nowMs: NOW + 800_000, data, admin, ledger });
    await expect(start).rejects.toThrow(/elsewhere\/checkpoint: \d+ entries are gone/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);

test("an anchor that cannot be reached is recorded and told, and nothing waits for it", async () => {
  const url = "http://127.0.0.1:9";
  const key = "witness.example+a3f2b0c1+BKqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq";
  const witness = { url, key: vkeyOf(key), allowPrivate: false };
  await using collector = await startCollector({ nowMs: NOW, ledger: { witnesses: [witness] } });
  await collector.app.tick(NOW);
  const anchors = items(await collector.api("/ledger/anchors"));
  expect(anchors.map(({ name }) => name)).toEqual(["copy", "witness 127.0.0.1:9"]);
  expect(anchors[1]).toMatchObject({
    obtained: null,
    failure: { failures: 1, detail: "it cannot be reached (ECONNREFUSED)" },
  });
  const page = await bytes(collector, "ledger");
  expect(page.toString()).toContain("witness 127.0.0.1:9 could not be reached");
}, 60_000);

/** The key with the id that its bytes have. */
function vkeyOf(text: string): string {
  const [name = "", , encoded = ""] = text.split("+");
  const [type = 0, ...key] = Buffer.from(encoded, "base64");
  return printVkey(noteKey({ name, type, publicKey: Uint8Array.from(key) }));
}

test("a start over an older copy of the ledger says what is gone, and where that is seen", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-put-back-"));
  try {
    const data = join(folder, "data");
    let admin: string;
    {
      await using collector = await startCollector({ nowMs: NOW, data });
      await collector.app.tick(NOW);
      admin = collector.admin;
    }
    await cp(join(data, "ledger"), join(folder, "backup"), { recursive: true });
    {
      await using collector = await startCollector({ nowMs: NOW + 400_000, data, admin });
      await collector.app.tick(NOW + 400_000);
    }
    await rm(join(data, "ledger"), { recursive: true });
    await cp(join(folder, "backup"), join(data, "ledger"), { recursive: true });
    const start = startCollector({ nowMs: NOW + 800_000, data, admin });
    await expect(start).rejects.toThrow(/entries are gone, or an older copy .* was put back/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
