import { randomUUID } from "node:crypto";
import { labelsKey, type Verdict } from "@tiltmeter/rules";
import type { EvaluationRow } from "tiltmeter/store/reads/evaluation-row";
import { openStore } from "tiltmeter/store/store";
import { expect, test } from "vitest";
import { batches, oversight, prediction, START_MS, telemetry } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const HOUR = 3_600_000;
const START = START_MS - (START_MS % HOUR);
const measured = {
  kind: "measured",
  ...{ value: 0.1, lower: 0.05, upper: 0.2, n: 40, detail: {} },
} as const;
const pass: Verdict = { kind: "pass", measured, recovered: true, warned: false };
const breach: Verdict = { kind: "breach", measured, bound: "x" } as unknown as Verdict; // only its kind is read
const none: Verdict = { kind: "no_data", reason: "nothing came" };

function row(
  control: string,
  instance: Readonly<Record<string, string>>,
  hour: number,
  verdict: Verdict,
  dataRevision = 1,
): EvaluationRow {
  const windowEndMs = START + hour * HOUR;
  return {
    ...{ control, revision: "r1", instance, instanceKey: labelsKey(instance), verdict },
    ...{ windowStartMs: windowEndMs - HOUR, windowEndMs, evaluatedMs: windowEndMs + dataRevision },
    ...{ state: { phase: "ok" }, dataRevision, watermarkMs: null, restatedUpToMs: null },
    ...{ isBackfilled: false, muted: null, engine: "chdb 1", question: "", firstSeenMs: null },
    ...{ absentWindows: 0, rowsRead: 1, durationMs: 1 },
  };
}

test("what governance reads of evaluations, models and decisions is exact, and replays count once", async () => {
  const store = await openStore({ folder: await temporaryFolder() });
  const credit = { system: "credit" };
  const rows = [
    row("a", credit, 1, pass),
    row("a", credit, 2, breach),
    row("a", credit, 3, none),
    // Late data turned a pass into a breach: the newer word counts.
    row("a", credit, 4, pass),
    row("a", credit, 4, breach, 2),
    row("a", { system: "chat" }, 4, pass),
    row("b", credit, 3, pass),
    row("b", { system: "chat" }, 3, breach),
    row("b", credit, 9, pass),
  ];
  await store.appendEvaluations(rows);
  await store.appendEvaluations(rows);
  const range = { fromMs: START, toMs: START + 4 * HOUR };
  expect(await store.verdictTotals(range)).toEqual([
    { control: "a", system: "chat", half: "later", passed: 1, breached: 0 },
    { control: "a", system: "credit", half: "earlier", passed: 1, breached: 1 },
    { control: "a", system: "credit", half: "later", passed: 0, breached: 1 },
    { control: "b", system: "chat", half: "later", passed: 0, breached: 1 },
    { control: "b", system: "credit", half: "later", passed: 1, breached: 0 },
  ]);
  expect(await store.lastVerdicts(range)).toEqual([
    { control: "a", windowEndMs: START + 4 * HOUR, verdict: "breach" },
    { control: "b", windowEndMs: START + 3 * HOUR, verdict: "breach" },
  ]);
  const keys = await store.evaluationKeys({ ...range, limit: 100 });
  expect(
    keys.map(({ control, windowEndMs }) => `${control} ${(windowEndMs - START) / HOUR}`),
  ).toEqual(["a 1", "a 2", "a 3", "b 3", "b 3"]);
  expect(await store.evaluationKeys({ ...range, limit: 2 })).toHaveLength(2);

  const model = (version: string) => ({
    model: { name: "m", version, supplier: "openai", digest: "" },
  });
  await store.apply(
    batches(1, [
      telemetry(prediction("1", { ...model("1"), segment: { region: "eu" } }), credit),
      telemetry(prediction("2", { ...model("2"), timeMs: START_MS + 5 }), credit),
      telemetry(prediction("3", { ...model("2"), timeMs: START_MS + 9 }), credit),
      telemetry(oversight("1", { by: "p-anna", role: "r" }), credit),
      telemetry(oversight("2", { by: "p-anna", role: "r" }), credit),
      telemetry(oversight("3", { by: "", role: "r" }), credit),
    ]),
    { journal: randomUUID(), uncertain: false },
  );
  const seen = { system: "credit", supplier: "openai", model: "m" };
  expect(await store.modelsSeen()).toEqual([
    {
      ...{ ...seen, version: "1", region: "eu", predictions: 1 },
      ...{ firstSeenMs: START_MS, lastSeenMs: START_MS },
    },
    {
      ...{ ...seen, version: "2", region: "", predictions: 2 },
      ...{ firstSeenMs: START_MS + 5, lastSeenMs: START_MS + 9 },
    },
  ]);
  const decided = await store.decisionsByDay({ fromMs: START_MS - HOUR, toMs: START_MS + HOUR });
  const day = new Date(START_MS).toISOString().slice(0, 10);
  expect(decided).toEqual([
    { system: "credit", reviewer: "", role: "r", day, decisions: 1 },
    { system: "credit", reviewer: "p-anna", role: "r", day, decisions: 2 },
  ]);
  await store.close();
});
