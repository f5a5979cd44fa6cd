import {
  type Clock,
  type ClockTerms,
  calendarOf,
  clockAt,
  clockTimes,
  DEFAULT_POLICY,
  type DutyPolicy,
  isOpen,
  isOwed,
  type Nonconformity,
  type NonconformityState,
  severityRank,
  statutoryClocks,
} from "@tiltmeter/rules";
import fc from "fast-check";
import { createClockBook } from "tiltmeter/duties/clock-book";
import { createDue } from "tiltmeter/duties/due";
import { createWorklist, type Due, type WorklistQuery } from "tiltmeter/duties/worklist";
import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { MemoryLedger } from "tiltmeter/ledger/memory-ledger";
import type { GovernanceState } from "tiltmeter/ledger/state";
import { loadStatutes } from "tiltmeter/wiring/shipped";
import { expect, test } from "vitest";
import { record } from "../ledger/entries.ts";

const STATUTES = await loadStatutes();
const DAY_MS = 86_400_000;
const RAISED = record(1).raisedMs;
const offsets = () => [{ fromMs: 0, minutes: 60 }];

const HOURS = [0, 1, 2, 3, 4].map((day) => ({ day, fromMinute: 540, toMinute: 1020 }));
const POLICIES: readonly (DutyPolicy | null)[] = [
  null,
  { ...DEFAULT_POLICY, atRisk: 0.2, statutoryAtRisk: 0.9 },
  {
    ...DEFAULT_POLICY,
    calendars: { office: { zone: "Europe/Berlin", hours: HOURS, holidays: ["2026-11-25"] } },
    clocks: {
      ...DEFAULT_POLICY.clocks,
      high: {
        ...DEFAULT_POLICY.clocks.high,
        contain: { kind: "working_days", days: 4, calendar: "office" },
        cause: { kind: "working_time", ms: DAY_MS, calendar: "office" },
      },
    },
  },
];

const ownerOf = (system: string): string | null => (system === "mail" ? "mail-team" : null);

function termsOf(policy: DutyPolicy | null): ClockTerms {
  const inForce = policy ?? DEFAULT_POLICY;
  return {
    policy: inForce,
    calendar: (name) => {
      const declared = inForce.calendars[name];
      if (declared === undefined) throw new Error(name);
      return calendarOf(declared, offsets);
    },
  };
}

function clocksAnew(of: Nonconformity, policy: DutyPolicy | null, nowMs: number): readonly Clock[] {
  const terms = termsOf(policy);
  return clockTimes(of, terms).map((times) => clockAt(times, terms, nowMs));
}

/** All that falls due, each clock computed anew by the pure functions. */
function expected(
  state: GovernanceState,
  policy: DutyPolicy | null,
  by: string,
  nowMs: number,
): readonly Due[] {
  const inForce = policy ?? DEFAULT_POLICY;
  const all: Due[] = [];
  for (const each of state.nonconformities.values()) {
    const answers = each.owner ?? ownerOf(each.system);
    const put = (
      key: string,
      owner: string | null,
      of: Omit<Due, "id" | "owner" | "isMine" | "record">,
    ) => all.push({ id: `${each.id} ${key}`, record: each, owner, isMine: owner === by, ...of });
    if (isOpen(each)) {
      const clocks = clocksAnew(each, policy, nowMs).filter((clock) => clock.state !== "met");
      const next = clocks.find(({ name }) => name !== "acceptance" && !name.startsWith("action "));
      for (const { name, round, startMs, dueMs, state: at, used } of clocks) {
        const isAction = name.startsWith("action ");
        const kind = name === "acceptance" ? "acceptance" : isAction ? "action" : "work";
        const isNext = next?.name === name && next.round === round;
        if (at === "met" || (kind === "work" && !isNext && at === "on_track")) continue;
        const action = each.actions.find(({ id }) => name.startsWith(`action ${id} `));
        const said = { kind, clock: name, startMs, dueMs, state: at, used } as const;
        put(`${name} ${round}`, action?.owner ?? answers, said);
      }
    }
    const incident = state.incidents.get(each.id) ?? [];
    for (const clock of statutoryClocks(incident, STATUTES, {
      atRisk: inForce.statutoryAtRisk,
      nowMs,
    })) {
      const { duty, statute, startMs, dueMs, state: at, used } = clock;
      if (!isOwed(clock) || startMs === null || dueMs === null) continue;
      if (at === null || at === "met") continue;
      const name = `${statute.name}, ${duty.citation}`;
      put(duty.id, answers, { kind: "report", clock: name, startMs, dueMs, state: at, used });
    }
  }
  return all.sort(
    (a, b) =>
      Number(b.isMine) - Number(a.isMine) ||
      a.dueMs - b.dueMs ||
      severityRank(b.record.severity) - severityRank(a.record.severity) ||
      (a.id < b.id ? -1 : 1),
  );
}

