import { decodeFrame, encodeFrame, logIdOf } from "tiltmeter/log/frame";
import { parseLogId } from "tiltmeter/log/log-id";
import { SegmentLog } from "tiltmeter/log/segment-log";
import { describe, expect, test } from "vitest";
import {
  at,
  damage,
  FOLDER,
  healthyLog,
  isReported,
  isTouched,
  MUTATIONS,
  now,
  readAll,
} from "./damage.ts";
import { seeded } from "./seeded.ts";

describe("damage costs the frames it touches, and is told", () => {
  // As many as one likes: test/faults/journal-mutations.test.ts.
  test.each(Object.entries(MUTATIONS))("%s, at 40 places", async (kind, mutation) => {
    const healthy = await healthyLog(kind.length);
    let losses = 0;
    for (let seed = 1; seed <= 40; seed += 1)
      losses += await damage(healthy, mutation, seeded(seed));
    expect(losses).toBeGreaterThan(10);
  });

  test("a deleted middle segment is one gap", async () => {
    const healthy = await healthyLog(1);
    for (const name of healthy.segments.slice(1, -1)) {
      const path = `${FOLDER}/${name}`;
      const disk = healthy.disk.killed(seeded(1));
      disk.damage(path, null);
      const log = await SegmentLog.open({ folder: FOLDER, now, fileSystem: disk });
      const lost = [...healthy.places].filter(([, place]) => place.path === path);
      const seqs = lost.map(([seq]) => seq);
      expect(log.recovery.gaps).toEqual([
        {
          afterSeq: Math.min(...seqs) - 1,
          beforeSeq: Math.max(...seqs) + 1,
          bytes: 0,
          setAside: "",
          inLastGroup: false,
        },
      ]);
      expect((await readAll(log)).size).toBe(healthy.texts.size - seqs.length);
    }
  });

  test("what the owner knows keeps id and numbers when the files are gone", async () => {
    const healthy = await healthyLog(2);
    const disk = healthy.disk.killed(seeded(1));
    const logId = parseLogId("01234567-89ab-4cde-8f01-23456789abcd");
    if (logId === null) throw new Error("not an id");
    for (const name of healthy.segments) disk.damage(`${FOLDER}/${name}`, null);
    const resume = { logId, seq: 41 };
    const log = await SegmentLog.open({ folder: FOLDER, now, fileSystem: disk, resume });
    expect(log.id).toBe("01234567-89ab-4cde-8f01-23456789abcd");
    expect(log.recovery.gaps).toHaveLength(1);
    expect(await log.append({ type: 1, payload: Buffer.from("on") })).toBe(42);
  });

  test("a page that the disk cannot read costs the frames on it", async () => {
    const healthy = await healthyLog(5, 30_000);
    const path = `${FOLDER}/${healthy.segments[0]}`;
    const before = healthy.disk.contents(path);
    expect(before.length).toBeGreaterThan(3 * 4096);
    for (const page of [0, 1, 2, 3].filter((each) => each * 4096 < before.length)) {
      const disk = healthy.disk.killed(seeded(1));
      const bad = page * 4096 + 100;
      disk.fault = ({ kind, path: read, range }) =>
        kind === "read" && read === path && range && range.start <= bad && bad < range.end
          ? "EIO"
          : null;
      const log = await SegmentLog.open({ folder: FOLDER, now, fileSystem: disk });
      const found = await readAll(log);
      const seen = Buffer.from(before).fill(
        0,
        page * 4096,
        Math.min(before.length, bad - 100 + 4096),
      );
      for (const [seq, place] of healthy.places) {
        expect(found.has(seq)).toBe(!isTouched(place, path, before, seen));
        if (!found.has(seq)) expect(isReported(log, seq)).toBe(true);
      }
      await log.close();
    }
  });

  test("a segment that was rewritten, checksums and all, breaks the chain", async () => {
    const healthy = await healthyLog(6);
    const disk = healthy.disk.killed(seeded(1));
    const [first = "", second = ""] = healthy.segments;
    const path = `${FOLDER}/${first}`;
    const bytes = disk.contents(path);
    const frame = decodeFrame(bytes, 128, null);
    if (frame === null) throw new Error("no frame");
    const payload = Buffer.from(frame.payload).fill("x", 0, 3);
    const within = { logId: logIdOf(frame), groupFirst: frame.groupFirst };
    encodeFrame({ ...frame, payload }, within).copy(bytes, 128);
    disk.damage(path, bytes);
    const log = await SegmentLog.open({ folder: FOLDER, now, fileSystem: disk });
    expect(log.recovery.gaps).toEqual([]);
    expect(log.recovery.unchained).toEqual([Number.parseInt(second.slice(4, 20), 16)]);
    await log.close();
  });

  test("damage that comes while the log is open costs its frame only, and is told", async () => {
    const healthy = await healthyLog(4);
    for (let seed = 0; seed < 40; seed += 1) {
      const random = seeded(seed);
      const disk = healthy.disk.killed(random);
      const log = await SegmentLog.open({ folder: FOLDER, now, fileSystem: disk });
      const name = healthy.segments[at(random, healthy.segments.length)] ?? "";
      const path = `${FOLDER}/${name}`;
      const before = disk.contents(path);
      const after = Buffer.from(before);
      const byte = 128 + at(random, before.length - 128);
      after[byte] = (after[byte] ?? 0) ^ 64;
      disk.damage(path, after);
      const found = await readAll(log);
      for (const [seq, place] of healthy.places) {
        expect(found.has(seq)).toBe(!isTouched(place, path, before, after));
        if (!found.has(seq)) expect(isReported(log, seq)).toBe(true);
      }
      const next = await log.append({ type: 1, payload: Buffer.from("on") });
      expect((await readAll(log)).get(next)).toBe("on");
    }
  });
});
