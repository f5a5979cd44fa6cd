import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { BatchConflict } from "tiltmeter/journal/batch-conflict";
import { Journal } from "tiltmeter/journal/journal";
import { JournalFull } from "tiltmeter/journal/journal-full";
import type { JournalOptions } from "tiltmeter/journal/journal-options";
import { LogLocked, LogUnavailable } from "tiltmeter/log/log-unavailable";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Arena } from "../../../collector/columns/arena.ts";
import { seeded } from "../log/seeded.ts";
import { type Fault, SimulatedFileSystem } from "../log/simulated-file-system.ts";

let folder = "";
let time = 0;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-journal-"));
  time = 1_700_000_000_000;
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const open = (options: Partial<JournalOptions> = {}): Promise<Journal> =>
  Journal.open({ folder, now: () => time, ...options });

function batchId(n: number): Uint8Array {
  const id = Buffer.alloc(16);
  id.writeUInt32BE(n, 12);
  return id;
}

function records(id: string, count = 1): readonly Telemetry[] {
  return Array.from({ length: count }, (_, i) => ({
    origin: { system: "s", systemVersion: "", environment: "", producer: "p" },
    seq: i,
    traceId: "",
    spanId: "",
    statement: { kind: "outcome", id, timeMs: i, label: id, value: Number.NaN, source: "" },
  }));
}

const noReply = new Uint8Array();

async function read(journal: Journal, after = 0, rowsMax?: number): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const batch of journal.batches(
    after,
    rowsMax === undefined ? undefined : { rowsMax },
  )) {
    const [first] = batch.records;
    const id = first?.statement.kind === "outcome" ? first.statement.id : "";
    found.push(`${batch.seq} ${id} ×${batch.records.length}`);
  }
  return found;
}

describe("batches", () => {
  test("come back in order, with ids and records, until enough rows are read", async () => {
    const journal = await open();
    for (let i = 1; i <= 4; i += 1) {
      await journal.append({ batchId: batchId(i), records: records(`r${i}`, 10), reply: noReply });
    }
    expect(await read(journal)).toEqual(["1 r1 ×10", "2 r2 ×10", "3 r3 ×10", "4 r4 ×10"]);
    expect(await read(journal, 1, 11)).toEqual(["2 r2 ×10", "3 r3 ×10"]);
    expect(await read(journal, 4)).toEqual([]);
    for await (const batch of journal.batches(0)) {
      expect(batch.batchId).toBe(Buffer.from(batchId(batch.seq)).toString("hex"));
      expect(batch.receivedMs).toBe(time);
      expect(batch.records).toEqual(records(`r${batch.seq}`, 10));
    }
    await journal.close();
  });

  test("are the same in memory that was used before, also where one is larger than what is read at once", async () => {
    const journal = await open();
    const sizes = [10, 40_000, 1, 10];
    for (const [i, size] of sizes.entries()) {
      const sent = records(`r${i}`, size);
      await journal.append({ batchId: batchId(i), records: sent, reply: noReply });
    }
    const memory = new Arena();
    memory.bytes(12_000_000).fill(0xa5);
    for (let round = 0; round < 2; round += 1) {
      memory.reset();
      const found: unknown[] = [];
      for await (const { records: read } of journal.batches(0, { memory })) found.push(read);
      expect(found).toEqual(sizes.map((size, i) => records(`r${i}`, size)));
    }
    await journal.close();
  });

  test("listeners hear of each durable batch until they stop listening", async () => {
    const journal = await open();
    let heard = 0;
    const stop = journal.onAppend(() => {
      heard += 1;
    });
    await journal.append({ batchId: batchId(1), records: records("a"), reply: noReply });
    await journal.append({ batchId: batchId(1), records: records("a"), reply: noReply });
    expect(heard).toBe(1);
    stop();
    await journal.append({ batchId: batchId(2), records: records("b"), reply: noReply });
    expect(heard).toBe(1);
    await journal.close();
  });

  test("a second opener is told the folder, a later one gets it", async () => {
    const journal = await open();
    await expect(open()).rejects.toBeInstanceOf(LogLocked);
    await expect(open()).rejects.toThrow(`${folder} is in use`);
    await journal.close();
    await (await open()).close();
  });
});

