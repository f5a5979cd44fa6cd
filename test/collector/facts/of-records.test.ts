import { foldStep, type Nonconformity } from "@tiltmeter/rules";
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

test("the reporting clock runs from awareness, as written or when it was said, until the record is done with", async () => {
  const said = { serious_incident: "suspected" };
  const aware = new Date(NOW - 3 * DAY_MS).toISOString();
  const records = [
    moved(raised(1, "written", 100), 24, "containing", { ...said, aware_at: aware }),
    moved(raised(2, "unwritten", 100), 36, "containing", { ...said, aware_at: "last week" }),
    moved(raised(3, "none", 100), 24, "containing", { serious_incident: "no" }),
    moved(moved(raised(4, "void", 100), 24, "containing", said), 1, "void"),
  ];
  const found = await fact("incident_clock", sources({ records: () => records }));
  expect(found["written"]?.value).toBeCloseTo(3 / 15);
  expect(found["unwritten"]?.value).toBeCloseTo(1.5 / 15);
  expect(found["none"]).toEqual({ value: 0, n: 0, named: [] });
  expect(found["void"]?.value).toBe(0);
});

test("changes while evidence is held are named; those before are no breach of it", async () => {
  const records = [
    moved(raised(1, "held", 100), 10, "containing", { serious_incident: "yes" }),
    raised(2, "free", 100),
  ];
  const changes = [NOW - 11 * HOUR_MS, NOW - 9 * HOUR_MS];
  const of = sources({
    records: () => records,
    changes: async (_, span) =>
      changes.filter((ms) => ms >= span.fromMs && ms < span.toMs).map(() => "model: v8"),
  });
  expect(await fact("broken_holds", of)).toEqual({
    held: { value: 1, n: 1, named: ["NC-2026-0001", "model: v8"] },
    free: { value: 0, n: 0, named: [] },
  });
});
