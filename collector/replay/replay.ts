import type { Control } from "@tiltmeter/rules";
import { type Instant, type Interruption, instants } from "./instants.ts";

/** What one tick of an evaluator did. */
export interface Ticked {
  readonly missed: number;
  readonly errors: readonly { readonly control: string; readonly error: unknown }[];
}

/** What came of a replay, beside what its evaluator stored. */
export interface Replayed {
  readonly ticks: number;
  readonly missed: number;
  readonly errors: readonly { readonly control: string; readonly message: string }[];
}

/** More than a year of controls that are judged every five minutes. */
export const TICKS_MAX = 120_000;

/**
 * Drives an evaluator through time: at every instant at which a window closes, what arrived until
 * then is made readable and the evaluator ticks. The evaluator is the live one; only its store, its
 * ledger and its clock are others.
 *
 * Throws where the time holds more than `TICKS_MAX` instants.
 */
export async function replay(of: {
  readonly controls: readonly Control[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly interruptions: readonly Interruption[];
  readonly tickEveryMs?: number;
  readonly atLeastEveryMs?: number;
  /** A process that starts: an evaluator over what is kept. */
  readonly open: () => { tick(nowMs: number): Promise<Ticked> };
  /** All that arrived up to this instant (true time) can be read from now on; the clock shows `nowMs`. */
  readonly receive: (atMs: number, nowMs: number) => void;
  readonly onTick?: (instant: Instant) => void | Promise<void>;
}): Promise<Replayed> {
  let evaluator = of.open();
  let [ticks, missed] = [0, 0];
  const errors: { control: string; message: string }[] = [];
  for (const instant of instants(of)) {
    ticks += 1;
    if (ticks > TICKS_MAX) {
      throw new Error(
        `the time holds more than ${TICKS_MAX} evaluations; take a shorter time or a longer every`,
      );
    }
    if (instant.starts && ticks > 1) evaluator = of.open();
    of.receive(instant.atMs, instant.nowMs);
    const report = await evaluator.tick(instant.nowMs);
    missed += report.missed;
    for (const { control, error } of report.errors) {
      const message = error instanceof Error ? error.message : String(error);
      if (errors.length < ERRORS_MAX) errors.push({ control, message });
    }
    await of.onTick?.(instant);
  }
  of.receive(of.toMs, of.toMs);
  return { ticks, missed, errors };
}

/** The first hundred are the same fault. */
const ERRORS_MAX = 100;
