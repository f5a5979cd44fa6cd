import {
  type Hold,
  type IncidentEvent,
  type IncidentHistory,
  reportedRecord,
  statementIn,
} from "@tiltmeter/rules";
import { announce } from "./announce.ts";
import type { Draft } from "./draft.ts";
import type { ClockDue, DutyEntry, HoldPlaced } from "./entries/duties.ts";
import type { LedgerEntry } from "./entry.ts";
import { found, illegal } from "./illegal-entry.ts";
import type { ChangeWhileHeld } from "./state.ts";

/** One fact of what falls due or is held. */
export function applyDuty(draft: Draft, entry: DutyEntry): void {
  const { atMs, by } = entry;
  switch (entry.type) {
    case "policy_loaded":
      draft.policy = entry;
      return;
    case "clock_due":
      applyDue(draft, entry);
      return;
    case "incident_stated": {
      const { record, serious, kinds, awareMs, reason } = entry;
      found(draft, entry, draft.nonconformities.get(record), record);
      note(draft, record, { kind: "stated", atMs, by, serious, kinds, awareMs, reason });
      return;
    }
    case "report_made": {
      const { record, duty, stage, madeMs, reference } = entry;
      found(draft, entry, draft.incidents.get(record), `an incident of ${record}`);
      note(draft, record, { kind: "reported", atMs, by, duty, stage, madeMs, reference });
      return;
    }
    case "clock_set_aside": {
      const { record, duty, reason } = entry;
      found(draft, entry, draft.incidents.get(record), `an incident of ${record}`);
      note(draft, record, { kind: "set_aside", atMs, by, duty, reason });
      return;
    }
    case "hold_placed":
      applyHold(draft, entry);
      return;
    case "hold_released": {
      const hold = found(draft, entry, draft.holds.get(entry.hold), entry.hold);
      if (hold.released !== null) throw illegal(draft, entry, `${hold.id} is released already`);
      draft.holds.set(hold.id, { ...hold, released: { atMs, by, reason: entry.reason } });
      forget(draft, hold.id);
      return;
    }
    case "hold_alarmed": {
      const { what, detail, key } = entry;
      const hold = found(draft, entry, draft.holds.get(entry.hold), entry.hold);
      if (hold.alarms.some((alarm) => alarm.key === key)) {
        throw illegal(draft, entry, `${hold.id} has an alarm of ${key}`);
      }
      draft.holds.set(hold.id, { ...hold, alarms: [...hold.alarms, { atMs, what, detail, key }] });
      forget(draft, hold.id, key);
      return;
    }
  }
}

/** What a record says of itself as an incident when it is raised, edited or moved is a statement. */
export function noteStatement(draft: Draft, entry: LedgerEntry): void {
  switch (entry.type) {
    case "nonconformity_raised":
      noteFields(draft, entry.record.id, entry.record.fields, entry, "");
      return;
    case "nonconformity_reported": {
      const { id, fields } = reportedRecord(entry);
      noteFields(draft, id, fields, entry, "");
      return;
    }
    case "nonconformity_moved":
      noteFields(draft, entry.id, entry.fields, entry, entry.text);
      return;
    case "nonconformity_edited": {
      const said = { ...draft.nonconformities.get(entry.id)?.fields, ...entry.fields };
      const isAbout = entry.fields["serious_incident"] ?? entry.fields["aware_at"];
      noteFields(draft, entry.id, isAbout === undefined ? {} : said, entry, entry.text);
      return;
    }
    default:
  }
}

function noteFields(
  draft: Draft,
  record: string,
  fields: Readonly<Record<string, string>>,
  { atMs, by }: LedgerEntry,
  reason: string,
): void {
  const stated = statementIn(fields, { atMs, by, reason });
  if (stated !== null) note(draft, record, stated);
}

/**
 * What may not happen unseen to a system whose evidence is held waits here for its alarm. The entry
 * itself is as it always was: whether something may change is not the fold's to judge.
 */
