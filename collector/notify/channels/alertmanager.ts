import type { Channel, Sending, Sent } from "../channel.ts";
import type { Notice, NoticeRecord } from "../notice.ts";
import { plain } from "../plain-text.ts";
import type { SafeAsk } from "../safe-fetch.ts";
import type { Secret } from "../secret.ts";
import { answered, unanswered } from "./answered.ts";
import { NOTHING_TO_SAY, named } from "./pagerduty.ts";

/** An Alertmanager, or whatever takes alerts as it does. */
export interface AlertmanagerTarget {
  /** Its address, without `/api/v2` and without a slash at the end. */
  readonly url: string;
  /** What authorises us, as the header has it; null: nothing does. */
  readonly authorization: Secret | null;
  /** Labels that every alert carries beside its own. */
  readonly labels: Readonly<Record<string, string>>;
  /** How often an open alert is sent again. */
  readonly resendMs: number;
  readonly allowPrivate: boolean;
}

/**
 * Pushes alerts to `POST /api/v2/alerts`, one a record.
 *
 * An Alertmanager forgets an alert at its `endsAt`, so the newest notice of every open record is sent
 * again each `resendMs`, and names an end four of them ahead: three may be missed. What was not sent
 * again therefore ends there by itself. A record that is over ends its alert at once.
 */
export function alertmanagerChannel(to: AlertmanagerTarget, ask: SafeAsk): Channel {
  const send = async (notice: Notice, { nowMs, signal }: Sending): Promise<Sent> => {
    const [record] = notice.records;
    if (record === undefined) return NOTHING_TO_SAY;
    try {
      const call = {
        url: `${to.url}/api/v2/alerts`,
        headers: {
          "content-type": "application/json",
          "user-agent": "tiltmeter",
          ...(to.authorization === null ? {} : { authorization: to.authorization.reveal() }),
        },
        body: JSON.stringify([alertOf(notice, record, to, nowMs)]),
        allowPrivate: to.allowPrivate,
      };
      return answered(await ask(call, signal), nowMs);
    } catch (error) {
      return unanswered(error);
    }
  };
  const target = JSON.stringify([to.url, to.labels]);
  return { kind: "alertmanager", target, isPerRecord: true, keepAliveMs: to.resendMs, send };
}

/** One alert. Its labels are its identity, so nothing is a label that a notice about the same record changes. */
export function alertOf(
  notice: Notice,
  record: NoticeRecord,
  to: Pick<AlertmanagerTarget, "labels" | "resendMs">,
  nowMs: number,
): Record<string, unknown> {
  const startMs = record.raisedMs;
  const endMs = record.isOver ? nowMs : nowMs + ENDS_AFTER * to.resendMs;
  return {
    startsAt: iso(startMs),
    // An end before the start is refused.
    endsAt: iso(Math.max(startMs, endMs)),
    labels: {
      ...to.labels,
      alertname: "TiltmeterNonconformity",
      nonconformity: record.id,
      // Two collectors may have a record of the same number.
      thread: record.thread,
      severity: record.severity,
      ...named("system", record.system),
      ...named("control", record.control ?? ""),
    },
    annotations: {
      summary: plain(notice.subject, TEXT_MAX),
      ...Object.fromEntries(
        notice.lines
          .filter(({ name, text }) => name !== "more" && text !== "")
          .slice(0, LINES_MAX)
          .map(({ name, text }) => [name, plain(text, TEXT_MAX)]),
      ),
      state: record.state,
      ...(notice.acknowledge === null ? {} : { acknowledge_url: notice.acknowledge.url }),
    },
    generatorURL: record.url,
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** As Prometheus has it. */
const ENDS_AFTER = 4;
const LINES_MAX = 12;
const TEXT_MAX = 1000;
