import { expect, test } from "vitest";
import { resolveCapture } from "../../sdk/capture.ts";
import { type Counting, LateProfiler } from "../../sdk/late-profiler.ts";
import type { Observation } from "../../sdk/observation.ts";
import type { Scalars } from "../../sdk/scalars.ts";
import { madeObservation } from "./made-observation.ts";

const observation = (features: Scalars): Observation => madeObservation({ timeMs: 0, features });

function started(load: () => Promise<unknown> = () => Promise.resolve()) {
  const counted: (Scalars | null)[] = [];
  const lost: number[] = [];
  const emitted: number[] = [];
  const counting: Counting = {
    unprofiled: ["income"],
    take: (of) => {
      counted.push(of.features);
      return { ...of, features: {} };
    },
    ready: () => Promise.resolve(),
    emitAll: () => emitted.push(counted.length),
  };
  const profiler = new LateProfiler({
    capture: resolveCapture(
      { default: "profiles", features: { note: "none", purpose: "values" } },
      () => undefined,
    ),
    load: async () => {
      await load();
      return counting;
    },
    onLost: (predictions) => lost.push(predictions),
  });
  const take = (features: Scalars) =>
    profiler.take(observation(features), () => undefined).features;
  return { profiler, take, counted, lost, emitted };
}

test("from the first prediction on nothing leaves that may not, and it is counted once that is possible", async () => {
  const { profiler, take, counted, emitted } = started();
  expect(take({ income: 1, note: "secret", purpose: "car" })).toEqual({ purpose: "car" });
  expect(take({ note: "secret" })).toEqual({});
  profiler.emitAll();
  expect([counted, emitted, profiler.unprofiled]).toEqual([[], [], []]);
  await profiler.ready(1_000);
  expect(counted).toEqual([{ income: 1 }]);
  take({ income: 2 });
  profiler.emitAll();
  expect([counted.length, emitted, profiler.unprofiled]).toEqual([2, [2], ["income"]]);
});

test("what could not be loaded is tried again, and what waited for it is told as lost", async () => {
  let loads = 0;
  const { profiler, take, counted, lost } = started(async () => {
    loads += 1;
    if (loads === 1) throw new Error("no such file");
  });
  take({ income: 1 });
  await profiler.ready(1_000);
  expect([loads, lost]).toEqual([1, [1]]);
  expect(take({ income: 2 })).toEqual({});
  await profiler.ready(1_000);
  expect([loads, counted]).toEqual([2, [{ income: 2 }]]);
});

test("what waits has an end, and is told as lost beyond it", async () => {
  const { profiler, take, counted, lost } = started();
  for (let i = 0; i < 100; i += 1) take({ income: "x".repeat(30_000) });
  expect(lost.length).toBeGreaterThan(20);
  await profiler.ready(1_000);
  expect(counted.length + lost.length).toBe(100);
});