describe("a batch that is sent again", () => {
  const reply = Buffer.from("3 rejected: label too long");

  test("is answered as the first time, before and after a restart", async () => {
    const journal = await open();
    const batch = { batchId: batchId(1), records: records("a"), reply };
    const first = await journal.append(batch);
    expect(first).toEqual({ journal: journal.id, seq: 1, duplicate: false, reply });
    const again = { ...first, duplicate: true };
    expect(await journal.append({ ...batch, reply: noReply })).toEqual(again);
    await journal.close();
    const reopened = await open();
    expect(await reopened.append({ ...batch, reply: noReply })).toEqual(again);
    expect(await read(reopened)).toEqual(["1 a ×1"]);
    await reopened.close();
  });

  test("joins the commit that is in flight", async () => {
    const journal = await open();
    const batch = { batchId: batchId(1), records: records("a"), reply };
    const receipts = await Promise.all([1, 2, 3].map(() => journal.append(batch)));
    expect(receipts.map(({ seq, duplicate }) => [seq, duplicate])).toEqual([
      [1, false],
      [1, true],
      [1, true],
    ]);
    expect(await read(journal)).toEqual(["1 a ×1"]);
    await journal.close();
  });

  test("with other content is refused, in flight, durable and after a restart", async () => {
    const journal = await open();
    const first = journal.append({ batchId: batchId(1), records: records("a"), reply });
    const other = { batchId: batchId(1), records: records("b"), reply };
    await expect(journal.append(other)).rejects.toBeInstanceOf(BatchConflict);
    await first;
    await expect(journal.append(other)).rejects.toThrow("00000000000000000000000000000001");
    await journal.close();
    const reopened = await open();
    await expect(reopened.append(other)).rejects.toBeInstanceOf(BatchConflict);
    expect(await read(reopened)).toEqual(["1 a ×1"]);
    await reopened.close();
  });

  test("is told by the caller's digest where there is one", async () => {
    const journal = await open();
    const digest = Buffer.alloc(16, 7);
    await journal.append({ batchId: batchId(1), records: records("a"), reply, digest });
    const again = { batchId: batchId(1), records: records("at another time"), reply, digest };
    expect(await journal.append(again)).toMatchObject({ seq: 1, duplicate: true });
    await journal.close();
  });

  test("is known for a day, also when its segment was trimmed", async () => {
    const segments = { segmentBytesMax: 2000 };
    let journal = await open(segments);
    const send = (i: number): ReturnType<Journal["append"]> =>
      journal.append({
        batchId: batchId(i),
        records: records(`r${i}`),
        reply: Buffer.from(`${i}`),
      });
    for (let i = 1; i <= 40; i += 1) await send(i);
    await journal.markApplied(35);
    expect((await read(journal)).length).toBeLessThan(15);
    await journal.close();

    journal = await open(segments);
    expect(journal.recovery.gaps).toEqual([]);
    expect(journal.appliedSeq).toBe(35);
    expect(journal.uncertainUpTo).toBe(40);
    for (let i = 1; i <= 40; i += 1) {
      const receipt = await send(i);
      expect([receipt.seq, receipt.duplicate, `${receipt.reply}`]).toEqual([i, true, `${i}`]);
    }
    time += 24 * 60 * 60 * 1000;
    expect(await send(1)).toMatchObject({ seq: 41, duplicate: false });
    await journal.close();
  });

  test("is known while it is one of the last so many", async () => {
    const journal = await open({ memoryBatchesMax: 10 });
    const send = async (i: number): Promise<boolean> =>
      (await journal.append({ batchId: batchId(i), records: records("a"), reply })).duplicate;
    for (let i = 1; i <= 20; i += 1) await send(i);
    expect(await send(11)).toBe(true);
    expect(await send(10)).toBe(false);
    await journal.close();
  });

  test("ids of trimmed segments go when they are too old or too many", async () => {
    const journal = await open({ segmentBytesMax: 600, memoryBatchesMax: 50 });
    for (let i = 1; i <= 400; i += 1) {
      await journal.append({ batchId: batchId(i), records: records("a"), reply });
      await journal.markApplied(i);
      time += 60_000;
    }
    const files = await readdir(join(folder, "ids"));
    expect(files.length).toBeLessThan(12);
    expect((await readdir(folder)).length).toBeLessThan(8);
    await journal.close();
    const reopened = await open();
    const known: number[] = [];
    for (let i = 1; i <= 400; i += 1) {
      const receipt = await reopened.append({ batchId: batchId(i), records: records("a"), reply });
      if (receipt.duplicate) known.push(i);
    }
    expect(known.at(-1)).toBe(400);
    expect(known.length).toBeGreaterThanOrEqual(50);
    await reopened.close();
  });

  test("a batch id has 16 bytes", async () => {
    const journal = await open();
    const batch = { batchId: new Uint8Array(15), records: [], reply };
    await expect(journal.append(batch)).rejects.toThrow("batch id must have 16 bytes, got 15");
    await journal.close();
  });
});

