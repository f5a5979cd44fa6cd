import { join } from "node:path";
import { deadChannelMatter } from "../evaluator/own-evidence.ts";
import { createBook } from "../notify/book.ts";
import {
  type ChannelConfig,
  openChannels,
  perRecordChannels,
} from "../notify/channels/open-channels.ts";
import { createOutbox } from "../notify/outbox.ts";
import { operatorFetch } from "../notify/safe-fetch.ts";
import { zoneOffsets } from "../zones.ts";
import type { Closing } from "./closing.ts";
import type { Keeping } from "./keeping.ts";
import { type OpenNotifications, openNotifications } from "./open-notifications.ts";
import type { Words } from "./open-words.ts";
import { said as inShort } from "./said.ts";

type Options = Parameters<typeof createOutbox>[0];

/**
 * Tells people what the ledger announces, until `closing` ends it, and opens what they see and do of that.
 * Throws where a channel cannot be used, and names it.
 */
export async function runOutbox(
  of: Required<Pick<Options, "now" | "publicUrl" | "dueMs">> & {
    readonly words: Words;
    /** The folder of all data. */
    readonly folder: string;
    readonly channels: Readonly<Record<string, ChannelConfig>>;
    readonly keeping: Keeping;
    readonly closing: Closing;
    readonly log: (line: string) => void;
  },
): Promise<OpenNotifications & { readonly nextAttemptMs: () => number | null }> {
  const { keeping, closing, log, words, folder, ...options } = of;
  const origin = keeping.ledger.state.signing?.origin ?? "tiltmeter";
  const said = words.saying.deep;
  const single = new Set(perRecordChannels(of.channels));
  const bookOf = createBook((channel) => single.has(channel));
  const notifications = await openNotifications({
    ...{ ledger: keeping.ledger, transact: words.transact, now: of.now },
    ...{ keyFile: join(folder, "links.secret"), bookOf },
    ...{ pseudonymOf: words.people.pseudonymOf, nameOf: words.saying.word },
    terms: () => ({ publicUrl: of.publicUrl(), origin, dueMs: of.dueMs, said }),
  });
  const outbox = closing.loop(
    createOutbox({
      ...options,
      channels: openChannels(of.channels, { fetch: operatorFetch }),
      bookOf,
      ...{ origin, said, acknowledge: notifications.acknowledging.linkFor },
      ledger: keeping.ledger,
      random: Math.random,
      offsets: zoneOffsets,
      deadChannel: (dead) => deadChannelMatter(keeping, dead),
    }),
    (it) => it.stop(),
  );
  outbox.start({ onError: (error) => log(`a notification failed: ${inShort(error)}`) });
  return { ...notifications, nextAttemptMs: () => outbox.nextAttemptMs };
}
