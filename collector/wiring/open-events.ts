import { systemsOf } from "@tiltmeter/rules";
import type { EventDeps } from "../http/api/events.ts";
import type { LedgerApi } from "../http/api/ledger.ts";
import { createEventFeed } from "../http/event-feed.ts";
import { createWaiting } from "../http/waiting.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Applier } from "../store/applier.ts";
import type { LedgerReads } from "./open-ledger-reads.ts";

/** Introduces whoever follows what happens to the ledger and to what the store has. */
export function openEvents(of: {
  readonly ledger: Ledger;
  readonly ledgerReads: LedgerReads & Pick<LedgerApi, "entries">;
  readonly applier: Pick<Applier, "appliedSeq">;
}): EventDeps {
  const { ledger } = of;
  return {
    size: () => ledger.size,
    applied: () => of.applier.appliedSeq,
    waiting: createWaiting((listener) => ledger.onAppend(listener)),
    feed: createEventFeed({
      entries: of.ledgerReads.entries,
      size: () => ledger.size,
      systemsOf: (id) => {
        const record = ledger.state.nonconformities.get(id);
        return record === undefined ? null : systemsOf(record);
      },
    }),
  };
}
