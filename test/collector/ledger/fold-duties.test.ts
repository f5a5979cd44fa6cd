import { isHeld } from "@tiltmeter/rules";
import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { fold } from "tiltmeter/ledger/fold";
import { EMPTY_STATE, type GovernanceState } from "tiltmeter/ledger/state";
import { expect, test } from "vitest";
import { record } from "./entries.ts";

const AT = record(1).raisedMs;
const stamp = { atMs: AT, by: "mara" };
const RAISED: LedgerEntry = {
  ...{ type: "nonconformity_raised", ...stamp, fingerprint: "f", record: record(1) },
};
const PLACED: LedgerEntry = {
  ...{ type: "hold_placed", ...stamp, hold: "HOLD-0001", system: "credit", record: null },
  ...{ statedBy: null, reason: "a complaint" },
};
const after = (...entries: readonly LedgerEntry[]): GovernanceState => fold(EMPTY_STATE, entries);

test("a level of a clock is told of once, and an alarm raised once: a second entry is none", () => {
  const due: LedgerEntry = {
    ...{ type: "clock_due", ...stamp, record: record(1).id, clock: "contain", round: 1 },
    ...{ level: "breached", step: 0, startMs: AT, dueMs: AT, channels: null },
  };
  expect(after(RAISED, due).announcements).toHaveLength(2);
  expect(() => after(RAISED, due, due)).toThrow("has been told of contain 1 breached 0");
  const alarm: LedgerEntry = {
    ...{
      type: "hold_alarmed",
      ...stamp,
      hold: "HOLD-0001",
      what: "baseline",
      detail: "d",
      key: "k",
    },
  };
  expect(() => after(PLACED, alarm, alarm)).toThrow("has an alarm of k");
  const released: LedgerEntry = {
    ...{ type: "hold_released", ...stamp, hold: "HOLD-0001", reason: "r" },
  };
  expect(() => after(PLACED, released, released)).toThrow("is released already");
  expect(() => after(released)).toThrow("HOLD-0001 does not exist");
});

test("a move, an edit and a report of an incident are statements; a plain no is none", () => {
  const moved = (fields: Record<string, string>): LedgerEntry => ({
    ...{
      type: "nonconformity_moved",
      ...stamp,
      id: record(1).id,
      to: "containing",
      fields,
      text: "",
    },
  });
  const no = moved({ serious_incident: "no" });
  expect(after(RAISED, no).incidents.size).toBe(0);
  const suspected = moved({ serious_incident: "suspected", aware_at: "2026-11-22" });
  const edited: LedgerEntry = {
    ...{ type: "nonconformity_edited", ...stamp, id: record(1).id, cites: {}, uncites: {} },
    ...{ fields: { aware_at: "2026-11-21T10:00Z" }, text: "the ward told us then" },
  };
  const { incidents } = after(RAISED, suspected, edited);
  expect(incidents.get(record(1).id)).toMatchObject([
    { kind: "stated", serious: "suspected", awareMs: Date.parse("2026-11-22T00:00Z") },
    { kind: "stated", serious: "suspected", awareMs: Date.parse("2026-11-21T10:00Z") },
  ]);
});

test("what changes on a held system waits for its alarm, whatever is folded in between", () => {
  const declared = (system: string, purpose: string): LedgerEntry => ({
    ...{ type: "system_declared", ...stamp, system, status: "live", owner: "ann", purpose },
    ...{ riskTier: "high", environment: null, positiveLabel: null, changed: ["purpose"] },
  });
  const held = after(
    declared("credit", "a"),
    PLACED,
    declared("credit", "b"),
    declared("mail", "c"),
  );
  expect(held.heldChanges).toMatchObject([
    { hold: "HOLD-0001", what: "declaration", detail: "its declaration was changed: purpose" },
  ]);
  expect(isHeld(held.holds.values(), "credit")).toBe(true);
  expect(isHeld(held.holds.values(), "mail")).toBe(false);
  const [change] = held.heldChanges;
  const alarmed = fold(held, [
    {
      ...{ type: "hold_alarmed", ...stamp, hold: "HOLD-0001", what: "declaration", detail: "d" },
      key: change?.key ?? "",
    },
  ]);
  expect(alarmed.heldChanges).toEqual([]);
  const released = fold(held, [
    { type: "hold_released", ...stamp, hold: "HOLD-0001", reason: "r" },
    declared("credit", "d"),
  ]);
  expect(released.heldChanges).toEqual([]);
  expect(isHeld(released.holds.values(), "credit")).toBe(false);
});
