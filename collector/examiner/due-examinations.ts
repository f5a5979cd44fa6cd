import {
  byUrgency,
  type ExaminationOccasion,
  isOpen,
  type Nonconformity,
  type NonconformityState,
} from "@tiltmeter/rules";

/** A record that the machine has to look at, and why. */
export interface DueExamination {
  readonly record: Nonconformity;
  readonly occasion: ExaminationOccasion;
}

const MINUTE_MS = 60_000;
/** Episodes that join one after the other are looked at together. */
const APART_MS = 10 * MINUTE_MS;
/** What could not be read is asked again after as long as it has been waited for already, at most that. */
const AGAIN_MS_MAX = 60 * MINUTE_MS;

/**
 * The records that have to be examined, the gravest first. Decided from the records alone, so that a
 * restart or a failed attempt needs no memory: what has not been found out is still due.
 */
export function dueExaminations(
  records: Iterable<Nonconformity>,
  nowMs: number,
): readonly DueExamination[] {
  const due: DueExamination[] = [];
  for (const record of records) {
    const occasion = occasionOf(record, nowMs);
    if (occasion !== null) due.push({ record, occasion });
  }
  return due.sort((a, b) => byUrgency(a.record, b.record));
}

/** Whether there is nothing to look at until the record changes. */
export function isExamined(record: Nonconformity): boolean {
  return occasionOf(record, Number.POSITIVE_INFINITY) === null;
}

/** States after which there is something to find out about what was done in them. */
const PASSED: ReadonlyMap<NonconformityState, ExaminationOccasion> = new Map([
  ["assessing", "assessed"],
  ["containing", "contained"],
  ["acting", "acted"],
]);

function occasionOf(record: Nonconformity, nowMs: number): ExaminationOccasion | null {
  const { examination } = record;
  if (!isOpen(record)) return null;
  if (examination === undefined) return "raised";
  const passed = record.steps.findLast(
    ({ kind, from, atMs }) =>
      kind === "moved" && from !== null && PASSED.has(from) && atMs > examination.examinedMs,
  );
  if (passed?.from) return PASSED.get(passed.from) ?? null;
  const sinceMs = nowMs - examination.examinedMs;
  if (record.episodes.length > examination.episodes && sinceMs >= APART_MS) return "episode_added";
  const waitedMs = examination.examinedMs - record.raisedMs;
  const againMs = Math.min(AGAIN_MS_MAX, Math.max(MINUTE_MS, waitedMs));
  if (examination.isIncomplete === true && sinceMs >= againMs) return examination.occasion;
  return null;
}
