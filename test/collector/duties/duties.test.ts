import { DEFAULT_POLICY, type DutyPolicy, isHeld, type NonconformityState } from "@tiltmeter/rules";
import fc from "fast-check";
import { createClockBook } from "tiltmeter/duties/clock-book";
import { createDuties, type Duties, type SeenChange } from "tiltmeter/duties/duties";
import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { MemoryLedger } from "tiltmeter/ledger/memory-ledger";
import { loadStatutes } from "tiltmeter/wiring/shipped";
import { expect, test } from "vitest";
import { record } from "../ledger/entries.ts";

const STATUTES = await loadStatutes();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RAISED = record(1).raisedMs;
const at = (days: number): { readonly atMs: number; readonly by: string } => ({
  atMs: RAISED + days * DAY_MS,
  by: "p_aaaaaaaaaaaaaaaa",
});

function open(
  ledger: MemoryLedger,
  of: {
    readonly policy?: DutyPolicy;
    readonly seen?: (system: string, sinceMs: number) => Promise<readonly SeenChange[]>;
    readonly concerns?: (control: string, system: string) => boolean;
    readonly errors?: string[];
  } = {},
): Duties {
  return createDuties({
    state: () => ledger.state,
    transact: (decide) => ledger.transact(decide),
    book: createClockBook({ policy: () => of.policy ?? null, offsets: () => [] }),
    statutes: STATUTES,
    concerns: async ({ id }, system) => of.concerns?.(id, system) ?? true,
    seen: of.seen ?? (async () => []),
    onError: (what) => void of.errors?.push(what),
  });
}

async function append(ledger: MemoryLedger, ...entries: readonly LedgerEntry[]): Promise<void> {
  await ledger.transact(() => ({ entries, result: undefined }));
}

async function raise(ledger: MemoryLedger, number = 1, system = "credit"): Promise<void> {
  await append(ledger, {
    ...{ type: "nonconformity_raised", ...at(0), fingerprint: `f ${number}` },
    record: record(number, system),
  });
}

function moved(
  days: number,
  to: NonconformityState,
  fields: Record<string, string> = {},
  number = 1,
) {
  const id = record(number).id;
  return { type: "nonconformity_moved", ...at(days), id, to, fields, text: "" } as const;
}

const dues = (ledger: MemoryLedger): string[] =>
  ledger.entries.flatMap((entry) =>
    entry.type === "clock_due"
      ? [`${entry.record} ${entry.clock} ${entry.round} ${entry.level} ${entry.step}`]
      : [],
  );

const ESCALATING: DutyPolicy = {
  ...DEFAULT_POLICY,
  escalation: [
    { afterMs: 0, channels: ["board"] },
    { afterMs: 7 * DAY_MS, channels: ["board", "audit"] },
  ],
};

test("a clock is told of when it is at risk, breached and escalated, once each, over restarts", async () => {
  const ledger = new MemoryLedger();
  await raise(ledger);
  for (const day of [0, 0.7, 0.75, 0.75, 0.9, 1, 1.5, 2]) {
    // Anew each time, as after a restart.
    await open(ledger, { policy: ESCALATING }).look(RAISED + day * DAY_MS);
  }
  expect(dues(ledger)).toEqual([
    "NC-2026-0001 acknowledge 1 at_risk 0",
    "NC-2026-0001 acknowledge 1 breached 0",
    "NC-2026-0001 acknowledge 1 escalated 1",
  ]);
  const told = [...ledger.state.announcements].map(({ event, due, channels }) => [
    event,
    due?.level,
    channels,
  ]);
  expect(told).toEqual([
    ["raised", undefined, null],
    ["due", "at_risk", null],
    ["due", "breached", null],
    ["due", "escalated", ["board"]],
  ]);
  await append(ledger, moved(2.1, "assessing", { owner: "p_bbbbbbbbbbbbbbbb" }));
  await open(ledger, { policy: ESCALATING }).look(RAISED + 2.2 * DAY_MS);
  expect(dues(ledger)).toHaveLength(3);
});

