import { type Control, dueWindows } from "@tiltmeter/rules";
import type { LastEvaluations } from "./last-evaluations.ts";
import type { Job } from "./shared-fetch.ts";

/**
 * The windows that have closed and were not evaluated yet, of a long absence the oldest; `missed` are
 * those too far back to make up for.
 */
export function dueJobs(
  inForce: readonly Control[],
  known: Pick<LastEvaluations, "lastEndMs">,
  asOfMs: number,
): { readonly jobs: readonly Job[]; readonly missed: number } {
  const due = inForce.map((control) => ({
    control,
    ...dueWindows(control, known.lastEndMs(control.id), asOfMs, MADE_UP_MAX),
  }));
  return {
    // The oldest first, as a state builds on the one before: the next tick goes on where this one ends.
    jobs: due.flatMap(({ control, windows }) =>
      windows.slice(0, AT_ONCE).map((window) => ({ control, window })),
    ),
    missed: due.reduce((sum, each) => sum + each.missed, 0),
  };
}

/** Oldest windows first, all controls of one instant together: their steps build on each other. */
export function byWindowEnd(jobs: readonly Job[]): readonly (readonly Job[])[] {
  const ends = new Map<number, Job[]>();
  for (const job of jobs) {
    const together = ends.get(job.window.toMs) ?? [];
    ends.set(job.window.toMs, together);
    together.push(job);
  }
  return [...ends].sort(([a], [b]) => a - b).map(([, together]) => together);
}

/** Windows of one control that are made up for after downtime: a day of minutes, two months of hours. */
const MADE_UP_MAX = 1440;
/** Windows of one control in one tick: more, and it would be minutes before anybody hears of the first. */
const AT_ONCE = 288;
