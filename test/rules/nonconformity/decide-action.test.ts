import { expect, test } from "vitest";
import type { Nonconformity } from "../../../rules/index.ts";
import { RAISED } from "./record.ts";
import { acted, done, ended, moved, PLAN } from "./walk.ts";

const acting = moved(ended, "assessing", "containing", "analysing", "acting");

function planned(of: Nonconformity): Nonconformity {
  const decided = acted(of, "plan", { fields: { ...PLAN, change: "PR 7" } });
  if (decided.kind === "refused") throw new Error(decided.reason);
  return decided.record;
}

test("an action is an item of its own: what, who, by when, and the change that carries it out", () => {
  expect(planned(acting).actions).toEqual([
    {
      ...{ id: "A1", cycle: 1, ...PLAN, change: "PR 7", plannedMs: RAISED + 1 },
      ...{ done: null, dropped: null },
    },
  ]);
  expect(acted(acting, "plan", { fields: { what: "retrain" } })).toMatchObject({
    fields: { owner: "is required", due: "is required" },
  });
  expect(acted(acting, "plan", { fields: { ...PLAN, due: "2026-11-21" } })).toMatchObject({
    fields: { due: "must not be in the past" },
  });
});

test("an action is done with evidence, and stays so", () => {
  const one = planned(acting);
  expect(acted(one, "done", { action: "A1" })).toMatchObject({
    fields: { evidence: "is required" },
  });
  const finished = acted(one, "done", { action: "A1", fields: { evidence: "release 7" } });
  if (finished.kind === "refused") throw new Error(finished.reason);
  expect(finished.record.actions[0]?.done).toEqual({
    ...{ atMs: RAISED + 1, by: "bob", evidence: "release 7" },
  });
  for (const act of ["done", "change", "drop"] as const) {
    expect(acted(finished.record, act, { action: "A1", fields: {} })).toMatchObject({
      reason: "action A1 is done and stays so",
    });
  }
});

test("an action changes or is dropped with a reason", () => {
  const one = planned(acting);
  const later = { action: "A1", fields: { due: "2027-03-31" } };
  expect(acted(one, "change", { ...later, reason: "" })).toMatchObject({
    fields: { reason: "is required" },
  });
  const changed = acted(one, "change", later);
  expect(changed).toMatchObject({ record: { actions: [{ due: "2027-03-31", owner: "bob" }] } });
  const dropped = acted(one, "drop", { action: "A1" });
  if (dropped.kind === "refused") throw new Error(dropped.reason);
  expect(dropped.record.actions[0]?.dropped).toMatchObject({ by: "bob", text: "because" });
  expect(acted(dropped.record, "done", { action: "A1" })).toMatchObject({
    reason: "action A1 was dropped; plan another one",
  });
  expect(acted(one, "change", { action: "A1" })).toMatchObject({ kind: "refused" });
  expect(acted(one, "done", { action: "A9" })).toMatchObject({
    reason: "NC-2026-0042 has no action A9",
  });
});

test("actions begin after the criterion is fixed, and end before their effect is tested", () => {
  const analysing = moved(ended, "assessing", "containing", "analysing");
  const verifying = moved(done(acting), "verifying");
  for (const record of [analysing, verifying]) {
    expect(acted(record, "plan", { fields: PLAN })).toMatchObject({
      reason: expect.stringContaining("are planned and done while it is acting"),
    });
  }
});
