import {
  type IncidentHistory,
  isOwed,
  MACHINE,
  type Nonconformity,
  type Statute,
  statutoryClocks,
} from "@tiltmeter/rules";
import type { ClockBook } from "./clock-book.ts";
import type { ClockDueEntry, DutyState } from "./duty-state.ts";

interface Level
  extends Pick<
    ClockDueEntry,
    "clock" | "round" | "level" | "step" | "startMs" | "dueMs" | "channels"
  > {
  /** When it is reached, unless the clock ends before. */
  readonly atMs: number;
}

/**
 * The levels that clocks have reached and nobody was told of, at most `max`: at risk, breached, and the
 * steps of the escalation after that. Pure; decided over the state that they are appended to, each comes
 * once, whatever runs at the same time.
 *
 * Of levels that a clock has passed since the last look, the gravest alone is for people to hear.
 */
export function dueEntries(
  state: DutyState,
  of: { readonly book: ClockBook; readonly statutes: readonly Statute[] },
  nowMs: number,
  max: number,
): readonly ClockDueEntry[] {
  const entries: ClockDueEntry[] = [];
  for (const record of state.nonconformities.values()) {
    const incident = state.incidents.get(record.id);
    const levels = [
      ...workLevels(record, of.book),
      ...(incident === undefined ? [] : reportLevels(incident, of, nowMs)),
    ];
    const marks = state.clockMarks.get(record.id) ?? [];
    const reached = levels.filter((level) => level.atMs <= nowMs && !marks.includes(keyOf(level)));
    for (const level of reached) {
      const { atMs, ...said } = level;
      const isPassed = reached.some(
        (other) =>
          other.clock === level.clock && other.round === level.round && graver(other, level),
      );
      entries.push({
        type: "clock_due",
        ...{ atMs: nowMs, by: MACHINE, record: record.id },
        ...said,
        ...(isPassed ? { isPassed: true as const } : {}),
      });
    }
    if (entries.length >= max) break;
  }
  return entries;
}

/** Of clocks that run; those of records that are done with have ended. */
function workLevels(record: Nonconformity, book: ClockBook): readonly Level[] {
  return book
    .times(record)
    .filter(({ metMs }) => metMs === null)
    .flatMap(({ name: clock, round, startMs, atRiskMs, dueMs }) =>
      levelsOf({ clock, round, startMs, dueMs }, atRiskMs, book),
    );
}

function reportLevels(
  incident: IncidentHistory,
  { book, statutes }: { readonly book: ClockBook; readonly statutes: readonly Statute[] },
  nowMs: number,
): readonly Level[] {
  const atRisk = book.policy().statutoryAtRisk;
  return statutoryClocks(incident, statutes, { atRisk, nowMs }).flatMap((clock) => {
    if (!isOwed(clock)) return [];
    const { duty, round, startMs, dueMs, atRiskMs } = clock;
    if (startMs === null || dueMs === null || atRiskMs === null) return [];
    return levelsOf({ clock: duty.id, round, startMs, dueMs }, atRiskMs, book);
  });
}

function levelsOf(
  clock: Pick<Level, "clock" | "round" | "startMs" | "dueMs">,
  atRiskMs: number,
  book: ClockBook,
): readonly Level[] {
  const { dueMs } = clock;
  return [
    { ...clock, level: "at_risk", step: 0, channels: null, atMs: atRiskMs },
    { ...clock, level: "breached", step: 0, channels: null, atMs: dueMs },
    ...book.policy().escalation.map(
      ({ afterMs, channels }, i): Level => ({
        ...{ ...clock, level: "escalated", step: i + 1, channels, atMs: dueMs + afterMs },
      }),
    ),
  ];
}

function keyOf({ clock, round, level, step }: Level): string {
  return `${clock} ${round} ${level} ${step}`;
}

/** An escalation tells others than the breach does, so neither passes the other; one step passes another. */
function graver(a: Level, b: Level): boolean {
  return b.level === "at_risk" && a.level !== "at_risk";
}
