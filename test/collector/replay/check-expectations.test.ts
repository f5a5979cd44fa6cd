import { type Control, type ControlState, parseTests, type Verdict } from "@tiltmeter/rules";
import { checkExpectations } from "tiltmeter/replay/check-expectations";
import type { ReplayRow } from "tiltmeter/replay/evaluation-rows";
import { expect, test } from "vitest";
import { control } from "../evaluator/house.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const watched: Control = control({ id: "errors", dataDelayMs: 2 * MINUTE });

const measured = {
  kind: "measured",
  value: 0.2,
  lower: null,
  upper: null,
  n: 100,
  detail: {},
} as const;
const VERDICTS: Readonly<Record<string, Verdict>> = {
  pass: { kind: "pass", measured, recovered: true, warned: false },
  breach: { kind: "breach", measured, bound: "at most 10 %" },
  no_data: { kind: "no_data", reason: "nothing was seen" },
};

/** One line a row: hour of the window's end, version, verdict, phase, data revision. */
function rowsOf(startMs: number, lines: readonly string[]): { row: ReplayRow; atMs: number }[] {
  return lines.map((line) => {
    const [end = "", version = "", verdict = "", phase = "ok", revision = "1"] = line.split(" ");
    const windowEndMs = startMs + Number(end) * HOUR;
    const episode = { episode: "e", firstBreachMs: windowEndMs, firedMs: windowEndMs };
    const state: ControlState =
      phase === "firing" ? { phase: "firing", ...episode } : { phase: "ok" };
    const row: ReplayRow = {
      control: "errors",
      revision: watched.revision,
      instance: { system: "credit", model_version: version },
      instanceKey: version,
      windowStartMs: windowEndMs - HOUR,
      windowEndMs,
      dataRevision: Number(revision),
      verdict: VERDICTS[verdict] ?? { kind: "error", reason: line },
      state,
      durationMs: 0,
      rowsRead: 1,
    };
    const late = Number(revision) > 1 ? 10 * HOUR : 0;
    return { row, atMs: windowEndMs + 2 * MINUTE + late };
  });
}

function met(expectation: string, lines: readonly string[]): boolean | string {
  const text = `controls: [a]\ntests:\n  - name: a\n    given: { series: { system: credit }, decisions: 1x9 }\n    expect: [${expectation}]\n`;
  const { file, findings } = parseTests(text, "t.yaml");
  const [parsed] = file?.tests ?? [];
  if (parsed === undefined) throw new Error(JSON.stringify(findings));
  const rows = rowsOf(parsed.startMs, lines);
  const [checked] = checkExpectations(parsed, { controls: [watched], rows, records: [], ends: [] });
  return checked?.isMet === true ? true : (checked?.detail.join("; ") ?? "");
}

const STORY = ["1 v1 pass", "2 v1 breach firing", "3 v1 no_data firing", "4 v1 pass"];

test("at looks at the newest window that is judged by then, the data delay included", () => {
  expect(met("{ at: 1h, control: errors, state: ok, verdict: pass }", STORY)).toBe(true);
  expect(met("{ at: 2h, control: errors, state: firing }", STORY)).toBe(true);
  expect(met("{ at: 3h, control: errors, state: firing, data: no_data }", STORY)).toBe(true);
  expect(met("{ at: 119m, control: errors, state: firing }", STORY)).toMatch(
    /state: expected firing, found ok.*it came at 122m/,
  );
  expect(met("{ at: 30m, control: errors, state: ok }", STORY)).toMatch(
    /nothing was judged by 30m; the first verdict came at 62m/,
  );
});

test("by is met at some time until then, never at no time at all", () => {
  expect(met("{ by: 4h, control: errors, state: firing }", STORY)).toBe(true);
  expect(met("{ by: 1h, control: errors, state: firing }", STORY)).toMatch(/found ok/);
  expect(met("{ never: { control: errors, verdict: error } }", STORY)).toBe(true);
  expect(met("{ never: { control: errors, state: firing } }", STORY)).toMatch(
    /found firing \(breach\) at 2h/,
  );
});

test("of several instances the worst counts, and only those of the newest window for the verdict", () => {
  const two = ["1 v1 breach firing", "1 v2 pass", "2 v1 no_data firing", "2 v2 pass"];
  expect(met("{ at: 2h, control: errors, state: firing, verdict: no_data }", two)).toBe(true);
  expect(
    met(
      "{ at: 2h, control: errors, instance: { model_version: v2 }, state: ok, verdict: pass }",
      two,
    ),
  ).toBe(true);
  expect(met("{ at: 2h, control: errors, verdict: pass }", two)).toMatch(
    /expected pass, found no_data/,
  );
});

test("a window that was judged again is found by its end and revision", () => {
  const revised = ["1 v1 pass", "2 v1 pass", "1 v1 breach ok 2"];
  expect(met("{ at: 2h, control: errors, window: 1h, verdict: pass, revision: 1 }", revised)).toBe(
    true,
  );
  expect(
    met("{ at: 12h, control: errors, window: 1h, verdict: breach, revision: 2 }", revised),
  ).toBe(true);
  expect(met("{ at: 12h, control: errors, verdict: pass }", revised)).toBe(true);
});

test("a control that is not in the files is told with those that are", () => {
  expect(met("{ at: 1h, control: error, state: ok }", STORY)).toMatch(
    /no control error in the control files; known: errors/,
  );
});
