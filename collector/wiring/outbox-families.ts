import type { MetricFamily } from "../http/metrics.ts";
import type { GovernanceState } from "../ledger/state.ts";
import type { pendingOf } from "../notify/pending.ts";
import { gauge, sample } from "./metric-family.ts";

/** What `/metrics` says of messages that channels are owed. */
export function outboxFamilies(
  state: GovernanceState,
  pending: ReturnType<typeof pendingOf>,
  nowMs: number,
): readonly MetricFamily[] {
  const owed = [...state.channels.keys()].map((channel) => ({
    channel,
    messages: pending(channel),
  }));
  return [
    gauge(
      "tiltmeter_outbox_messages",
      "Messages that are still to be delivered, by channel.",
      owed.map(({ channel, messages }) => sample(messages.length, { channel })),
    ),
    gauge(
      "tiltmeter_outbox_oldest_seconds",
      "Age of the oldest message that is still to be delivered, by channel; 0 where none is.",
      owed.map(({ channel, messages }) => {
        const oldestMs = messages.reduce(
          (min, { announcedMs }) => Math.min(min, announcedMs),
          nowMs,
        );
        return sample((nowMs - oldestMs) / 1000, { channel });
      }),
    ),
  ];
}
