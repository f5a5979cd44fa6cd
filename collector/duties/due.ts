import {
  type ClockTimes,
  type DutyPolicy,
  type IncidentHistory,
  isOpen,
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

/** When a record has something to tell next, for as long as nothing that this follows from changes. */
interface Plan {
  readonly record: Nonconformity;
  readonly incident: IncidentHistory | undefined;
  readonly marks: readonly string[] | undefined;
  readonly policy: DutyPolicy;
  readonly nextMs: number;
}

type Read = Pick<DutyState, "nonconformities" | "incidents" | "clockMarks">;

/**
 * Finds the levels that clocks have reached and nobody was told of: at risk, breached, and the steps of
 * the escalation after that.
 *
 * Decided over the state that the entries are appended to, each comes once, whatever runs at the same
 * time. Of levels that a clock has passed since the last look, the gravest alone is for people to hear.
 * When a record has something to tell next is kept while it stays the same, and nothing is looked at while
 * nothing changed and nothing is due: a look at a hundred thousand open records costs nothing then.
 */
export function createDue(of: {
  readonly book: ClockBook;
  readonly statutes: readonly Statute[];
}): {
  /** At most about `max`, whole records at a time. */
  readonly entries: (state: Read, nowMs: number, max: number) => readonly ClockDueEntry[];
} {
  const plans = new Map<string, Plan>();
  let last: (Read & { readonly policy: DutyPolicy; readonly nextMs: number }) | null = null;

  function untold(record: Nonconformity, state: Read, nowMs: number): readonly Level[] {
    const incident = state.incidents.get(record.id);
    const marks = state.clockMarks.get(record.id) ?? [];
    const levels = [
      ...workLevels(record, of.book),
      ...(incident === undefined ? [] : reportLevels(incident, of, nowMs)),
    ];
    return levels.filter((level) => !marks.includes(keyOf(level)));
  }

  function planOf(record: Nonconformity, state: Read, nowMs: number): Plan {
    const { id } = record;
    const [incident, marks] = [state.incidents.get(id), state.clockMarks.get(id)];
    const policy = of.book.policy();
    const known = plans.get(id);
    const isSame =
      known?.record === record &&
      known.incident === incident &&
      known.marks === marks &&
      known.policy === policy;
    if (known !== undefined && isSame) return known;
    // Most records have told nothing yet: the first to be told of a clock is that it is at risk.
    const next =
      marks === undefined && incident === undefined
        ? running(record, of.book).map(({ atRiskMs }) => atRiskMs)
        : untold(record, state, nowMs).map(({ atMs }) => atMs);
    const nextMs = Math.min(...next, Number.POSITIVE_INFINITY);
    const plan = { record, incident, marks, policy, nextMs };
    plans.set(id, plan);
    return plan;
  }

  return {
    entries: (state, nowMs, max) => {
      const { nonconformities, incidents, clockMarks } = state;
      const policy = of.book.policy();
      const isSame =
        last?.nonconformities === nonconformities &&
        last.incidents === incidents &&
        last.clockMarks === clockMarks &&
        last.policy === policy;
      if (last !== null && isSame && nowMs < last.nextMs) return [];
      const entries: ClockDueEntry[] = [];
      let nextMs = Number.POSITIVE_INFINITY;
      for (const record of nonconformities.values()) {
        if (!isOpen(record)) {
          of.book.forget(record.id);
          if (!incidents.has(record.id)) {
            plans.delete(record.id);
            continue;
          }
        }
        const plan = planOf(record, state, nowMs);
        nextMs = Math.min(nextMs, plan.nextMs);
        if (plan.nextMs > nowMs) continue;
        entries.push(...reachedOf(record, untold(record, state, nowMs), nowMs));
        if (entries.length >= max) return entries;
      }
      last = { nonconformities, incidents, clockMarks, policy, nextMs };
      return entries;
    },
  };
}

function reachedOf(
  record: Nonconformity,
  untold: readonly Level[],
  nowMs: number,
): readonly ClockDueEntry[] {
  const reached = untold.filter(({ atMs }) => atMs <= nowMs);
  return reached.map(({ atMs: _, ...said }) => {
    const isPassed =
      said.level === "at_risk" &&
      reached.some(
        ({ clock, round, level }) =>
          clock === said.clock && round === said.round && level !== "at_risk",
      );
    return {
      ...({ type: "clock_due", atMs: nowMs, by: MACHINE, record: record.id } as const),
      ...said,
      ...(isPassed ? { isPassed: true as const } : {}),
    };
  });
}

function workLevels(record: Nonconformity, book: ClockBook): readonly Level[] {
  return running(record, book).flatMap(({ name: clock, round, startMs, atRiskMs, dueMs }) =>
    levelsOf({ clock, round, startMs, dueMs }, atRiskMs, book),
  );
}

/** The clocks that run; those of records that are done with have ended. */
function running(record: Nonconformity, book: ClockBook): readonly ClockTimes[] {
  return isOpen(record) ? book.kept(record).filter(({ metMs }) => metMs === null) : [];
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

/** An escalation tells others than the breach does, so neither passes the other. */
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
        ...clock,
        ...{ level: "escalated", step: i + 1, channels, atMs: dueMs + afterMs },
      }),
    ),
  ];
}

function keyOf({ clock, round, level, step }: Level): string {
  return `${clock} ${round} ${level} ${step}`;
}