export function noteHeldChange(draft: Draft, entry: LedgerEntry): void {
  if (draft.activeHolds.length === 0) return;
  for (const id of draft.activeHolds) {
    const hold = draft.holds.get(id);
    if (hold === undefined) continue;
    const change = changeOf(draft, entry, hold);
    if (change === null) continue;
    const key = `entry ${draft.size}`;
    draft.heldChanges = [...draft.heldChanges, { hold: id, atMs: entry.atMs, key, ...change }];
  }
}

function changeOf(
  draft: Draft,
  entry: LedgerEntry,
  { system }: Hold,
): Pick<ChangeWhileHeld, "what" | "detail" | "controls"> | null {
  switch (entry.type) {
    case "baseline_approved": {
      const baseline = draft.baselines.get(entry.digest);
      if (baseline?.system !== system) return null;
      const { name, version } = baseline;
      return { what: "baseline", detail: `baseline ${name}, version ${version}, was approved` };
    }
    case "system_declared": {
      if (entry.system !== system) return null;
      const changed = entry.changed ?? [];
      const what = changed.length === 0 ? "" : `: ${changed.join(", ")}`;
      return { what: "declaration", detail: `its declaration was changed${what}` };
    }
    case "system_withdrawn":
      if (entry.system !== system) return null;
      return { what: "declaration", detail: "it was taken out of the inventory" };
    case "system_resumed":
      if (entry.system !== system) return null;
      return {
        what: "suspension_ended",
        detail: "its suspension ended, so the model answers again",
      };
    case "controls_in_force": {
      if (entry.changed.length === 0) return null;
      const ids = entry.changed.map(({ id }) => id).join(", ");
      return { what: "control", detail: `controls were changed: ${ids}`, controls: entry.changed };
    }
    default:
      return null;
  }
}

function applyDue(draft: Draft, entry: ClockDue): void {
  const { record: id, clock, round, level, step } = entry;
  const record = found(draft, entry, draft.nonconformities.get(id), id);
  const marks = draft.clockMarks.get(id) ?? [];
  const key = `${clock} ${round} ${level} ${step}`;
  if (marks.includes(key)) throw illegal(draft, entry, `${id} has been told of ${key}`);
  draft.clockMarks.set(id, [...marks, key]);
  if (entry.isPassed === true) return;
  const { atMs, dueMs, channels } = entry;
  const due = { clock, round, level, step, dueMs };
  announce(draft, { atMs, event: "due", record, due }, channels);
}

function applyHold(draft: Draft, entry: HoldPlaced): void {
  const { hold: id, system, record, statedBy, reason, atMs, by } = entry;
  if (draft.holds.get(id) !== undefined) throw illegal(draft, entry, `${id} is taken`);
  const said = { id, system, record, statedBy, reason };
  const hold: Hold = { ...said, placedMs: atMs, placedBy: by, released: null, alarms: [] };
  draft.holds.set(id, hold);
  draft.activeHolds = [...draft.activeHolds, id];
}

/** A released hold needs no alarm any more; one that was alarmed of a change has its alarm. */
function forget(draft: Draft, hold: string, key?: string): void {
  draft.heldChanges = draft.heldChanges.filter(
    (each) => each.hold !== hold || (key !== undefined && each.key !== key),
  );
  if (key === undefined) draft.activeHolds = draft.activeHolds.filter((each) => each !== hold);
}

function note(draft: Draft, record: string, event: IncidentEvent): void {
  const before: IncidentHistory = draft.incidents.get(record) ?? [];
  // Most records are none: what says no and was never asked again stays out of the way.
  if (before.length === 0 && event.kind === "stated" && isNone(event)) return;
  draft.incidents.set(record, [...before, event]);
}

function isNone(event: Extract<IncidentEvent, { readonly kind: "stated" }>): boolean {
  return event.serious === "no" && event.kinds.length === 0;
}
