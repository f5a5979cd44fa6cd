import {
  dueAfterMs,
  isUntestedClosure,
  type Nonconformity,
  type RecordAt,
  recordAt,
  recurrencesWithin,
  SHORTEST_REPORT_MS,
  suspectsIncident,
} from "@tiltmeter/rules";
import type { FactSources, FindFact, Found } from "./sources.ts";

interface Known {
  readonly record: Nonconformity;
  readonly at: RecordAt;
}

/** Open records that stand longer in their state than the clock of their severity allows. */
export const overdueActions: FindFact = async (of, { toMs }) =>
  bySystem(recordsAt(of, toMs), (known) => {
    const running = known.filter(({ at }) => dueAfterMs(at.state, at.severity) !== null);
    const late = running.filter(
      ({ record, at }) => record.raisedMs + (dueAfterMs(at.state, at.severity) ?? 0) < toMs,
    );
    return { value: late.length, n: running.length, named: ids(late) };
  });

/** Records closed in the window without an effective result, or by the owner of the actions. */
export const untestedClosures: FindFact = async (of, { fromMs, toMs }) =>
  bySystem(recordsAt(of, toMs), (known) => {
    const closed = known.filter(({ at }) => at.state === "closed" && at.sinceMs >= fromMs);
    const untested = closed.filter(({ at }) => isUntestedClosure(at));
    return { value: untested.length, n: closed.length, named: ids(untested) };
  });

/** Records raised in the window that came back, or are like those of other systems. */
export const recurrences: FindFact = async (of, span) => {
  const again = new Set(recurrencesWithin(of.records(), span));
  return bySystem(recordsAt(of, span.toMs), (known) => {
    const raised = known.filter(({ record }) => record.raisedMs >= span.fromMs);
    const found = raised.filter(({ record }) => again.has(record));
    return { value: found.length, n: raised.length, named: ids(found) };
  });
};

/** Time since awareness of a suspected serious incident, of the shortest time to report it. */
export const incidentClock: FindFact = async (of, { toMs }) =>
  bySystem(recordsAt(of, toMs), (known) => {
    const suspected = known.filter(({ at }) => suspectsIncident(at));
    const used = suspected.map(({ record }) => (toMs - awareMs(record)) / SHORTEST_REPORT_MS);
    return { value: Math.max(0, ...used), n: suspected.length, named: ids(suspected) };
  });

/** Changes of a system in the window while a serious incident of it is suspected. */
export const brokenHolds: FindFact = async (of, { fromMs, toMs }) => {
  const found: Found[] = [];
  for (const [system, known] of groupBySystem(recordsAt(of, toMs))) {
    const held = known.filter(({ at }) => suspectsIncident(at));
    if (held.length === 0) {
      found.push({ system, value: 0, n: 0 });
      continue;
    }
    const since = Math.min(...held.map(({ record }) => suspectedMs(record)));
    const changes = await of.changes(system, { fromMs: Math.max(fromMs, since), toMs });
    found.push({
      system,
      value: changes.length,
      n: held.length,
      named: [...ids(held), ...changes],
    });
  }
  return found;
};

function recordsAt(of: FactSources, toMs: number): readonly Known[] {
  return of.records().flatMap((record) => {
    const at = recordAt(record, toMs);
    return at === null ? [] : [{ record, at }];
  });
}

function groupBySystem(known: readonly Known[]): ReadonlyMap<string, readonly Known[]> {
  const groups = new Map<string, Known[]>();
  for (const each of known) {
    const group = groups.get(each.record.system) ?? [];
    groups.set(each.record.system, group);
    group.push(each);
  }
  return groups;
}

/** A system that never had a record has no facts about its records. */
function bySystem(
  known: readonly Known[],
  find: (known: readonly Known[]) => Omit<Found, "system">,
): readonly Found[] {
  return [...groupBySystem(known)].map(([system, own]) => ({ system, ...find(own) }));
}

function ids(known: readonly Known[]): readonly string[] {
  return known.map(({ record }) => record.id);
}

/** When a person said that it may be serious. */
function suspectedMs(record: Nonconformity): number {
  const step = record.steps.find(({ fields }) => {
    const said = fields["serious_incident"];
    return said === "suspected" || said === "yes";
  });
  return step?.atMs ?? record.raisedMs;
}

/** When the organisation became aware: as it was written, or when it was first said. */
function awareMs(record: Nonconformity): number {
  const written = record.steps.findLast(({ fields }) => fields["aware_at"] !== undefined);
  const ms = Date.parse(written?.fields["aware_at"] ?? "");
  return Number.isNaN(ms) ? suspectedMs(record) : ms;
}
