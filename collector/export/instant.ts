/** `2026-10-03T06:00:00Z`, the milliseconds where there are some. */
export function iso(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}

/** `2026-10-03 06:00`, in UTC, with seconds where there are some: for tables, which say so above. */
export function stamp(ms: number): string {
  const text = new Date(ms).toISOString();
  const seconds = text.slice(17, 19) === "00" ? "" : text.slice(16, 19);
  return `${text.slice(0, 10)} ${text.slice(11, 16)}${seconds}`;
}

/** `2026-10-03`. */
export function day(ms: number): string {
  return iso(ms).slice(0, 10);
}

/** `3 Oct 2026, 06:00 UTC`: for people, the same everywhere. */
export function moment(ms: number): string {
  const at = new Date(ms);
  const clock = at.toISOString().slice(11, 16);
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}, ${clock} UTC`;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