test("what was passed while nobody looked is recorded, and people are told of the gravest alone", async () => {
  const ledger = new MemoryLedger();
  await raise(ledger);
  await open(ledger).look(RAISED + 2 * DAY_MS);
  expect(dues(ledger)).toEqual([
    "NC-2026-0001 acknowledge 1 at_risk 0",
    "NC-2026-0001 acknowledge 1 breached 0",
  ]);
  const levels = [...ledger.state.announcements].map(({ due }) => due?.level);
  expect(levels).toEqual([undefined, "breached"]);
});

test("a thousand records that fall due at once are told of once each, by whoever looks at the same time", async () => {
  const ledger = new MemoryLedger();
  for (let number = 1; number <= 1000; number++) await raise(ledger, number, `system ${number}`);
  const nowMs = RAISED + 0.8 * DAY_MS;
  await Promise.all([open(ledger).look(nowMs), open(ledger).look(nowMs)]);
  expect(new Set(dues(ledger)).size).toBe(1000);
  expect(dues(ledger)).toHaveLength(1000);
});

test("an accepted risk whose day comes near is told of, and its other clocks are not", async () => {
  const ledger = new MemoryLedger();
  await raise(ledger);
  await append(
    ledger,
    moved(0.1, "assessing"),
    moved(0.2, "containing"),
    moved(0.3, "accepted", { until: "2027-12-01" }),
  );
  await open(ledger).look(Date.parse("2027-11-20T00:00:00Z"));
  expect(dues(ledger)).toEqual(["NC-2026-0001 acceptance 1 at_risk 0"]);
});

test("a reporting clock that binds is told of; a report ends it", async () => {
  const ledger = new MemoryLedger();
  await raise(ledger);
  const aware = new Date(RAISED).toISOString();
  await append(
    ledger,
    moved(0.1, "containing", { serious_incident: "suspected", aware_at: aware }),
  );
  const duties = open(ledger);
  await duties.look(RAISED + 8 * DAY_MS);
  expect(dues(ledger)).toContain("NC-2026-0001 eu-ai-act-73-2 1 at_risk 0");
  await append(ledger, {
    ...{ type: "report_made", ...at(9), record: "NC-2026-0001", duty: "eu-ai-act-73-2" },
    ...{ stage: "initial", madeMs: RAISED + 9 * DAY_MS, reference: "case 7" },
  });
  await duties.look(RAISED + 20 * DAY_MS);
  expect(dues(ledger)).not.toContain("NC-2026-0001 eu-ai-act-73-2 1 breached 0");
});

test("a statement of an older version that placed no hold has one placed, once", async () => {
  const ledger = new MemoryLedger();
  await raise(ledger);
  await append(
    ledger,
    moved(0.1, "containing", { serious_incident: "yes", aware_at: "2026-11-23" }),
  );
  expect(isHeld(ledger.state.holds.values(), "credit")).toBe(false);
  const duties = open(ledger);
  await duties.look(RAISED + DAY_MS);
  await duties.look(RAISED + 2 * DAY_MS);
  const holds = [...ledger.state.holds.values()];
  expect(holds).toMatchObject([
    { id: "HOLD-0001", system: "credit", placedBy: "tiltmeter", record: "NC-2026-0001" },
  ]);
  expect(isHeld(holds, "credit")).toBe(true);
  await append(ledger, { type: "hold_released", ...at(3), hold: "HOLD-0001", reason: "reported" });
  await duties.look(RAISED + 4 * DAY_MS);
  expect(isHeld(ledger.state.holds.values(), "credit")).toBe(false);
});

function hold(days: number, system = "credit"): LedgerEntry {
  return {
    ...{ type: "hold_placed", ...at(days), hold: "HOLD-0001", system },
    ...{ record: null, statedBy: null, reason: "a complaint" },
  };
}

