import type { Control, JudgedWindow } from "@tiltmeter/rules";
import type { Revision } from "tiltmeter/facts/sources";
import { expect, test } from "vitest";
import { controlOf } from "../../rules/control-of.ts";
import { DAY_MS, declared, fact, HOUR_MS, NOW, sources } from "./house.ts";

const base = controlOf("measure: error_rate\nwindow: 1h\nlimit: { max: 2% }\nrequirement: r");
const control = (id: string, more: Partial<Control> = {}): Control => ({ ...base, id, ...more });
const active = (name: string, system: string, more: Record<string, unknown> = {}) => ({
  control: name,
  system,
  firstEndMs: NOW - 40 * DAY_MS,
  lastConclusiveMs: NOW - HOUR_MS,
  conclusive: 900,
  hasFired: true,
  ...more,
});

test("never fired, never conclusive: since the first evaluation, and zero once it has", async () => {
  const of = sources({
    controls: () => [control("good"), control("mute"), control("blind")],
    activity: async () => [
      active("good", "a"),
      active("mute", "a", { hasFired: false }),
      active("blind", "a", { hasFired: false, lastConclusiveMs: null, conclusive: 0 }),
      active("gone", "a", { hasFired: false }),
      active("good", "", { hasFired: false }),
    ],
  });
  const fired = await fact("never_fired", of);
  expect(Object.keys(fired)).toEqual(["a good", "a mute", "a blind"]);
  expect(fired["a good"]?.value).toBe(0);
  expect(fired["a mute"]).toMatchObject({ value: (40 * DAY_MS) / 1000, n: 900 });
  const conclusive = await fact("never_conclusive", of);
  expect(conclusive["a good"]?.value).toBe(HOUR_MS / 1000);
  expect(conclusive["a blind"]).toMatchObject({ value: (40 * DAY_MS) / 1000, n: 0 });
});

test("controls about controls are watched by nobody: they would find each other for ever", async () => {
  const meta = control("never-fired", { measure: "never_fired", by: ["system", "control"] });
  const of = sources({
    controls: () => [meta],
    activity: async () => [active("never-fired", "tiltmeter", { hasFired: false })],
  });
  expect(await fact("never_fired", of)).toEqual({});
});

test("without a verdict that decides for longer than the tier allows, a control is named", async () => {
  const late = { lastConclusiveMs: NOW - 8 * DAY_MS };
  const of = sources({
    declared: () => [declared("high"), declared("low", { riskTier: "minimal" })],
    controls: () => [control("x"), control("y")],
    activity: async () => [
      active("x", "high", late),
      active("y", "high"),
      active("x", "low", late),
    ],
  });
  expect(await fact("unevaluated_controls", of)).toEqual({
    high: { value: 1, n: 2, named: ["x"] },
    low: { value: 0, n: 1, named: [] },
  });
});

test("always firing: the longest episode that lasts, recovering too", async () => {
  const firing = (hours: number, phase: "firing" | "recovering") => ({
    control: "x",
    labels: { system: "a", model_version: `v${hours}` },
    state: {
      phase,
      episode: "e",
      firstBreachMs: 0,
      firedMs: NOW - hours * HOUR_MS,
      recoveringSinceMs: 0,
      windows: 1,
    },
  });
  const of = sources({
    controls: () => [control("x"), control("y")],
    activity: async () => [active("x", "a"), active("y", "a")],
    instances: () => [
      firing(5, "firing"),
      firing(70, "recovering"),
      { control: "y", labels: { system: "a" }, state: { phase: "ok" } },
    ],
  });
  const found = await fact("always_firing", of);
  expect(found["a x"]?.value).toBe((70 * HOUR_MS) / 1000);
  expect(found["a y"]?.value).toBe(0);
});

test("windows without an evaluation are missed, once they and the tick have had their time", async () => {
  const asked: { fromMs: number; toMs: number }[] = [];
  const of = (judged: number, firstEndMs: number) =>
    sources({
      controls: () => [control("x", { dataDelayMs: 60_000 })],
      activity: async () => [active("x", "", { firstEndMs })],
      windows: async ({ span }) => {
        asked.push(span);
        return new Map([["x", judged]]);
      },
    });
  const long = NOW - 40 * DAY_MS;
  expect(await fact("missed_evaluations", of(24, long))).toEqual({
    "tiltmeter x": { value: 0, n: 24, named: [] },
  });
  expect((await fact("missed_evaluations", of(20, long)))["tiltmeter x"]?.value).toBe(4);
  expect(asked[0]).toEqual({ fromMs: NOW - DAY_MS - 360_000, toMs: NOW - 360_000 });
  // Before its first window nothing was asked of a control.
  const young = NOW - 3 * HOUR_MS;
  expect((await fact("missed_evaluations", of(3, young)))["tiltmeter x"]).toEqual({
    ...{ value: 0, n: 3, named: [] },
  });
});