describe("what the store has", () => {
  test("is written down at most once a second, and at the close", async () => {
    let journal = await open();
    for (let i = 1; i <= 3; i += 1) {
      await journal.append({ batchId: batchId(i), records: records("a"), reply: noReply });
    }
    await journal.markApplied(1);
    await journal.markApplied(2);
    expect(journal.appliedSeq).toBe(2);
    await expect(journal.markApplied(4)).rejects.toThrow("at most 3");
    await journal.close();
    journal = await open();
    expect([journal.appliedSeq, journal.uncertainUpTo]).toEqual([2, 3]);
    await journal.markApplied(1);
    expect(journal.appliedSeq).toBe(2);
    await journal.close();
  });

  test("no longer counts towards the quota", async () => {
    const journal = await open({ quotaBytes: 3000 });
    let sent = 0;
    const fill = async (): Promise<unknown> => {
      for (;;) {
        const batch = { batchId: batchId(sent + 1), records: records("a"), reply: noReply };
        try {
          await journal.append(batch);
        } catch (error) {
          return error;
        }
        sent += 1;
      }
    };
    expect(await fill()).toBeInstanceOf(JournalFull);
    expect(sent).toBeGreaterThan(3);
    expect(journal.backlogBytes).toBeLessThanOrEqual(3000);
    // What is durable is still answered.
    const repeat = { batchId: batchId(1), records: records("a"), reply: noReply };
    expect(await journal.append(repeat)).toMatchObject({ duplicate: true });
    const before = sent;
    await journal.markApplied(sent);
    expect(journal.backlogBytes).toBe(0);
    expect(await fill()).toBeInstanceOf(JournalFull);
    expect(sent).toBe(before * 2);
    await journal.close();
    const reopened = await open({ quotaBytes: 3000 });
    expect(reopened.backlogBytes).toBeGreaterThan(2000);
    await reopened.close();
  });

  test("is known after the files are gone: the loss is a gap, and no number comes twice", async () => {
    const first = await open();
    for (let i = 1; i <= 5; i += 1) {
      await first.append({ batchId: batchId(i), records: records("a"), reply: noReply });
    }
    await first.markApplied(5);
    await first.close();
    for (const name of await readdir(folder)) {
      if (name.endsWith(".log")) await rm(join(folder, name));
    }
    const journal = await open();
    expect(journal.id).toBe(first.id);
    expect(journal.recovery.gaps).toHaveLength(1);
    const receipt = await journal.append({
      batchId: batchId(9),
      records: records("b"),
      reply: noReply,
    });
    expect(receipt.seq).toBe(6);
    await journal.close();
  });

  test("a segment that went before the store had it is a gap", async () => {
    const options = { segmentBytesMax: 600 };
    const first = await open(options);
    for (let i = 1; i <= 9; i += 1) {
      await first.append({ batchId: batchId(i), records: records("a"), reply: noReply });
    }
    await first.markApplied(1);
    await first.close();
    const names = (await readdir(folder)).filter((name) => name.endsWith(".log")).sort();
    for (const name of names.slice(0, 2)) await rm(join(folder, name));
    const journal = await open(options);
    const [gap] = journal.recovery.gaps;
    expect(gap?.afterSeq).toBe(1);
    expect(gap?.beforeSeq).toBeGreaterThan(2);
    await journal.close();
  });

  test("what the store has is counted for ever, whatever is trimmed; a checkpoint from before a count is read", async () => {
    const random = seeded(1);
    const disk = new SimulatedFileSystem(random);
    const options = { folder: "/j", now: () => time, fileSystem: disk, segmentBytesMax: 600 };
    const first = await Journal.open(options);
    for (let i = 1; i <= 9; i += 1) {
      await first.append({ batchId: batchId(i), records: records("a", i % 4), reply: noReply });
    }
    expect(first.counted).toEqual({ afterSeq: 0, upToSeq: 0, records: 0 });
    await first.markApplied(7);
    await first.close();
    const text = disk.contents("/j/checkpoint").toString();
    const second = await Journal.open(options);
    expect(second.counted).toEqual({ afterSeq: 0, upToSeq: 7, records: 12 });
    await second.markApplied(9);
    expect(second.counted).toEqual({ afterSeq: 0, upToSeq: 9, records: 13 });
    await second.close();
    const [journal = "", seq = ""] = text.split(" ");
    const before = `${journal} ${seq}`;
    disk.damage("/j/checkpoint", Buffer.from(`${before} ${crc32(before)}\n`));
    const third = await Journal.open(options);
    expect(third.appliedSeq).toBe(7);
    expect(third.counted).toEqual({ afterSeq: 7, upToSeq: 7, records: 0 });
    await third.markApplied(9);
    expect(third.counted).toEqual({ afterSeq: 7, upToSeq: 9, records: 1 });
    await third.close();
  });

  test("a damaged checkpoint makes all uncertain, and loses nothing", async () => {
    const random = seeded(1);
    const disk = new SimulatedFileSystem(random);
    const options = { folder: "/j", now: () => time, fileSystem: disk, segmentBytesMax: 600 };
    const first = await Journal.open(options);
    for (let i = 1; i <= 9; i += 1) {
      await first.append({ batchId: batchId(i), records: records("a"), reply: noReply });
    }
    await first.markApplied(7);
    await first.close();
    const bytes = disk.contents("/j/checkpoint");
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const damaged = Buffer.from(bytes);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const copy = disk.killed(random);
      copy.damage("/j/checkpoint", damaged);
      const journal = await Journal.open({ ...options, fileSystem: copy });
      expect(journal.appliedSeq).toBeLessThanOrEqual(7);
      expect(journal.recovery.gaps).toEqual([]);
      await journal.close();
    }
  });
});

