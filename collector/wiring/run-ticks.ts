import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import { startConductor } from "../evaluator/conductor.ts";
import type { Journal } from "../journal/journal.ts";
import type { WatchdogStanding } from "../notify/watchdog.ts";
import type { Applier } from "../store/applier.ts";
import type { Store } from "../store/store.ts";
import type { Closing } from "./closing.ts";
import type { Answers } from "./open-answers.ts";
import { runWatchdog, type Vital } from "./run-watchdog.ts";
import { said } from "./said.ts";

/**
 * Judges by itself, as often as the configuration says, and tells the watchdog, until `closing` ends both.
 * Returns how the watchdog stands; null: none is configured.
 */
export function runTicks(
  config: Pick<Config, "evaluateEveryMs" | "operation">,
  of: Pick<Answers, "examiner" | "prepared"> &
    Pick<Vital, "notReady" | "nextAttemptMs"> & {
      readonly clock: Clock;
      readonly startedMs: number;
      readonly tick: (nowMs: number) => Promise<unknown>;
      readonly journal: Pick<Journal, "lastSeq">;
      readonly applier: Pick<Applier, "appliedSeq">;
      readonly store: Pick<Store, "detachedParts">;
      readonly closing: Closing;
      readonly log: (line: string) => void;
    },
): () => WatchdogStanding | null {
  const { clock, journal, applier, store, closing, log, notReady, nextAttemptMs } = of;
  const { now } = clock;
  const { evaluateEveryMs } = config;
  let tickedMs = of.startedMs;
  if (evaluateEveryMs > 0) {
    closing.loop(
      startConductor({
        tick: async (nowMs) => {
          await of.tick(nowMs);
          tickedMs = now();
          of.examiner.follow(nowMs);
          of.prepared?.renew();
        },
        clock,
        everyMs: evaluateEveryMs,
        onError: (error) => log(`an evaluation failed and is made up for: ${said(error)}`),
      }),
      (it) => it.stop(),
    );
  }
  return runWatchdog({
    ...{ now, closing, log, target: config.operation.watchdog },
    ...{ tickedMs: () => tickedMs, evaluateEveryMs, notReady, nextAttemptMs },
    ...{ lastSeq: () => journal.lastSeq, appliedSeq: () => applier.appliedSeq },
    askStore: () => store.detachedParts(),
  });
}