const enforced = control("x", { status: "enforce" });
const loose = { ...enforced, limit: { max: 0.05 } };
function revisions(...list: readonly (readonly [Control | null, number, number | null])[]) {
  return async (): Promise<readonly Revision[]> =>
    list.map(([of, loaded, ended]) => ({
      id: of?.id ?? "x",
      loadedMs: NOW - loaded * HOUR_MS,
      endedMs: ended === null ? null : NOW - ended * HOUR_MS,
      control: of,
    }));
}

test("a weakening is counted in the window of its load, with what it was; a tightening is none", async () => {
  const weakened = async (of: () => Promise<readonly Revision[]>) =>
    (await fact("weakened_controls", sources({ revisions: of, controls: () => [loose] })))[
      "tiltmeter"
    ];
  expect(await weakened(revisions([enforced, 90, 5], [loose, 5, null]))).toEqual({
    ...{ value: 1, n: 1, named: ["x: limit"] },
  });
  expect((await weakened(revisions([loose, 90, 5], [enforced, 5, null])))?.value).toBe(0);
  expect((await weakened(revisions([enforced, 90, 30], [loose, 30, null])))?.value).toBe(0);
  expect((await weakened(revisions([enforced, 90, 5])))?.named).toEqual(["x: taken out of force"]);
  // What was only tried out is changed freely, and what was not kept cannot be compared.
  const tried = { ...enforced, status: "shadow" as const };
  expect((await weakened(revisions([tried, 90, 5], [loose, 5, null])))?.value).toBe(0);
  expect((await weakened(revisions([null, 90, 5], [loose, 5, null])))?.value).toBe(0);
});

test("the former limit of a weakened control is replayed over what was stored since", async () => {
  const window = (hour: number, rate: number): JudgedWindow => ({
    instanceKey: "k",
    labels: { system: "a" },
    windowStartMs: NOW - (hour + 1) * HOUR_MS,
    windowEndMs: NOW - hour * HOUR_MS,
    isFiring: false,
    verdict: {
      kind: "pass",
      measured: {
        ...{ kind: "measured", value: rate, lower: rate - 0.005, upper: rate + 0.005, n: 900 },
        detail: {},
      },
      recovered: true,
      warned: false,
    },
  });
  const judged = async () => [window(4, 0.01), window(3, 0.04), window(2, 0.01)];
  const of = (list: ReturnType<typeof revisions>) => sources({ revisions: list, judged });
  const found = await fact("would_have_raised", of(revisions([enforced, 90, 5], [loose, 5, null])));
  expect(found["tiltmeter x"]).toMatchObject({ value: 1, n: 3 });
  expect(found["tiltmeter x"]?.named[0]).toContain("2026-11-27T09:00:00Z");
  expect(
    await fact("would_have_raised", of(revisions([loose, 90, 5], [enforced, 5, null]))),
  ).toEqual({});
  // Another revision since: what the first one lost is no longer the question.
  const restored = revisions([enforced, 90, 5], [loose, 5, 1], [enforced, 1, null]);
  expect(await fact("would_have_raised", of(restored))).toEqual({});
  // Another window measures something else.
  const daily = { ...loose, windowMs: DAY_MS };
  const changed = revisions([enforced, 90, 5], [daily, 5, null]);
  expect(await fact("would_have_raised", of(changed))).toEqual({});
});

test("a control is disabled since it was last enforced, unless it was retired or is enforced again", async () => {
  const shadow = { ...enforced, status: "shadow" as const };
  const retired = { ...enforced, status: "retired" as const };
  const value = async (list: ReturnType<typeof revisions>) =>
    (await fact("disabled", sources({ revisions: list })))["tiltmeter x"]?.value;
  expect(await value(revisions([enforced, 90, null]))).toBe(0);
  expect(await value(revisions([enforced, 90, 5]))).toBe((5 * HOUR_MS) / 1000);
  expect(await value(revisions([enforced, 90, 5], [shadow, 5, 3], [shadow, 3, null]))).toBe(
    (5 * HOUR_MS) / 1000,
  );
  expect(await value(revisions([enforced, 90, 5], [loose, 5, null]))).toBe(0);
  expect(await value(revisions([enforced, 90, 5], [shadow, 5, 3], [enforced, 3, null]))).toBe(0);
  expect(await value(revisions([enforced, 90, 5], [retired, 5, null]))).toBeUndefined();
  expect(await value(revisions([shadow, 90, 5]))).toBeUndefined();
});
