import { decodeFrame, encodeFrame, logIdOf } from "tiltmeter/log/frame";
import { parseLogId } from "tiltmeter/log/log-id";
import { SegmentLog } from "tiltmeter/log/segment-log";
import { describe, expect, test } from "vitest";
import { seeded } from "./seeded.ts";
import { SimulatedFileSystem } from "./simulated-file-system.ts";

const FOLDER = "/journal";
const now = (): number => 1_700_000_000_000;

/** Where a frame's own bytes stand; the padding after them says nothing. */
interface Place {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** A log of some 60 frames in several segments, committed in groups. */
async function healthyLog(
  seed: number,
  segmentBytesMax = 4096,
): Promise<{
  readonly disk: SimulatedFileSystem;
  readonly texts: ReadonlyMap<number, string>;
  readonly places: ReadonlyMap<number, Place>;
  readonly segments: readonly string[];
}> {
  const random = seeded(seed);
  const disk = new SimulatedFileSystem(random);
  const log = await SegmentLog.open({
    folder: FOLDER,
    now,
    fileSystem: disk,
    segmentBytesMax,
  });
  const texts = new Map<number, string>();
  for (let group = 0; group < 20; group += 1) {
    const size = 1 + Math.floor(random() * 5);
    await Promise.all(
      Array.from({ length: size }, async (_, i) => {
        const text = `${group}/${i} `.padEnd(8 + random() * 400, "abcdefgh");
        texts.set(await log.append({ type: 1, payload: Buffer.from(text) }), text);
      }),
    );
  }
  await log.close();
  const segments = [...(await disk.list(FOLDER))].filter((name) => name.endsWith(".log")).sort();
  const places = new Map<number, Place>();
  for (const name of segments) {
    const path = `${FOLDER}/${name}`;
    const bytes = disk.contents(path);
    for (let at = 128; at < bytes.length; ) {
      const frame = decodeFrame(bytes, at, parseLogId(log.id));
      if (frame === null) throw new Error(`${name} is not whole at ${at}`);
      places.set(frame.seq, { path, start: at, end: at + 128 + frame.payload.length });
      at += frame.bytes;
    }
  }
  return { disk, texts, places, segments };
}

type Mutation = (bytes: Buffer, random: () => number) => Buffer;

const at = (random: () => number, size: number): number => Math.floor(random() * size);

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  "a flipped bit": (bytes, random) => {
    const place = at(random, bytes.length);
    bytes[place] = (bytes[place] ?? 0) ^ (1 << at(random, 8));
    return bytes;
  },
  "a truncated file": (bytes, random) => bytes.subarray(0, at(random, bytes.length)),
  "a zeroed stretch": (bytes, random) => {
    const start = at(random, bytes.length);
    return bytes.fill(0, start, Math.min(bytes.length, start + at(random, 1500)));
  },
  "a stretch of noise": (bytes, random) => {
    const start = at(random, bytes.length);
    const end = Math.min(bytes.length, start + at(random, 1500));
    for (let i = start; i < end; i += 1) bytes[i] = at(random, 256);
    return bytes;
  },
  "two swapped blocks": (bytes, random) => {
    const blocks = Math.floor(bytes.length / 512);
    const one = at(random, blocks) * 512;
    const other = at(random, blocks) * 512;
    const kept = Buffer.from(bytes.subarray(one, one + 512));
    bytes.copy(bytes, one, other, other + 512);
    kept.copy(bytes, other);
    return bytes;
  },
  "a block in two places": (bytes, random) => {
    const blocks = Math.floor(bytes.length / 512);
    const from = at(random, blocks) * 512;
    bytes.copy(bytes, at(random, blocks) * 512, from, from + 512);
    return bytes;
  },
};

function isTouched(place: Place, path: string, before: Buffer, after: Buffer): boolean {
  if (place.path !== path) return false;
  if (place.end > after.length) return true;
  return (
    Buffer.compare(
      before.subarray(place.start, place.end),
      after.subarray(place.start, place.end),
    ) !== 0
  );
}

async function readAll(log: SegmentLog): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  for await (const frame of log.read()) {
    if (found.has(frame.seq)) throw new Error(`${frame.seq} is read twice`);
    found.set(frame.seq, Buffer.from(frame.payload).toString());
  }
  expect([...found.keys()]).toEqual([...found.keys()].sort((a, b) => a - b));
  return found;
}

/** True when the recovery tells of this frame's loss. */
function isReported(log: SegmentLog, seq: number): boolean {
  const { gaps, tornBytes } = log.recovery;
  return (
    gaps.some((gap) => gap.afterSeq < seq && (gap.beforeSeq === null || seq < gap.beforeSeq)) ||
    (tornBytes > 0 && seq > log.lastSeq)
  );
}

describe("damage costs the frames it touches, and is told", () => {
  test.each(Object.keys(MUTATIONS))("%s, at 170 places", async (kind) => {
    const healthy = await healthyLog(kind.length);
    let losses = 0;
    for (let seed = 0; seed < 170; seed += 1) {
      const random = seeded(seed + 1);
      const disk = healthy.disk.killed(random);
      const name = healthy.segments[at(random, healthy.segments.length)] ?? "";
      const path = `${FOLDER}/${name}`;
      const before = disk.contents(path);
      const after = MUTATIONS[kind]?.(Buffer.from(before), random) ?? before;
      disk.damage(path, after);

      const log = await SegmentLog.open({ folder: FOLDER, now, fileSystem: disk });
      const found = await readAll(log);
      const isLast = name === healthy.segments.at(-1);
      const isCutAtAnEdge =
        isLast &&
        [
          0,
          128,
          ...[...healthy.places.values()].map((place) => Math.ceil(place.end / 8) * 8),
        ].includes(after.length);
      const changed = [...found].filter(([seq, text]) => healthy.texts.get(seq) !== text);
      expect(changed, `seed ${seed}: invented`).toEqual([]);
      const lost = [...healthy.places].filter(([seq]) => !found.has(seq));
      losses += lost.length;
      const untouched = lost.filter(([, place]) => !isTouched(place, path, before, after));
      expect(untouched, `seed ${seed}: lost for nothing`).toEqual([]);
      const untold = lost.filter(([seq]) => !isReported(log, seq));
      if (!isCutAtAnEdge) expect(untold, `seed ${seed}: lost without a word`).toEqual([]);
      // Nothing is destroyed by recovering: the damaged file stands as it was, and a copy beside it.
      if ((await disk.list(FOLDER)).includes(name))
        expect(disk.contents(path).equals(after)).toBe(true);
      else expect(after.length, `seed ${seed}`).toBeLessThanOrEqual(128);
      for (const gap of log.recovery.gaps) {
        if (gap.bytes > 0) expect(disk.contents(gap.setAside).length).toBe(gap.bytes);
      }
      // And the log goes on from there.
      const next = await log.append({ type: 1, payload: Buffer.from("on") });
      expect(next).toBeGreaterThan(Math.max(...found.keys()));
      // Of frames whose bytes are gone from the end nothing is known, not even their number.
      const isCutOff = isLast && after.length < before.length;
      if (!isCutOff) expect(healthy.texts.has(next), `seed ${seed}: ${next} again`).toBe(false);
      await log.close();
      const again = await SegmentLog.open({ folder: FOLDER, now, fileSystem: disk });
      found.set(next, "on");
      expect(await readAll(again)).toEqual(found);
      await again.close();
    }
    expect(losses).toBeGreaterThan(50);
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
