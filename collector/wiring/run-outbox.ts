import { deadChannelMatter } from "../evaluator/own-evidence.ts";
import { type ChannelConfig, openChannels } from "../notify/channels/open-channels.ts";
import { createOutbox } from "../notify/outbox.ts";
import { operatorFetch } from "../notify/safe-fetch.ts";
import { zoneOffsets } from "../zones.ts";
import type { Closing } from "./closing.ts";
import type { Keeping } from "./keeping.ts";
import { said } from "./said.ts";

type Options = Parameters<typeof createOutbox>[0];

/**
 * Tells people what the ledger announces, until `closing` ends it. Throws where a channel cannot be used,
 * and names it.
 */
export function runOutbox(
  of: Pick<Options, "now" | "publicUrl" | "said" | "dueMs"> & {
    readonly channels: Readonly<Record<string, ChannelConfig>>;
    readonly keeping: Keeping;
    readonly closing: Closing;
    readonly log: (line: string) => void;
  },
): void {
  const { keeping, closing, log, ...options } = of;
  const outbox = closing.loop(
    createOutbox({
      ...options,
      channels: openChannels(of.channels, { fetch: operatorFetch }),
      origin: keeping.ledger.state.signing?.origin ?? "tiltmeter",
      ledger: keeping.ledger,
      random: Math.random,
      offsets: zoneOffsets,
      deadChannel: (dead) => deadChannelMatter(keeping, dead),
    }),
    (it) => it.stop(),
  );
  outbox.start({ onError: (error) => log(`a notification failed: ${said(error)}`) });
}
