import { canonicalJson } from "../canonical-json.ts";
import type { Severity } from "../control/control.ts";
import { readDocument, type Tree } from "../control/document.ts";
import {
  DURATION_MS_MAX,
  describe,
  type Fields,
  openTable,
  optional,
  type Reader,
  readDuration,
  readShare,
  readText,
  readWhole,
  required,
} from "../control/fields.ts";
import { createReport, type Finding, type Report } from "../control/finding.ts";
import { suggestion } from "../control/nearest.ts";
import { durationMs } from "../control/quantity.ts";
import type { DeclaredCalendar } from "../inventory/declaration.ts";
import { readCalendar, type Zones } from "../inventory/parse-calendar.ts";
import { SEVERITIES } from "../nonconformity/severity.ts";
import { readSteps } from "../routing/read-steps.ts";
import {
  type Allowance,
  DEFAULT_POLICY,
  type DutyPolicy,
  WORK_CLOCKS,
  type WorkClock,
} from "./policy.ts";

/** The policy of a file, and everything that is wrong or doubtful in it. */
export interface ParsedPolicy {
  /** Null where there is an error: a part of a policy is not what was agreed. */
  readonly policy: DutyPolicy | null;
  readonly findings: readonly Finding[];
}

const KEYS = ["version", "calendars", "at_risk", "statutory_at_risk", "clocks", "escalation"];
/** One a site is usual; each may have hundreds of holidays. */
const CALENDARS_MAX = 20;
/** Longer than any corrective action; a slip of the unit otherwise. */
const WORKING_DAYS_MAX = 1000;
/** An entry of the ledger holds the policy, and has 64 KiB. */
const CANONICAL_CHARACTERS_MAX = 40_000;
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

type Calendars = Readonly<Record<string, DeclaredCalendar>>;

/**
 * Parses a policy file (YAML): how soon the work on records has to be done, and who hears of it else.
 *
 * Never throws. What it does not say is as shipped. `channels` are the names that exist, null where that
 * is not known. Unknown keys, zones, channels and calendars are errors; a clock that is due before the one
 * that comes first is a warning.
 */
export function parsePolicy(
  text: string,
  file: string,
  of: { readonly zones: Zones; readonly channels: readonly string[] | null },
): ParsedPolicy {
  const report = createReport(file, text);
  const tree = readDocument(text, report);
  const policy = tree === null ? null : readPolicy(tree, of, report);
  return { policy: report.errors() === 0 ? policy : null, findings: report.findings() };
}

function readPolicy(
  tree: Tree,
  { zones, channels }: { readonly zones: Zones; readonly channels: readonly string[] | null },
  report: Report,
): DutyPolicy | null {
  const fields = openTable(tree, { name: "a policy file", keys: KEYS }, report);
  if (fields === undefined) return null;
  required(fields, { key: "version", why: "write version: 1" }, readWhole(1, 1), report);
  const calendars = optional(fields, "calendars", readCalendars(zones), report) ?? {};
  const share = (key: string, usual: number): number =>
    optional(fields, key, readPart, report) ?? usual;
  const policy: DutyPolicy = {
    calendars,
    clocks: readClocks(fields.get("clocks"), calendars, report),
    atRisk: share("at_risk", DEFAULT_POLICY.atRisk),
    statutoryAtRisk: share("statutory_at_risk", DEFAULT_POLICY.statutoryAtRisk),
    escalation:
      optional(
        fields,
        "escalation",
        readSteps(channels, { minMs: 0, after: "the breach" }),
        report,
      ) ?? [],
  };
  if (canonicalJson(policy).length > CANONICAL_CHARACTERS_MAX) {
    const rule = `a policy has at most ${CANONICAL_CHARACTERS_MAX} characters`;
    report.error(fields.at, "too-large", rule, "leave out holidays that are past");
  }
  return policy;
}

/** A share that is neither nothing nor all. */
const readPart: Reader<number> = (tree, key, report) => {
  const share = readShare(tree, key, report);
  if (share === undefined || (share > 0 && share < 1)) return share;
  const rule = `${key} is above 0 % and below 100 %, not ${describe(tree)}`;
  report.error(tree.at, "bad-value", rule, "write it such as 75%");
  return undefined;
};

