import assert from "node:assert/strict";
import { decodeFrame } from "tiltmeter/log/frame";
import { parseLogId } from "tiltmeter/log/log-id";
import { SegmentLog } from "tiltmeter/log/segment-log";
import { seeded } from "./seeded.ts";
import { SimulatedFileSystem } from "./simulated-file-system.ts";

export const FOLDER = "/journal";
export const now = (): number => 1_700_000_000_000;

/** Where a frame's own bytes stand; the padding after them says nothing. */
export interface Place {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** A log that was closed, and what is in it. */
export interface HealthyLog {
  readonly disk: SimulatedFileSystem;
  readonly texts: ReadonlyMap<number, string>;
  readonly places: ReadonlyMap<number, Place>;
  readonly segments: readonly string[];
}

/** A log of some 60 frames in several segments, committed in groups. */
export async function healthyLog(seed: number, segmentBytesMax = 4096): Promise<HealthyLog> {
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

export type Mutation = (bytes: Buffer, random: () => number) => Buffer;

/** A whole number below `size`. */
export const at = (random: () => number, size: number): number => Math.floor(random() * size);

/** Ways to damage a file. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
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

export function isTouched(place: Place, path: string, before: Buffer, after: Buffer): boolean {
  if (place.path !== path) return false;
  if (place.end > after.length) return true;
  return (
    Buffer.compare(
      before.subarray(place.start, place.end),
      after.subarray(place.start, place.end),
    ) !== 0
  );
}

export async function readAll(log: SegmentLog): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  for await (const frame of log.read()) {
    if (found.has(frame.seq)) throw new Error(`${frame.seq} is read twice`);
    found.set(frame.seq, Buffer.from(frame.payload).toString());
  }
  assert.deepEqual(
    [...found.keys()],
    [...found.keys()].sort((a, b) => a - b),
  );
  return found;
}

/** True when the recovery tells of this frame's loss. */
export function isReported(log: SegmentLog, seq: number): boolean {
  const { gaps, tornBytes } = log.recovery;
  return (
    gaps.some((gap) => gap.afterSeq < seq && (gap.beforeSeq === null || seq < gap.beforeSeq)) ||
    (tornBytes > 0 && seq > log.lastSeq)
  );
}

/**
 * Damages one segment of a healthy log, opens it, goes on with it and opens it again: what is lost is what was touched, is
 * told, and is nowhere destroyed. Resolves with the number of lost frames; rejects where anything else is so.
 */
export async function damage(
  healthy: HealthyLog,
  mutation: Mutation,
  random: () => number,
): Promise<number> {
  const disk = healthy.disk.killed(random);
  const name = healthy.segments[at(random, healthy.segments.length)] ?? "";
  const path = `${FOLDER}/${name}`;
  const before = disk.contents(path);
  const after = mutation(Buffer.from(before), random);
  disk.damage(path, after);

  const log = await SegmentLog.open({ folder: FOLDER, now, fileSystem: disk });
  const found = await readAll(log);
  const changed = [...found].filter(([seq, text]) => healthy.texts.get(seq) !== text);
  assert.deepEqual(changed, [], "invented");
  const lost = [...healthy.places].filter(([seq]) => !found.has(seq));
  const untouched = lost.filter(([, place]) => !isTouched(place, path, before, after));
  assert.deepEqual(untouched, [], "lost for nothing");
  const isLast = name === healthy.segments.at(-1);
  const untold = lost.filter(([seq]) => !isReported(log, seq));
  if (!(isLast && isCutAtAnEdge(healthy, after))) assert.deepEqual(untold, [], "lost unsaid");
  // Nothing is destroyed by recovering: the damaged file stands as it was, and a copy beside it.
  if ((await disk.list(FOLDER)).includes(name)) assert(disk.contents(path).equals(after));
  else assert(after.length <= 128, `a file of ${after.length} bytes is gone`);
  for (const gap of log.recovery.gaps) {
    if (gap.bytes > 0) assert.equal(disk.contents(gap.setAside).length, gap.bytes);
  }
  // And the log goes on from there.
  const next = await log.append({ type: 1, payload: Buffer.from("on") });
  assert(next > Math.max(0, ...found.keys()));
  // Of frames whose bytes are gone from the end nothing is known, not even their number.
  const isCutOff = isLast && after.length < before.length;
  if (!isCutOff) assert(!healthy.texts.has(next), `${next} again`);
  await log.close();
  const again = await SegmentLog.open({ folder: FOLDER, now, fileSystem: disk });
  found.set(next, "on");
  assert.deepEqual(await readAll(again), found);
  await again.close();
  return lost.length;
}

/** What is cut off at a frame's edge, or in the padding behind it, leaves a log that was shorter. */
function isCutAtAnEdge(healthy: HealthyLog, after: Buffer): boolean {
  const isBehind = ({ end }: Place): boolean =>
    end <= after.length && after.length <= Math.ceil(end / 8) * 8;
  return [0, 128].includes(after.length) || [...healthy.places.values()].some(isBehind);
}