const MOVES: readonly NonconformityState[] = [
  ...(["assessing", "containing", "accepted", "analysing", "acting", "verifying"] as const),
  ...(["observation", "closed"] as const),
];
const number = fc.integer({ min: 1, max: 4 });
/** As the ledger tells it; of some pairs of states it cannot tell. */
const changed = (before: Records, now: Records): string[] | null =>
  now.size % 3 === 0 ? null : [...now.keys()].filter((id) => before.get(id) !== now.get(id));
type Records = GovernanceState["nonconformities"];

/** Something that happens to a record, to the policy in force or to the clock. */
interface Happening {
  readonly what: "raised" | "moved" | "owned" | "planned" | "stated" | "reported" | "time";
  readonly number: number;
  readonly to?: NonconformityState;
  readonly owner?: string;
  readonly days?: number;
}
const happening: fc.Arbitrary<Happening | { readonly policy: DutyPolicy | null }> = fc.oneof(
  fc.record({ what: fc.constant("raised"), number }),
  fc.record({ what: fc.constant("moved"), number, to: fc.constantFrom(...MOVES) }),
  fc.record({ what: fc.constant("owned"), number, owner: fc.constantFrom("ann", "bo") }),
  fc.record({ what: fc.constant("planned"), number, owner: fc.constantFrom("ann", "cy") }),
  fc.record({ what: fc.constant("stated"), number }),
  fc.record({ what: fc.constant("reported"), number }),
  fc.record({ policy: fc.constantFrom(...POLICIES) }),
  // Now and then the clock of the machine goes back.
  fc.record({ what: fc.constant("time"), number, days: fc.integer({ min: -3, max: 25 }) }),
);
function entriesOf(of: Happening, ledger: MemoryLedger, atMs: number): readonly LedgerEntry[] {
  const by = "ann";
  const raised = record(of.number, of.number % 2 === 0 ? "mail" : "credit");
  const { id } = raised;
  const known = ledger.state.nonconformities.get(id);
  if (of.what === "raised" && known === undefined) {
    const own = { ...raised, raisedMs: atMs };
    return [{ type: "nonconformity_raised", atMs, by, fingerprint: id, record: own }];
  }
  if (known === undefined || !isOpen(known)) return [];
  if (of.to !== undefined) {
    const fields = { until: "2026-12-20", severity: of.to === "assessing" ? "medium" : "high" };
    return [{ type: "nonconformity_moved", atMs, by, id, to: of.to, fields, text: "" }];
  }
  if (of.what === "owned") {
    const said = { fields: { owner: of.owner ?? "" }, cites: {}, uncites: {}, text: "" };
    return [{ type: "nonconformity_edited", atMs, by, id, ...said }];
  }
  if (of.what === "planned") {
    const action = `A${known.actions.length + 1}`;
    const fields = { what: "pin it", owner: of.owner ?? "", due: "2026-12-02" };
    return [{ type: "action_planned", atMs, by, id, action, fields }];
  }
  if (of.what === "stated") {
    const said = { serious: "suspected", kinds: ["death"], awareMs: atMs, reason: "" } as const;
    return [{ type: "incident_stated", atMs, by, record: id, ...said }];
  }
  if (of.what === "reported" && ledger.state.incidents.has(id)) {
    const said = {
      duty: "eu-ai-act-73-4",
      stage: "initial",
      madeMs: atMs,
      reference: "7",
    } as const;
    return [{ type: "report_made", atMs, by, record: id, ...said }];
  }
  return [];
}