describe("over crashes of a simulated disk", () => {
  test("each acknowledged batch is read once, applied ones aside, however often it was sent", async () => {
    let recoveries = 0;
    for (let seed = 1; seed <= 25; seed += 1) recoveries += await crashes(seed);
    expect(recoveries).toBeGreaterThan(1000);
  });

  /** Sends, applies and trims at random on a failing disk; every crash on the way is recovered. */
  async function crashes(seed: number): Promise<number> {
    const random = seeded(seed);
    const disk = new SimulatedFileSystem(random);
    const acked = new Set<number>();
    let applied = 0;
    let isAsked = false;
    const states: {
      readonly disk: SimulatedFileSystem;
      readonly acked: ReadonlySet<number>;
      readonly applied: number;
    }[] = [];
    disk.onOperation = () => {
      if (!isAsked || random() < 0.5) return;
      const crashed = random() < 0.3 ? disk.killed(random) : disk.powerCut(random);
      states.push({ disk: crashed, acked: new Set(acked), applied });
    };
    const faults: readonly (Fault | null)[] = ["EIO", "ENOSPC", "short"];
    disk.fault = ({ kind }) =>
      isAsked && kind !== "read" && kind !== "open" && random() < 0.06
        ? (faults[Math.floor(random() * 3)] ?? null)
        : null;
    const options = { folder: "/j", now: () => time, segmentBytesMax: 700 + random() * 2000 };
    const journal = await Journal.open({ ...options, fileSystem: disk });
    isAsked = true;
    const seqs = new Map<number, number>();
    const send = async (i: number): Promise<void> => {
      const batch = { batchId: batchId(i), records: records(`r${i}`), reply: Buffer.from(`${i}`) };
      for (let tries = 0; tries < 4; tries += 1) {
        try {
          const receipt = await journal.append(batch);
          expect(seqs.get(i) ?? receipt.seq).toBe(receipt.seq);
          seqs.set(i, receipt.seq);
          acked.add(i);
          return;
        } catch (error) {
          expect(error).toBeInstanceOf(LogUnavailable);
          time += 1100;
        }
      }
    };
    for (let step = 0; step < 8; step += 1) {
      const from = step * 3;
      await Promise.all([send(from + 1), send(from + 2), send(from + 3), send(from + 2)]);
      if (random() < 0.5) await send(1 + Math.floor(random() * (from + 3)));
      applied = Math.max(applied, Math.floor(random() * (journal.lastSeq + 1)));
      time += 600;
      await journal.markApplied(applied).catch((error) => {
        expect(error).toBeInstanceOf(LogUnavailable);
      });
    }
    await journal.close().catch((error) => expect(error).toBeInstanceOf(LogUnavailable));
    for (const [i, state] of states.entries()) {
      try {
        await recovered(state, options);
      } catch (cause) {
        throw new Error(`seed ${seed}, crash ${i}`, { cause });
      }
    }
    return states.length;
  }

  async function recovered(
    state: {
      readonly disk: SimulatedFileSystem;
      readonly acked: ReadonlySet<number>;
      readonly applied: number;
    },
    options: { readonly folder: string; readonly now: () => number },
  ): Promise<void> {
    const journal = await Journal.open({ ...options, fileSystem: state.disk });
    expect(journal.appliedSeq).toBeLessThanOrEqual(state.applied);
    for (const gap of journal.recovery.gaps) expect(gap.inLastGroup).toBe(true);
    // Every sender tries again: what was acknowledged is known, all else is taken now.
    const seqs = new Map<string, number>();
    for (let i = 1; i <= 24; i += 1) {
      const batch = { batchId: batchId(i), records: records(`r${i}`), reply: Buffer.from(`${i}`) };
      const receipt = await journal.append(batch);
      if (state.acked.has(i)) expect(receipt.duplicate).toBe(true);
      expect(`${receipt.reply}`).toBe(`${i}`);
      seqs.set(Buffer.from(batchId(i)).toString("hex"), receipt.seq);
    }
    const all: string[] = [];
    for await (const batch of journal.batches(0)) {
      all.push(batch.batchId);
      expect(batch.seq).toBe(seqs.get(batch.batchId));
    }
    expect(new Set(all).size).toBe(all.length);
    // What the store does not have for sure, it still gets.
    const waiting = [...seqs].filter(([, seq]) => seq > journal.appliedSeq).map(([id]) => id);
    expect(waiting.filter((id) => !all.includes(id))).toEqual([]);
    await journal.close();
  }
});
