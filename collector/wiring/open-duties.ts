import {
  type IncidentHistory,
  type Nonconformity,
  parseControls,
  reportedRecord,
  type Statute,
  type StatutoryClock,
  statementIn,
  statutoryClocks,
} from "@tiltmeter/rules";
import type { Controls } from "../acts/controls.ts";
import { createDutyActs, type DutyActs } from "../acts/duties.ts";
import { type ClockBook, createClockBook } from "../duties/clock-book.ts";
import { createDuties, type Duties, type SeenChange } from "../duties/duties.ts";
import type { ChangedControl } from "../duties/duty-state.ts";
import { asksHold } from "../duties/holds.ts";
import { createWorklist, type Worklist } from "../duties/worklist.ts";
import type { LedgerEntry } from "../ledger/entry.ts";
import { changedKeys } from "../ledger/layered-map.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { GovernanceState } from "../ledger/state.ts";
import type { Store } from "../store/store.ts";
import { zoneOffsets } from "../zones.ts";
import { said } from "./said.ts";

/** What falls due and what is held, by the policy in force. */
export interface OpenDuties extends Duties {
  readonly book: ClockBook;
  readonly statutes: readonly Statute[];
  readonly worklist: Worklist;
  /** The reporting duties of a record's history at an instant. */
  readonly reports: (incident: IncidentHistory, nowMs: number) => readonly StatutoryClock[];
  /** When the next step of a record's work is due; null: nothing is. */
  readonly nextDueMs: (record: Nonconformity) => number | null;
}

/** Introduces the duties to ledger, store and controls. */
export function openDuties(of: {
  readonly hash: (text: string) => string;
  readonly ledger: Ledger;
  readonly store: Pick<Store, "changes" | "modelsInUse">;
  readonly inForce: Controls;
  readonly statutes: readonly Statute[];
  readonly log: (line: string) => void;
}): OpenDuties {
  const { ledger, store, statutes } = of;
  const book = createClockBook({
    policy: () => ledger.state.policy?.policy ?? null,
    offsets: zoneOffsets,
  });
  const duties = createDuties({
    state: () => ledger.state,
    transact: (decide) => ledger.transact(decide),
    ...{ book, statutes },
    concerns: (control, system) => concerns(control, system, of),
    seen: (system, sinceMs, nowMs) => seenChanges(store, { system, sinceMs, nowMs }),
    onError: (what, error) =>
      of.log(`${what} could not be found out, it is tried again: ${said(error)}`),
  });
  return {
    ...duties,
    ...{ book, statutes },
    worklist: createWorklist({
      ...{ state: () => ledger.state, book, statutes, changed: changedKeys },
      ownerOf: (system) => ledger.state.systems.get(system)?.owner ?? null,
    }),
    nextDueMs: (record) => book.times(record).find(({ metMs }) => metMs === null)?.dueMs ?? null,
    reports: (incident, nowMs) =>
      statutoryClocks(incident, statutes, { atRisk: book.policy().statutoryAtRisk, nowMs }),
  };
}

/** What people do about incidents and holds, through the door that keeps their words. */
export function openDutyActs(of: {
  readonly now: () => number;
  readonly transact: Ledger["transact"];
  readonly reports: OpenDuties["reports"];
}): DutyActs {
  return createDutyActs({ ...of, transact: (decide) => of.transact(decide) });
}

/**
 * A door to the ledger through which a statement that an incident may be serious places the holds that it
 * asks for, in one group with it.
 */
export function placingHolds(transact: Ledger["transact"]): Ledger["transact"] {
  return (decide) =>
    transact((state) => {
      const decided = decide(state);
      const asked = decided.entries.flatMap((entry) => {
        const record = recordStated(entry, state);
        return record === null ? [] : asksHold(state.holds, record, entry);
      });
      if (asked.length === 0) return decided;
      return { ...decided, entries: [...decided.entries, ...asked] };
    });
}

/** The record of which an entry says that it may be a serious incident; null: it says no such thing. */
function recordStated(
  entry: LedgerEntry,
  state: GovernanceState,
): Pick<Nonconformity, "id" | "system" | "episodes"> | null {
  const isSerious = (fields: Readonly<Record<string, string>>): boolean =>
    (statementIn(fields, { ...entry, reason: "" })?.serious ?? "no") !== "no";
  switch (entry.type) {
    case "incident_stated":
      return entry.serious === "no" ? null : (state.nonconformities.get(entry.record) ?? null);
    case "nonconformity_moved":
    case "nonconformity_edited":
      return isSerious(entry.fields) ? (state.nonconformities.get(entry.id) ?? null) : null;
    case "nonconformity_reported":
      return isSerious(entry.fields) ? reportedRecord(entry) : null;
    default:
      return null;
  }
}

/** Whether a control judges a system, before its change or after; of a text that is lost, yes. */
async function concerns(
  { from, to }: ChangedControl,
  system: string,
  of: { readonly inForce: Controls; readonly hash: (text: string) => string },
): Promise<boolean> {
  for (const revision of [from, to]) {
    if (revision === null) continue;
    const text = await of.inForce.history.textOf(revision);
    if (text === null) return true;
    const control = parseControls(text, "", of.hash).controls[0];
    if (control === undefined) return true;
    const { systems } = control.appliesTo;
    if (systems.length === 0 || systems.includes(system)) return true;
  }
  return false;
}

/** Versions that were never in use before, and changes that the system told of itself. */
async function seenChanges(
  store: Pick<Store, "changes" | "modelsInUse">,
  of: { readonly system: string; readonly sinceMs: number; readonly nowMs: number },
): Promise<readonly SeenChange[]> {
  const { system } = of;
  const since = { fromMs: of.sinceMs, toMs: of.nowMs + 1 };
  const [told, now] = await Promise.all([
    store.changes(system, since),
    store.modelsInUse({ system, ...since }),
  ]);
  const before =
    now.length === 0 ? [] : await store.modelsInUse({ system, fromMs: 0, toMs: of.sinceMs });
  const known = new Set(before.map(({ name, version }) => JSON.stringify([name, version])));
  const versions = new Map(
    now.map(({ name, version }) => [JSON.stringify([name, version]), `${name} ${version}`]),
  );
  return [
    ...[...versions]
      .filter(([key]) => !known.has(key))
      .map(
        ([key, name]): SeenChange => ({
          what: "model_version",
          detail: `${name.trim()} answers, which did not before`,
          key: `model ${key}`,
        }),
      ),
    ...told.map(
      ({ timeMs, change, summary }): SeenChange => ({
        what: "reported_change",
        detail: summary === "" ? change : `${change}: ${summary}`,
        key: `change ${of.system} ${timeMs} ${change} ${summary}`.slice(0, 300),
      }),
    ),
  ];
}
