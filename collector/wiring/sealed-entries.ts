import type { BatchSealed } from "../ledger/entries/evidence.ts";
import type { Ledger } from "../ledger/ledger.ts";

/**
 * Every seal of the ledger in order, from an index on, those of the moment of the call. The state knows where they
 * stand, so that nothing else of a long ledger is read for them.
 */
export async function* sealedEntries(
  ledger: Pick<Ledger, "state" | "entries">,
  fromIndex = 0,
): AsyncGenerator<{ readonly index: number; readonly seal: BatchSealed }, void, undefined> {
  for (const at of ledger.state.sealEntries) {
    if (at < fromIndex) continue;
    yield { index: at, seal: await sealAt(ledger, at) };
  }
}

async function sealAt(ledger: Pick<Ledger, "entries">, at: number): Promise<BatchSealed> {
  for await (const { entry } of ledger.entries(at)) {
    if (entry.type === "batch_sealed") return entry;
    break;
  }
  throw new Error(`entry ${at} of the ledger is no seal, which its state says it is`);
}
