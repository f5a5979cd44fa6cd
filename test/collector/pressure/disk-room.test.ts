import { createDiskRoom, type DiskRoom } from "tiltmeter/pressure/disk-room";
import { expect, test } from "vitest";

const MIB = 2 ** 20;
const LIMITS = { freeBytesMin: 512 * MIB, freeShareMin: 0.05, ballastBytes: 64 * MIB };

/** A disk whose size and free bytes a test says, without the ballast; with a ballast of bytes that nobody writes. */
function bench(totalBytes = 1_000 * MIB): {
  readonly room: DiskRoom;
  readonly disk: { freeBytes: number; fails: boolean };
  readonly held: () => number;
  readonly log: string[];
} {
  const disk = { freeBytes: totalBytes, fails: false };
  const log: string[] = [];
  let held = 0;
  const room = createDiskRoom({
    folder: "data",
    limits: LIMITS,
    log: (line) => void log.push(line),
    ballast: {
      heldBytes: () => held,
      take: async () => {
        held = LIMITS.ballastBytes;
      },
      release: async () => {
        held = 0;
      },
    },
    look: async () => {
      if (disk.fails) throw new Error("EIO");
      return { freeBytes: disk.freeBytes - held, totalBytes };
    },
  });
  return { room, disk, held: () => held, log };
}

test("telemetry is taken down to the larger of a size and a share of the disk", async () => {
  const small = bench();
  await small.room.look();
  expect(small.room.freeBytesMin()).toBe(512 * MIB);
  const large = bench(100_000 * MIB);
  await large.room.look();
  expect(large.room.freeBytesMin()).toBe(5_000 * MIB);
  for (const [freeBytes, isLow] of [
    [577, false],
    [575, true],
    [576, false],
  ] as const) {
    small.disk.freeBytes = freeBytes * MIB; // 64 of them are the ballast's
    await small.room.look();
    expect([freeBytes, small.room.isLow()]).toEqual([freeBytes, isLow]);
  }
});

test("the ballast goes when no more than it is left, and comes again when there is room for both marks", async () => {
  const { room, disk, held, log } = bench();
  await room.look();
  expect(held()).toBe(64 * MIB);
  disk.freeBytes = 129 * MIB;
  await room.look();
  expect([held(), room.isLow()]).toEqual([64 * MIB, true]);
  disk.freeBytes = 127 * MIB;
  await room.look();
  expect([held(), room.isLow()]).toEqual([0, true]);
  // Not while it would be what keeps telemetry out.
  disk.freeBytes = 575 * MIB;
  await room.look();
  expect([held(), room.isLow()]).toEqual([0, false]);
  disk.freeBytes = 576 * MIB;
  await room.look();
  expect(held()).toBe(64 * MIB);
  expect(log).toEqual([
    expect.stringContaining("the disk is nearly full: the ballast"),
    expect.stringContaining("room on the disk again"),
  ]);
});

test("a write that found no room ends the taking at once, until a look finds some", async () => {
  const { room, held, disk } = bench();
  await room.look();
  await room.noteFull();
  expect([held(), room.isLow()]).toEqual([0, true]);
  disk.freeBytes = 100 * MIB;
  await room.look();
  expect(room.isLow()).toBe(true);
  disk.freeBytes = 600 * MIB;
  await room.look();
  expect([held(), room.isLow()]).toEqual([64 * MIB, false]);
});

test("a disk that does not say how full it is is told of once, and is not taken for full", async () => {
  const { room, disk, log } = bench();
  disk.fails = true;
  await room.look();
  await room.look();
  expect([room.isLow(), room.free(), room.freeBytesMin()]).toEqual([false, null, 0]);
  expect(log).toHaveLength(1);
});
