import type { Calendar, Zones } from "@tiltmeter/rules";

/** The time zones that this platform knows. */
export const ZONES: Zones = {
  has: (zone) => formatterOf(zone) !== null,
  names: () => [...Intl.supportedValuesOf("timeZone"), "UTC"],
};

/**
 * Minutes east of UTC of a zone, from 2000 to 2060, oldest first. Before and after, the first and
 * the last hold. Throws for a zone that `ZONES` has not. Computed once a zone: some 40 ms.
 */
export function zoneOffsets(zone: string): Calendar["offsets"] {
  const known = computed.get(zone);
  if (known !== undefined) return known;
  const formatter = formatterOf(zone);
  if (formatter === null) throw new Error(`${zone} is no time zone of this platform`);
  const offsetAt = (ms: number): number => minutesEast(formatter, ms);
  const offsets = [{ fromMs: FROM_MS, minutes: offsetAt(FROM_MS) }];
  for (let ms = FROM_MS; ms < TO_MS; ms += STEP_MS) {
    const minutes = offsetAt(ms + STEP_MS);
    if (minutes === offsets.at(-1)?.minutes) continue;
    offsets.push({ fromMs: changeBetween(ms, ms + STEP_MS, offsetAt), minutes });
  }
  computed.set(zone, offsets);
  return offsets;
}

const FROM_MS = Date.UTC(2000, 0, 1);
const TO_MS = Date.UTC(2060, 0, 1);
/** No zone changes twice within it: Morocco, with the shortest season, keeps one for four weeks. */
const STEP_MS = 7 * 86_400_000;
const MINUTE_MS = 60_000;

const computed = new Map<string, Calendar["offsets"]>();

/** The first whole minute of the new offset. */
function changeBetween(
  beforeMs: number,
  afterMs: number,
  offsetAt: (ms: number) => number,
): number {
  const former = offsetAt(beforeMs);
  let [low, high] = [beforeMs, afterMs];
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / MINUTE_MS / 2) * MINUTE_MS;
    if (offsetAt(middle) === former) low = middle;
    else high = middle;
  }
  return high;
}

function formatterOf(zone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  } catch {
    return null;
  }
}

/** `GMT`, `GMT+05:30` */
function minutesEast(formatter: Intl.DateTimeFormat, ms: number): number {
  const name = formatter.formatToParts(ms).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const match = /^GMT(?:([+−-])(\d{2}):(\d{2})(?::\d{2})?)?$/.exec(name);
  if (match === null) throw new Error(`an offset reads GMT+01:00, got ${name}`);
  const [sign, hours = "0", minutes = "0"] = match.slice(1);
  const size = Number(hours) * 60 + Number(minutes);
  return sign === undefined || sign === "+" ? size : -size;
}
