import { WORK_CLOCKS } from "../duties/policy.ts";
import { hoursFrom } from "../duties/working-time.ts";
import { dayNumber } from "../evaluation/instant.ts";
import { type Calendar, calendarOf } from "../inventory/calendar.ts";
import { fulfils, type QuietHours, type Routed } from "./routes.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The offsets of a zone, as `Calendar` has them. */
export type ZoneOffsets = (zone: string) => Calendar["offsets"];

/** When quiet hours are over for good: the end of their last day in their zone. */
export function endOfQuiet(quiet: QuietHours, offsets: ZoneOffsets): number {
  const days = dayNumber(quiet.until);
  if (days === null) throw new Error(`until of ${quiet.id} is a date, got ${quiet.until}`);
  const of = offsets(quiet.during.zone);
  const localMs = (days + 1) * DAY_MS;
  // The offset before it, then the one that holds at the instant which that gives: a change in the last
  // hour of a day is rarer than quiet hours that somebody waits for to the minute.
  const guess = localMs - eastAt(of, localMs) * MINUTE_MS;
  return localMs - eastAt(of, guess) * MINUTE_MS;
}

/**
 * Until when a channel hears nothing of something, of all quiet hours together; null: it hears it now.
 *
 * What is critical and what the law's clocks say passes, unless quiet hours hold it anyway. Those that
 * follow on each other are one. Always later than `nowMs`, and bounded by the last `until`.
 */
export function quietUntil(
  quiet: readonly QuietHours[],
  of: {
    readonly channel: string;
    readonly record: Routed;
    /** The clock that it is about; null: none. */
    readonly clock: string | null;
  },
  nowMs: number,
  offsets: ZoneOffsets,
): { readonly untilMs: number; readonly id: string } | null {
  const holding = quiet.filter((each) => each.channels.includes(of.channel) && holds(each, of));
  let [untilMs, id] = [nowMs, ""];
  for (let isLonger = true; isLonger; ) {
    isLonger = false;
    for (const each of holding) {
      const end = endAt(each, untilMs, offsets);
      if (end === null || end <= untilMs) continue;
      [untilMs, isLonger] = [end, true];
      if (id === "") id = each.id;
    }
  }
  return id === "" ? null : { untilMs, id };
}

function holds(
  quiet: QuietHours,
  { record, clock }: { readonly record: Routed; readonly clock: string | null },
): boolean {
  if (record.severity === "critical" && !quiet.holds.includes("critical")) return false;
  if (clock !== null && isStatutory(clock) && !quiet.holds.includes("statutory")) return false;
  return fulfils(quiet.when, record);
}

/** A clock that is no clock of the work is a reporting duty of a statute. */
export function isStatutory(clock: string): boolean {
  const isWork = (WORK_CLOCKS as readonly string[]).includes(clock); // any text may be asked for
  return !isWork && clock !== "acceptance" && !clock.startsWith("action ");
}

/** When the quiet of an instant ends; null: it is not quiet then. */
function endAt(quiet: QuietHours, atMs: number, offsets: ZoneOffsets): number | null {
  const overMs = endOfQuiet(quiet, offsets);
  if (atMs >= overMs) return null;
  let end: number | null = null;
  for (const { fromMs, toMs } of hoursFrom(calendarOf(quiet.during, offsets), atMs)) {
    if (fromMs > (end ?? atMs)) break;
    end = toMs;
    if (end >= overMs) return overMs;
  }
  return end;
}

function eastAt(offsets: Calendar["offsets"], ms: number): number {
  const i = offsets.findLastIndex(({ fromMs }) => fromMs <= ms);
  return offsets[Math.max(0, i)]?.minutes ?? 0;
}
