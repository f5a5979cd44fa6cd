import { type Attestation, type CitingControl, statementOfApplicability } from "@tiltmeter/rules";
import { expect, test } from "vitest";

const DAY = 86_400_000;
const NOW = 1000 * DAY;
const clause = (id: string, fit: "strong" | "none" = "strong") => ({
  ...{ id, title: id, fit, records: null, links: {}, sources: [] },
  ...{ verifiedOn: "2026-11-27", confidence: "high" as const },
});
const framework = {
  ...{ id: "f", name: "F", about: "", sources: {} },
  clauses: [clause("1"), clause("2", "none")],
};
const control: CitingControl = {
  ...{ id: "c", title: "C", status: "enforce", clauses: { f: ["1"] }, everyMs: DAY },
  ...{ lastConclusiveMs: NOW - DAY, lastVerdict: "breach" },
};
const attestation: Attestation = {
  ...{ id: "ATT", framework: "f", clause: "2", statement: "s", evidence: "e", by: "ada" },
  ...{ atMs: NOW - 10 * DAY, expiresMs: NOW + DAY, withdrawn: null },
};
const shown = (of: Partial<Parameters<typeof statementOfApplicability>[0]>) =>
  statementOfApplicability({
    ...{ framework, applicability: [], controls: [], attestations: [], nowMs: NOW },
    ...of,
  }).map(({ evidencedBy }) => evidencedBy);

test("a fresh verdict of a control in force is evidence, a breach as much as a pass", () => {
  expect(shown({ controls: [control] })).toEqual(["telemetry", "nothing"]);
  expect(shown({ controls: [{ ...control, lastVerdict: "pass" }] })[0]).toBe("telemetry");
});

test("shadows, drafts, old verdicts and none at all are no evidence", () => {
  expect(shown({ controls: [{ ...control, status: "shadow" }] })[0]).toBe("nothing");
  expect(shown({ controls: [{ ...control, status: "draft" }] })[0]).toBe("nothing");
  expect(shown({ controls: [{ ...control, lastConclusiveMs: NOW - 4 * DAY }] })[0]).toBe("stale");
  expect(shown({ controls: [{ ...control, lastConclusiveMs: null }] })[0]).toBe("nothing");
});

test("an attestation counts from its hour to its end, unless it was withdrawn by then", () => {
  const withdrawn = { atMs: NOW - DAY, by: "ada", reason: "r" };
  expect(shown({ attestations: [attestation] })).toEqual(["nothing", "attestation"]);
  expect(shown({ attestations: [{ ...attestation, expiresMs: NOW }] })[1]).toBe("nothing");
  expect(shown({ attestations: [{ ...attestation, withdrawn }] })[1]).toBe("nothing");
  expect(shown({ attestations: [{ ...attestation, withdrawn }], nowMs: NOW - 2 * DAY })[1]).toBe(
    "attestation",
  );
  expect(shown({ attestations: [attestation], nowMs: NOW - 11 * DAY })[1]).toBe("nothing");
});

test("what does not apply needs no evidence, and says why", () => {
  const applicability = [{ framework: "f", clause: "1", applies: false, justification: "no data" }];
  expect(shown({ applicability, controls: [control] })[0]).toBe("not_applicable");
});
