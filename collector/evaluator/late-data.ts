import { type Control, metric } from "@tiltmeter/rules";
import type { LastEvaluations } from "./last-evaluations.ts";
import {
  type LateJob,
  type LateKind,
  type LateRange,
  LateWindows,
  lateKinds,
} from "./late-windows.ts";
import type { EvaluationRow } from "./row.ts";

/** What the evaluator is told of late data by the store. */
export interface LateReads {
  /** Which event time records are about that were received in [sinceMs, upToMs); about [fromMs, beforeMs). */
  readonly ranges: (of: {
    readonly kinds: readonly LateKind[];
    readonly sinceMs: number;
    readonly upToMs: number;
    readonly fromMs: number;
    readonly beforeMs: number;
  }) => Promise<readonly LateRange[]>;
  /** Every revision of what some controls said of the windows that end at some instants. */
  readonly evaluationsAt: (of: {
    readonly controls: readonly string[];
    readonly endsMs: readonly number[];
  }) => Promise<readonly EvaluationRow[]>;
}

/** A look costs a few questions, and nobody acts on a revision within seconds. */
const LOOK_EVERY_MS = 60_000;
/** Older windows stay as they were judged: the longest wait for outcomes, and a month. */
const BACK_MS_MAX = 400 * 86_400_000;
/** A clock that is ahead for longer than this is noticed. */
const AGAIN_MS = 7 * 86_400_000;
/** Windows judged once more in one tick: what is due comes first, and the rest waits for the next ticks. */
const WINDOWS_MAX = 240;

/**
 * Which windows have to be judged once more, because data came for them after they were judged.
 *
 * Found by receipt: what was received since the last look, and is about windows that had been judged by
 * then. How far that has been done is kept in the rows, so that a restart goes on from there; windows that
 * wait are found again, and those that were done say nothing new.
 */
export class LateData {
  readonly #reads: LateReads;
  readonly #windows = new LateWindows();
  /** Receipts before this have been looked at; null: a store from before that was noted. */
  #lookedUpToMs: number | null;
  #restatedUpToMs: number | null;
  #lastLookMs = Number.NEGATIVE_INFINITY;

  constructor(reads: LateReads, rows: readonly EvaluationRow[]) {
    this.#reads = reads;
    const known = rows.flatMap(({ restatedUpToMs }) => restatedUpToMs ?? []);
    this.#restatedUpToMs = known.length === 0 ? null : known.reduce((a, b) => Math.max(a, b));
    this.#lookedUpToMs = this.#restatedUpToMs;
  }

  /** Late data received before this have made their revisions; null: not known yet. */
  get restatedUpToMs(): number | null {
    return this.#restatedUpToMs;
  }

  /** Windows that wait to be judged once more. */
  get waiting(): number {
    return this.#windows.size;
  }

  /** Looks what came since the last look, at most once a minute. Before the windows that are due now are judged. */
  async look(of: {
    readonly inForce: readonly Control[];
    readonly last: LastEvaluations;
    readonly nowMs: number;
    readonly asOfMs: number;
  }): Promise<void> {
    const { nowMs, asOfMs } = of;
    if (!Number.isFinite(asOfMs)) return;
    if (nowMs >= this.#lastLookMs && nowMs - this.#lastLookMs < LOOK_EVERY_MS) return;
    const sinceMs = this.#sinceMs(asOfMs);
    const fromMs = asOfMs - BACK_MS_MAX;
    const judged = judgedControls(of.inForce, of.last);
    if (sinceMs < asOfMs && judged.length > 0) {
      const kinds = [...new Set(judged.flatMap((each) => each.kinds))];
      const beforeMs = judged.map(({ lastMs }) => lastMs).reduce((a, b) => Math.max(a, b));
      const found = await this.#reads.ranges({ kinds, sinceMs, upToMs: asOfMs, fromMs, beforeMs });
      for (const { control, kinds: own, lastMs } of judged) {
        const { systems } = control.appliesTo;
        for (const range of found) {
          if (!own.includes(range.of)) continue;
          if (systems.length > 0 && !systems.includes(range.system)) continue;
          this.#windows.add(control, range, { firstMs: fromMs, lastMs });
        }
      }
    }
    this.#lookedUpToMs = asOfMs;
    this.#lastLookMs = nowMs;
    this.#noteDone();
  }

  /**
   * A clock that went back dates receipts anew: from here on, in a process that saw it. One that starts
   * only sees rows of the future, and looks at some days again; what it finds done says nothing new.
   */
  #sinceMs(asOfMs: number): number {
    const known = this.#lookedUpToMs ?? asOfMs;
    if (known <= asOfMs) return known;
    return this.#lastLookMs === Number.NEGATIVE_INFINITY ? asOfMs - AGAIN_MS : asOfMs;
  }

  /** The windows to judge now. Those that cannot be are put back, by `done`. */
  take(inForce: readonly Control[]): readonly LateJob[] {
    return this.#windows.take(inForce, WINDOWS_MAX);
  }

  /** What was taken is stored, but for these. */
  done(failed: readonly LateJob[]): void {
    for (const job of failed) this.#windows.putBack(job);
    this.#noteDone();
  }

  #noteDone(): void {
    if (this.#windows.size === 0) this.#restatedUpToMs = this.#lookedUpToMs;
  }
}

function judgedControls(
  inForce: readonly Control[],
  last: LastEvaluations,
): readonly {
  readonly control: Control;
  readonly kinds: readonly LateKind[];
  readonly lastMs: number;
}[] {
  return inForce.flatMap((control) => {
    const measure = metric(control.measure);
    const lastMs = last.lastEndMs(control.id);
    const kinds = measure === undefined ? [] : lateKinds(control, measure.evidence);
    return lastMs === null || kinds.length === 0 ? [] : [{ control, kinds, lastMs }];
  });
}
