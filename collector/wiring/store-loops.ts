import type { Baseline } from "@tiltmeter/rules";
import type { Journal } from "../journal/journal.ts";
import { startRounds } from "../seals/rounds.ts";
import { type Applier, startApplier } from "../store/applier.ts";
import { startRoller } from "../store/roller.ts";
import type { Store } from "../store/store.ts";
import type { Closing } from "./closing.ts";
import { said } from "./said.ts";
import type { Stillness } from "./stillness.ts";

/** Starts what moves the journal into the store, and what sums it up there; both end with `closing`. */
export function startStoreLoops(of: {
  readonly now: () => number;
  readonly journal: Journal;
  readonly store: Pick<Store, "prepare" | "apply" | "roll" | "rollsFound" | "checkMerged">;
  readonly stillness: Stillness;
  readonly baselines: () => readonly Baseline[];
  readonly closing: Closing;
  readonly log: (line: string) => void;
}): Applier {
  const { now, journal, store, stillness, baselines, closing, log } = of;
  const { lostRolls, strayRows } = store.rollsFound;
  if (lostRolls > 0) {
    log(
      `${lostRolls} ranges of sums by minute are damaged: their records are read, and summed up again`,
    );
  }
  if (strayRows > 0) log(`${strayRows} rows of sums by minute are of no use and take room`);

  const applier = closing.loop(
    startApplier({
      now,
      batches: (afterSeq, limits) => journal.batches(afterSeq, limits),
      lastSeq: () => journal.lastSeq,
      appliedSeq: journal.appliedSeq,
      uncertainUpTo: journal.uncertainUpTo,
      prepare: (batches, memory) => store.prepare(batches, memory),
      apply: (batches, options) => store.apply(batches, { ...options, journal: journal.id }),
      markApplied: (seq) => stillness.during(() => journal.markApplied(seq)),
      onAppend: (listener) => journal.onAppend(listener),
      onError: (error, failures) =>
        log(
          `the store did not take a batch (failure ${failures}, it is tried again): ${said(error)}`,
        ),
    }),
    (it) => it.close(),
  );
  closing.loop(
    startRoller({
      roll: (limits) =>
        store.roll({
          ...limits,
          baselines: baselines(),
          applied: { journal: journal.id, seq: applier.appliedSeq },
        }),
      onError: (error) => log(`minutes were not rolled up and are read as records: ${said(error)}`),
    }),
    (it) => it.stop(),
  );
  const { checkMerged } = store;
  if (checkMerged !== null) {
    closing.loop(
      startRounds({
        look: async () => {
          await checkMerged();
          return MERGED_EVERY_MS;
        },
        everyMs: MERGED_EVERY_MS,
        onError: (error) => log(`what the store has merged was looked at: ${said(error)}`),
      }),
      (it) => it.stop(),
    );
  }
  return applier;
}

/** What was merged from is kept for a minute and a half: also a process that hangs for a minute looks in time. */
const MERGED_EVERY_MS = 10_000;
