import type { DutyItem, DutyPage, DutyQuery, DutyReads } from "@tiltmeter/dashboards";
import {
  type Clock,
  type Hold,
  type IncidentHistory,
  type Nonconformity,
  type StatutoryClock,
  systemsOf,
} from "@tiltmeter/rules";

/** Something that falls due, with its record. */
interface Due extends Omit<DutyItem, "record" | "title" | "system" | "severity" | "recordState"> {
  readonly record: Nonconformity;
}

/** Where duties are read. Functions, so that each answer is of its moment. */
export interface DutySources {
  readonly nowMs: () => number;
  readonly nonconformities: () => ReadonlyMap<string, Nonconformity>;
  readonly incidents: () => ReadonlyMap<string, IncidentHistory>;
  readonly allHolds: () => ReadonlyMap<string, Hold>;
  readonly clocks: (record: Nonconformity, nowMs: number) => readonly Clock[];
  readonly reports: (incident: IncidentHistory, nowMs: number) => readonly StatutoryClock[];
  /** In its order, one page of it; null where `after` is of none that fits. */
  readonly worklist: (
    query: Omit<DutyQuery, "owner"> & {
      readonly isMine?: boolean;
      readonly isOwner?: (owner: string) => boolean;
    },
    nowMs: number,
  ) => {
    readonly items: readonly Due[];
    readonly total: number;
    readonly isMore: boolean;
    readonly all: number;
    readonly counts: DutyPage["counts"];
    readonly systems: Iterable<string>;
    readonly owners: Iterable<string>;
  } | null;
  /** The name of a pseudonym, by which owners are asked for; absent: there are none. */
  readonly said?: (text: string) => string;
}

/** What falls due, of every record or of one, and what is held. */
export function readDuties(of: DutySources): DutyReads {
  return {
    duties: async ({ owner, ...query }) => {
      const whose =
        owner === undefined
          ? {}
          : owner === "me"
            ? { isMine: true }
            : { isOwner: isNamed(owner, of.said ?? ((text) => text)) };
      const page = of.worklist({ ...query, ...whose }, of.nowMs());
      if (page === null) return null;
      const { items, systems, owners, ...rest } = page;
      return {
        ...rest,
        items: items.map(itemOf),
        systems: [...systems].filter((each) => each !== "").sort(),
        owners: [...owners],
      };
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

/** Each name is put into words once a question, however many items are with it. */
function isNamed(name: string, said: (text: string) => string): (owner: string) => boolean {
  const known = new Map<string, boolean>();
  return (owner) => {
    const found = known.get(owner) ?? said(owner) === name;
    known.set(owner, found);
    return found;
  };
}

function itemOf({ record, ...due }: Due): DutyItem {
  const { id, controlTitle: title, system, severity, state: recordState } = record;
  return { ...due, record: id, title, system, severity, recordState };
}

function sorted(holds: ReadonlyMap<string, Hold>): readonly Hold[] {
  const newest = [...holds.values()].reverse();
  const isHolding = ({ released }: Hold): boolean => released === null;
  return [...newest.filter(isHolding), ...newest.filter((hold) => !isHolding(hold))];
}
