import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Journal } from "../../../collector/journal/journal.ts";
import { startApplier } from "../../../collector/store/applier.ts";

const outcome = (id: string) => ({
  origin: { system: "s", systemVersion: "", environment: "", producer: "" },
  seq: 0,
  traceId: "",
  spanId: "",
  statement: { kind: "outcome", id, timeMs: 0, label: "a", value: null, source: "" } as const,
});

/** Applies from a real journal into a list, failing where the test says. */
async function open(folder: string, fails: (attempt: number) => boolean = () => false) {
  const journal = await Journal.open({ folder, now: () => 1 });
  const stored: string[] = [];
  const asked: boolean[] = [];
  const applier = startApplier({
    batches: (afterSeq, limits) => journal.batches(afterSeq, limits),
    lastSeq: () => journal.lastSeq,
    appliedSeq: journal.appliedSeq,
    uncertainUpTo: journal.uncertainUpTo,
    apply: async (batches, { uncertain }) => {
      asked.push(uncertain);
      if (fails(asked.length)) throw new Error("the store is down");
      for (const { records } of batches) {
        for (const { statement } of records)
          if (statement.kind === "outcome") stored.push(statement.id);
      }
    },
    markApplied: (seq) => journal.markApplied(seq),
    onAppend: (listener) => journal.onAppend(listener),
    onError: () => {},
  });
  const append = (n: number) =>
    journal.append({
      batchId: Buffer.from(String(n).padStart(16, "0")),
      records: [outcome(`o-${n}`)],
      reply: new Uint8Array(),
    });
  const close = async () => {
    await applier.close();
    await journal.close();
  };
  return { journal, applier, stored, asked, append, close };
}

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-applier-"));
  try {
    await run(join(folder, "journal"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test("every batch is applied once, in order, and settled waits for what was durable at the call", () =>
  inFolder(async (folder) => {
    const { applier, stored, append, close } = await open(folder);
    for (let n = 0; n < 20; n += 1) await append(n);
    await applier.settled();
    expect(stored).toEqual(Array.from({ length: 20 }, (_, n) => `o-${n}`));
    expect(applier.readableUpToMs(99)).toBe(99);
    await close();
  }));

test("a failing store is asked again, looking first, and nothing is skipped", () =>
  inFolder(async (folder) => {
    const { applier, stored, asked, append, close } = await open(folder, (attempt) => attempt <= 2);
    await append(1);
    await applier.settled();
    expect(stored).toEqual(["o-1"]);
    expect(asked).toEqual([false, true, true]);
    await close();
  }));

test("what an earlier run left behind is applied with doubt, what comes new without", () =>
  inFolder(async (folder) => {
    const before = await Journal.open({ folder, now: () => 1 });
    await before.append({
      batchId: Buffer.alloc(16, 1),
      records: [outcome("old")],
      reply: new Uint8Array(),
    });
    await before.close();
    const { applier, stored, asked, append, close } = await open(folder);
    await applier.settled();
    await append(2);
    await applier.settled();
    expect(stored).toEqual(["old", "o-2"]);
    expect(asked).toEqual([true, false]);
    await close();
  }));

test("while the store lags, nothing newer than what it took is called readable", () =>
  inFolder(async (folder) => {
    const { applier, append, close } = await open(folder, () => true);
    await append(1);
    expect(applier.readableUpToMs(99)).toBe(Number.NEGATIVE_INFINITY);
    const settled = applier.settled();
    settled.catch(() => {});
    await close();
    await expect(settled).rejects.toThrow("stays in the journal");
  }));
