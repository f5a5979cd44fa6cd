const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Windows shorter than this are told by the second. */
const SECONDS_BELOW = 10 * MINUTE;

/** Short English names, January first. */
export const months: readonly string[] = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(
  " ",
);

/** RFC 3339 in UTC, to the second where the milliseconds are zero. Empty where `ms` is no time. */
export function iso(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().replace(".000Z", "Z");
}

/** `14:05 UTC` today, `23 Nov 14:05 UTC` this year, `23 Nov 2025 14:05 UTC` else. */
export function moment(
  ms: number,
  nowMs: number,
  digits: "minutes" | "seconds" = "minutes",
): string {
  const text = iso(ms);
  if (text === "") return "at no time";
  const date = new Date(ms);
  const clock = `${text.slice(11, digits === "minutes" ? 16 : 19)} UTC`;
  if (text.slice(0, 10) === iso(nowMs).slice(0, 10)) return clock;
  const day = `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ""}`;
  return date.getUTCFullYear() === new Date(nowMs).getUTCFullYear()
    ? `${day} ${clock}`
    : `${day} ${date.getUTCFullYear()} ${clock}`;
}

/** `14:05 to 14:10 UTC`; with days where they differ, with seconds where minutes would hide a window. */
export function between(fromMs: number, toMs: number, nowMs: number): string {
  const isWhole = fromMs % MINUTE === 0 && toMs % MINUTE === 0;
  const digits = isWhole || toMs - fromMs >= SECONDS_BELOW ? "minutes" : "seconds";
  const [from, to] = [moment(fromMs, nowMs, digits), moment(toMs, nowMs, digits)];
  return `${from.replace(" UTC", "")} to ${to}`;
}

/** `just now`, `12 min ago`, `in 3 h`. */
export function relative(ms: number, nowMs: number): string {
  const distance = nowMs - ms;
  if (Math.abs(distance) < 5 * SECOND) return "just now";
  return distance > 0 ? `${span(distance)} ago` : `in ${span(-distance)}`;
}

/** A duration in its largest unit, with the next where it still says something: `1 h 20 min`. */
export function span(ms: number): string {
  if (ms < MINUTE) return `${Math.round(ms / SECOND)} s`;
  if (ms < HOUR) return `${Math.round(ms / MINUTE)} min`;
  if (ms < 10 * HOUR) return pair(ms, HOUR, "h", MINUTE, "min");
  if (ms < 2 * DAY) return `${Math.round(ms / HOUR)} h`;
  if (ms < 10 * DAY) return pair(ms, DAY, "d", HOUR, "h");
  return `${Math.round(ms / DAY)} d`;
}

function pair(ms: number, large: number, big: string, small: number, little: string): string {
  const rounded = Math.round(ms / small) * small;
  const rest = Math.round((rounded % large) / small);
  const whole = Math.floor(rounded / large);
  return rest === 0 ? `${whole} ${big}` : `${whole} ${big} ${rest} ${little}`;
}
