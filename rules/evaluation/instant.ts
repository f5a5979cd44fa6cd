/**
 * Writes Unix milliseconds as UTC in ISO 8601: `2026-11-03T10:00:00Z`, with milliseconds only where
 * there are any.
 *
 * Pure: the civil date is computed, since the platform's own clock type is not for these rooms.
 * Any finite instant of the years 0 to 9999.
 *
 * Source: Hinnant, chrono-Compatible Low-Level Date Algorithms (civil_from_days).
 */
export function formatInstant(ms: number): string {
  const whole = Math.floor(ms);
  const days = Math.floor(whole / DAY_MS);
  const rest = whole - days * DAY_MS;
  const { year, month, day } = civil(days);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  const time = `${two(rest / 3_600_000)}:${two((rest / 60_000) % 60)}:${two((rest / 1000) % 60)}`;
  const fraction = rest % 1000 === 0 ? "" : `.${String(rest % 1000).padStart(3, "0")}`;
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${time}${fraction}Z`;
}

/**
 * Reads an instant of ISO 8601 with its zone, `2026-11-03T10:00:00Z` or `2026-11-03T11:00+01:00`, as Unix
 * milliseconds; null where it is none, its date does not exist, or its zone is missing.
 *
 * Years 1970 to 9999; to the millisecond. Source: as for `formatInstant` (days_from_civil).
 */
export function parseInstant(text: string): number | null {
  const match =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(?:Z|([+-])(\d\d):(\d\d))$/.exec(
      text,
    );
  if (match === null) return null;
  const days = dayNumber(`${match[1]}-${match[2]}-${match[3]}`);
  const [hour = 0, minute = 0, second = 0] = match.slice(4, 7).map((digits) => Number(digits ?? 0));
  const [offsetHour, offsetMinute] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  if (days === null || days < 0 || hour > 23 || minute > 59 || second > 59) return null;
  if (offsetHour > 14 || offsetMinute > 59) return null;
  const offset = (offsetHour * 60 + offsetMinute) * (match[8] === "-" ? -1 : 1);
  const fraction = Number((match[7] ?? "").padEnd(3, "0"));
  return days * DAY_MS + ((hour * 60 + minute - offset) * 60 + second) * 1000 + fraction;
}

/**
 * Days from 1970-01-01 to a date such as `2026-12-25`, proleptic Gregorian; null where the text is no
 * date that exists. Source: as for `formatInstant` (days_from_civil).
 */
export function dayNumber(text: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const days = daysOf(year, month, day);
  const date = civil(days);
  const exists = date.year === year && date.month === month && date.day === day;
  return exists ? days : null;
}

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar; a month is 1 to 12. */
function daysOf(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The year of an instant, in UTC. */
export function yearOf(ms: number): number {
  return civil(Math.floor(ms / DAY_MS)).year;
}

const DAY_MS = 86_400_000;

/** The proleptic Gregorian date of a day counted from 1970-01-01. */
function civil(days: number): { year: number; month: number; day: number } {
  // Years begin in March here, so the leap day is the last of its year.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}
