import fc from "fast-check";
import { pagerDutyChannel, pagerDutyEvent } from "tiltmeter/notify/channels/pagerduty";
import type { Notice } from "tiltmeter/notify/notice";
import { operatorHear } from "tiltmeter/notify/safe-fetch";
import { Secret } from "tiltmeter/notify/secret";
import { expect, test } from "vitest";
import { record } from "../../ledger/entries.ts";
import { closing, hostile, notice, sending, several, texts } from "./notices.ts";
import { type Answer, receiver } from "./receiver.ts";
import { PAGERDUTY_BYTES_MAX, PAGERDUTY_EVENT } from "./schemas/pagerduty-event.ts";
import { validator } from "./validator.ts";

const KEY = "0123456789abcdef0123456789abcdef";
const problems = validator(PAGERDUTY_EVENT);
const channel = (url: string) =>
  pagerDutyChannel({ routingKey: new Secret(KEY), url, allowPrivate: false }, operatorHear);

/** PagerDuty's own rule: a body that its schema does not take is answered 400. */
const asPagerDuty: Answer = (response, { json }) => {
  const errors = problems(json);
  const status = errors.length > 0 ? 400 : 202;
  response.writeHead(status).end(JSON.stringify({ status: "said", errors }));
};

test("a record triggers, is acknowledged and is resolved under one key, in events that the schema takes", async () => {
  await using server = await receiver(asPagerDuty);
  const moved = notice({ event: "moved", record: { ...record(42), state: "assessing" } });
  for (const each of [notice(), moved, closing()]) {
    expect(await channel(server.url).send(each, sending())).toMatchObject({
      ...{ outcome: "delivered", status: 202 },
    });
  }
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(
    Array(3).fill("POST /enqueue"),
  );
  const events = server.requests.map(({ json }) => json);
  const thread = notice().thread;
  expect(events).toMatchObject([
    {
      event_action: "trigger",
      dedup_key: thread,
      routing_key: KEY,
      payload: { severity: "error", source: "credit", timestamp: "2026-11-23T14:05:00.000Z" },
      links: [{ text: "Open NC-2026-0042" }, { text: "Acknowledge" }],
    },
    { event_action: "acknowledge", dedup_key: thread },
    { event_action: "resolve", dedup_key: thread },
  ]);
});

test("each severity has its word", () => {
  const words = (["critical", "high", "medium", "low"] as const).map((severity) => {
    const {
      records: [of = fail()],
    } = notice({ record: { ...record(1), severity } });
    return Reflect.get(Object(pagerDutyEvent(notice(), of)["payload"]), "severity");
  });
  expect(words).toEqual(["critical", "error", "warning", "info"]);
});

test("whatever a record says, the schema takes the event", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const said = hostile(text);
      const event = { routing_key: KEY, ...pagerDutyEvent(said, recordOf(said)) };
      expect(problems(event)).toEqual([]);
      expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(PAGERDUTY_BYTES_MAX);
    }),
    { numRuns: 200 },
  );
});

test("a receiver of incidents is not told what tells of no record", async () => {
  await using server = await receiver(asPagerDuty);
  const empty: Notice = { ...several(2), event: "quiet_ended", records: [], recordCount: 0 };
  expect(await channel(server.url).send(empty, sending())).toMatchObject({ outcome: "delivered" });
  expect(server.requests).toEqual([]);
});

function recordOf({ records: [first] }: Notice) {
  return first ?? fail();
}

function fail(): never {
  throw new Error("a notice of one record has one");
}
