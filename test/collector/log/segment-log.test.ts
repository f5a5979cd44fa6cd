import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LogLocked } from "tiltmeter/log/log-unavailable";
import { SegmentLog } from "tiltmeter/log/segment-log";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-log-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const now = (): number => 1_700_000_000_000;
const payload = (text: string): Uint8Array => new TextEncoder().encode(text);

async function texts(log: SegmentLog, from?: number): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const frame of log.read(from)) {
    found.push(`${frame.seq} ${Buffer.from(frame.payload).toString()}`);
  }
  return found;
}

describe("on the real file system", () => {
  test("what was appended is read in order, now and after a restart", async () => {
    const log = await SegmentLog.open({ folder, now });
    const seqs = await Promise.all(
      ["a", "b", "c"].map((text) => log.append({ type: 1, payload: payload(text) })),
    );
    expect(seqs).toEqual([1, 2, 3]);
    expect(await texts(log)).toEqual(["1 a", "2 b", "3 c"]);
    expect(await texts(log, 3)).toEqual(["3 c"]);
    await log.close();

    const again = await SegmentLog.open({ folder, now });
    expect(again.id).toBe(log.id);
    expect(again.recovery).toEqual({ frames: 3, tornBytes: 0, gaps: [], unchained: [] });
    expect(await again.append({ type: 1, payload: payload("d") })).toBe(4);
    expect(await texts(again)).toEqual(["1 a", "2 b", "3 c", "4 d"]);
    await again.close();
  });

  test("a frame comes back with everything that was given", async () => {
    const log = await SegmentLog.open({ folder, now });
    const batchId = Uint8Array.from({ length: 16 }, (_, i) => i);
    await log.append({ type: 7, rows: 3, batchId, payload: payload("x") });
    for await (const frame of log.read()) {
      expect(frame).toMatchObject({ seq: 1, type: 7, rows: 3, receivedMs: now() });
      expect([...frame.batchId]).toEqual([...batchId]);
    }
    await log.close();
  });

  test("a second opener is told which folder is in use, and the first goes on", async () => {
    const log = await SegmentLog.open({ folder, now });
    const second = SegmentLog.open({ folder, now });
    await expect(second).rejects.toBeInstanceOf(LogLocked);
    await expect(second).rejects.toThrow(folder);
    await log.append({ type: 1, payload: payload("a") });
    await log.close();
    await (await SegmentLog.open({ folder, now })).close();
  });

  test("segments end by size and by age, and trimming removes whole ones but the last", async () => {
    let time = now();
    const log = await SegmentLog.open({ folder, now: () => time, segmentBytesMax: 1024 });
    for (let i = 0; i < 30; i += 1) await log.append({ type: 1, payload: payload("0123456789") });
    const segments = async (): Promise<number> =>
      (await readdir(folder)).filter((name) => name.startsWith("seg-")).length;
    const before = await segments();
    expect(before).toBeGreaterThan(3);
    time += 11 * 60 * 1000;
    await log.append({ type: 1, payload: payload("late") });
    expect(await segments()).toBe(before + 1);

    const boundary = log.trimBoundary(20);
    await log.trim(20);
    expect(boundary).toBeGreaterThan(7);
    expect(log.firstSeq).toBe(boundary + 1);
    expect(log.trimmedUpTo).toBe(boundary);
    expect((await texts(log)).length).toBe(31 - boundary);
    await log.trim(1000);
    expect(await texts(log)).toEqual(["31 late"]);
    await log.close();

    const again = await SegmentLog.open({ folder, now: () => time });
    expect(again.recovery).toMatchObject({ frames: 1, gaps: [] });
    expect(again.trimmedUpTo).toBe(30);
    expect(again.lastSeq).toBe(31);
    await again.close();
  });

  test("a payload larger than the read window comes back", async () => {
    const log = await SegmentLog.open({ folder, now });
    const sizes = [10, 3_000_001, 0, 1_048_576, 5, 70_000];
    for (const size of sizes) await log.append({ type: 1, payload: new Uint8Array(size).fill(7) });
    const read: number[] = [];
    for await (const frame of log.read()) read.push(frame.payload.length);
    expect(read).toEqual(sizes);
    await log.close();
  });

  test("every starting point reads the same tail", async () => {
    const log = await SegmentLog.open({ folder, now, segmentBytesMax: 900_000 });
    for (let i = 0; i < 40; i += 1) {
      await log.append({ type: 1, payload: new Uint8Array(50_000 + i * 777) });
    }
    for (let from = 1; from <= 41; from += 1) {
      const seqs: number[] = [];
      for await (const frame of log.read(from)) seqs.push(frame.seq);
      expect(seqs).toEqual(Array.from({ length: 41 - from }, (_, i) => from + i));
    }
    await log.close();
  });

  test("after close nothing is appended", async () => {
    const log = await SegmentLog.open({ folder, now });
    const last = log.append({ type: 1, payload: payload("a") });
    await log.close();
    expect(await last).toBe(1);
    await expect(log.append({ type: 1, payload: payload("b") })).rejects.toThrow("is closed");
    await log.close();
  });
});
