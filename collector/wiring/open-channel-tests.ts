import type { ApiChannels } from "../http/api/channels.ts";
import type { ChannelTested } from "../ledger/entries/notifications.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { ChannelConfig } from "../notify/channels/open-channels.ts";
import { probeChannel } from "../notify/channels/probe-channel.ts";

/** Tests of configured channels, each a while after the last one of it, and each in the ledger. */
export function openChannelTests(of: {
  readonly channels: Readonly<Record<string, ChannelConfig>>;
  readonly now: () => number;
  readonly publicUrl: () => string;
  /** The door that notes how whoever acts came in. */
  readonly transact: Ledger["transact"];
}): ApiChannels {
  const lastMs = new Map<string, number>();
  return {
    test: async (name, by, signal) => {
      const to = Object.hasOwn(of.channels, name) ? of.channels[name] : undefined;
      if (to === undefined) return { kind: "unknown" };
      const nowMs = of.now();
      const waitMs = (lastMs.get(name) ?? -EVERY_MS) + EVERY_MS - nowMs;
      if (waitMs > 0) return { kind: "soon", waitMs };
      lastMs.set(name, nowMs);
      const probed = await probeChannel(name, to, { nowMs, publicUrl: of.publicUrl(), signal });
      const { outcome, status } = probed;
      const stamp = { type: "channel_tested", atMs: of.now(), by } as const;
      const entry: ChannelTested = { ...stamp, channel: name, outcome, status };
      await of.transact(() => ({ entries: [entry], result: undefined }));
      return { kind: "tested", ...probed };
    },
  };
}

/** People are at the other end, and a test tells whether an address answers: nobody scans with it. */
const EVERY_MS = 10_000;
