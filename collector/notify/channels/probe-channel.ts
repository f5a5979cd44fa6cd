import type { Sent } from "../channel.ts";
import type { Notice, NoticeRecord } from "../notice.ts";
import { plain } from "../plain-text.ts";
import { operatorFetch, operatorHear, type SafeAsk } from "../safe-fetch.ts";
import { type ChannelConfig, openChannel } from "./open-channels.ts";

/** What came of a test message. */
export interface Probed {
  readonly outcome: Sent["outcome"];
  /** Of HTTP or SMTP; null where no answer came. */
  readonly status: number | null;
  readonly detail: string;
  /** The first words of the answer, without anything that is no text; empty: it had none. */
  readonly words: string;
}

/**
 * Sends a message that says it is a test to one channel, past the outbox, and tells what came back.
 *
 * A receiver that keeps an incident, an issue or an alert for each record is sent one of a record that
 * does not exist, and then its end, so nothing stays open there. Throws where the channel cannot be used.
 */
export async function probeChannel(
  name: string,
  to: ChannelConfig,
  of: { readonly nowMs: number; readonly publicUrl: string; readonly signal: AbortSignal },
): Promise<Probed> {
  let heard = "";
  const note = (words: string): void => {
    heard = plain(words, WORDS_MAX);
  };
  const hear: SafeAsk = async (call, signal) => {
    const answer = await operatorHear(call, signal);
    note(new TextDecoder().decode(answer.body.subarray(0, 4 * WORDS_MAX)));
    return answer;
  };
  const channel = openChannel(name, to, {
    // The status of a webhook's answer is all that counts, and now its words too.
    fetch: "webhook" in to ? hear : operatorFetch,
    hear,
    heard: (_, words) => note(words),
  });
  const sending = { attempt: 1, nowMs: of.nowMs, signal: of.signal, references: new Map() };
  const id = (step: string): string => `msg_test_${step}_${of.nowMs}`;
  const first = probeNotice(id("1"), name, channel.isPerRecord ? "raised" : null, of);
  const sent = await channel.send(first, { ...sending, id: first.id });
  if (!channel.isPerRecord || sent.outcome !== "delivered") return told(sent, heard);
  const end = probeNotice(id("2"), name, "closed", of);
  const reference = sent.reference === undefined ? [] : [[RECORD, sent.reference] as const];
  const references = new Map(reference);
  return told(await channel.send(end, { ...sending, id: end.id, references }), heard);
}

function told({ outcome, status, detail }: Sent, words: string): Probed {
  return { outcome, status, detail, words };
}

function probeNotice(
  id: string,
  channel: string,
  event: "raised" | "closed" | null,
  of: { readonly nowMs: number; readonly publicUrl: string },
): Notice {
  const { nowMs, publicUrl: url } = of;
  const thread = `test-${nowMs}@tiltmeter`;
  const name = plain(channel, 64);
  const statement = `Somebody tests the channel ${name}. Nothing is wrong.`;
  const record: NoticeRecord | null =
    event === null
      ? null
      : {
          ...{ id: RECORD, thread, event, isOver: event === "closed", severity: "low", system: "" },
          ...{ state: event, requirement: "", statement, control: null, controlTitle: "Test" },
          ...{ clauses: {}, firstBreachMs: nowMs, raisedMs: nowMs, evidence: null, dueMs: null },
          ...{ next: "Nothing.", url },
        };
  return {
    id,
    // Of no record: whatever waits for records is not woken by it.
    event: event ?? "digest",
    atMs: nowMs,
    severity: "low",
    thread,
    subject: `[test] Tiltmeter reaches the channel ${name}`,
    lines: [
      { name: "more", label: "Test", text: statement },
      { name: "next", label: "Next", text: "Nothing: this message is a test." },
    ],
    url,
    acknowledge: null,
    records: record === null ? [] : [record],
    recordCount: record === null ? 0 : 1,
  };
}

const RECORD = "TEST";
/** Enough to recognise an error by, too few to read a page through. */
const WORDS_MAX = 80;
