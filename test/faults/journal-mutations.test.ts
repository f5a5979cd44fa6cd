import assert from "node:assert/strict";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { Journal } from "tiltmeter/journal/journal";
import { expect, test } from "vitest";
import { at, damage, type HealthyLog, healthyLog, MUTATIONS } from "../collector/log/damage.ts";
import { seeded } from "../collector/log/seeded.ts";
import { SimulatedFileSystem } from "../collector/log/simulated-file-system.ts";
import { SEED } from "../seed.ts";
import { sizeOf, tellFigures } from "./figures.ts";

// One damage at a time, anywhere in the files of a log or of a journal: a bit, a stretch, blocks that changed places, a file
// that ends early or is gone.

const TIMES = sizeOf("TILTMETER_MUTATIONS", 1_000);
const KINDS = Object.entries(MUTATIONS);
/** Of damage to a log; the rest is to a journal with its checkpoint and its memory of batches. */
const OF_LOGS = 0.7;
const JOURNAL = "/journal";
const nowMs = 1_700_000_000_000;

const seedOf = (n: number): number => Math.imul(SEED, 0x9e3779b1) + n;

test(`${TIMES} mutations of a log or a journal: loss is the damage exactly, and told; neighbours are whole, nothing is invented (seed ${SEED})`, {
  timeout: 120_000 + TIMES * 50,
}, async () => {
  const figures = { mutations: 0, "records lost": 0, "of the checkpoint": 0, "of ids": 0 };
  let healthy: HealthyLog = await healthyLog(seedOf(0));
  let journal = await healthyJournal(seedOf(0));
  for (let n = 1; n <= TIMES; n += 1) {
    const random = seeded(seedOf(n));
    // Another log now and then: of another size, with other groups.
    if (n % 500 === 0) {
      healthy = await healthyLog(seedOf(n), 600 + random() * 20_000);
      journal = await healthyJournal(seedOf(n));
    }
    const [kind, mutation = (bytes: Buffer) => bytes] = KINDS[at(random, KINDS.length)] ?? [];
    try {
      if (random() < OF_LOGS) {
        figures["records lost"] += await damage(healthy, mutation, random);
      } else {
        const what = await damageJournal(journal, mutation, random);
        if (what.name.endsWith("checkpoint")) figures["of the checkpoint"] += 1;
        if (what.name.includes("/ids/")) figures["of ids"] += 1;
        figures["records lost"] += what.lost;
      }
    } catch (cause) {
      throw new Error(`seed ${SEED}, mutation ${n}: ${kind}`, { cause });
    }
    figures.mutations = n;
  }
  tellFigures(figures);
  expect(figures["records lost"]).toBeGreaterThan(TIMES / 10);
});

interface HealthyJournal {
  readonly disk: SimulatedFileSystem;
  readonly id: string;
  readonly appliedSeq: number;
  readonly lastSeq: number;
}

const BATCHES = 40;

function batchId(n: number): Buffer {
  const id = Buffer.alloc(16);
  id.writeUInt32BE(n, 12);
  return id;
}

function recordsOf(n: number): readonly Telemetry[] {
  const origin = { system: "s", systemVersion: "", environment: "", producer: "p" };
  const label = "x".repeat((n * 37) % 300);
  const statement = { kind: "outcome", id: `o-${n}`, timeMs: n, label, value: null } as const;
  return [{ origin, seq: n, traceId: "", spanId: "", statement: { ...statement, source: "" } }];
}

const open = (disk: SimulatedFileSystem): Promise<Journal> =>
  Journal.open({ folder: JOURNAL, now: () => nowMs, fileSystem: disk, segmentBytesMax: 1_500 });

/** Forty batches, the n-th with the number n; some were applied, and of those the older were trimmed. */
async function healthyJournal(seed: number): Promise<HealthyJournal> {
  const random = seeded(seed);
  const disk = new SimulatedFileSystem(random);
  const journal = await open(disk);
  for (let n = 1; n <= BATCHES; n += 1) {
    const batch = { batchId: batchId(n), records: recordsOf(n), reply: Buffer.from(`${n}`) };
    expect((await journal.append(batch)).seq).toBe(n);
  }
  const appliedSeq = 5 + at(random, 25);
  await journal.markApplied(appliedSeq);
  const { id, lastSeq } = journal;
  await journal.close();
  return { disk, id, appliedSeq, lastSeq };
}

async function filesOf(disk: SimulatedFileSystem): Promise<readonly string[]> {
  const own = (await disk.list(JOURNAL)).map((name) => `${JOURNAL}/${name}`);
  const ids = (await disk.list(`${JOURNAL}/ids`)).map((name) => `${JOURNAL}/ids/${name}`);
  return [...own, ...ids].filter((path) => !path.endsWith("/lock")).sort();
}

/** Damages any file of a journal, or removes it. */
async function damageJournal(
  healthy: HealthyJournal,
  mutation: (bytes: Buffer, random: () => number) => Buffer,
  random: () => number,
): Promise<{ readonly name: string; readonly lost: number }> {
  const disk = healthy.disk.killed(random);
  const files = await filesOf(disk);
  const name = files[at(random, files.length)] ?? "";
  const isGone = random() < 0.1;
  disk.damage(name, isGone ? null : mutation(disk.contents(name), random));
  const isSegment = /^\/journal\/seg-/.test(name);
  const isLast = name === files.filter((each) => /^\/journal\/seg-/.test(each)).at(-1);

  const journal = await open(disk);
  assert.equal(journal.id, healthy.id, "the journal is another");
  // To have applied less than one knows costs a look; to have applied more would be a loss.
  assert(journal.appliedSeq <= healthy.appliedSeq, `applied up to ${journal.appliedSeq}`);
  const found = new Set<number>();
  for await (const batch of journal.batches(0)) {
    assert(!found.has(batch.seq), `${batch.seq} is there twice`);
    assert.deepEqual(batch.records, recordsOf(batch.seq));
    assert.equal(Number.parseInt(batch.batchId.slice(24), 16), batch.seq);
    found.add(batch.seq);
  }
  const lost: number[] = [];
  for (let n = healthy.appliedSeq + 1; n <= healthy.lastSeq; n += 1)
    if (!found.has(n)) lost.push(n);
  if (!isSegment) assert.deepEqual(lost, [], "batches went with another file");
  const { gaps, tornBytes } = journal.recovery;
  // The end of the last segment may be cut off at a frame's edge, or be gone: then nobody knows that there was more.
  const untold = lost.filter(
    (n) =>
      !gaps.some(
        ({ afterSeq, beforeSeq }) => afterSeq < n && (beforeSeq === null || n < beforeSeq),
      ),
  );
  if (!isLast) assert.deepEqual(untold, [], "lost unsaid");
  else if (tornBytes === 0 && !isGone) {
    assert(
      untold.every((n) => n > Math.max(0, ...found)),
      "lost unsaid",
    );
  }
  // What is there is known as sent; what is lost can be sent again.
  for (let n = healthy.appliedSeq + 1; n <= healthy.lastSeq; n += 1) {
    const batch = { batchId: batchId(n), records: recordsOf(n), reply: new Uint8Array() };
    const receipt = await journal.append(batch);
    assert.equal(receipt.duplicate, found.has(n), `${n} sent again`);
  }
  await journal.close();
  return { name, lost: lost.length };
}
