import type { ApiChannels } from "../http/api/channels.ts";
import type { ChannelConfig } from "../notify/channels/open-channels.ts";
import { probeChannel } from "../notify/channels/probe-channel.ts";

/** Tests of configured channels, each a while after the last one of it. */
export function openChannelTests(of: {
  readonly channels: Readonly<Record<string, ChannelConfig>>;
  readonly now: () => number;
  readonly publicUrl: () => string;
}): ApiChannels {
  const lastMs = new Map<string, number>();
  return {
    test: async (name, signal) => {
      const to = Object.hasOwn(of.channels, name) ? of.channels[name] : undefined;
      if (to === undefined) return { kind: "unknown" };
      const nowMs = of.now();
      const waitMs = (lastMs.get(name) ?? -EVERY_MS) + EVERY_MS - nowMs;
      if (waitMs > 0) return { kind: "soon", waitMs };
      lastMs.set(name, nowMs);
      const probed = await probeChannel(name, to, { nowMs, publicUrl: of.publicUrl(), signal });
      return { kind: "tested", ...probed };
    },
  };
}

/** People are at the other end, and a test tells whether an address answers: nobody scans with it. */
const EVERY_MS = 10_000;
