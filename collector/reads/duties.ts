import type { DutyItem, DutyReads } from "@tiltmeter/dashboards";
import {
  type Clock,
  type Hold,
  type IncidentHistory,
  isOpen,
  isOwed,
  type Nonconformity,
  type StatutoryClock,
  severityRank,
  systemsOf,
} from "@tiltmeter/rules";

/** Where duties are read. Functions, so that each answer is of its moment. */
export interface DutySources {
  readonly nowMs: () => number;
  readonly nonconformities: () => ReadonlyMap<string, Nonconformity>;
  readonly incidents: () => ReadonlyMap<string, IncidentHistory>;
  readonly allHolds: () => ReadonlyMap<string, Hold>;
  /** Who answers for a system as declared; null: nobody. */
  readonly ownerOf: (system: string) => string | null;
  readonly clocks: (record: Nonconformity, nowMs: number) => readonly Clock[];
  readonly reports: (incident: IncidentHistory, nowMs: number) => readonly StatutoryClock[];
}

/** What falls due, of every record or of one, and what is held. */
export function readDuties(of: DutySources): DutyReads {
  return {
    duties: async ({ by }) => {
      const nowMs = of.nowMs();
      const mine = new Set(by);
      const items: DutyItem[] = [];
      for (const record of of.nonconformities().values()) {
        if (isOpen(record)) items.push(...workOf(record, of, mine, nowMs));
        const incident = of.incidents().get(record.id);
        if (incident !== undefined) items.push(...reportsOf(record, incident, of, mine, nowMs));
      }
      return items.sort(byDue);
    },
    recordDuties: async (id) => {
      const record = of.nonconformities().get(id);
      if (record === undefined) return null;
      const nowMs = of.nowMs();
      const incident = of.incidents().get(id) ?? [];
      const systems = new Set(systemsOf(record));
      return {
        clocks: of.clocks(record, nowMs),
        incident,
        reports: of.reports(incident, nowMs),
        holds: sorted(of.allHolds()).filter(({ system }) => systems.has(system)),
      };
    },
    holds: async () => sorted(of.allHolds()),
  };
}

/** The next step of the work, and whatever else is at risk or breached by now. */
function workOf(
  record: Nonconformity,
  of: DutySources,
  mine: ReadonlySet<string>,
  nowMs: number,
): readonly DutyItem[] {
  const open = of.clocks(record, nowMs).filter(({ state }) => state !== "met");
  const next = open.find(({ name }) => kindOf(name) === "work");
  return open.flatMap((clock): readonly DutyItem[] => {
    const { name, round, startMs, dueMs, state, used } = clock;
    const kind = kindOf(name);
    if (state === "met" || (kind === "work" && clock !== next && state === "on_track")) return [];
    const action = record.actions.find(({ id }) => name.startsWith(`action ${id} `));
    const owner = action?.owner ?? record.owner ?? of.ownerOf(record.system);
    const said = { clock: name, startMs, dueMs, state, used };
    return [{ ...itemOf(record, `${name} ${round}`, owner, mine), kind, ...said }];
  });
}

function reportsOf(
  record: Nonconformity,
  incident: IncidentHistory,
  of: DutySources,
  mine: ReadonlySet<string>,
  nowMs: number,
): readonly DutyItem[] {
  return of.reports(incident, nowMs).flatMap((clock): readonly DutyItem[] => {
    const { duty, statute, startMs, dueMs, state, used } = clock;
    if (!isOwed(clock) || startMs === null || dueMs === null) return [];
    if (state === null || state === "met") return [];
    const owner = record.owner ?? of.ownerOf(record.system);
    const said = { clock: `${statute.name}, ${duty.citation}`, startMs, dueMs, state, used };
    return [{ ...itemOf(record, duty.id, owner, mine), kind: "report", ...said }];
  });
}

function itemOf(
  record: Nonconformity,
  what: string,
  owner: string | null,
  mine: ReadonlySet<string>,
): Pick<
  DutyItem,
  "id" | "record" | "title" | "system" | "severity" | "recordState" | "owner" | "isMine"
> {
  return {
    id: `${record.id} ${what}`,
    record: record.id,
    title: record.controlTitle,
    system: record.system,
    severity: record.severity,
    recordState: record.state,
    owner,
    isMine: owner !== null && mine.has(owner),
  };
}

function kindOf(name: Clock["name"]): "work" | "action" | "acceptance" {
  if (name === "acceptance") return "acceptance";
  return name.startsWith("action ") ? "action" : "work";
}

/** The asker's own first; then what is due soonest, the graver of two before the other. */
function byDue(a: DutyItem, b: DutyItem): number {
  return (
    Number(b.isMine) - Number(a.isMine) ||
    a.dueMs - b.dueMs ||
    severityRank(b.severity) - severityRank(a.severity) ||
    (a.id < b.id ? -1 : 1)
  );
}

function sorted(holds: ReadonlyMap<string, Hold>): readonly Hold[] {
  const newest = [...holds.values()].reverse();
  const isHolding = ({ released }: Hold): boolean => released === null;
  return [...newest.filter(isHolding), ...newest.filter((hold) => !isHolding(hold))];
}
