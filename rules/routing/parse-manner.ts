import {
  describe,
  type Fields,
  openTable,
  optional,
  type Reader,
  readChoices,
  readDuration,
  readTexts,
  required,
} from "../control/fields.ts";
import type { Report } from "../control/finding.ts";
import { DAYS, daysOf, readZone, type Zones } from "../inventory/parse-calendar.ts";
import { readSteps } from "./read-steps.ts";
import { type DigestSchedule, GROUP_KEYS, type Grouping, type Manner } from "./routes.ts";

/** What a routes file is read with. */
export interface RouteTerms {
  /** Names of the channels that exist; null where that is not known. */
  readonly channels: readonly string[] | null;
  /** Of them, those whose messages are about one record each: a digest has no place there. */
  readonly perRecord: readonly string[];
  readonly zones: Zones;
}

/** Keys of a route that say how it tells. */
export const MANNER_KEYS: readonly string[] = [
  ...["group_by", "group_wait", "group_interval", "critical_wait"],
  ...["escalate", "repeat", "digest"],
];

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** As in Alertmanager: long enough for what breaks together, short enough to be news. */
const GROUP_WAIT_MS = 30 * SECOND_MS;
const GROUP_INTERVAL_MS = 5 * MINUTE_MS;
const CRITICAL_MS = 30 * SECOND_MS;
/** A wait of more is a digest. */
const WAIT_MS_MAX = HOUR_MS;
const INTERVAL_MS_MAX = 24 * HOUR_MS;
const CRITICAL_MS_MAX = 5 * MINUTE_MS;
/** More often than that nobody reads. */
const REPEAT_MS_MIN = HOUR_MS;

/** How a route tells; what is wrong is reported. */
export function mannerOf(fields: Fields, terms: RouteTerms, report: Report): Manner {
  const group = groupingOf(fields, report);
  const steps = readSteps(terms.channels, { minMs: MINUTE_MS, after: "the raise" });
  const escalate = optional(fields, "escalate", steps, report) ?? [];
  const repeatMs = optional(fields, "repeat", readDuration(REPEAT_MS_MIN), report);
  const digest = optional(fields, "digest", readDigest(terms.zones), report);
  const other = ["group_by", "escalate", "repeat"].find((key) => fields.get(key) !== undefined);
  if (digest !== undefined && other !== undefined) {
    const rule = `a route with a digest tells of no event by itself, so it has no ${other}`;
    report.error(fields.get(other)?.at ?? fields.at, "bad-value", rule, "write a route of its own");
  }
  return {
    ...(group === undefined ? {} : { group }),
    ...(escalate.length === 0 ? {} : { escalate }),
    ...(repeatMs === undefined ? {} : { repeatMs }),
    ...(digest === undefined ? {} : { digest }),
  };
}

function groupingOf(fields: Fields, report: Report): Grouping | undefined {
  const within = (key: string, maxMs: number, usual: number): number =>
    optional(fields, key, readAtMost(maxMs), report) ?? usual;
  const by = optional(fields, "group_by", readKeys, report);
  const waitMs = within("group_wait", WAIT_MS_MAX, GROUP_WAIT_MS);
  const intervalMs = within("group_interval", INTERVAL_MS_MAX, GROUP_INTERVAL_MS);
  const criticalMs = within("critical_wait", CRITICAL_MS_MAX, Math.min(CRITICAL_MS, waitMs));
  if (by !== undefined) return { by, waitMs, intervalMs, criticalMs };
  const stray = ["group_wait", "group_interval", "critical_wait"].find(
    (key) => fields.get(key) !== undefined,
  );
  if (stray !== undefined && fields.get("group_by") === undefined) {
    const rule = `${stray} says how long a group waits, and there is no group_by`;
    const fix = "add group_by: [system], or group_by: [] for one group of everything";
    report.error(fields.get(stray)?.at ?? fields.at, "missing-key", rule, fix);
  }
  return undefined;
}

/** An empty list is a group of everything. */
const readKeys: Reader<Grouping["by"]> = (tree, key, report) =>
  tree.kind === "list" && tree.items.length === 0 ? [] : readChoices(GROUP_KEYS)(tree, key, report);

function readAtMost(maxMs: number): Reader<number> {
  return (tree, key, report) => {
    const ms = readDuration(0)(tree, key, report);
    if (ms === undefined || ms <= maxMs) return ms;
    const rule = `${key} is at most ${maxMs / MINUTE_MS}m, not ${describe(tree)}`;
    report.error(tree.at, "bad-value", rule, "write a shorter one, or a route with a digest");
    return undefined;
  };
}

/** `{ at: "08:00", days: mon-fri, zone: Europe/Berlin }` */
function readDigest(zones: Zones): Reader<DigestSchedule> {
  return (tree, key, report) => {
    const fields = openTable(tree, { name: key, keys: ["at", "days", "zone"] }, report);
    if (fields === undefined) return undefined;
    const why = 'at which local time, e.g. "08:00"';
    const minute = required(fields, { key: "at", why }, readTime, report);
    const days = optional(fields, "days", readDays, report) ?? [0, 1, 2, 3, 4, 5, 6];
    const zone = optional(fields, "zone", readZone(zones), report) ?? "UTC";
    return minute === undefined ? undefined : { days, minute, zone };
  };
}

const readTime: Reader<number> = (tree, key, report) => {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(tree.kind === "scalar" ? tree.source : "");
  if (match !== null) return Number(match[1]) * 60 + Number(match[2]);
  const rule = `${key} is a time of the day, not ${describe(tree)}`;
  report.error(tree.at, "bad-value", rule, 'write it such as "08:00"');
  return undefined;
};

const readDays: Reader<readonly number[]> = (tree, key, report) => {
  const names = readTexts(tree, key, report);
  if (names === undefined) return undefined;
  const read = names.map(daysOf);
  const wrong = names.find((_, i) => read[i] === null);
  if (wrong === undefined && names.length > 0) {
    return [...new Set(read.flatMap((days) => days ?? []))].sort((a, b) => a - b);
  }
  const rule = `${key} are days of the week, not ${(wrong ?? "none").slice(0, 40)}`;
  report.error(tree.at, "bad-value", rule, `write some of ${DAYS.join(", ")}, or mon-fri`);
  return undefined;
};
