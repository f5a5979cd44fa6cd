import type { DutyActs, DutyReads } from "@tiltmeter/dashboards";
import {
  type Hold,
  type IncidentHistory,
  type Nonconformity,
  type Statute,
  statutoryClocks,
} from "@tiltmeter/rules";
import { createDutyActs } from "tiltmeter/acts/duties";
import { createClockBook } from "tiltmeter/duties/clock-book";
import { createWorklist } from "tiltmeter/duties/worklist";
import { readDuties } from "tiltmeter/reads/duties";
import { loadStatutes } from "tiltmeter/wiring/shipped";
import { HOUR, NOW } from "./fixture-world.ts";

interface World {
  readonly incidents: Map<string, IncidentHistory>;
  readonly holds: Map<string, Hold>;
}

const STATUTES: readonly Statute[] = await loadStatutes();
const book = createClockBook({ policy: () => null, offsets: () => [] });
/** Reads and acts of the same records share what was done. */
const worlds = new WeakMap<readonly Nonconformity[], World>();

const reports = (incident: IncidentHistory, nowMs: number) =>
  statutoryClocks(incident, STATUTES, { atRisk: book.policy().statutoryAtRisk, nowMs });

/** An incident is suspected of the first record, and the evidence of its system is held. */
function worldOf(records: readonly Nonconformity[]): World {
  const known = worlds.get(records);
  if (known !== undefined) return known;
  const world: World = { incidents: new Map(), holds: new Map() };
  worlds.set(records, world);
  const [first] = records;
  if (first === undefined) return world;
  const placedMs = NOW - 9 * 24 * HOUR;
  world.incidents.set(first.id, [
    {
      ...{ kind: "stated", atMs: placedMs, by: "mara", serious: "suspected" },
      ...{ kinds: ["death"], awareMs: placedMs - HOUR, reason: "a patient was sent home" },
    },
  ]);
  world.holds.set("HOLD-0001", {
    ...{ id: "HOLD-0001", system: first.system, placedMs, placedBy: "tiltmeter" },
    ...{ statedBy: "mara", record: first.id, released: null },
    reason: `${first.id} may be a serious incident`,
    alarms: [
      {
        ...{ atMs: NOW - HOUR, what: "model_version", key: "model" },
        detail: "spam 2026-11-27 answers, which did not before",
      },
    ],
  });
  return world;
}

export function dutyReads(records: readonly Nonconformity[]): DutyReads {
  const { incidents, holds } = worldOf(records);
  const nonconformities = new Map(records.map((record) => [record.id, record]));
  return readDuties({
    nowMs: () => NOW,
    nonconformities: () => nonconformities,
    incidents: () => incidents,
    allHolds: () => holds,
    worklist: createWorklist({
      // A copy: here incidents are written to in place.
      state: () => ({ nonconformities, incidents: new Map(incidents) }),
      ...{ book, statutes: STATUTES, ownerOf: () => "mail-team", changed: () => null },
    }),
    clocks: book.clocks,
    reports,
  });
}

export function dutyActs(records: readonly Nonconformity[]): DutyActs {
  const { incidents, holds } = worldOf(records);
  const note = (record: string, event: IncidentHistory[number]): void => {
    incidents.set(record, [...(incidents.get(record) ?? []), event]);
  };
  return createDutyActs({
    now: () => NOW,
    reports,
    transact: async (decide) => {
      const nonconformities = new Map(records.map((record) => [record.id, record]));
      const { entries, result } = decide({ nonconformities, incidents, holds });
      for (const entry of entries) {
        switch (entry.type) {
          case "incident_stated": {
            const { type: _, record, ...event } = entry;
            note(record, { kind: "stated", ...event });
            break;
          }
          case "report_made": {
            const { type: _, record, ...event } = entry;
            note(record, { kind: "reported", ...event });
            break;
          }
          case "clock_set_aside": {
            const { type: _, record, ...event } = entry;
            note(record, { kind: "set_aside", ...event });
            break;
          }
          case "hold_placed": {
            const { hold: id, atMs: placedMs, by: placedBy, type: _, ...rest } = entry;
            holds.set(id, { id, placedMs, placedBy, ...rest, released: null, alarms: [] });
            break;
          }
          case "hold_released": {
            const hold = holds.get(entry.hold);
            if (hold !== undefined) holds.set(hold.id, { ...hold, released: entry });
            break;
          }
        }
      }
      return result;
    },
  });
}
