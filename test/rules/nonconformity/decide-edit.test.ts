import { expect, test } from "vitest";
import { decideEdit, type EditCommand, type Nonconformity } from "../../../rules/index.ts";
import { RAISED, record } from "./record.ts";
import { moved } from "./walk.ts";

function edit(of: Nonconformity, command: Partial<EditCommand>) {
  const nothing = { by: "anna", fields: {}, cites: {}, uncites: {}, reason: "" };
  return decideEdit(of, { ...nothing, ...command }, RAISED + 1);
}

test("an owner is named without a reason, a severity with one", () => {
  expect(edit(record(), { fields: { owner: "bob" } })).toMatchObject({ record: { owner: "bob" } });
  const graver = { fields: { severity: "critical" } };
  expect(edit(record(), graver)).toMatchObject({ fields: { reason: "is required" } });
  expect(edit(record(), { ...graver, reason: "more are affected" })).toMatchObject({
    record: { severity: "critical", gravest: "critical" },
    event: { fields: { severity: "critical" }, text: "more are affected" },
  });
  const milder = edit(record(), { fields: { severity: "low" }, reason: "fewer" });
  expect(milder).toMatchObject({ record: { severity: "low", gravest: "high" } });
});

test("one finding has as many citations as apply; what stands already is not said again", () => {
  const cites = { iso42001: ["9.1", "10.2"], iso27001: ["8.16"], iso9001: ["10.2"] };
  const cited = edit(record(), { cites });
  expect(cited).toMatchObject({
    event: { cites: { iso42001: ["10.2"], iso27001: ["8.16"], iso9001: ["10.2"] } },
    record: { clauses: { iso42001: ["9.1", "10.2"], iso27001: ["8.16"], iso9001: ["10.2"] } },
  });
  const uncites = { iso42001: ["9.1"], iso9001: ["4.1"] };
  expect(edit(record(), { uncites })).toMatchObject({ fields: { reason: "is required" } });
  expect(edit(record(), { uncites, reason: "the wrong clause" })).toMatchObject({
    event: { uncites: { iso42001: ["9.1"] } },
    record: { clauses: {} },
  });
  for (const wrong of [{ "": ["1"] }, { iso9001: [""] }, { iso9001: ["a".repeat(41)] }]) {
    expect(edit(record(), { cites: wrong })).toMatchObject({
      fields: { cites: expect.any(String) },
    });
  }
});

test("a serious incident that is suspected later says since when one is aware", () => {
  const fields = { serious_incident: "suspected" };
  expect(edit(record(), { fields, reason: "a complaint" })).toMatchObject({
    fields: { aware_at: expect.stringContaining("legal clocks run") },
  });
  const aware = { ...fields, aware_at: "2026-11-23T10:00Z" };
  expect(edit(record(), { fields: aware, reason: "a complaint" })).toMatchObject({
    record: { fields: aware },
  });
  const later = { ...fields, aware_at: "2026-11-24T10:00Z" };
  expect(edit(record(), { fields: later, reason: "a complaint" })).toMatchObject({
    fields: { aware_at: "must not be in the future" },
  });
});

test("an edit of nothing, of what it does not know, or of what is done with is refused", () => {
  expect(edit(record(), {}).kind).toBe("refused");
  expect(edit(record(), { fields: { severity: "high" }, reason: "as it is" }).kind).toBe("refused");
  expect(edit(record(), { fields: { criterion: "easier" }, reason: "why not" })).toMatchObject({
    fields: { criterion: "is not asked for here" },
  });
  expect(edit(moved(record(), "void"), { fields: { owner: "bob" } })).toMatchObject({
    reason: "NC-2026-0042 is void and immutable",
  });
  expect(edit(record(), { fields: { owner: "bob" }, version: 9 })).toMatchObject({
    code: "outdated",
  });
});
