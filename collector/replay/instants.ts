import { type Control, closesAtMs } from "@tiltmeter/rules";

/** What happens to the collector itself. Unix milliseconds of the true time. */
export type Interruption =
  | { readonly kind: "restart"; readonly atMs: number; readonly downMs: number }
  /** Its clock is ahead by that much more from then on. */
  | { readonly kind: "clock"; readonly atMs: number; readonly byMs: number };

/** One tick: when it truly is, what the collector's clock shows, and whether the process is new. */
export interface Instant {
  readonly atMs: number;
  readonly nowMs: number;
  readonly starts: boolean;
}

/**
 * The instants after `fromMs` and up to `toMs` at which something becomes due, and no others: what
 * the ticks in between would do is nothing.
 *
 * As in the real loop a new process ticks at once, and a clock that goes back ticks nothing until
 * it is ahead again. O(controls) an instant.
 */
export function* instants(of: {
  readonly controls: readonly Control[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly interruptions: readonly Interruption[];
  /** The clock shows a multiple of this at every tick, as in the real loop; absent: the very instant. */
  readonly tickEveryMs?: number;
  /** At least so often, whatever is due: late data are looked for then; absent: never without need. */
  readonly atLeastEveryMs?: number;
}): Generator<Instant> {
  const { tickEveryMs = 1 } = of;
  let nowMs = Number.NEGATIVE_INFINITY;
  let [starts, isLater] = [true, false];
  for (const { fromMs, toMs, aheadMs, isNew } of stretches(of)) {
    const clockMs = fromMs + aheadMs;
    // What a start or a jump of the clock makes due does not wait for the next window.
    if (isNew || (isLater && clockMs > nowMs)) {
      starts ||= isNew;
      yield { atMs: fromMs, nowMs: clockMs, starts };
      [starts, nowMs] = [false, clockMs];
    }
    isLater = true;
    for (;;) {
      const closing = nextClosing(of, Math.max(nowMs, clockMs));
      const next = Math.ceil(closing / tickEveryMs) * tickEveryMs;
      const atMs = next - aheadMs;
      if (!(atMs <= toMs)) break;
      yield { atMs, nowMs: next, starts };
      [starts, nowMs] = [false, next];
    }
  }
}

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly aheadMs: number;
  readonly isNew: boolean;
}

/** Stretches of time in which the collector runs and its clock goes evenly. */
function stretches(of: Parameters<typeof instants>[0]): readonly Stretch[] {
  const found: Stretch[] = [];
  let [fromMs, aheadMs, isNew] = [of.fromMs, 0, false];
  for (const each of [...of.interruptions].sort((a, b) => a.atMs - b.atMs)) {
    if (each.atMs > of.toMs) break;
    if (each.atMs > fromMs) found.push({ fromMs, toMs: each.atMs - 1, aheadMs, isNew });
    if (each.kind === "clock") {
      [fromMs, aheadMs, isNew] = [Math.max(fromMs, each.atMs), aheadMs + each.byMs, false];
    } else {
      [fromMs, isNew] = [Math.max(fromMs, each.atMs + each.downMs), true];
    }
  }
  if (fromMs <= of.toMs) found.push({ fromMs, toMs: of.toMs, aheadMs, isNew });
  return found;
}

/** The first instant after `afterMs` at which a window of one of the controls may be judged. */
function nextClosing(
  { controls, atLeastEveryMs }: Parameters<typeof instants>[0],
  afterMs: number,
): number {
  let next =
    atLeastEveryMs === undefined
      ? Number.POSITIVE_INFINITY
      : (Math.floor(afterMs / atLeastEveryMs) + 1) * atLeastEveryMs;
  for (const control of controls) {
    const waitMs = closesAtMs(control, 0);
    const { everyMs } = control;
    next = Math.min(next, (Math.floor((afterMs - waitMs) / everyMs) + 1) * everyMs + waitMs);
  }
  return next;
}
