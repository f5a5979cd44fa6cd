import { expect, test } from "vitest";
import {
  decideReport,
  FRESH,
  type ReportCommand,
  reportedRecord,
  reportFingerprint,
} from "../../../rules/index.ts";
import { RAISED, record } from "./record.ts";

const fields = {
  source: "complaint",
  title: "An answer never came",
  requirement: "Everybody gets an answer within a week.",
  statement: "A customer has waited since May.",
  severity: "medium",
};

function report(
  command: Partial<ReportCommand> = {},
  before: ReturnType<typeof record> | null = null,
) {
  const asked = { by: "anna", fields, cites: {}, concern: null, ...command };
  return decideReport(asked, { number: 7, nowMs: RAISED, before });
}

test("what a person tells becomes a record that stands where a control's does", () => {
  const decided = report({ fields: { ...fields, reported_by: "Ida", seen: "ticket 9" } });
  if (decided.kind === "refused") throw new Error(decided.reason);
  expect(reportedRecord(decided.report)).toEqual({
    ...FRESH,
    ...{ id: "NC-2026-0007", state: "raised", severity: "medium", gravest: "medium" },
    ...{ source: "complaint", control: null, controlRevision: null, evidence: null },
    ...{ controlTitle: fields.title, requirement: fields.requirement, clauses: {} },
    ...{ statement: fields.statement, system: "", group: {}, episodes: [], owner: null },
    ...{ raisedMs: RAISED, firstBreachMs: RAISED, reportedBy: "Ida", fields: {}, version: 1 },
    steps: [
      {
        ...{ atMs: RAISED, by: "anna", kind: "raised", from: null, to: "raised" },
        text: fields.statement,
        fields: {
          ...{ title: fields.title, requirement: fields.requirement },
          ...{ statement: fields.statement, seen: "ticket 9", reported_by: "Ida" },
        },
      },
    ],
  });
});

test("a record without its requirement, its statement or its source is none", () => {
  expect(report({ fields: {} })).toMatchObject({
    kind: "refused",
    fields: {
      ...{ source: "is required", title: "is required", requirement: "is required" },
      ...{ statement: "is required", severity: "is required" },
    },
  });
  for (const [name, value] of [
    ["source", "control"],
    ["source", "concern"],
    ["severity", "grave"],
    ["title", "two\nlines"],
    ["found_at", "yesterday"],
    ["found_at", "2027-01-01T00:00Z"],
    ["system", "x".repeat(129)],
    ["owner", "anna"],
  ] as const) {
    expect(report({ fields: { ...fields, [name]: value } }), name).toMatchObject({
      kind: "refused",
      fields: { [name]: expect.any(String) },
    });
  }
});

test("a concern has one open record, and a further one when that is done with", () => {
  const concern = { system: "credit", id: "c-1" };
  const open = { ...record(), state: "assessing" } as const;
  expect(report({ concern }, open)).toMatchObject({
    reason: "NC-2026-0042 is open for this concern: work on it there",
  });
  expect(report({ concern }, { ...open, state: "dismissed" })).toMatchObject({
    kind: "reported",
    fingerprint: reportFingerprint("", concern),
  });
  const [one, two] = [reportFingerprint("NC-1", null), reportFingerprint("NC-2", null)];
  expect(one).not.toBe(two);
});
