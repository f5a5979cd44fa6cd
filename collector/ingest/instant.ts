const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i;

/**
 * An ISO 8601 instant with a time zone → Unix milliseconds, to the microsecond; null for anything
 * else. A time without a zone is refused: it would mean another instant on another machine.
 */
export function instantMs(text: string): number | null {
  if (!INSTANT.test(text)) return null;
  const ms = Date.parse(text.replace(" ", "T"));
  if (Number.isNaN(ms)) return null;
  const beyond = /\.\d{3}(\d{1,3})/.exec(text)?.[1] ?? "";
  return beyond === "" ? ms : (ms * 1000 + Number(beyond.padEnd(3, "0"))) / 1000;
}
