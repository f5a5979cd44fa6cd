import type { Channel, Sending, Sent } from "../channel.ts";
import type { Notice } from "../notice.ts";
import type { OutgoingAnswer, SafeAsk } from "../safe-fetch.ts";
import type { Secret } from "../secret.ts";
import { answered, at, jsonOf, textAt, unanswered } from "./answered.ts";
import { slackMessage } from "./slack-message.ts";

/** A channel of Slack: by the address of an incoming webhook, or by a bot's token, which knows threads. */
export type SlackTarget =
  | { readonly webhook: Secret; readonly allowPrivate: boolean }
  | {
      readonly token: Secret;
      /** Id of the channel, or its name. */
      readonly channel: string;
      /** Address of the web API, without a slash at the end. */
      readonly url: string;
      readonly allowPrivate: boolean;
    };

/**
 * Posts notices to Slack.
 *
 * With a token everything about one record is one thread: the first message's timestamp is the
 * reference. Slack knows no key of a message, so one whose answer was lost may show up twice.
 */
export function slackChannel(to: SlackTarget, ask: SafeAsk): Channel {
  const send = async (notice: Notice, of: Sending): Promise<Sent> => {
    try {
      return "webhook" in to
        ? await throughWebhook(to, notice, of, ask)
        : await throughApi(to, notice, of, ask);
    } catch (error) {
      return unanswered(error);
    }
  };
  const target =
    "webhook" in to ? to.webhook.reveal() : JSON.stringify([to.url, to.channel, to.token.reveal()]);
  return { kind: "slack", target, isPerRecord: false, keepAliveMs: null, send };
}

type Webhook = Extract<SlackTarget, { webhook: Secret }>;
type Bot = Extract<SlackTarget, { token: Secret }>;

async function throughWebhook(
  to: Webhook,
  notice: Notice,
  { nowMs, signal }: Sending,
  ask: SafeAsk,
): Promise<Sent> {
  const call = {
    url: to.webhook.reveal(),
    headers: HEADERS,
    body: JSON.stringify(slackMessage(notice)),
    allowPrivate: to.allowPrivate,
  };
  const answer = await ask(call, signal);
  const sent = answered(answer, nowMs);
  const word = new TextDecoder().decode(answer.body.subarray(0, 100)).trim();
  const isGone = sent.outcome === "failed" && WEBHOOK_GONE.has(word);
  return isGone ? gone(sent, word) : sent;
}

async function throughApi(
  to: Bot,
  notice: Notice,
  { nowMs, signal, references }: Sending,
  ask: SafeAsk,
): Promise<Sent> {
  const post = async (thread: string | null): Promise<OutgoingAnswer> =>
    ask(
      {
        url: `${to.url}/chat.postMessage`,
        headers: { ...HEADERS, authorization: `Bearer ${to.token.reveal()}` },
        body: JSON.stringify({
          channel: to.channel,
          ...slackMessage(notice),
          parse: "none", // incoming webhooks know no such field
          ...(thread === null ? {} : { thread_ts: thread }),
        }),
        allowPrivate: to.allowPrivate,
      },
      signal,
    );
  const thread = threadOf(notice, references);
  const first = await post(thread);
  const isLost = thread !== null && THREAD_LOST.has(textAt(jsonOf(first), "error") ?? "");
  const answer = isLost ? await post(null) : first;
  const sent = answered(answer, nowMs);
  if (sent.outcome !== "delivered") return sent;
  const said = jsonOf(answer);
  const ts = textAt(said, "ts");
  if (at(said, "ok") === true && ts !== null && /^\d{1,12}\.\d{1,9}$/.test(ts)) {
    return { ...sent, reference: ts };
  }
  const error = textAt(said, "error") ?? "an answer that cannot be read";
  const known = KNOWN.has(error) || API_GONE.has(error) ? error : "an error";
  if (API_GONE.has(error)) return gone(sent, error);
  return { ...sent, outcome: "failed", detail: `answered ${answer.status} with ${known}` };
}

/** The thread of the one record that a notice is about; notices of several start their own. */
function threadOf(notice: Notice, references: ReadonlyMap<string, string>): string | null {
  const [record, ...others] = notice.records;
  if (record === undefined || others.length > 0 || notice.recordCount !== 1) return null;
  return references.get(record.id) ?? null;
}

function gone(sent: Sent, word: string): Sent {
  return { ...sent, outcome: "gone", detail: `answered ${sent.status}: ${word}` };
}

const HEADERS = { "content-type": "application/json; charset=utf-8", "user-agent": "tiltmeter" };

/** What no retry mends: the place or the app is not there any more. */
const WEBHOOK_GONE = new Set([
  ...["no_service", "no_service_id", "no_team", "team_disabled", "invalid_token"],
  ...["channel_is_archived", "channel_not_found", "action_prohibited"],
]);
const API_GONE = new Set([
  ...["is_archived", "channel_not_found", "account_inactive", "token_revoked", "token_expired"],
]);
const THREAD_LOST = new Set(["thread_not_found", "message_not_found", "cannot_reply_to_message"]);
/** What may be repeated in a log: Slack's own words, of which no other is. */
const KNOWN = new Set([
  ...["ratelimited", "rate_limited", "invalid_auth", "not_authed", "missing_scope"],
  ...["not_in_channel", "restricted_action", "msg_too_long", "invalid_blocks", "no_text"],
  ...["internal_error", "fatal_error", "service_unavailable", "team_access_not_granted"],
]);
