import type { Tree } from "../control/document.ts";
import {
  describe,
  openTable,
  optional,
  type Reader,
  readText,
  readTexts,
  required,
} from "../control/fields.ts";
import type { Report } from "../control/finding.ts";
import { suggestion } from "../control/nearest.ts";
import { dayNumber } from "../evaluation/instant.ts";
import type { DeclaredCalendar } from "./declaration.ts";

/** The time zones that there are, by their IANA names. */
export interface Zones {
  readonly has: (zone: string) => boolean;
  /** For suggestions. */
  readonly names: () => readonly string[];
}

/** As they are written, Monday first. */
export const DAYS: readonly string[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const HOLIDAYS_MAX = 400;

/** `{ zone: Europe/Berlin, hours: { mon-fri: "08:00-18:00" }, holidays: [2026-12-25] }`. */
export function readCalendar(zones: Zones): Reader<DeclaredCalendar> {
  return (tree, key, report) => {
    const fields = openTable(tree, { name: key, keys: ["zone", "hours", "holidays"] }, report);
    if (fields === undefined) return undefined;
    const why = `which hours of the week, e.g. { mon-fri: "08:00-18:00" }`;
    const hours = required(fields, { key: "hours", why }, readHours, report);
    const zone = optional(fields, "zone", readZone(zones), report) ?? "UTC";
    const holidays = optional(fields, "holidays", readDates, report) ?? [];
    return hours && { zone, hours, holidays };
  };
}

/** A date such as `2026-12-25`. */
export const readDate: Reader<string> = (tree, key, report) => {
  const text = tree.kind === "scalar" ? tree.source : "";
  if (dayNumber(text) !== null) return text;
  const message = `${key} cannot be ${describe(tree)}, which is no date`;
  report.error(tree.at, "bad-value", message, "write one such as 2026-12-25");
  return undefined;
};

/** An IANA name of a time zone. */
export function readZone(zones: Zones): Reader<string> {
  return (tree, key, report) => {
    const zone = readText(tree, key, report);
    if (zone === undefined || zones.has(zone)) return zone;
    const message = `${key} cannot be ${describe(tree)}, which is no IANA time zone`;
    const near = suggestion(zone, zones.names()) || "write one such as Europe/Berlin";
    report.error(tree.at, "bad-value", message, near);
    return undefined;
  };
}

const readDates: Reader<readonly string[]> = (tree, key, report) => {
  const items = tree.kind === "list" ? tree.items : [tree];
  if (items.length > HOLIDAYS_MAX) {
    const message = `${key} has at most ${HOLIDAYS_MAX} dates`;
    report.error(tree.at, "bad-value", message, "leave out those that are past");
    return undefined;
  }
  const dates = items.map((item) => readDate(item, key, report));
  return dates.every((date) => date !== undefined) ? [...dates].sort() : undefined;
};

type Hours = DeclaredCalendar["hours"];

const readHours: Reader<Hours> = (tree, key, report) => {
  if (tree.kind !== "table" || tree.entries.length === 0) {
    const example = `{ mon-fri: "08:00-18:00", sat: "09:00-12:00" }`;
    report.error(tree.at, "bad-value", `${key} says hours by day`, `write ${example}`);
    return undefined;
  }
  const before = report.errors();
  const found = tree.entries.flatMap(({ key: name, keyAt, value }): Hours => {
    const days = daysOf(name);
    if (days === null) {
      const message = `${key} has no day ${name.slice(0, 64)}`;
      report.error(keyAt, "unknown-key", message, `${suggestion(name, DAYS)} or a range, mon-fri`);
      return [];
    }
    const texts = readTexts(value, name, report) ?? [];
    return texts.flatMap((text) => {
      const span = spanOf(text);
      if (span !== null) return days.map((day) => ({ day, ...span }));
      const message = `${name} cannot be ${text.slice(0, 40)}, which are no hours of one day`;
      const example =
        'write "08:00-18:00"; a night is two: "22:00-24:00", and "00:00-06:00" on the next day';
      report.error(value.at, "bad-value", message, example);
      return [];
    });
  });
  const hours = [...found].sort((a, b) => a.day - b.day || a.fromMinute - b.fromMinute);
  checkDisjoint(hours, tree, report);
  return report.errors() > before ? undefined : hours;
};

function checkDisjoint(hours: Hours, tree: Tree, report: Report): void {
  const twice = hours.find((each, i) => {
    const next = hours[i + 1];
    return next !== undefined && next.day === each.day && next.fromMinute < each.toMinute;
  });
  if (twice === undefined) return;
  const message = `the hours of ${DAYS[twice.day]} overlap`;
  report.error(tree.at, "bad-value", message, "write each hour once");
}

/** `mon`, `mon-fri`, `sat-mon` as days from Monday, 0; null: no such days. */
export function daysOf(text: string): readonly number[] | null {
  const [first = "", last = first, more] = text.toLowerCase().split("-");
  const [from, to] = [DAYS.indexOf(first), DAYS.indexOf(last)];
  if (from < 0 || to < 0 || more !== undefined) return null;
  const length = ((to - from + 7) % 7) + 1;
  return Array.from({ length }, (_, i) => (from + i) % 7);
}

function spanOf(text: string): { readonly fromMinute: number; readonly toMinute: number } | null {
  const match = /^(\d{2}):(\d{2})\s?[-–]\s?(\d{2}):(\d{2})$/.exec(text);
  if (match === null) return null;
  const [fromHour = 0, fromMin = 0, toHour = 0, toMin = 0] = match.slice(1).map(Number);
  const [fromMinute, toMinute] = [fromHour * 60 + fromMin, toHour * 60 + toMin];
  const isTime = fromMin < 60 && toMin < 60 && toMinute <= 24 * 60;
  return isTime && fromMinute < toMinute ? { fromMinute, toMinute } : null;
}
