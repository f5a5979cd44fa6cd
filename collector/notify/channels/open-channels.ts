import type { Channel } from "../channel.ts";
import { operatorHear, type SafeAsk, type SafeFetch } from "../safe-fetch.ts";
import { type AlertmanagerTarget, alertmanagerChannel } from "./alertmanager.ts";
import { type EmailTarget, emailChannel, type Heard } from "./email.ts";
import { type JiraTarget, jiraChannel } from "./jira.ts";
import { type PagerDutyTarget, pagerDutyChannel } from "./pagerduty.ts";
import { type SlackTarget, slackChannel } from "./slack.ts";
import { type TeamsTarget, teamsChannel } from "./teams.ts";
import { type WebhookTarget, webhookChannel } from "./webhook.ts";

/** Where one channel leads, as configured: one kind of place. */
export type ChannelConfig =
  | { readonly webhook: WebhookTarget }
  | { readonly email: EmailTarget }
  | { readonly slack: SlackTarget }
  | { readonly teams: TeamsTarget }
  | { readonly pagerduty: PagerDutyTarget }
  | { readonly jira: JiraTarget }
  | { readonly alertmanager: AlertmanagerTarget };

/** What channels reach the world through. */
export interface ChannelMeans {
  /** For replies whose status is all that counts. */
  readonly fetch: SafeFetch;
  /** For replies that are read; absent: `operatorHear`. */
  readonly hear?: SafeAsk;
  /** What mail servers said last. */
  readonly heard?: Heard;
}

/** The channels of a configuration, by name. Throws where one of them cannot be used, and names it. */
export function openChannels(
  configured: Readonly<Record<string, ChannelConfig>>,
  means: ChannelMeans,
): ReadonlyMap<string, Channel> {
  return new Map(
    Object.entries(configured).map(([name, to]) => [name, openChannel(name, to, means)]),
  );
}

/** One channel. Throws where it cannot be used, and names it. */
export function openChannel(name: string, to: ChannelConfig, means: ChannelMeans): Channel {
  const { hear = operatorHear } = means;
  if ("webhook" in to) return webhookChannel(name, to.webhook, means.fetch);
  if ("email" in to) return emailChannel(name, to.email, means.heard);
  if ("slack" in to) return slackChannel(to.slack, hear);
  if ("teams" in to) return teamsChannel(to.teams, hear);
  if ("pagerduty" in to) return pagerDutyChannel(to.pagerduty, hear);
  if ("jira" in to) return jiraChannel(to.jira, hear);
  return alertmanagerChannel(to.alertmanager, hear);
}

/** Kinds of channels whose receiver keeps one thing a record: see `Channel.isPerRecord`. */
const PER_RECORD: ReadonlySet<string> = new Set(["pagerduty", "jira", "alertmanager"]);

/** The names of the channels whose messages are about one record each, by their configuration alone. */
export function perRecordChannels(
  configured: Readonly<Record<string, ChannelConfig>>,
): readonly string[] {
  return Object.entries(configured)
    .filter(([, channel]) => Object.keys(channel).some((kind) => PER_RECORD.has(kind)))
    .map(([name]) => name);
}
