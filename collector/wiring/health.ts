import type { Journal } from "../journal/journal.ts";
import type { Pressure } from "../pressure/pressure.ts";
import { type Condition, notReady, problemsOf, type SetAside } from "../reads/condition.ts";
import type { Applier } from "../store/applier.ts";
import type { Store } from "../store/store.ts";

/** How the collector itself stands. */
export interface Health {
  /** Null where it may be sent to; else why not. */
  readonly notReady: () => string | null;
  /** What is not as it should be, in words. */
  readonly problems: () => Promise<readonly string[]>;
}

/** Watches over what telemetry passes: the journal, the way into the store, the store. */
export function createHealth(of: {
  readonly journal: Journal;
  readonly applier: Applier;
  readonly store: Pick<Store, "detachedParts">;
  readonly now: () => number;
  /** Why no telemetry is taken right now; null: it is. */
  readonly pressure: () => Pressure | null;
  /** Where the store does not have what the journal took, in words; null: nothing is known. */
  readonly unreconciled: () => string | null;
}): Health {
  const { journal, applier, store, now } = of;

  const condition = (): Condition => ({
    nowMs: now(),
    journal: {
      backlogBytes: journal.backlogBytes,
      quotaBytes: journal.quotaBytes,
      gaps: journal.recovery.gaps.length,
    },
    refusal: applier.refusal,
    pressure: of.pressure(),
    unreconciled: of.unreconciled(),
  });

  async function setAside(): Promise<SetAside> {
    try {
      return { kind: "known", parts: (await store.detachedParts()).length };
    } catch (error) {
      return { kind: "unknown", reason: error instanceof Error ? error.message : String(error) };
    }
  }

  return {
    notReady: () => notReady(condition()),
    problems: async () => problemsOf(condition(), await setAside()),
  };
}
