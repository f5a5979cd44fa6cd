import { endAcceptance, type Nonconformity } from "@tiltmeter/rules";
import type { DecideOnRecord, RecordEntry } from "./nonconformity.ts";

interface Records {
  readonly nonconformities: ReadonlyMap<string, Nonconformity>;
}

/** Takes accepted risks whose date has come back to their analysis. */
export async function recordAcceptanceEnds(
  nowMs: number,
  deps: { readonly state: () => Records; readonly transact: DecideOnRecord },
): Promise<void> {
  const ended = ({ nonconformities }: Records): readonly RecordEntry[] =>
    [...nonconformities.values()].flatMap((record) => {
      const event = endAcceptance(record, nowMs);
      return event === null ? [] : [{ ...event, id: record.id }];
    });
  // Cheap where there is nothing to record: the state is asked before the ledger is.
  if (ended(deps.state()).length === 0) return;
  await deps.transact((state) => ({ entries: ended(state), result: undefined }));
}