test("over any history, policies and clocks that go back, it is what the pure functions say", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 30 }), async (life) => {
      const ledger = new MemoryLedger();
      let policy: DutyPolicy | null = null;
      let nowMs = RAISED;
      const book = createClockBook({ policy: () => policy, offsets });
      const terms = { book, statutes: STATUTES };
      const worklist = createWorklist({ ...terms, state: () => ledger.state, ownerOf, changed });
      const due = createDue(terms);
      for (const each of [{ what: "raised" as const, number: 1 }, ...life]) {
        nowMs += "days" in each ? (each.days ?? 0) * DAY_MS : 1;
        if ("policy" in each) policy = each.policy;
        const entries = "policy" in each ? [] : entriesOf(each, ledger, nowMs);
        await ledger.transact(() => ({ entries, result: undefined }));
        const told = due.entries(ledger.state, nowMs, 500);
        await ledger.transact(() => ({ entries: told, result: undefined }));
        const all = expected(ledger.state, policy, "ann", nowMs);
        const page = worklist({ by: ["ann"], limit: 1000 }, nowMs);
        expect(page?.items).toEqual(all);
        expect(page).toMatchObject({
          ...{ total: all.length, all: all.length, isMore: false },
          systems: new Set(all.map((item) => item.record.system)),
          owners: new Set(all.flatMap(({ owner }) => owner ?? [])),
          counts: {
            on_track: all.filter(({ state }) => state === "on_track").length,
            at_risk: all.filter(({ state }) => state === "at_risk").length,
            breached: all.filter(({ state }) => state === "breached").length,
          },
        });
        for (const open of ledger.state.nonconformities.values()) {
          expect(book.clocks(open, nowMs)).toEqual(clocksAnew(open, policy, nowMs));
        }
      }
    }),
    { numRuns: 150 },
  );
});

test("its pages, put together, are everything that fits, whatever is asked for", async () => {
  const ledger = new MemoryLedger();
  const book = createClockBook({ policy: () => null, offsets });
  const state = () => ledger.state;
  const worklist = createWorklist({ book, statutes: STATUTES, state, ownerOf, changed });
  for (let i = 1; i <= 4; i += 1) {
    for (const what of ["raised", "stated", "planned"] as const) {
      const owner = i === 1 ? "ann" : "cy";
      const entries = entriesOf({ what, number: i, owner }, ledger, RAISED + i);
      await ledger.transact(() => ({ entries, result: undefined }));
    }
  }
  const nowMs = RAISED + 6 * DAY_MS;
  const all = expected(ledger.state, null, "ann", nowMs);
  const asked: readonly [Partial<WorklistQuery>, (item: Due) => boolean][] = [
    [{}, () => true],
    [{ isMine: true }, ({ isMine }) => isMine],
    [{ isOwner: (owner) => owner === "cy" }, ({ owner }) => owner === "cy"],
    [
      { system: "mail", state: "breached" },
      (item) => item.record.system === "mail" && item.state === "breached",
    ],
    [{ kind: "report" }, ({ kind }) => kind === "report"],
  ];
  for (const [query, fits] of asked) {
    const found: Due[] = [];
    for (let isMore = true; isMore; ) {
      const last = found.at(-1);
      const from = last === undefined ? {} : { after: placeAt(last) };
      const page = worklist({ by: ["ann"], limit: 2, ...query, ...from }, nowMs);
      found.push(...page.items);
      isMore = page.isMore;
      expect(page.total).toBe(all.filter(fits).length);
    }
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual(all.filter(fits));
  }
  // An item that is gone was somewhere, and what came after it still does.
  const [first, second] = worklist({ by: ["ann"], limit: 2 }, nowMs).items;
  if (first === undefined) throw new Error("nothing falls due");
  const gone = { ...placeAt(first), id: `${first.id} and more` };
  const rest = worklist({ by: ["ann"], limit: 1, after: gone }, nowMs);
  expect(rest.items[0]?.id).toBe(second?.id);
});

function placeAt({ id, dueMs, isMine, record }: Due): NonNullable<WorklistQuery["after"]> {
  return { id, dueMs, isMine, severity: record.severity };
}
