import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adwin } from "../../../rules/statistics/detectors/adwin.ts";
import { ddm } from "../../../rules/statistics/detectors/ddm.ts";
import { kswin } from "../../../rules/statistics/detectors/kswin.ts";
import { pageHinkley } from "../../../rules/statistics/detectors/page-hinkley.ts";
import { driftsIn } from "./drifts-in.ts";
import { seeded } from "./seeded.ts";

type Drifts = (stream: readonly number[]) => readonly number[];

const detectors: readonly (readonly [string, Drifts])[] = [
  ["ADWIN", (stream) => driftsIn(adwin, {}, stream)],
  ["Page–Hinkley", (stream) => driftsIn(pageHinkley, {}, stream)],
  ["DDM", (stream) => driftsIn(ddm, {}, stream)],
  ["KSWIN", (stream) => driftsIn(kswin(seeded(1)), { alpha: 0.0001 }, stream)],
];

describe.each(detectors)("%s", (_, drifts) => {
  test("a stream that never changes is never a drift", () => {
    expect(drifts(new Array<number>(3000).fill(0))).toEqual([]);
    expect(drifts(new Array<number>(3000).fill(1))).toEqual([]);
  });

  test("a rate that rises from 5 % to 60 % is found within 200 values, and not before", () => {
    const random = seeded(7);
    const stream = Array.from({ length: 2000 }, (_, i) =>
      random() < (i < 1000 ? 0.05 : 0.6) ? 1 : 0,
    );
    const found = drifts(stream).find((index) => index >= 1000) ?? Infinity;
    expect(found).toBeLessThan(1200);
  });

  test("NaN and infinities are refused: with one inside it would never alarm again", () => {
    for (const x of [Number.NaN, Infinity, -Infinity]) expect(() => drifts([0, x])).toThrow("got");
  });
});

test("ADWIN's buckets hold what the window holds: number, sum and spread", () => {
  const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
    minLength: 1,
    maxLength: 400,
  });
  fc.assert(
    fc.property(values, (stream) => {
      // It never looks, so that nothing is ever cut away.
      let state = adwin.empty({ clock: 1e9 });
      for (const x of stream) state = adwin.step(state, x).state;
      const mean = stream.reduce((sum, x) => sum + x, 0) / stream.length;
      const spread = stream.reduce((sum, x) => sum + (x - mean) ** 2, 0);
      expect(state.n).toBe(stream.length);
      expect(state.spread).toBeCloseTo(spread, 9);
      const held = state.rows.map((row, r) => row.length * 2 ** r);
      expect(held.reduce((sum, n) => sum + n, 0)).toBe(stream.length);
      const totals = state.rows.flat().reduce((sum, bucket) => sum + bucket.total, 0);
      expect(totals).toBeCloseTo(state.total, 9);
      expect(Math.max(...state.rows.map((row) => row.length))).toBeLessThanOrEqual(5);
    }),
    { numRuns: 50 },
  );
});

test("ADWIN sees falls as it sees rises", () => {
  const random = seeded(3);
  const stream = Array.from({ length: 1500 }, (_, i) => (random() < (i < 700 ? 0.2 : 0.5) ? 1 : 0));
  const mirrored = stream.map((x) => 1 - x);
  expect(driftsIn(adwin, {}, mirrored)).toEqual(driftsIn(adwin, {}, stream));
});

test("Page–Hinkley looks upwards only, and a calm past delays it where the sum has no floor", () => {
  const rise = [...new Array<number>(500).fill(0), ...new Array<number>(500).fill(1)];
  const fall = rise.map((x) => -x);
  const floored = driftsIn(pageHinkley, { delta: 0.1 }, rise);
  const open = driftsIn(pageHinkley, { delta: 0.1, floored: false }, rise);
  expect(driftsIn(pageHinkley, { delta: 0.1 }, fall)).toEqual([]);
  expect(floored[0]).toBeLessThan(600);
  expect(open[0] ?? Infinity).toBeGreaterThan((floored[0] ?? 0) + 40);
});

test("DDM warns before it alarms, and never both at once", () => {
  const random = seeded(11);
  let state = ddm.empty();
  const signs: string[] = [];
  for (let i = 0; i < 2000; i++) {
    const found = ddm.step(state, random() < (i < 1000 ? 0.1 : 0.4) ? 1 : 0);
    state = found.state;
    expect(found.drift && found.warning).toBe(false);
    if (i >= 1000 && (found.drift || found.warning)) signs.push(found.drift ? "drift" : "warning");
  }
  expect(signs[0]).toBe("warning");
  expect(signs).toContain("drift");
  expect(() => ddm.step(ddm.empty(), 0.5)).toThrow("0 (right) or 1 (error)");
});

// Two samples of n values whose D is gap / n; p by scipy.stats.ks_2samp(method="exact").
test.each([
  [30, 12, 0.015643390496754332],
  [30, 15, 0.0008995776840176799],
  [30, 20, 1.2750060342394341e-6],
  [100, 28, 0.0007377026282063397],
  [100, 31, 0.00012016164291946694],
  [10, 7, 0.012340600575894691],
  [20, 20, 1.4508889103849681e-11],
])("KSWIN's p for %i values with a gap of %i is SciPy's exact one", (newest, gap, p) => {
  const before = Array.from({ length: newest }, (_, i) => i);
  const stream = [...before, ...before.map((value) => value + gap - 0.5)];
  const options = { window: 2 * newest, newest };
  const random = seeded(2);
  const last = [2 * newest - 1];
  expect(driftsIn(kswin(random), { ...options, alpha: p * (1 + 1e-9) }, stream)).toEqual(last);
  expect(driftsIn(kswin(random), { ...options, alpha: p * (1 - 1e-9) }, stream)).toEqual([]);
});

test("options that make no sense are refused with what was given", () => {
  expect(() => adwin.empty({ delta: 0 })).toThrow("delta in (0, 1)");
  expect(() => ddm.empty({ warning: 4 })).toThrow("got 4 and 3");
  expect(() => pageHinkley.empty({ threshold: 0 })).toThrow("threshold above 0");
  expect(() => kswin(seeded(1)).empty({ newest: 60 })).toThrow("got 100 and 60");
});
