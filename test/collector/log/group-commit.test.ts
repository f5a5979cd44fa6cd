import { LogUnavailable } from "tiltmeter/log/log-unavailable";
import { SegmentLog } from "tiltmeter/log/segment-log";
import { describe, expect, test } from "vitest";
import { seeded } from "./seeded.ts";
import { type Operation, SimulatedFileSystem } from "./simulated-file-system.ts";

const FOLDER = "/journal";
const text = (value: string): { type: number; payload: Uint8Array } => ({
  type: 1,
  payload: Buffer.from(value),
});

/** A log on a simulated disk, with the operations that reached the disk and a clock to turn. */
async function onDisk(): Promise<{
  readonly log: SegmentLog;
  readonly disk: SimulatedFileSystem;
  readonly operations: Operation[];
  readonly clock: { time: number };
}> {
  const disk = new SimulatedFileSystem(seeded(1));
  const clock = { time: 1_700_000_000_000 };
  const log = await SegmentLog.open({ folder: FOLDER, now: () => clock.time, fileSystem: disk });
  const operations: Operation[] = [];
  disk.onOperation = (operation) => operations.push(operation);
  return { log, disk, operations, clock };
}

async function contents(log: SegmentLog): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const frame of log.read()) found.push(Buffer.from(frame.payload).toString());
  return found;
}

describe("group commit", () => {
  test("what queues while a commit is in flight shares the next sync", async () => {
    const { log, operations } = await onDisk();
    await log.append(text("first"));
    operations.length = 0;
    const appends = Array.from({ length: 600 }, (_, i) => log.append(text(`${i}`)));
    expect(await Promise.all(appends)).toEqual(Array.from({ length: 600 }, (_, i) => i + 2));
    expect(operations.filter(({ kind }) => kind === "datasync")).toHaveLength(2);
  });

  test("a failed sync refuses its group, and that file is never written or synced again", async () => {
    for (const kind of ["datasync", "write"] as const) {
      const { log, disk, operations } = await onDisk();
      await log.append(text("a"));
      let isFailing = true;
      disk.fault = (operation) => (operation.kind === kind && isFailing ? "EIO" : null);
      const failed = log.append(text("b"));
      await expect(failed).rejects.toBeInstanceOf(LogUnavailable);
      await expect(failed).rejects.toHaveProperty("cause.code", "EIO");
      isFailing = false;
      operations.length = 0;
      // 2 is given up for good: bytes on the disk may carry it.
      expect(await log.append(text("b"))).toBe(3);
      expect(await log.append(text("c"))).toBe(4);
      const changed = operations.filter(({ kind: done }) => ["write", "datasync"].includes(done));
      expect(changed.map(({ path }) => path)).not.toContain(`${FOLDER}/seg-0000000000000001.log`);
      expect(await contents(log)).toEqual(["a", "b", "c"]);
      await log.close();
      const again = await SegmentLog.open({ folder: FOLDER, now: () => 0, fileSystem: disk });
      expect(again.recovery).toEqual({ frames: 3, tornBytes: 0, gaps: [], unchained: [] });
      expect(await contents(again)).toEqual(["a", "b", "c"]);
    }
  });

  test("a short write is finished", async () => {
    const { log, disk } = await onDisk();
    let writes = 0;
    disk.fault = ({ kind }) => (kind === "write" && writes++ % 3 !== 2 ? "short" : null);
    await Promise.all([log.append(text("x".repeat(5000))), log.append(text("y".repeat(3000)))]);
    expect(await contents(log)).toEqual(["x".repeat(5000), "y".repeat(3000)]);
  });

  test("two failures in a row leave it reading only, until an append a second later succeeds", async () => {
    const { log, disk, clock, operations } = await onDisk();
    await log.append(text("a"));
    let isFull = true;
    disk.fault = ({ kind }) => (isFull && kind !== "read" && kind !== "open" ? "ENOSPC" : null);
    await expect(log.append(text("b"))).rejects.toBeInstanceOf(LogUnavailable);
    expect(log.isWritable).toBe(true);
    await expect(log.append(text("b"))).rejects.toBeInstanceOf(LogUnavailable);
    expect(log.isWritable).toBe(false);

    operations.length = 0;
    await expect(log.append(text("b"))).rejects.toThrow("only reads");
    expect(operations).toEqual([]);
    expect(await contents(log)).toEqual(["a"]);

    clock.time += 1001;
    await expect(log.append(text("b"))).rejects.toHaveProperty("cause.code", "ENOSPC");
    isFull = false;
    await expect(log.append(text("b"))).rejects.toThrow("only reads");
    clock.time += 1001;
    await log.append(text("b"));
    expect(log.isWritable).toBe(true);
    expect(await contents(log)).toEqual(["a", "b"]);
  });

  test("a probe finds out that the disk works again, with no append", async () => {
    const { log, disk } = await onDisk();
    let isFull = true;
    disk.fault = ({ kind }) => (isFull && kind !== "read" && kind !== "open" ? "ENOSPC" : null);
    for (let i = 0; i < 2; i += 1) {
      await expect(log.append(text("a"))).rejects.toBeInstanceOf(LogUnavailable);
    }
    expect(await log.probe()).toBe(false);
    isFull = false;
    expect(await log.probe()).toBe(true);
    await log.append(text("a"));
    expect(await contents(log)).toEqual(["a"]);
  });

  test("a disk that stays full is not filled further by probing it", async () => {
    const { log, disk, clock } = await onDisk();
    await log.append(text("a"));
    disk.fault = ({ kind }) => (kind === "datasync" ? "ENOSPC" : null);
    for (let i = 0; i < 50; i += 1) {
      clock.time += 2000;
      await expect(log.append(text("b"))).rejects.toBeInstanceOf(LogUnavailable);
    }
    expect((await disk.list(FOLDER)).length).toBe(1);
  });

  test("more than the queue holds is refused at once, and what was taken is written", async () => {
    const { log } = await onDisk();
    const payload = new Uint8Array(16 * 1024 * 1024);
    const taken = Array.from({ length: 4 }, () => log.append({ type: 1, payload }));
    await expect(log.append({ type: 1, payload })).rejects.toBeInstanceOf(LogUnavailable);
    expect(await Promise.all(taken)).toEqual([1, 2, 3, 4]);
    const tooLarge = new Uint8Array(32 * 1024 * 1024 + 1);
    await expect(log.append({ type: 1, payload: tooLarge })).rejects.toBeInstanceOf(RangeError);
  });
});
