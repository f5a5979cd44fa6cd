import { Webhook } from "standardwebhooks";
import type { Channel, Sending, Sent } from "../channel.ts";
import type { Notice, NoticeRecord } from "../notice.ts";
import type { SafeFetch } from "../safe-fetch.ts";
import { Secret } from "../secret.ts";
import { answered, unanswered } from "./answered.ts";

/** Where a webhook goes. */
export interface WebhookTarget {
  readonly url: string | Secret;
  /** Standard Webhooks secret: `whsec_` and base64. */
  readonly secret: string | Secret;
  readonly allowPrivate: boolean;
}

/**
 * Posts notices, signed as Standard Webhooks 1.0.0 says. Throws where the secret cannot sign; `name` is the
 * channel's.
 *
 * The id of a message stays the same over all tries, so that the receiver can tell a repeat; the timestamp
 * is the try's own.
 */
export function webhookChannel(name: string, to: WebhookTarget, fetch: SafeFetch): Channel {
  const [url, secret] = [hidden(to.url), hidden(to.secret)];
  try {
    new Webhook(secret.reveal()).sign("msg_0", new Date(0), "{}");
  } catch {
    // Without its cause, which may repeat a part of the secret.
    throw new Error(`channel ${name}: the webhook secret must be whsec_ and base64`);
  }
  const send = async (notice: Notice, { id, nowMs, signal }: Sending): Promise<Sent> => {
    try {
      const body = webhookBody(notice);
      const call = {
        url: url.reveal(),
        headers: {
          "content-type": "application/json",
          "user-agent": "tiltmeter",
          "webhook-id": id,
          "webhook-timestamp": String(Math.floor(nowMs / 1000)),
          "webhook-signature": new Webhook(secret.reveal()).sign(id, new Date(nowMs), body),
        },
        body,
        allowPrivate: to.allowPrivate,
      };
      return answered(await fetch(call, signal), nowMs);
    } catch (error) {
      return unanswered(error);
    }
  };
  return { kind: "webhook", target: url.reveal(), isPerRecord: false, keepAliveMs: null, send };
}

function hidden(text: string | Secret): Secret {
  return typeof text === "string" ? new Secret(text) : text;
}

/**
 * The body of one message: thin, ids and plain words.
 *
 * Of one record reads in the order in which a person needs it: which requirement, since when, who is
 * affected, what to do next, link. Of several it is their list.
 */
export function webhookBody(notice: Notice): string {
  const [record] = notice.records;
  const isOne = notice.recordCount === 1 && record !== undefined && SINGLE.has(notice.event);
  // The matter of a raise again is told in the record; whoever waits for raises waits for this one too.
  const event = notice.event === "raised_again" ? "raised" : notice.event;
  return JSON.stringify({
    type: isOne ? `nonconformity.${event}` : TYPES[notice.event],
    timestamp: iso(notice.atMs),
    data: isOne
      ? { ...recordJson(record), ...link(notice) }
      : {
          subject: notice.subject,
          severity: notice.severity,
          count: notice.recordCount,
          lines: notice.lines.map(({ label, text }) => `${label}: ${text}`),
          url: notice.url,
          ...link(notice),
          records: notice.records.map(shortJson),
        },
  });
}

const TYPES: Readonly<Partial<Record<Notice["event"], string>>> = {
  several: "nonconformities.changed",
  digest: "nonconformities.digest",
  quiet_ended: "quiet_hours.ended",
};

const SINGLE: ReadonlySet<Notice["event"]> = new Set([
  ...(["raised", "raised_again", "reopened", "moved"] as const),
  ...(["due", "escalated", "repeated", "closed"] as const),
]);

function link({ acknowledge }: Notice): Record<string, unknown> {
  if (acknowledge === null) return {};
  return { acknowledgeUrl: acknowledge.url, acknowledgeUntil: iso(acknowledge.expiresMs) };
}

function recordJson(record: NoticeRecord): Record<string, unknown> {
  const { due, dueMs } = record;
  return {
    id: record.id,
    state: record.state,
    severity: record.severity,
    requirement: record.requirement,
    statement: record.statement,
    control: record.control,
    controlTitle: record.controlTitle,
    clauses: record.clauses,
    firstBreachAt: iso(record.firstBreachMs),
    raisedAt: iso(record.raisedMs),
    system: record.system,
    ...(due === undefined
      ? {}
      : { due: { clock: due.clock, level: due.level, dueAt: iso(due.dueMs) } }),
    next: record.next,
    ...(due !== undefined || dueMs === null ? {} : { dueAt: iso(dueMs) }),
    url: record.url,
    evidence: record.evidence,
  };
}

function shortJson(record: NoticeRecord): Record<string, unknown> {
  const { id, event, state, severity, system, controlTitle, dueMs, url } = record;
  const due = dueMs === null ? {} : { dueAt: iso(dueMs) };
  return { id, event, state, severity, system, controlTitle, ...due, url };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
