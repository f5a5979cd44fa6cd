import { createPressure, type PressureOf } from "tiltmeter/pressure/pressure";
import { expect, test } from "vitest";

const MIB = 2 ** 20;

function bench() {
  const state = {
    nowMs: 1_000,
    isLow: false,
    isWritable: true,
    backlogBytes: 0,
    p99Ms: 0,
    residentBytes: 0,
    probes: 0,
  };
  const log: string[] = [];
  const of: PressureOf = {
    now: () => state.nowMs,
    disk: {
      look: async () => undefined,
      noteFull: async () => undefined,
      free: () => ({ freeBytes: 3 * MIB, totalBytes: 100 * MIB }),
      isLow: () => state.isLow,
      freeBytesMin: () => 5 * MIB,
    },
    journal: {
      get isWritable() {
        return state.isWritable;
      },
      get backlogBytes() {
        return state.backlogBytes;
      },
      quotaBytes: 100 * MIB,
      failure: "EIO: i/o error, fdatasync",
      probe: async () => {
        state.probes += 1;
        return false;
      },
    },
    loop: { p99Ms: () => state.p99Ms, stop: () => undefined },
    loopDelayMsMax: 250,
    residentBytes: () => state.residentBytes,
    memoryBytesMax: 80 * MIB,
    log: (line) => void log.push(line),
  };
  return { state, log, gauge: createPressure(of) };
}

test.each([
  ["disk", { isLow: true }, "3 MiB free, of at least 5 MiB"],
  ["unwritable", { isWritable: false }, "EIO: i/o error"],
  ["journal", { backlogBytes: 100 * MIB }, "100 MiB that the store does not have"],
  ["memory", { residentBytes: 81 * MIB }, "81 MiB of memory, of at most 80 MiB"],
  ["loop", { p99Ms: 251 }, "251 ms late"],
] as const)(
  "telemetry is refused for %s, since when and why is told, and it is taken again",
  async (kind, change, said) => {
    const { state, log, gauge } = bench();
    const before = { ...state };
    await gauge.look();
    expect(gauge.refusal()).toBeNull();
    Object.assign(state, change);
    await gauge.look();
    state.nowMs = 8_000;
    expect(gauge.refusal()).toMatchObject({
      kind,
      sinceMs: 1_000,
      detail: expect.stringContaining(said),
    });
    Object.assign(state, before, { nowMs: 8_000 });
    await gauge.look();
    expect(gauge.refusal()).toBeNull();
    expect(log).toEqual([
      expect.stringContaining("telemetry is refused: "),
      "telemetry is taken again, after 7 s",
    ]);
  },
);

test("a journal that only reads is tried every second, but for a low disk", async () => {
  const { state, gauge } = bench();
  state.isWritable = false;
  await gauge.look();
  await gauge.look();
  expect(state.probes).toBe(2);
  state.isLow = true;
  await gauge.look();
  expect(state.probes).toBe(2);
});

test("a collector that ends takes nothing more", () => {
  const { gauge, log } = bench();
  gauge.end();
  expect(gauge.refusal()?.kind).toBe("ending");
  expect(log).toEqual([]);
});
