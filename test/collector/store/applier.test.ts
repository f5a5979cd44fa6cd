import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
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
async function open(
  folder: string,
  fails: (attempt: number) => boolean = () => false,
  taking: Promise<void> = Promise.resolve(),
) {
  const journal = await Journal.open({ folder, now: () => 1 });
  const stored: string[] = [];
  const asked: boolean[] = [];
  const memories: unknown[] = [];
  const applier = startApplier({
    batches: (afterSeq, limits) => journal.batches(afterSeq, limits),
    lastSeq: () => journal.lastSeq,
    appliedSeq: journal.appliedSeq,
    uncertainUpTo: journal.uncertainUpTo,
    prepare: async () => null,
    apply: async (batches, { uncertain, memory }) => {
      asked.push(uncertain);
      memories.push(memory);
      await taking;
      if (fails(asked.length)) throw new Error("the store is down");
      for (const { records } of batches) {
        for (const { statement } of records)
          if (statement.kind === "outcome") stored.push(statement.id);
      }
    },
    markApplied: (seq) => journal.markApplied(seq),
    onAppend: (listener) => journal.onAppend(listener),
    now: () => 7,
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
  return { journal, applier, stored, asked, memories, append, close };
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

// What would break: a client that gave up still sends from memory that the next attempt writes into.
test("a chunk lies in the memory of the one before, unless that one failed", () =>
  inFolder(async (folder) => {
    const { applier, memories, append, close } = await open(folder, (attempt) => attempt === 3);
    for (let n = 1; n <= 3; n += 1) {
      await append(n);
      await applier.settled();
    }
    const [first, second, failed, again] = memories;
    expect(second).toBe(first);
    expect(failed).toBe(first);
    expect(again).not.toBe(first);
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

test("the end moves what still waits, while the store takes it", () =>
  inFolder(async (folder) => {
    const { applier, stored, append, close } = await open(folder);
    for (let n = 0; n < 20; n += 1) await append(n);
    await close();
    expect(stored).toHaveLength(20);
    expect(applier.appliedSeq).toBe(20);
  }));

// A server without an answer would hold the process for minutes; and what it answers after the end
// must not touch a journal that another process may have by then.
test("a store without an answer does not hold up the end, and its late answer counts for nothing", () =>
  inFolder(async (folder) => {
    let answer: () => void = () => {};
    const taking = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { applier, asked, append, close } = await open(folder, () => false, taking);
    await append(1);
    await expect.poll(() => asked.length).toBe(1);
    const startedMs = performance.now();
    await close();
    expect(performance.now() - startedMs).toBeLessThan(20_000);
    answer();
    await taking;
    expect(applier.appliedSeq).toBe(0);
    const next = await open(folder);
    await next.applier.settled();
    expect(next.asked).toEqual([true]);
    await next.close();
  }));

test("a refusal is told with its reason and its beginning, and forgotten once the store takes again", () =>
  inFolder(async (folder) => {
    let isDown = true;
    const { applier, asked, append, close } = await open(folder, () => isDown);
    expect(applier.refusal).toBeNull();
    await append(1);
    await expect.poll(() => asked.length).toBeGreaterThan(1);
    expect(applier.refusal).toEqual({ sinceMs: 7, reason: "the store is down" });
    isDown = false;
    await applier.settled();
    expect(applier.refusal).toBeNull();
    await close();
  }));

test("batches that can no longer be read do not hold up those behind them, nor the end", async () => {
  const stored: number[] = [];
  const marked: number[] = [];
  const applier = startApplier({
    // The journal counts four batches; the second and the last are damaged and left out.
    batches: async function* (afterSeq) {
      for (const seq of [1, 3]) if (seq > afterSeq) yield { seq, receivedMs: 1, records: [{}] };
    },
    lastSeq: () => 4,
    appliedSeq: 0,
    uncertainUpTo: 0,
    prepare: async () => null,
    apply: async (batches) => void stored.push(...batches.map(({ seq }) => seq)),
    markApplied: async (seq) => void marked.push(seq),
    onAppend: () => () => {},
    now: () => 7,
    onError: () => {},
  });
  await applier.settled();
  expect(stored).toEqual([1, 3]);
  expect(marked).toEqual([3, 4]);
  await applier.close();
});

test("where a whole chunk waits it is prepared beside the one that is applied, and again where that one fails", async () => {
  const told: string[] = [];
  const memories = new Map<string, unknown>();
  let isFailing = true;
  const applier = startApplier({
    // Each fills a chunk alone.
    batches: async function* (afterSeq) {
      for (let seq = afterSeq + 1; seq <= 4; seq += 1) {
        yield { seq, receivedMs: 1, records: [{}], bytes: 2 ** 30 };
      }
    },
    lastSeq: () => 4,
    appliedSeq: 0,
    uncertainUpTo: 1,
    prepare: async (batches, memory) => {
      const name = batches.map(({ seq }) => seq).join();
      told.push(`prepare ${name}`);
      memories.set(name, memory);
      return name;
    },
    apply: async (batches, { uncertain, prepared, memory }) => {
      expect(prepared).toBe(batches.map(({ seq }) => seq).join());
      expect(memories.get(prepared)).toBe(memory);
      // What goes on beside has its turn.
      await setImmediate();
      told.push(`apply ${prepared}${uncertain ? " in doubt" : ""}`);
      if (prepared === "2" && isFailing) {
        isFailing = false;
        throw new Error("the store is down");
      }
    },
    markApplied: async () => {},
    onAppend: () => () => {},
    now: () => 7,
    onError: () => {},
  });
  await applier.settled();
  await applier.close();
  expect(told).toEqual([
    ...["prepare 1", "prepare 2", "apply 1 in doubt", "prepare 3", "apply 2"],
    ...["prepare 2", "apply 2 in doubt", "prepare 3", "prepare 4", "apply 3", "apply 4"],
  ]);
  expect(memories.get("4")).not.toBe(memories.get("3"));
});

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
