import {
  type Clock,
  isOwed,
  isUntestedClosure,
  type Nonconformity,
  type RecordAt,
  recordAt,
  recurrencesWithin,
} from "@tiltmeter/rules";
import type { FactSources, FindFact, Found } from "./sources.ts";

interface Known {
  readonly record: Nonconformity;
  readonly at: RecordAt;
}

/** Open records with a clock that was breached. */
export const overdueActions: FindFact = async (of, { toMs }) =>
  bySystem(recordsAt(of, toMs), (known) => {
    // What happens at the end of the window has not happened in it.
    const clocks = known.map((each) => ({
      ...each,
      running: running(of.clocks(each.record, toMs - 1)),
    }));
    const late = clocks.filter(({ running }) => running.some(({ state }) => state === "breached"));
    const open = clocks.filter(({ running }) => running.length > 0);
    return { value: late.length, n: open.length, named: ids(late) };
  });

function running(clocks: readonly Clock[]): readonly Clock[] {
  return clocks.filter(({ state }) => state !== "met");
}

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

/** The largest used share of a reporting clock that binds and was not reported. */
export const incidentClock: FindFact = async (of, { toMs }) =>
  bySystem(recordsAt(of, toMs), (known) => {
    const owed = known.flatMap((each) =>
      of
        .reports(each.record.id, toMs - 1)
        .filter(isOwed)
        .map(({ used }) => ({ ...each, used })),
    );
    const named = [...new Set(ids(owed))];
    return { value: Math.max(0, ...owed.map(({ used }) => used)), n: named.length, named };
  });

/** Changes of a system that were found in the window while its evidence was held. */
export const brokenHolds: FindFact = async (of, { fromMs, toMs }) => {
  const systems = new Set(recordsAt(of, toMs).map(({ record }) => record.system));
  for (const { system, placedMs } of of.holds()) if (placedMs < toMs) systems.add(system);
  return [...systems].map((system): Found => {
    const own = of.holds().filter((hold) => hold.system === system && hold.placedMs < toMs);
    const held = own.filter(({ released }) => released === null || released.atMs >= toMs);
    // One change is one, however many holds it broke.
    const alarms = new Map(
      own
        .flatMap((hold) => hold.alarms.map((alarm) => ({ hold: hold.id, ...alarm })))
        .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
        .map((alarm) => [alarm.key, alarm]),
    );
    const named = [...alarms.values()].map(({ hold, detail }) => `${hold}: ${detail}`);
    return { system, value: alarms.size, n: held.length, named };
  });
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