function readCalendars(zones: Zones): Reader<Calendars> {
  return (tree, key, report) => {
    if (tree.kind !== "table" || tree.entries.length > CALENDARS_MAX) {
      const rule = `${key} is a table of at most ${CALENDARS_MAX} names, each with zone and hours`;
      const example = 'write office: { zone: Europe/Berlin, hours: { mon-fri: "09:00-17:00" } }';
      report.error(tree.at, "bad-value", rule, example);
      return undefined;
    }
    const read = tree.entries.map(
      ({ key: name, value }) => [name, readCalendar(zones)(value, name, report)] as const,
    );
    return Object.fromEntries(
      read.flatMap(([name, calendar]) => (calendar === undefined ? [] : [[name, calendar]])),
    );
  };
}

function readClocks(
  tree: Tree | undefined,
  calendars: Calendars,
  report: Report,
): DutyPolicy["clocks"] {
  if (tree === undefined) return DEFAULT_POLICY.clocks;
  const fields = openTable(tree, { name: "clocks", keys: SEVERITIES }, report);
  const of = (severity: Severity): Readonly<Record<WorkClock, Allowance>> => {
    const usual = DEFAULT_POLICY.clocks[severity];
    const own = fields?.get(severity);
    return own === undefined ? usual : readSeverity(own, { severity, usual, calendars }, report);
  };
  return { critical: of("critical"), high: of("high"), medium: of("medium"), low: of("low") };
}

function readSeverity(
  tree: Tree,
  of: {
    readonly severity: Severity;
    readonly usual: Readonly<Record<WorkClock, Allowance>>;
    readonly calendars: Calendars;
  },
  report: Report,
): Readonly<Record<WorkClock, Allowance>> {
  const fields = openTable(tree, { name: of.severity, keys: WORK_CLOCKS }, report);
  if (fields === undefined) return of.usual;
  const read = (name: WorkClock): Allowance =>
    optional(fields, name, readAllowance(of.calendars), report) ?? of.usual[name];
  const clocks = {
    acknowledge: read("acknowledge"),
    contain: read("contain"),
    cause: read("cause"),
    actions: read("actions"),
    effectiveness: read("effectiveness"),
  };
  warnOfOrder(fields, { ...of, clocks }, report);
  return clocks;
}

/** Each of the first four runs from the same start, so one that is due before its predecessor is a slip. */
function warnOfOrder(
  fields: Fields,
  of: {
    readonly severity: Severity;
    readonly clocks: Readonly<Record<WorkClock, Allowance>>;
    readonly calendars: Calendars;
  },
  report: Report,
): void {
  const along = WORK_CLOCKS.slice(0, 4);
  for (const [i, name] of along.entries()) {
    const before = along[i - 1];
    if (before === undefined) continue;
    const [early, late] = [before, name].map((each) => roughMs(of.clocks[each], of.calendars));
    if ((early ?? 0) <= (late ?? 0)) continue;
    const at = fields.get(name)?.at ?? fields.get(before)?.at ?? fields.at;
    const rule = `${name} of ${of.severity} is due before ${before}, which comes first`;
    report.warning(at, "clock-order", rule, `give ${name} at least the time of ${before}`);
  }
}

/** In calendar time, about. */
function roughMs(allowance: Allowance, calendars: Calendars): number {
  switch (allowance.kind) {
    case "calendar":
      return allowance.ms;
    case "working_time":
      return (allowance.ms / Math.max(1, weekMs(calendars[allowance.calendar]))) * WEEK_MS;
    case "working_days":
      return (allowance.days / Math.max(1, daysOfWeek(calendars[allowance.calendar]))) * WEEK_MS;
  }
}

function weekMs(calendar: DeclaredCalendar | undefined): number {
  const hours = calendar?.hours ?? [];
  return hours.reduce((sum, { fromMinute, toMinute }) => sum + (toMinute - fromMinute), 0) * 60_000;
}

