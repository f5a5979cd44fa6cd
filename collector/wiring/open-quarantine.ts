import type { ApiQuarantine, QuarantineAnswer, RefusedItem } from "../http/api/quarantine.ts";
import type { ReceiveDeps } from "../ingest/receive.ts";
import { type RefusedRecord, replayRefused } from "../ingest/replay-refused.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { GovernanceState } from "../ledger/state.ts";
import type { Store } from "../store/store.ts";

type Decision = Parameters<Ledger["transact"]>[0];
type Decided = NonNullable<ReturnType<GovernanceState["quarantine"]["get"]>>;

/** Refused records, and what people decide about them: to take one in after all, or to let it go. */
export function openQuarantine(of: {
  readonly now: () => number;
  readonly store: Pick<Store, "refused" | "refusedRecord">;
  readonly ledger: Pick<Ledger, "state">;
  readonly transact: Ledger["transact"];
  readonly append: ReceiveDeps["append"];
  /** The words behind a commitment, the name behind a pseudonym. */
  readonly said: (text: string) => string;
}): ApiQuarantine {
  const { now, store, ledger } = of;
  const decided = (id: string): Decided | undefined => ledger.state.quarantine.get(id);
  const shown = (record: RefusedRecord): RefusedItem => {
    const found = decided(record.id);
    return { ...record, decision: found === undefined ? null : decisionOf(found, of.said) };
  };
  /** One at a time: between a batch on disk and the entry that says so nobody decides otherwise. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const decide = async (
    id: string,
    kind: "replayed" | "discarded",
    act: (record: RefusedRecord) => Promise<string | null>,
  ): Promise<QuarantineAnswer> => {
    const record = await store.refusedRecord(id);
    if (record === null) return { kind: "unknown" };
    const before = decided(id);
    if (before === undefined) {
      const why = await act(record);
      if (why !== null) return { kind: "refused", reason: `${id} cannot be ${kind}: ${why}` };
      return { kind: "done", record: shown(record), repeated: false };
    }
    if (before.type === `quarantine_${kind}`) {
      return { kind: "done", record: shown(record), repeated: true };
    }
    const was = before.type === "quarantine_discarded" ? "discarded" : "replayed";
    const at = new Date(before.atMs).toISOString();
    return { kind: "refused", reason: `${id} was ${was} at ${at}, which stands` };
  };
  const enter = (entry: ReturnType<Decision>["entries"][number]): Promise<null> =>
    of.transact(() => ({ entries: [entry], result: null }));
  return {
    nowMs: now,
    refused: async (query) => (await store.refused(query)).map(shown),
    refusedRecord: async (id) => {
      const record = await store.refusedRecord(id);
      return record && shown(record);
    },
    replay: ({ id, by, reason }) =>
      inTurn(() =>
        decide(id, "replayed", async (record) => {
          const replayed = await replayRefused(record, of.append);
          if (replayed.kind === "refused") return replayed.reason;
          const stamp = { type: "quarantine_replayed", atMs: now(), by } as const;
          return enter({ ...stamp, item: id, reason, ...replayed.receipt });
        }),
      ),
    discard: ({ id, by, reason }) =>
      inTurn(() =>
        decide(id, "discarded", () =>
          enter({ type: "quarantine_discarded", atMs: now(), by, item: id, reason }),
        ),
      ),
  };
}

function decisionOf(
  entry: Decided,
  said: (text: string) => string,
): NonNullable<RefusedItem["decision"]> {
  const { atMs, by, reason } = entry;
  const about = { atMs, by: said(by), reason: said(reason) };
  if (entry.type === "quarantine_discarded") return { kind: "discarded", ...about, receipt: null };
  const { journal, seq } = entry;
  return { kind: "replayed", ...about, receipt: { journal, seq } };
}
