import { isOpen, type Nonconformity } from "@tiltmeter/rules";
import type { Channel } from "./channel.ts";
import { idOf } from "./message.ts";
import type { Owed } from "./owed.ts";
import { recordNotice } from "./record-notice.ts";

/** How often it is looked for records whose receiver would forget them. */
const LOOK_MS = 15_000;
/** Sent at once to one channel. */
const AT_ONCE = 8;

/** Sends the newest notice of open records again to channels that forget. Nothing of it is recorded. */
export interface KeepAlive {
  readonly nextMs: (channel: string) => number;
  readonly run: (channel: string, to: Channel, owed: Owed, signal: AbortSignal) => Promise<void>;
}

/**
 * Keeps alerts alive in receivers that end them by themselves, as Alertmanager does.
 *
 * What was sent when is kept in memory: after a restart everything is sent once more, which receivers of
 * this kind take as the same alert. A failure is made up for at the next look.
 */
export function createKeepAlive(of: {
  readonly record: (id: string) => Nonconformity | undefined;
  readonly said: <T>(value: T) => T;
  readonly dueMs: (record: Nonconformity) => number | null;
  readonly terms: () => { readonly publicUrl: string; readonly origin: string };
  readonly now: () => number;
}): KeepAlive {
  const sentMs = new Map<string, Map<string, number>>();
  const lookedMs = new Map<string, number>();

  function due(channel: string, everyMs: number, owed: Owed): readonly Nonconformity[] {
    const sent = sentMs.get(channel) ?? new Map<string, number>();
    sentMs.set(channel, sent);
    const records: Nonconformity[] = [];
    for (const id of owed.heard()) {
      const record = of.record(id);
      if (record === undefined || !isOpen(record)) sent.delete(id);
      else if (owed.of(id).length === 0 && of.now() - (sent.get(id) ?? 0) >= everyMs) {
        records.push(record);
      }
    }
    return records;
  }

  return {
    nextMs: (channel) => (lookedMs.get(channel) ?? of.now() - LOOK_MS) + LOOK_MS,
    run: async (channel, to, owed, signal) => {
      const nowMs = of.now();
      if (to.keepAliveMs === null || nowMs < (lookedMs.get(channel) ?? 0) + LOOK_MS) return;
      lookedMs.set(channel, nowMs);
      const records = due(channel, Math.max(60_000, to.keepAliveMs), owed).values();
      const line = async (): Promise<void> => {
        for (const record of records) {
          if (signal.aborted) return;
          const id = idOf(["alive", channel, record.id, record.version]);
          const terms = { ...of.terms(), acknowledge: null };
          const told = {
            ...({ event: "repeated", atMs: record.raisedMs, record: of.said(record) } as const),
            dueMs: of.dueMs(record),
          };
          const notice = recordNotice(id, told, terms);
          const sending = { id, attempt: 1, nowMs: of.now(), signal, references: new Map() };
          const { outcome } = await to.send(notice, sending);
          if (outcome === "delivered") sentMs.get(channel)?.set(record.id, nowMs);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, line));
    },
  };
}
