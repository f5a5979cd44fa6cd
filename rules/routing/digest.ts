import type { Calendar } from "../inventory/calendar.ts";
import type { ZoneOffsets } from "./quiet.ts";
import type { DigestSchedule } from "./routes.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * The last instant at or before `nowMs` at which a digest is due.
 *
 * A local time that a clock change leaves out comes as much later as the change is wide; one that comes
 * twice is the first of both.
 */
export function lastDigestMs(digest: DigestSchedule, nowMs: number, offsets: ZoneOffsets): number {
  const of = offsets(digest.zone);
  const today = Math.floor(nowMs / DAY_MS);
  // Local days reach a day beyond those of UTC, and one of the seven before is one of the digest.
  for (let day = today + 1; day >= today - 8; day -= 1) {
    // 1970-01-01 was a Thursday.
    if (!digest.days.includes((((day + 3) % 7) + 7) % 7)) continue;
    const ms = instantOf(day * DAY_MS + digest.minute * MINUTE_MS, of);
    if (ms <= nowMs) return ms;
  }
  throw new Error("a digest needs a day of the week, got none");
}

/** The first instant after `nowMs` at which a digest is due. */
export function nextDigestMs(digest: DigestSchedule, nowMs: number, offsets: ZoneOffsets): number {
  const of = offsets(digest.zone);
  const today = Math.floor(nowMs / DAY_MS);
  for (let day = today - 1; day <= today + 9; day += 1) {
    if (!digest.days.includes((((day + 3) % 7) + 7) % 7)) continue;
    const ms = instantOf(day * DAY_MS + digest.minute * MINUTE_MS, of);
    if (ms > nowMs) return ms;
  }
  throw new Error("a digest needs a day of the week, got none");
}

/** The instant of a local time. */
function instantOf(localMs: number, offsets: Calendar["offsets"]): number {
  const at = (ms: number): number => {
    const i = offsets.findLastIndex(({ fromMs }) => fromMs <= ms);
    return (offsets[Math.max(0, i)]?.minutes ?? 0) * MINUTE_MS;
  };
  // The offset of the day before is the one of either side that came first.
  const before = at(localMs - DAY_MS);
  const first = localMs - before;
  if (at(first) === before) return first;
  const second = localMs - at(first);
  return at(second) === at(first) ? second : first;
}
