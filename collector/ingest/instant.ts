const INSTANT = /^(\d{4})-(\d\d)-(\d\d)[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i;

/**
 * An ISO 8601 instant with a time zone → Unix milliseconds, to the microsecond; null for anything
 * else. A time without a zone is refused: it would mean another instant on another machine.
 */
export function instantMs(text: string): number | null {
  const [, year, month, day] = INSTANT.exec(text) ?? [];
  // The platform reads 30 February as 2 March; a sender that says so is wrong somewhere.
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (day === undefined || Number(day) > daysInMonth) return null;
  const ms = Date.parse(text.replace(" ", "T"));
  if (Number.isNaN(ms)) return null;
  const beyond = /\.\d{3}(\d{1,3})/.exec(text)?.[1] ?? "";
  return beyond === "" ? ms : (ms * 1000 + Number(beyond.padEnd(3, "0"))) / 1000;
}
