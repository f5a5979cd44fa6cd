import type { Channel } from "../channel.ts";
import type { SafeFetch } from "../safe-fetch.ts";
import { type WebhookTarget, webhookChannel } from "./webhook.ts";

/** Where one channel leads, as configured: one kind of place. */
export interface ChannelConfig {
  readonly webhook: WebhookTarget;
}

/** The channels of a configuration, by name. Throws where one of them cannot be used, and names it. */
export function openChannels(
  configured: Readonly<Record<string, ChannelConfig>>,
  deps: { readonly fetch: SafeFetch },
): ReadonlyMap<string, Channel> {
  return new Map(
    Object.entries(configured).map(([name, { webhook }]) => [
      name,
      webhookChannel(name, webhook, deps.fetch),
    ]),
  );
}
