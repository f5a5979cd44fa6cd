import type { Channel, Sending, Sent } from "../channel.ts";
import type { Notice, NoticeRecord } from "../notice.ts";
import { plain } from "../plain-text.ts";
import type { SafeAsk } from "../safe-fetch.ts";
import type { Secret } from "../secret.ts";
import { answered, unanswered } from "./answered.ts";

/** A service of PagerDuty, by its integration key. */
export interface PagerDutyTarget {
  /** The integration key of an Events API v2 integration. */
  readonly routingKey: Secret;
  /** Address of the events API, without a slash at the end. */
  readonly url: string;
  readonly allowPrivate: boolean;
}

/**
 * Tells PagerDuty by its Events API v2: one incident a record, by `dedup_key`.
 *
 * A record that somebody began to work on is acknowledged, one that is over resolves its incident, and
 * everything else triggers: PagerDuty adds it to the incident that is open. An event that arrives twice
 * changes nothing, by its key.
 */
export function pagerDutyChannel(to: PagerDutyTarget, ask: SafeAsk): Channel {
  const send = async (notice: Notice, { nowMs, signal }: Sending): Promise<Sent> => {
    const [record] = notice.records;
    if (record === undefined) return NOTHING_TO_SAY;
    try {
      const call = {
        url: `${to.url}/enqueue`,
        headers: { "content-type": "application/json", "user-agent": "tiltmeter" },
        body: JSON.stringify({
          routing_key: to.routingKey.reveal(),
          ...pagerDutyEvent(notice, record),
        }),
        allowPrivate: to.allowPrivate,
      };
      return answered(await ask(call, signal), nowMs);
    } catch (error) {
      return unanswered(error);
    }
  };
  const target = JSON.stringify([to.url, to.routingKey.reveal()]);
  return { kind: "pagerduty", target, isPerRecord: true, keepAliveMs: null, send };
}

/** A receiver that keeps one thing a record is not told what tells of none. */
export const NOTHING_TO_SAY: Sent = {
  outcome: "delivered",
  status: null,
  detail: "not sent: it tells of no record, and this receiver keeps records",
  retryAfterMs: null,
};

/** The event without its routing key. Source: PagerDuty's OpenAPI of the Events API v2. */
export function pagerDutyEvent(notice: Notice, record: NoticeRecord): Record<string, unknown> {
  const action = actionOf(record);
  const event = { event_action: action, dedup_key: record.thread };
  if (action !== "trigger") return event;
  return {
    ...event,
    client: "Tiltmeter",
    client_url: notice.url,
    links: [
      { href: record.url, text: `Open ${record.id}` },
      ...(notice.acknowledge === null
        ? []
        : [{ href: notice.acknowledge.url, text: "Acknowledge" }]),
    ],
    payload: {
      summary: plain(notice.subject, SUMMARY_MAX),
      source: plain(record.system, NAME_MAX) || "tiltmeter",
      severity: SEVERITY[record.severity],
      timestamp: new Date(notice.atMs).toISOString(),
      ...named("component", record.control ?? ""),
      class: `nonconformity.${record.event}`,
      custom_details: detailsOf(notice, record),
    },
  };
}

/** An empty name is none. */
export function named(key: string, value: string): Readonly<Record<string, string>> {
  const text = plain(value, NAME_MAX);
  return text === "" ? {} : { [key]: text };
}

function actionOf(record: NoticeRecord): "trigger" | "acknowledge" | "resolve" {
  if (record.isOver) return "resolve";
  // Somebody moved it on, so nobody else need be woken.
  return record.event === "moved" ? "acknowledge" : "trigger";
}

function detailsOf(notice: Notice, record: NoticeRecord): Record<string, string> {
  const lines = notice.lines
    .slice(0, LINES_MAX)
    .map(({ label, text }) => [label, plain(text, TEXT_MAX)]);
  return Object.fromEntries([...lines, ["Record", record.id], ["State", record.state]]);
}

/** PagerDuty has four words of its own. */
const SEVERITY = { critical: "critical", high: "error", medium: "warning", low: "info" } as const;

/** Longer summaries are refused. */
const SUMMARY_MAX = 1024;
const NAME_MAX = 255;
// An event may have 512 kB; this is below 40.
const LINES_MAX = 12;
const TEXT_MAX = 1000;
