import { labelsKey, type Verdict } from "@tiltmeter/rules";
import type { EvaluationRow } from "tiltmeter/store/reads/evaluation-row";
import { openStore, type Store } from "tiltmeter/store/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";

const START = Date.UTC(2026, 10, 23);
const HOUR = 3_600_000;
let store: Store;

const measured = {
  kind: "measured",
  ...{ value: 0.1, lower: 0.05, upper: 0.2, n: 40, detail: {} },
} as const;
const pass: Verdict = { kind: "pass", measured, recovered: true, warned: false };
const breach: Verdict = { kind: "breach", measured, bound: "at most 0.05" };
const none: Verdict = { kind: "no_data", reason: "nothing came" };

function row(
  control: string,
  system: string,
  hour: number,
  verdict: Verdict,
  of: Partial<EvaluationRow> = {},
): EvaluationRow {
  const instance = { system };
  const windowEndMs = START + hour * HOUR;
  return {
    ...{ control, revision: "r1", instance, instanceKey: labelsKey(instance), verdict },
    windowStartMs: windowEndMs - HOUR,
    windowEndMs,
    evaluatedMs: windowEndMs,
    state: { phase: "ok" },
    dataRevision: 1,
    watermarkMs: null,
    restatedUpToMs: null,
    isBackfilled: false,
    muted: null,
    engine: "chdb 1",
    question: "",
    firstSeenMs: null,
    absentWindows: 0,
    rowsRead: 1,
    durationMs: 1,
    ...of,
  };
}

beforeAll(async () => {
  store = await openStore({ folder: await temporaryFolder() });
  const rows = [
    row("drift", "a", 1, pass),
    row("drift", "b", 1, none),
    row("drift", "a", 2, pass),
    row("drift", "b", 2, breach, { isBackfilled: true, evaluatedMs: START + 7 * HOUR }),
    row("drift", "a", 4, none),
    row("drift", "b", 4, none),
    row("errors", "a", 1, pass),
    row("silent", "a", 1, pass),
    ...[1, 2].map((hour) => row("silent", "", hour, none, { instance: {}, instanceKey: "[]" })),
    row("errors", "a", 4, pass, { muted: "move" }),
  ];
  await store.appendEvaluations(rows);
  // A tick that is replayed appends its row again; late data make a further revision, and that one counts.
  const late = { dataRevision: 2, evaluatedMs: START + 8 * HOUR };
  await store.appendEvaluations([...rows.slice(6, 7), row("drift", "a", 2, breach, late)]);
});

afterAll(() => store.close());

test("each window counts its instances once, by the verdict that counts, since when it was asked", async () => {
  const nothing = { pass: 0, breach: 0, inconclusive: 0, no_data: 0, error: 0 };
  const at = (control: string, hour: number, verdicts: object, of: object = {}) => ({
    control,
    windowStartMs: START + (hour - 1) * HOUR,
    windowEndMs: START + hour * HOUR,
    verdicts: { ...nothing, ...verdicts },
    maintenance: false,
    amended: false,
    ...of,
  });
  expect(
    await store.windowVerdicts([
      { control: "drift", sinceMs: START },
      { control: "errors", sinceMs: START + HOUR },
      { control: "it's\\none", sinceMs: START },
      { control: "silent", sinceMs: START },
    ]),
  ).toEqual([
    at("drift", 1, { pass: 1, no_data: 1 }),
    at("drift", 2, { breach: 2 }, { amended: true }),
    at("drift", 4, { no_data: 2 }),
    at("errors", 4, { pass: 1 }, { maintenance: true }),
    at("silent", 1, { pass: 1 }),
    at("silent", 2, { no_data: 1 }),
  ]);
  expect(await store.windowVerdicts([])).toEqual([]);
});

test("evaluations are counted once each, and windows made up for apart", async () => {
  const counts = await store.evaluationCounts({
    range: { fromMs: START, toMs: START + 24 * HOUR },
    controls: ["drift"],
  });
  expect(counts).toEqual([
    {
      control: "drift",
      windows: 3,
      backFilled: 1,
      firstEndMs: START + HOUR,
      evaluations: 6,
      conclusive: 3,
      lastConclusiveMs: START + 2 * HOUR,
    },
  ]);
  expect(
    await store.evaluationCounts({
      range: { fromMs: START + 3 * HOUR, toMs: START + 24 * HOUR },
      controls: ["drift"],
    }),
  ).toMatchObject([{ windows: 1, conclusive: 0, lastConclusiveMs: null }]);
});
