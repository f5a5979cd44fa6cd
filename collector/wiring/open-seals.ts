import { createHash } from "node:crypto";
import type { CompletenessReads } from "@tiltmeter/dashboards";
import type { ApiSeals } from "../http/api/seals.ts";
import type { Journal } from "../journal/journal.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { type Checker, failureInWords, type SealReport, startChecker } from "../seals/checker.ts";
import { createGone } from "../seals/gone.ts";
import { type Sealer, startSealer } from "../seals/sealer.ts";
import type { Store } from "../store/store.ts";
import { canonicalJson } from "../tlog/canonical-json.ts";
import { VERSION } from "../version.ts";
import type { Closing } from "./closing.ts";
import type { FormerJournal } from "./former-journals.ts";
import type { Keeping } from "./keeping.ts";
import { openReconciler, type Reconciliation } from "./open-reconciler.ts";
import { createRecordCompleteness } from "./record-completeness.ts";
import { said } from "./said.ts";
import { sealedEntries } from "./sealed-entries.ts";

/** Roots over what is stored: made as it is applied, and compared with it from then on. */
export interface Seals {
  readonly sealer: Sealer;
  readonly checker: Checker;
  /** The store beside the journal, hourly. */
  readonly reconciliation: Reconciliation;
  /** What the API tells of them. */
  readonly api: ApiSeals;
  readonly completeness: CompletenessReads;
}

/** The way into the store takes a tenth of a second; where it takes as long as this, it is at its limit. */
const BUSY_MS = 2_000;

/** Starts what seals applied telemetry, and what compares it with its seals; both end with `closing`. */
export function openSeals(of: {
  readonly now: () => number;
  readonly keeping: Keeping;
  readonly ledger: Ledger;
  readonly store: Pick<Store, "seals" | "engine">;
  readonly content: { readonly get: (digest: string) => Promise<unknown> };
  readonly journal: Pick<Journal, "id" | "counted" | "recovery">;
  readonly appliedSeq: () => number;
  /** Of which the rest is sealed, too. */
  readonly formers: readonly FormerJournal[];
  /** All that was received before can be read from the store. */
  readonly readableUpToMs: (nowMs: number) => number;
  readonly closing: Closing;
  readonly log: (line: string) => void;
}): Seals {
  const { now, ledger, store, appliedSeq, closing, log } = of;
  const journal = of.journal.id;
  const { seals, engine } = store;
  const sealerOf = (one: string, upToSeq: () => number): Sealer =>
    startSealer({
      ...{ journal: one, appliedSeq: upToSeq, now, engine },
      make: seals.make,
      isBusy: () => now() - of.readableUpToMs(now()) > BUSY_MS,
      state: () => ledger.state,
      transact: (decide) => ledger.transact(decide),
      digest: (value) => createHash("sha256").update(canonicalJson(value)).digest("hex"),
      collector: VERSION,
      onError: (error) => log(`telemetry was not sealed, it is tried again: ${said(error)}`),
    });
  const sealer = closing.loop(
    together([
      ...of.formers.map((former) => sealerOf(former.journal, () => former.upToSeq)),
      sealerOf(journal, appliedSeq),
    ]),
    (it) => it.stop(),
  );
  const checker = closing.loop(
    startChecker({
      ...{ now, appliedSeq },
      seals: (fromIndex) => sealedEntries(ledger, fromIndex),
      check: (seal) => seals.check(seal, createGone(ledger.state, seal)),
      sealedSeq: () => ledger.state.seals.get(journal)?.toSeq ?? 0,
      onError: (error) => log(`seals could not be compared with the store: ${said(error)}`),
    }),
    (it) => it.stop(),
  );
  const completeness = createRecordCompleteness({
    ...{ now, ledger, seals, content: of.content, failures: checker.failures },
  });
  const reconciliation = openReconciler({
    ...{ ...of.keeping, now, journal: of.journal, seals, closing, log },
  });
  const api = apiOf(checker, { ...of, journal, reconciled: reconciliation.last });
  return { sealer, checker, reconciliation, api, completeness };
}

function together(sealers: readonly Sealer[]): Sealer {
  return {
    seal: async () => {
      let seals = 0;
      for (const sealer of sealers) seals += await sealer.seal();
      return seals;
    },
    stop: async () => {
      await Promise.all(sealers.map((sealer) => sealer.stop()));
    },
  };
}

/** One check of everything at a time, whoever asks; its report stays until the next. */
function apiOf(
  checker: Checker,
  of: Pick<Parameters<typeof openSeals>[0], "ledger" | "appliedSeq" | "log"> & {
    readonly journal: string;
    readonly reconciled: ApiSeals["reconciled"];
  },
): ApiSeals {
  let running: { seals: number } | null = null;
  let report: SealReport | null = null;
  return {
    reconciled: of.reconciled,
    standing: () => ({
      journal: of.journal,
      sealedSeq: of.ledger.state.seals.get(of.journal)?.toSeq ?? 0,
      appliedSeq: of.appliedSeq(),
      round: checker.progress(),
      failures: checker.failures().map(failureInWords),
      running,
      report: report === null ? null : { ...report, failures: report.failures.map(failureInWords) },
    }),
    start: () => {
      if (running !== null) return;
      const progress = { seals: 0 };
      running = progress;
      const onProgress = (seals: number): void => {
        progress.seals = seals;
      };
      const run = async (): Promise<void> => {
        try {
          report = await checker.checkAll({ onProgress });
        } catch (error) {
          of.log(`the check of all seals ended early: ${said(error)}`);
        } finally {
          running = null;
        }
      };
      void run();
    },
  };
}