function daysOfWeek(calendar: DeclaredCalendar | undefined): number {
  return new Set((calendar?.hours ?? []).map(({ day }) => day)).size;
}

const EXAMPLE =
  "write 24h, 3d, 8 working hours, 3 working days, or { working_days: 3, calendar: NAME }";

/** `24h`, `8 working hours`, `3 working days`, `{ working: 8h, calendar: x }`, `{ working_days: 3, … }`. */
function readAllowance(calendars: Calendars): Reader<Allowance> {
  return (tree, key, report) => {
    const allowance =
      tree.kind === "table"
        ? readWorking(tree, key, calendars, report)
        : readWords(tree, key, calendars, report);
    if (allowance === undefined || roughMs(allowance, calendars) <= DURATION_MS_MAX) {
      return allowance;
    }
    const rule = `${key} takes longer than ten years in the hours of its calendar`;
    report.error(tree.at, "bad-value", rule, "write less, or give the calendar more hours");
    return undefined;
  };
}

function readWords(
  tree: Tree,
  key: string,
  calendars: Calendars,
  report: Report,
): Allowance | undefined {
  const text = tree.kind === "scalar" ? tree.source.trim() : "";
  const working = /^(\d{1,4}(?:\.\d{1,2})?) working (hour|day)s?$/.exec(text);
  if (working === null) {
    const ms = durationMs(text);
    if (ms !== null && ms >= 1000 && ms <= DURATION_MS_MAX && Number.isInteger(ms)) {
      return { kind: "calendar", ms };
    }
    const rule = `${key} is how long something may take, not ${describe(tree)}`;
    report.error(tree.at, "bad-value", rule, EXAMPLE);
    return undefined;
  }
  const [calendar, ...others] = Object.keys(calendars);
  if (calendar === undefined || others.length > 0) {
    const which = calendar === undefined ? "none is there" : "there are several";
    const rule = `${key} is in working time, and of calendars ${which}`;
    report.error(tree.at, "no-calendar", rule, "write { working_days: 3, calendar: NAME }");
    return undefined;
  }
  const amount = Number(working[1]);
  if (working[2] === "hour" && amount > 0) {
    return { kind: "working_time", ms: Math.round(amount * 3_600_000), calendar };
  }
  if (Number.isInteger(amount) && amount >= 1 && amount <= WORKING_DAYS_MAX) {
    return { kind: "working_days", days: amount, calendar };
  }
  const rule = `${key} is 1 to ${WORKING_DAYS_MAX} whole working days, not ${text}`;
  report.error(tree.at, "bad-value", rule, EXAMPLE);
  return undefined;
}

function readWorking(
  tree: Tree,
  key: string,
  calendars: Calendars,
  report: Report,
): Allowance | undefined {
  const keys = ["working", "working_days", "calendar"];
  const fields = openTable(tree, { name: key, keys }, report);
  if (fields === undefined) return undefined;
  const why = "the working calendar that it is counted in";
  const calendar = required(fields, { key: "calendar", why }, readText, report);
  if (calendar !== undefined && !Object.hasOwn(calendars, calendar)) {
    const known = Object.keys(calendars);
    const near = known.length === 0 ? "add it under calendars" : suggestion(calendar, known);
    const at = fields.get("calendar")?.at ?? tree.at;
    report.error(at, "no-calendar", `there is no calendar ${calendar.slice(0, 64)}`, near);
    return undefined;
  }
  const ms = optional(fields, "working", readDuration(1000), report);
  const days = optional(fields, "working_days", readWhole(1, WORKING_DAYS_MAX), report);
  if ((fields.get("working") === undefined) === (fields.get("working_days") === undefined)) {
    report.error(tree.at, "bad-value", `${key} says either working or working_days`, EXAMPLE);
    return undefined;
  }
  if (calendar === undefined) return undefined;
  if (ms !== undefined) return { kind: "working_time", ms, calendar };
  return days === undefined ? undefined : { kind: "working_days", days, calendar };
}
