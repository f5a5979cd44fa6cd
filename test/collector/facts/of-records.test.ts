import {
  foldStep,
  type Hold,
  type HoldAlarm,
  type IncidentHistory,
  type Nonconformity,
  statementIn,
  statutoryClocks,
} from "@tiltmeter/rules";
import { loadStatutes } from "tiltmeter/wiring/shipped";
import { expect, test } from "vitest";
import { record } from "../ledger/entries.ts";
import { DAY_MS, fact, HOUR_MS, NOW, sources } from "./house.ts";

function raised(number: number, system: string, hoursAgo: number): Nonconformity {
  return { ...record(number, system), raisedMs: NOW - hoursAgo * HOUR_MS };
}

function moved(
  from: Nonconformity,
  hoursAgo: number,
  to: Nonconformity["state"],
  fields: Record<string, string> = {},
): Nonconformity {
  const atMs = NOW - hoursAgo * HOUR_MS;
  return foldStep(from, { type: "nonconformity_moved", atMs, by: "mara", to, fields, text: "" });
}

test("a record is overdue when it stands in its state beyond the clock of its severity", async () => {
  const records = [
    raised(1, "a", 25), // high: acknowledged within a day
    raised(2, "a", 23),
    moved(raised(3, "a", 80), 70, "assessing"), // contained within three
    moved(raised(4, "a", 80), 1, "observation"),
    moved(raised(5, "b", 25), 1, "assessing"),
  ];
  expect(await fact("overdue_actions", sources({ records: () => records }))).toEqual({
    a: { value: 2, n: 3, named: ["NC-2026-0001", "NC-2026-0003"] },
    b: { value: 0, n: 1, named: [] },
  });
  const earlier = { fromMs: NOW - 3 * DAY_MS, toMs: NOW - 5 * HOUR_MS };
  const found = await fact("overdue_actions", sources({ records: () => records }), earlier);
  expect(found["b"]).toEqual({ value: 0, n: 1, named: [] });
  expect(found["a"]?.named).toEqual(["NC-2026-0003", "NC-2026-0004"]);
});

test("closures of the window are counted when nobody tested them", async () => {
  const tested = { result: "effective", reviewer: "jo", action_owner: "mara" };
  const records = [
    moved(raised(1, "a", 200), 3, "closed", tested),
    moved(raised(2, "a", 200), 3, "closed", { ...tested, reviewer: "mara" }),
    moved(raised(3, "a", 200), 30, "closed", {}),
  ];
  expect(await fact("untested_closures", sources({ records: () => records }))).toEqual({
    a: { value: 1, n: 2, named: ["NC-2026-0002"] },
  });
});

test("what came back is counted in the window that it came back in", async () => {
  const records = [moved(raised(1, "a", 300), 200, "closed"), raised(2, "a", 5), raised(3, "b", 5)];
  const found = await fact("recurrences", sources({ records: () => records }));
  expect(found["a"]).toEqual({ value: 1, n: 1, named: ["NC-2026-0002"] });
  expect(found["b"]?.value).toBe(0);
});

test("the reporting clock runs from awareness, whatever becomes of the record, until it is reported", async () => {
  const aware = new Date(NOW - 3 * DAY_MS).toISOString();
  const records = [
    raised(1, "written", 100),
    raised(2, "reported", 100),
    moved(raised(3, "void", 100), 1, "void"),
    raised(4, "none", 100),
  ];
  const stated = statementIn(
    { serious_incident: "suspected", aware_at: aware },
    { atMs: NOW - DAY_MS, by: "mara", reason: "" },
  );
  if (stated === null) throw new Error("that states an incident");
  const report: IncidentHistory[number] = {
    kind: "reported",
    atMs: NOW - HOUR_MS,
    by: "cora",
    duty: "eu-ai-act-73-2",
    stage: "initial",
    madeMs: NOW - HOUR_MS,
    reference: "case 7",
  };
  const incidents = new Map<string, IncidentHistory>([
    ["NC-2026-0001", [stated]],
    ["NC-2026-0002", [stated, report]],
    ["NC-2026-0003", [stated]],
  ]);
  const statutes = await loadStatutes();
  const of = sources({
    records: () => records,
    reports: (record, nowMs) =>
      statutoryClocks(incidents.get(record) ?? [], statutes, { atRisk: 0.5, nowMs }),
  });
  const found = await fact("incident_clock", of);
  expect(found["written"]?.value).toBeCloseTo(3 / 15);
  expect(found["written"]?.named).toEqual(["NC-2026-0001"]);
  expect(found["void"]?.value).toBeCloseTo(3 / 15);
  expect(found["reported"]).toEqual({ value: 0, n: 0, named: [] });
  expect(found["none"]).toEqual({ value: 0, n: 0, named: [] });
});

test("changes that were found while evidence was held are named; one breaks two holds once", async () => {
  const alarm = (hoursAgo: number, key: string): HoldAlarm => ({
    ...{ atMs: NOW - hoursAgo * HOUR_MS, what: "model_version", detail: `model ${key}`, key },
  });
  const hold = (id: string, alarms: readonly HoldAlarm[]): Hold => ({
    ...{
      id,
      system: "held",
      placedMs: NOW - 50 * HOUR_MS,
      placedBy: "tiltmeter",
      statedBy: "mara",
    },
    ...{ record: "NC-2026-0001", reason: "", released: null, alarms },
  });
  const holds = [
    hold("HOLD-0001", [alarm(30, "v7"), alarm(9, "v8")]),
    hold("HOLD-0002", [alarm(9, "v8")]),
  ];
  const of = sources({ records: () => [raised(2, "free", 100)], holds: () => holds });
  expect(await fact("broken_holds", of)).toEqual({
    held: { value: 1, n: 2, named: ["HOLD-0002: model v8"] },
    free: { value: 0, n: 0, named: [] },
  });
});
