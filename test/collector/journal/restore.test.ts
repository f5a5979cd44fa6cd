import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { Journal } from "tiltmeter/journal/journal";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seeded } from "../log/seeded.ts";

let folder = "";
let program = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-kill-"));
  program = join(folder, "appender.mjs");
  const native = createRequire(import.meta.resolve("tiltmeter/journal/journal")).resolve(
    "fs-native-extensions",
  );
  await build({
    entryPoints: [join(import.meta.dirname, "appender.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["source"],
    plugins: [
      {
        name: "native",
        setup: (builder) => {
          builder.onResolve({ filter: /^fs-native-extensions$/ }, () => ({
            path: native,
            external: true,
          }));
        },
      },
    ],
  });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Runs the appender until it has acknowledged `count` more batches, then kills it at once. */
async function killedAfter(
  count: number,
  of: { readonly folder: string; readonly first: number },
): Promise<ReadonlyMap<number, number>> {
  const child: ChildProcess = spawn(process.execPath, [program, of.folder, `${of.first}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const acked = new Map<number, number>();
  if (child.stdout === null) throw new Error("the child has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    const [batch, seq] = line.split(" ").map(Number);
    if (batch === undefined || seq === undefined) continue;
    acked.set(batch, seq);
    if (acked.size === count) child.kill("SIGKILL");
  }
  expect(await ended).toEqual([null, "SIGKILL"]);
  return acked;
}

test("every batch acknowledged before a kill is read afterwards, once and as it was", async () => {
  const random = seeded(9);
  const journalFolder = join(folder, "journal");
  const acked = new Map<number, number>();
  let first = 1;
  for (let kill = 0; kill < 10; kill += 1) {
    const count = 1 + Math.floor(random() * 400);
    for (const [batch, seq] of await killedAfter(count, { folder: journalFolder, first })) {
      acked.set(batch, seq);
      first = Math.max(first, batch + 100);
    }
    // The lock went with the process, so the journal opens at once.
    const journal = await Journal.open({ folder: journalFolder, now: () => 0 });
    expect(journal.recovery.gaps.filter((gap) => !gap.inLastGroup)).toEqual([]);
    const read = new Map<number, number>();
    let least = Number.POSITIVE_INFINITY;
    for await (const batch of journal.batches(0)) {
      const number = Number.parseInt(batch.batchId, 16);
      expect(read.has(number)).toBe(false);
      read.set(number, batch.seq);
      least = Math.min(least, batch.seq);
      const statement = batch.records[0]?.statement;
      if (statement?.kind !== "change") throw new Error("not the record that was sent");
      expect(statement.summary.length).toBe(number % 700);
    }
    expect(least).toBeLessThanOrEqual(journal.appliedSeq + 1);
    const lost = [...acked].filter(([batch, seq]) => seq >= least && read.get(batch) !== seq);
    expect(lost).toEqual([]);
    await journal.close();
  }
  expect(acked.size).toBeGreaterThan(500);
});