test("every change of a held system has one alarm, whoever made it; other systems have none", async () => {
  const ledger = new MemoryLedger();
  const baseline = (system: string, digest: string): readonly LedgerEntry[] => [
    {
      ...{ type: "baseline_created", ...at(0), digest, system, name: "approved", version: 1 },
      ...{ createdMs: RAISED, rows: 10 },
    },
    { type: "baseline_approved", ...at(2), digest },
  ];
  await append(ledger, hold(1), ...baseline("credit", "a"), ...baseline("mail", "b"));
  const change = (id: string, to: string | null): LedgerEntry => ({
    ...{ type: "controls_in_force", ...at(3), set: id, document: id, files: 1, controls: 1 },
    ...{ changes: { added: 0, changed: 1, removed: 0 }, changed: [{ id, from: "r1", to }] },
  });
  await append(ledger, change("drift-of-credit", "r2"), change("drift-of-mail", "r3"), {
    ...{ type: "system_resumed", ...at(3), system: "credit", records: [], reason: "" },
    endedMs: RAISED,
  });
  let versions: readonly SeenChange[] = [];
  const duties = open(ledger, {
    seen: async () => versions,
    concerns: (control, system) => control.endsWith(system),
  });
  await duties.look(RAISED + 4 * DAY_MS);
  versions = [{ what: "model_version", detail: "m 8 answers", key: "model m 8" }];
  await duties.look(RAISED + 4 * DAY_MS + 61_000);
  await duties.look(RAISED + 4 * DAY_MS + 130_000);
  await open(ledger, { seen: async () => versions }).look(RAISED + 5 * DAY_MS);
  const details = ledger.state.holds
    .get("HOLD-0001")
    ?.alarms.map(({ what, detail }) => [what, detail]);
  expect(details).toEqual([
    ["baseline", "baseline approved, version 1, was approved"],
    ["control", "controls were changed: drift-of-credit"],
    ["suspension_ended", "its suspension ended, so the model answers again"],
    ["model_version", "m 8 answers"],
    // Another process asks again, and is told that this one concerns it.
    ["control", "controls were changed: drift-of-mail"],
  ]);
});

test("a store that does not answer stops no clock, and is asked again", async () => {
  const ledger = new MemoryLedger();
  await raise(ledger);
  await append(ledger, hold(0));
  const errors: string[] = [];
  let isAway = true;
  const seen = async (): Promise<readonly SeenChange[]> => {
    if (isAway) throw new Error("away");
    return [{ what: "reported_change", detail: "prompt: v2", key: "change" }];
  };
  const duties = open(ledger, { seen, errors });
  await duties.look(RAISED + DAY_MS);
  expect(errors).toEqual(["changes of held systems"]);
  expect(dues(ledger).length).toBeGreaterThan(0);
  isAway = false;
  await duties.look(RAISED + DAY_MS + 1000);
  expect(ledger.state.holds.get("HOLD-0001")?.alarms).toHaveLength(1);
});

test("over any life and any times of looking, a level is told of once, and never before its time", async () => {
  const moves: NonconformityState[] = [
    "assessing",
    "containing",
    "accepted",
    "analysing",
    "acting",
    "verifying",
    "observation",
    "closed",
  ];
  const steps = fc.array(
    fc.record({
      days: fc.double({ min: 0, max: 20, noNaN: true }),
      to: fc.option(fc.constantFrom(...moves)),
      restarts: fc.boolean(),
    }),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (life) => {
      const ledger = new MemoryLedger();
      await raise(ledger);
      let [duties, days] = [open(ledger, { policy: ESCALATING }), 0];
      for (const { days: more, to, restarts } of life) {
        days += more;
        if (restarts) duties = open(ledger, { policy: ESCALATING });
        if (to === null) await duties.look(Math.floor(RAISED + days * DAY_MS));
        else await append(ledger, moved(days, to, { until: "2026-12-20" }));
      }
      expect(new Set(dues(ledger)).size).toBe(dues(ledger).length);
      for (const entry of ledger.entries) {
        if (entry.type !== "clock_due" || entry.level === "at_risk") continue;
        expect(entry.atMs).toBeGreaterThanOrEqual(entry.dueMs);
      }
    }),
    { numRuns: 100 },
  );
});
