import { ProfileBuilder } from "@tiltmeter/rules/profile/profile-builder";
import type { Profile } from "@tiltmeter/sdk/wire/profile";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BaselineSource } from "../../sdk/baseline-source.ts";
import { type CaptureOption, resolveCapture } from "../../sdk/capture.ts";
import { type BaselineOption, embedding, text } from "../../sdk/index.ts";
import type { Observation } from "../../sdk/observation.ts";
import { Profiler } from "../../sdk/profiler.ts";
import { readBaseline } from "../../sdk/read-baseline.ts";
import { NO_MODEL } from "../../sdk/readers.ts";
import type { Scalars } from "../../sdk/scalars.ts";
import { BASELINE, DIGEST } from "./made-baseline.ts";
import { madeObservation } from "./made-observation.ts";

const START_MS = Date.UTC(2026, 10, 23, 10);
const MINUTE_MS = 60_000;

const observation = (
  features: Scalars,
  of: { timeMs?: number; version?: string; segment?: Scalars } = {},
): Observation =>
  madeObservation({
    id: "a-1",
    timeMs: of.timeMs ?? START_MS,
    model: { ...NO_MODEL, name: "xgb", version: of.version ?? "7" },
    label: "approve",
    features,
    segment: of.segment ?? null,
  });

/** A profiler with a clock that the test moves, and timers that run when it does. */
function started(
  of: { capture?: CaptureOption; baseline?: BaselineOption | null; openMax?: number } = {},
) {
  const emitted: Profile[] = [];
  const unprofiled: string[] = [];
  const problems: string[] = [];
  const problemKinds: string[] = [];
  const refused: string[] = [];
  const clock = { nowMs: START_MS, setBackMs: 0 };
  let early = 0;
  let timers: { atMs: number; run: () => void }[] = [];
  const capture = resolveCapture(of.capture ?? "profiles", () => undefined);
  const baseline = of.baseline === null ? undefined : (of.baseline ?? BASELINE);
  const profiler = new Profiler({
    capture,
    source: new BaselineSource({
      option: baseline,
      system: "credit",
      monotonicMs: () => clock.nowMs,
      onProblem: (kind, words) => {
        problemKinds.push(kind);
        problems.push(words());
      },
    }),
    openMax: of.openMax ?? 500,
    nowMs: () => clock.nowMs - clock.setBackMs,
    monotonicMs: () => clock.nowMs,
    after: (ms, run) => {
      const timer = { atMs: clock.nowMs + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    emit: (profile) => emitted.push(profile),
    onUnprofiled: (feature) => unprofiled.push(feature),
    onEarly: () => {
      early += 1;
    },
  });
  return {
    ...{ profiler, emitted, unprofiled, problems, problemKinds, refused, clock },
    timers: () => timers.length,
    early: () => early,
    take: (features: Scalars, more?: Parameters<typeof observation>[1]) =>
      profiler.take(observation(features, more), (name) => refused.push(name)),
    moveTo: (nowMs: number) => {
      clock.nowMs = nowMs;
      const due = timers.filter(({ atMs }) => atMs <= nowMs);
      timers = timers.filter(({ atMs }) => atMs > nowMs);
      for (const { run } of due) run();
    },
  };
}

test("a prediction keeps what may leave, and only that; what is counted is told once its minute is over", () => {
  const { take, emitted, moveTo } = started({
    capture: { default: "values", features: { income: "profiles", note: "none" } },
  });
  const kept = take({ income: 52_000, note: "secret", purpose: "car" }, { segment: { region: 3 } });
  expect(kept.features).toEqual({ purpose: "car" });
  moveTo(START_MS + MINUTE_MS + 4_999);
  expect(emitted).toEqual([]);
  moveTo(START_MS + MINUTE_MS + 5_000);
  expect(emitted).toEqual([
    {
      kind: "profile",
      timeMs: START_MS,
      windowMs: 60_000,
      model: { name: "xgb", version: "7", supplier: "", digest: "" },
      segment: { region: "3" },
      feature: "income",
      baseline: DIGEST,
      predictions: 1,
      missing: 0,
      notANumber: 0,
      wrongType: 0,
      infinite: 0,
      min: null,
      max: null,
      cells: { 6: 1 },
      magnitudes: { [magnitude(52_000)]: 1 },
      sum: "",
      sumOfSquares: "",
    },
  ]);
});

test("no timer is left where nothing is open", () => {
  const { take, timers, profiler, moveTo } = started();
  expect(timers()).toBe(0);
  take({ income: 1 });
  take({ income: 1 }, { timeMs: START_MS - 5 * MINUTE_MS });
  expect(timers()).toBe(1);
  moveTo(START_MS + 10_000);
  expect(timers()).toBe(1);
  profiler.emitAll();
  expect(timers()).toBe(0);
});

test("the past and the future stay open no longer than a minute does", () => {
  const { take, emitted, moveTo } = started();
  take({ income: 1 }, { timeMs: START_MS - 30 * 86_400_000 });
  take({ income: 1 }, { timeMs: START_MS + 30 * 86_400_000 });
  moveTo(START_MS + 5_000);
  expect(emitted.map(({ timeMs }) => timeMs)).toEqual([START_MS - 30 * 86_400_000]);
  moveTo(START_MS + 65_000);
  expect(emitted).toHaveLength(2);
});

test("a clock that is set back keeps no minute open for longer", () => {
  const { take, emitted, moveTo, clock } = started();
  take({ income: 1 });
  clock.setBackMs = 3_600_000;
  moveTo(START_MS + 65_000);
  expect(emitted).toHaveLength(1);
});

test("what comes after its minute was told opens another profile of the same minute", () => {
  const { take, emitted, moveTo, profiler } = started();
  take({ income: 15_000 });
  moveTo(START_MS + 70_000);
  take({ income: 15_000 });
  profiler.emitAll();
  expect(emitted.map(({ timeMs, cells }) => [timeMs, cells])).toEqual([
    [START_MS, { 2: 1 }],
    [START_MS, { 2: 1 }],
  ]);
});

test("minutes, versions, segments and features beyond the limit are told early, the oldest first", () => {
  const { take, emitted, profiler } = started({ openMax: 4 });
  for (let i = 0; i < 100; i += 1) {
    take({ income: 1, purpose: "car" }, { segment: { user: `u-${i}` } });
    expect(emitted).toHaveLength(2 * Math.max(0, i - 1));
  }
  profiler.emitAll();
  expect(emitted.map(({ segment }) => segment["user"])).toEqual(
    Array.from({ length: 200 }, (_, i) => `u-${Math.floor(i / 2)}`),
  );
});

test("more features than may be open stay open for one minute, version and segment: no prediction is told alone", () => {
  const { take, emitted, profiler, early } = started({ openMax: 4 });
  const features = { a: 1, b: 2, c: 3, d: 4, e: 5, income: 6 };
  for (let i = 0; i < 10; i += 1) take(features);
  expect([emitted.length, early()]).toEqual([0, 0]);
  // Names that are never the same again are another matter.
  for (let i = 0; i < 10; i += 1) take({ [`f-${i}`]: 1 });
  expect(early()).toBeGreaterThan(0);
  profiler.emitAll();
  expect(emitted.find(({ feature }) => feature === "income")?.predictions).toBe(10);
  expect(emitted).toHaveLength(16);
});

test("a feature that the baseline lacks is told once, and only whether it has a value is counted", () => {
  const { take, emitted, unprofiled, profiler } = started();
  for (const age of [31, null, "old", Number.NaN]) take({ age, income: age });
  profiler.emitAll();
  expect(unprofiled).toEqual(["age"]);
  expect(profiler.unprofiled).toEqual(["age"]);
  expect(emitted.find(({ feature }) => feature === "age")).toMatchObject({
    ...{ baseline: "", predictions: 4, missing: 1, notANumber: 0, wrongType: 0 },
    ...{ cells: {}, magnitudes: {}, min: null, max: null },
  });
  expect(emitted.find(({ feature }) => feature === "income")).toMatchObject({
    ...{ baseline: DIGEST, predictions: 4, missing: 3, notANumber: 1, wrongType: 1 },
    cells: { 1: 1 },
  });
});

test("without a baseline nothing is lost but the cells", () => {
  const { take, emitted, profiler } = started({ baseline: null });
  take({ income: 5, purpose: null });
  profiler.emitAll();
  expect(emitted.map(({ feature, baseline, missing }) => [feature, baseline, missing])).toEqual([
    ["income", "", 0],
    ["purpose", "", 1],
  ]);
});

test("values wait for a baseline that is on its way, and are then counted in it", async () => {
  let bring: (baseline: typeof BASELINE) => void = () => undefined;
  const { take, emitted, profiler } = started({
    baseline: () =>
      new Promise((resolve) => {
        bring = resolve;
      }),
  });
  take({ income: 15_000 });
  const ready = profiler.ready(10_000);
  bring(BASELINE);
  await ready;
  take({ income: 25_000 });
  profiler.emitAll();
  expect(emitted).toMatchObject([{ baseline: DIGEST, predictions: 2, cells: { 2: 1, 3: 1 } }]);
});

test("what waits is bounded, and someone who waits for it waits no longer than they said", async () => {
  const { take, emitted, profiler } = started({ baseline: () => new Promise(() => undefined) });
  for (let i = 0; i < 20_003; i += 1) take({ income: i });
  profiler.emitAll();
  await profiler.ready(1);
  expect(emitted.length).toBeGreaterThan(0);
  expect(emitted.reduce((sum, { predictions }) => sum + predictions, 0)).toBe(20_003);
});

test("segments and names are part of the memory that waiting may take", () => {
  const { take, emitted } = started({ baseline: () => new Promise(() => undefined), openMax: 1 });
  for (let i = 0; i < 200; i += 1)
    take({ income: i }, { segment: { region: `${i}`.repeat(8_000) } });
  expect(emitted.length).toBeGreaterThan(0);
});

test("one prediction opens no more than a thousand features, as many as it may send", () => {
  const { take, refused, profiler, emitted } = started();
  take(Object.fromEntries(Array.from({ length: 1_500 }, (_, i) => [`f-${i}`, i])));
  profiler.emitAll();
  expect([refused.length, emitted.length]).toEqual([500, 1_000]);
});

test("a baseline that fails in other words each time is one problem: what is told once is kept for good", async () => {
  let asked = 0;
  const { take, profiler, problemKinds, moveTo } = started({
    baseline: () => Promise.reject(new Error(`request ${asked++} failed`)),
  });
  for (let i = 0; i < 3; i += 1) {
    moveTo(START_MS + i * MINUTE_MS);
    take({ income: 1 });
    await profiler.ready(1_000);
  }
  expect(asked).toBe(3);
  expect(new Set(problemKinds)).toEqual(new Set(["baseline"]));
});

test("a baseline that does not come is told, and asked for again a minute later", async () => {
  let asked = 0;
  const { take, emitted, profiler, problems, moveTo } = started({
    baseline: () => {
      asked += 1;
      return asked === 1 ? Promise.reject(new Error("no route")) : BASELINE;
    },
  });
  take({ income: 1 });
  await profiler.ready(1_000);
  take({ income: 1 });
  expect(asked).toBe(1);
  expect(problems).toEqual([
    expect.stringContaining("(it threw Error): only how many are missing"),
  ]);
  moveTo(START_MS + MINUTE_MS);
  take({ income: 15_000 });
  expect(asked).toBe(2);
  await profiler.ready(1_000);
  profiler.emitAll();
  expect(emitted.map(({ baseline, predictions }) => [baseline, predictions])).toEqual([
    ["", 2],
    [DIGEST, 1],
  ]);
});

test("a failure to count what waited is told as that, and the baseline stays", async () => {
  let reads = 0;
  const income = {
    ...BASELINE.features["income"],
    get edges() {
      reads += 1;
      if (reads === 2) throw new Error("by the host's object");
      return Array.from({ length: 11 }, (_, i) => i * 10_000);
    },
  };
  const { take, profiler, problems, emitted } = started({
    baseline: () => ({ ...BASELINE, features: { ...BASELINE.features, income } }),
  });
  take({ income: 15_000 });
  await profiler.ready(1_000);
  expect(problems).toEqual(["features could not be counted (it threw Error)"]);
  take({ income: 15_000 });
  profiler.emitAll();
  expect(emitted).toMatchObject([{ baseline: DIGEST, cells: { 2: 1 } }]);
});

test("a baseline of another system, and what is no baseline, are told", () => {
  expect(started({ baseline: { ...BASELINE, system: "fraud" } }).problems).toEqual([
    'the baseline is one of "fraud", the system is "credit": what is counted in it cannot be compared',
  ]);
  // Callers without types pass anything.
  expect(started({ baseline: 5 as unknown as BaselineOption }).problems).toHaveLength(1);
});

test("values that are none are refused by name and count nothing", () => {
  const { take, emitted, refused, profiler } = started();
  // Callers without types pass anything.
  const odd = { list: [1], call: () => 1, ["n".repeat(257)]: 1, income: 1 } as unknown as Scalars;
  expect(take(odd).features).toEqual({});
  profiler.emitAll();
  expect(refused).toEqual(["list", "call", "n".repeat(257)]);
  expect(emitted.map(({ feature }) => feature)).toEqual(["income"]);
});

test("a text and a vector leave no trace in a prediction, marked or not, and are told as none where they are unknown", () => {
  const { take, emitted, unprofiled, profiler } = started();
  const components = [1, 2, 3];
  const kept = take({ note: text("secret"), face: embedding(components) } as unknown as Scalars);
  expect(kept.features).toEqual({});
  profiler.emitAll();
  expect(unprofiled).toEqual(["note", "face"]);
  expect(emitted.map(({ feature, predictions, cells }) => [feature, predictions, cells])).toEqual([
    ["note", 1, {}],
    ["face", 1, {}],
  ]);
});

test("moments leave only where they were allowed to", () => {
  const { take, emitted, profiler } = started({ capture: { default: "profiles", moments: true } });
  take({ income: 2 });
  take({ income: -0.5, purpose: "car" });
  profiler.emitAll();
  expect(emitted).toMatchObject([
    { min: -0.5, max: 2, sum: "3p-1", sumOfSquares: "11p-2" },
    { min: null, max: null, sum: "", sumOfSquares: "" },
  ]);
});

const incomes = fc.oneof(
  fc.double(),
  fc.integer({ min: -20_000, max: 120_000 }),
  fc.constantFrom<unknown>(null, undefined, "a lot", true, 10_000n, -0, 10_000, 100_000),
);
const seen = fc.record({
  income: incomes,
  purpose: fc.constantFrom("car", "home", "boat", "space ship", true, 7, null),
  atMs: fc.nat(3 * MINUTE_MS),
  process: fc.nat(2),
});

test("any order, any split over processes and any flush between give the profile of all values together", () => {
  fc.assert(
    fc.property(fc.array(seen, { maxLength: 60 }), fc.nat(60), (rows, flushAt) => {
      const processes = [0, 1, 2].map(() => started());
      rows.forEach(({ income, purpose, atMs, process }, i) => {
        const features = { income, purpose } as Scalars; // callers without types pass anything
        processes[process]?.take(features, { timeMs: START_MS + atMs });
        if (i === flushAt) processes[process]?.profiler.emitAll();
      });
      for (const { profiler } of processes) profiler.emitAll();
      const emitted = processes.flatMap((each) => each.emitted);
      for (const feature of ["income", "purpose"] as const) {
        const builder = new ProfileBuilder(baselineFeature(feature));
        for (const row of rows) builder.add(asRecorded(row[feature]));
        const { counts, missing, notANumber, wrongType, infinite, magnitudes } = builder.build();
        const own = emitted.filter((profile) => profile.feature === feature);
        const total = (of: (profile: Profile) => number): number =>
          own.reduce((sum, profile) => sum + of(profile), 0);
        expect(counts.map((_, cell) => total(({ cells }) => cells[cell] ?? 0))).toEqual(counts);
        expect({
          predictions: total(({ predictions }) => predictions),
          missing: total((profile) => profile.missing),
          notANumber: total((profile) => profile.notANumber),
          wrongType: total((profile) => profile.wrongType),
          infinite: total((profile) => profile.infinite),
        }).toEqual({ predictions: rows.length, missing, notANumber, wrongType, infinite });
        for (const [key, count] of Object.entries(magnitudes)) {
          expect(total((profile) => profile.magnitudes[key] ?? 0)).toBe(count);
        }
      }
    }),
    { numRuns: 200 },
  );
});

function baselineFeature(name: string) {
  const feature = readBaseline(BASELINE).features.get(name);
  if (feature === undefined) throw new Error(`the baseline has no ${name}`);
  return feature;
}

/** As values are recorded where they are sent: see `toPrediction`. */
function asRecorded(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  return typeof value === "boolean" ? String(value) : value;
}

function magnitude(value: number): string {
  const builder = new ProfileBuilder(baselineFeature("income"));
  builder.add(value);
  return Object.keys(builder.build().magnitudes)[0] ?? "";
}
