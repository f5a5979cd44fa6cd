import type { ControlState, Verdict } from "@tiltmeter/rules";
import { type BacktestStep, summarise } from "tiltmeter/replay/backtest";
import type { ReplayRow } from "tiltmeter/replay/evaluation-rows";
import { expect, test } from "vitest";
import { control } from "../evaluator/house.ts";

const HOUR = 3_600_000;
const errors = control({ id: "errors", dataDelayMs: 120_000 });
const measured = {
  kind: "measured",
  value: 0.2,
  lower: null,
  upper: null,
  n: 100,
  detail: {},
} as const;
const instance = { system: "credit", model_version: "v1" };
const of = { instance, instanceKey: "v1" };

/** Ten hours: a false alarm in the second, an incident from the fifth on in two fragments, and a gap. */
const STORY = [
  "pass",
  "fired",
  "ended",
  "warned",
  "fired",
  "ended",
  "fired",
  "no_data",
  "no_data",
  "ended",
];

const verdicts: Readonly<Record<string, Verdict>> = {
  pass: { kind: "pass", measured, recovered: true, warned: false },
  ended: { kind: "pass", measured, recovered: true, warned: false },
  warned: { kind: "pass", measured, recovered: true, warned: true },
  fired: { kind: "breach", measured, bound: "at most 10 %" },
  no_data: { kind: "no_data", reason: "nothing" },
};

function told(): { rows: readonly ReplayRow[]; steps: readonly BacktestStep[] } {
  let open = false;
  const rows: ReplayRow[] = [];
  const steps: BacktestStep[] = [];
  STORY.forEach((word, i) => {
    const windowEndMs = (i + 1) * HOUR;
    const episode = `e${windowEndMs}`;
    const verdict = verdicts[word] ?? { kind: "error", reason: word };
    if (word === "fired") {
      open = true;
      const event = {
        kind: "fired",
        atMs: windowEndMs,
        episode,
        firstBreachMs: windowEndMs,
      } as const;
      const state = {
        phase: "firing",
        episode,
        firstBreachMs: windowEndMs,
        firedMs: windowEndMs,
      } as const;
      steps.push({ ...of, verdict, state, events: [event] });
    }
    if (word === "ended") {
      open = false;
      const last = steps.findLast(({ state }) => state.phase === "firing")?.state;
      const ended = last?.phase === "firing" ? last.episode : "";
      const event = {
        kind: "ended",
        atMs: windowEndMs,
        episode: ended,
        reason: "recovered",
      } as const;
      steps.push({ ...of, verdict, state: { phase: "ok" }, events: [event] });
    }
    const firing = { phase: "firing", episode, firstBreachMs: 0, firedMs: 0 } as const;
    const state: ControlState = open ? firing : { phase: "ok" };
    const place = { windowStartMs: windowEndMs - HOUR, windowEndMs, dataRevision: 1 };
    const kept = { control: "errors", revision: "r", durationMs: 0, rowsRead: 1 };
    rows.push({ ...kept, ...of, ...place, verdict, state });
  });
  return { rows, steps };
}

const incident = { name: "INC-1", fromMs: 4 * HOUR, toMs: 8 * HOUR, system: "credit" };
const summary = summarise({
  control: errors,
  fromMs: 0,
  toMs: 10 * HOUR,
  ...told(),
  known: [incident, { name: "INC-2", fromMs: 8.5 * HOUR, toMs: 9 * HOUR, system: null }],
  raised: 2,
  missed: 0,
  errors: [],
  cost: { ms: 1, questions: 10, storeMs: 1 },
});

test("episodes are inside the incident in which they fired, and outside of any other", () => {
  expect(summary).toMatchObject({ episodeCount: 3, inside: 2, outside: 1 });
  expect(summary.episodes.map((each) => each.incident)).toEqual([null, "INC-1", "INC-1"]);
  expect(
    summary.episodes.map(({ firedMs, endedMs }) => [firedMs / HOUR, (endedMs ?? 0) / HOUR]),
  ).toEqual([
    [2, 3],
    [5, 6],
    [7, 10],
  ]);
});

test("an incident is found when its first episode is told, data delay included; fragments are counted", () => {
  expect(summary.incidents).toMatchObject([
    { name: "INC-1", fragments: 2, afterMs: HOUR + 120_000, warnedAfterMs: null },
    { name: "INC-2", fragments: 0, afterMs: null },
  ]);
});

test("an episode that was open before an incident began is no finding of it", () => {
  const before = { name: "INC-3", fromMs: 2.5 * HOUR, toMs: 3 * HOUR, system: null };
  const found = summarise({
    ...{ control: errors, fromMs: 0, toMs: 10 * HOUR, ...told(), known: [before] },
    ...{ raised: 0, missed: 0, errors: [], cost: { ms: 1, questions: 1, storeMs: 1 } },
  });
  expect(found.incidents).toMatchObject([{ fragments: 0, afterMs: null }]);
});

test("verdicts, coverage, gaps and the drawing say the same story", () => {
  expect(summary.verdicts).toEqual({ pass: 5, breach: 3, inconclusive: 0, no_data: 2, error: 0 });
  expect(summary.conclusive).toBe(0.8);
  expect(summary.gaps).toEqual([{ fromMs: 7 * HOUR, toMs: 9 * HOUR }]);
  expect(summary.timeline).toBe("PfPPfPfffP");
});
