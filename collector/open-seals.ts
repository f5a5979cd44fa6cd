import { createHash } from "node:crypto";
import type { Closing } from "./closing.ts";
import type { Ledger } from "./ledger/ledger.ts";
import { said } from "./said.ts";
import { type Checker, startChecker } from "./seals/checker.ts";
import { createGone } from "./seals/gone.ts";
import { type Sealer, startSealer } from "./seals/sealer.ts";
import type { Store } from "./store/store.ts";
import { canonicalJson } from "./tlog/canonical-json.ts";
import { VERSION } from "./version.ts";

/** Roots over what is stored: made as it is applied, and compared with it from then on. */
export interface Seals {
  readonly sealer: Sealer;
  readonly checker: Checker;
}

/** Starts what seals applied telemetry, and what compares it with its seals; both end with `closing`. */
export function openSeals(of: {
  readonly now: () => number;
  readonly ledger: Ledger;
  readonly store: Pick<Store, "seals" | "engine">;
  readonly journal: string;
  readonly appliedSeq: () => number;
  readonly closing: Closing;
  readonly log: (line: string) => void;
}): Seals {
  const { now, ledger, store, journal, appliedSeq, closing, log } = of;
  const { seals, engine } = store;
  const sealer = closing.loop(
    startSealer({
      ...{ journal, appliedSeq, now, engine },
      waiting: seals.waiting,
      make: seals.make,
      state: () => ledger.state,
      transact: (decide) => ledger.transact(decide),
      digest: (value) => createHash("sha256").update(canonicalJson(value)).digest("hex"),
      collector: VERSION,
      onError: (error) => log(`telemetry was not sealed, it is tried again: ${said(error)}`),
    }),
    (it) => it.stop(),
  );
  const checker = closing.loop(
    startChecker({
      ...{ now, appliedSeq },
      seals: (fromIndex) => sealsOf(ledger, fromIndex),
      check: (seal) => seals.check(seal, createGone(ledger.state, seal)),
      sealedSeq: () => ledger.state.seals.get(journal)?.toSeq ?? 0,
      onError: (error) => log(`seals could not be compared with the store: ${said(error)}`),
    }),
    (it) => it.stop(),
  );
  return { sealer, checker };
}

async function* sealsOf(ledger: Ledger, fromIndex: number) {
  for await (const { index, entry } of ledger.entries(fromIndex)) {
    if (entry.type === "batch_sealed") yield { index, seal: entry };
  }
}
