import { labelsKey, type Verdict } from "@tiltmeter/rules";
import type { EvaluationRow } from "tiltmeter/store/reads/evaluation-row";
import { openStore } from "tiltmeter/store/store";
import { expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";

const START = Date.UTC(2026, 10, 23);
const HOUR = 3_600_000;
const measured = {
  kind: "measured",
  ...{ value: 0.1, lower: 0.05, upper: 0.2, n: 40, detail: {} },
} as const;
const pass: Verdict = { kind: "pass", measured, recovered: true, warned: false };
const none: Verdict = { kind: "no_data", reason: "nothing came" };
const firing = { phase: "firing", episode: "e", firstBreachMs: 0, firedMs: 0 } as const;

function row(
  control: string,
  system: string,
  hour: number,
  more: Partial<EvaluationRow>,
): EvaluationRow {
  const instance = system === "" ? {} : { system };
  const windowEndMs = START + hour * HOUR;
  return {
    ...{ control, revision: "r1", instance, instanceKey: labelsKey(instance), verdict: pass },
    ...{ windowStartMs: windowEndMs - HOUR, windowEndMs, evaluatedMs: windowEndMs },
    ...{ state: { phase: "ok" }, dataRevision: 1, watermarkMs: null, restatedUpToMs: null },
    ...{ isBackfilled: false, muted: null, engine: "chdb 1", question: "", firstSeenMs: null },
    ...{ absentWindows: 0, rowsRead: 1, durationMs: 1 },
    ...more,
  };
}

test("what has become of a control is summed by system, up to an instant, replays once", async () => {
  const store = await openStore({ folder: await temporaryFolder() });
  const rows = [
    row("a", "credit", 1, {}),
    row("a", "credit", 2, { state: firing }),
    row("a", "credit", 3, { verdict: none }),
    row("a", "credit", 5, {}),
    row("a", "", 1, { verdict: none }),
    row("b", "credit", 1, { verdict: none }),
    // Late data never moved a state, so they are no sign of life either.
    row("b", "credit", 2, { dataRevision: 2 }),
  ];
  await store.appendEvaluations(rows);
  await store.appendEvaluations(rows);
  const found = await store.controlActivity({ toMs: START + 4 * HOUR });
  await store.close();
  const none1 = { lastConclusiveMs: null, conclusive: 0, hasFired: false };
  expect(found).toEqual([
    { control: "a", system: "", firstEndMs: START + HOUR, lastEndMs: START + HOUR, ...none1 },
    {
      ...{ control: "a", system: "credit", firstEndMs: START + HOUR },
      ...{ lastEndMs: START + 3 * HOUR, lastConclusiveMs: START + 2 * HOUR },
      ...{ conclusive: 2, hasFired: true },
    },
    { control: "b", system: "credit", firstEndMs: START + HOUR, lastEndMs: START + HOUR, ...none1 },
  ]);
});
