import type { Backtest } from "tiltmeter/replay/backtest";
import { createBacktests } from "tiltmeter/replay/backtests";
import { expect, test } from "vitest";

function result(control: string, revision: string): Backtest {
  return {
    ...{ control, revision, title: "", measure: "psi", owner: "", severity: "low", clauses: {} },
    terms: { limit: "", proof: "", for: "" },
    ...{ fromMs: 0, toMs: 1, windows: 0, missed: 0, instances: 0, conclusive: null },
    verdicts: { pass: 0, breach: 0, inconclusive: 0, no_data: 0, error: 0 },
    ...{ episodes: [], episodeCount: 0, inside: 0, outside: 0, incidents: [], raised: 0, gaps: [] },
    ...{ timeline: "", timelineMs: 1, errors: [], cost: { ms: 0, questions: 0, storeMs: 0 } },
  };
}

test("the last backtest of a control is the newest that is done, whatever failed since", async () => {
  let id = 0;
  const backtests = createBacktests({ now: () => 7, newId: () => `${++id}`, deadlineMs: 60_000 });
  expect(backtests.latest("drift")).toBe(null);
  backtests.start("mara", async () => result("drift", "r1"));
  backtests.start("jon", async () => result("drift", "r2"));
  backtests.start("jon", async () => result("other", "r3"));
  // Each waits for the one before, so the last one's turn is the others' end.
  await new Promise<void>((resolve) => {
    backtests.start("jon", async () => {
      resolve();
      throw new Error("the store does not answer");
    });
  });
  expect(backtests.latest("drift")).toMatchObject({ by: "jon", result: { revision: "r2" } });
  expect(backtests.latest("none")).toBe(null);
  await backtests.close();
});
