/** `2026-10-03T06:00:00Z`, the milliseconds where there are some. */
export function iso(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
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

/** `3 d 4 h`, `5 h 20 min`, `40 s`: two units at most. */
export function duration(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  const parts = [
    { of: Math.floor(seconds / 86_400), unit: "d" },
    { of: Math.floor(seconds / 3600) % 24, unit: "h" },
    { of: Math.floor(seconds / 60) % 60, unit: "min" },
    { of: seconds % 60, unit: "s" },
  ];
  const first = parts.findIndex(({ of }) => of > 0);
  if (first < 0) return "0 s";
  return parts
    .slice(first, first + 2)
    .filter(({ of }) => of > 0)
    .map(({ of, unit }) => `${of} ${unit}`)
    .join(" ");
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
