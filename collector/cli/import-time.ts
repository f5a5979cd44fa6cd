import type { TimeFormat } from "./import-mapping.ts";

/**
 * A time of a file as an ISO 8601 instant in UTC; null where it is none.
 *
 * ISO 8601 dates and times, with a T or a space; without a zone of their own they are of the given
 * one, a date alone is its midnight. Or seconds or milliseconds since 1970, as numbers or digits.
 */
export function instantText(
  value: string | number,
  of: { readonly format: TimeFormat; readonly zone: string },
): string | null {
  if (of.format !== "iso") {
    const number = typeof value === "number" ? value : Number(value.trim() || Number.NaN);
    return isoOf(of.format === "epoch_s" ? number * 1000 : number);
  }
  const match = ISO.exec(String(value).trim());
  if (match === null) return null;
  const [, year = "", month = "", day = "", clock = "00:00:00", fraction = "", zone] = match;
  const seconds = clock.length === 5 ? `${clock}:00` : clock;
  const local = Date.parse(`${year}-${month}-${day}T${seconds}Z`);
  // The platform reads 30 February as 2 March.
  if (Number.isNaN(local) || new Date(local).getUTCDate() !== Number(day)) return null;
  const ms = Number(`0${fraction || ".0"}`) * 1000;
  const offset = zone === undefined ? offsetMs(of.zone, local) : offsetOf(zone);
  return isoOf(local - offset + ms);
}

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(\.\d+)?\s?(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** To the microsecond, which is what the store keeps. */
function isoOf(ms: number): string | null {
  if (!(Math.abs(ms) < 8.64e15)) return null;
  const text = new Date(Math.floor(ms)).toISOString();
  const micros = Math.floor((ms - Math.floor(ms)) * 1000 + 0.5);
  return micros === 0 || micros >= 1000
    ? text
    : text.replace("Z", `${String(micros).padStart(3, "0")}Z`);
}

function offsetOf(zone: string): number {
  if (/^(Z|UTC)$/i.test(zone)) return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(":", "") || 0)];
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** How far a zone's clocks are ahead of UTC when they show this time. */
function offsetMs(zone: string, localMs: number): number {
  if (zone === "UTC") return 0;
  // Twice: the first answer may be of the other side of a change of the clocks.
  const first = shownAt(zone, localMs) - localMs;
  return shownAt(zone, localMs - first) - (localMs - first);
}

/** What the zone's clocks show at an instant, read as if they showed UTC. */
function shownAt(zone: string, ms: number): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  return Date.parse(
    `${part["year"]}-${part["month"]}-${part["day"]}T${part["hour"]}:${part["minute"]}:${part["second"]}Z`,
  );
}

const formats = new Map<string, Intl.DateTimeFormat>();
