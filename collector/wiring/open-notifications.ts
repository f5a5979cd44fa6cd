import { randomBytes } from "node:crypto";
import type { RecordTelling } from "@tiltmeter/dashboards";
import type { AcknowledgeDeps } from "../http/acknowledge.ts";
import type { ApiNotifications } from "../http/api/notifications.ts";
import type { LedgerEntry } from "../ledger/entry.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { type Acknowledging, createAcknowledging } from "../notify/acknowledging.ts";
import type { BookOf } from "../notify/book.ts";
import { linkKey } from "../notify/link-key.ts";
import { createMessageLog } from "../notify/message-log.ts";
import type { OutboxState } from "../notify/outbox-state.ts";

/** What people see and do of telling people. */
export interface OpenNotifications {
  readonly telling: (record: string) => RecordTelling;
  readonly bookOf: BookOf;
  readonly acknowledging: Acknowledging;
  readonly api: ApiNotifications;
  readonly links: Omit<AcknowledgeDeps, "budget" | "frame" | "identities" | "isSecure">;
}

/** Introduces links and the log of deliveries to the ledger. `transact` is the door that keeps words. */
export async function openNotifications(of: {
  readonly ledger: Ledger;
  readonly transact: Ledger["transact"];
  readonly now: () => number;
  /** The file of the key that signs links. */
  readonly keyFile: string;
  /** What is owed to whom at a state. */
  readonly bookOf: BookOf;
  readonly pseudonymOf: (name: string) => Promise<string>;
  /** Who a pseudonym is. */
  readonly nameOf: (pseudonym: string) => string;
  readonly terms: Parameters<typeof createAcknowledging>[0]["terms"];
}): Promise<OpenNotifications> {
  const { ledger, transact, now } = of;
  const state = (): OutboxState => ledger.state;
  const log = createMessageLog(of.bookOf);
  const acknowledging = createAcknowledging({
    ...{ now, state, terms: of.terms },
    key: await linkKey(of.keyFile, randomBytes),
    composed: (message) => ledger.state.composed.get(message),
    transact: (decide) => transact((present) => decide(present)),
  });
  const retry: ApiNotifications["retry"] = (id, by) => {
    const message = log.message(state(), id);
    if (message === null) return Promise.resolve("unknown");
    return transact((present) => {
      const standing = log.message(present, id)?.outcome;
      if (standing !== "given_up" && standing !== "gone")
        return { entries: [], result: "not needed" };
      const { channel } = message;
      const stamp = { type: "notification_retried", atMs: now(), by } as const;
      const entry: LedgerEntry = { ...stamp, message: id, channel };
      return { entries: [entry], result: "retried" };
    });
  };
  return {
    telling: (record) => {
      const { acknowledged } = ledger.state;
      const found = acknowledged.get(record);
      const next = of.bookOf(ledger.state).watching.nextStep(record, ledger.state);
      return {
        acknowledged:
          found === undefined
            ? null
            : { atMs: found.atMs, by: of.nameOf(found.by), channel: found.link?.channel ?? null },
        escalation: next === null ? null : { atMs: next.atMs, channels: next.channels },
      };
    },
    bookOf: of.bookOf,
    acknowledging,
    api: {
      caughtUp: () => log.inSlices(state),
      messages: () => log.messages(state()),
      message: (id) => {
        const message = log.message(state(), id);
        const retried = message?.retried;
        if (message === null || retried == null) return message;
        return { ...message, retried: { ...retried, by: of.nameOf(retried.by) } };
      },
      waiting: () => log.waiting(state()),
      channels: () => log.channels(state()),
      retry,
      acknowledge: acknowledging.acknowledgeRecord,
      nowMs: now,
    },
    links: {
      read: acknowledging.read,
      acknowledge: acknowledging.acknowledge,
      pseudonymOf: of.pseudonymOf,
    },
  };
}
