import fc from "fast-check";
import { slackChannel } from "tiltmeter/notify/channels/slack";
import { slackMessage } from "tiltmeter/notify/channels/slack-message";
import { operatorHear } from "tiltmeter/notify/safe-fetch";
import { Secret } from "tiltmeter/notify/secret";
import { expect, test } from "vitest";
import { closing, HOSTILE, hostile, notice, sending, several, texts } from "./notices.ts";
import { type Answer, answering, receiver } from "./receiver.ts";
import { SLACK_POST, SLACK_WEBHOOK } from "./schemas/slack-message.ts";
import { validator } from "./validator.ts";

const postProblems = validator(SLACK_POST);
const webhookProblems = validator(SLACK_WEBHOOK);
const TOKEN = "xoxb-1234567890-abcdefghij";
const bot = (url: string) =>
  slackChannel(
    { token: new Secret(TOKEN), channel: "C0123456789", url: `${url}/api`, allowPrivate: false },
    operatorHear,
  );
const hook = (url: string) =>
  slackChannel({ webhook: new Secret(`${url}/services/T/B/x`), allowPrivate: false }, operatorHear);

/** Slack's own rules: a bot's token, a body that its schema takes, and a timestamp for each message. */
const asSlack: Answer = (response, { headers, json }, count) => {
  const isKnown = headers.authorization === `Bearer ${TOKEN}`;
  const error = isKnown
    ? postProblems(json).length > 0
      ? "invalid_blocks"
      : null
    : "invalid_auth";
  const answer =
    error === null ? { ok: true, ts: `1700000000.00000${count}` } : { ok: false, error };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
};

test("what is told of one record is one thread", async () => {
  await using server = await receiver(asSlack);
  const first = await bot(server.url).send(notice(), sending());
  expect(first).toMatchObject({ outcome: "delivered", reference: "1700000000.000001" });
  const references = new Map([["NC-2026-0042", first.reference ?? ""]]);
  await bot(server.url).send(closing(), sending({ references }));
  // Another's record, and many at once, start their own.
  await bot(server.url).send(several(3), sending({ references }));
  expect(server.requests.map(({ path }) => path)).toEqual(Array(3).fill("/api/chat.postMessage"));
  expect(server.requests.map(({ json }) => Reflect.get(Object(json), "thread_ts"))).toEqual([
    undefined,
    "1700000000.000001",
    undefined,
  ]);
  expect(server.requests.flatMap(({ json }) => postProblems(json))).toEqual([]);
});

test("a thread that was deleted begins anew", async () => {
  await using server = await receiver((response, request, count) =>
    Reflect.has(Object(request.json), "thread_ts")
      ? response.writeHead(200).end('{"ok":false,"error":"thread_not_found"}')
      : asSlack(response, request, count),
  );
  const references = new Map([["NC-2026-0042", "1.2"]]);
  expect(await bot(server.url).send(closing(), sending({ references }))).toMatchObject({
    ...{ outcome: "delivered", reference: "1700000000.000002" },
  });
});

test.each([
  ["is_archived", "gone"],
  ["token_revoked", "gone"],
  ["invalid_auth", "failed"],
  ["ratelimited", "failed"],
  ["something <b>else</b>", "failed"],
])("an answer 200 that says %s is %s", async (error, outcome) => {
  await using server = await receiver(answering(200, { ok: false, error }));
  const sent = await bot(server.url).send(notice(), sending());
  expect(sent.outcome).toBe(outcome);
  expect(sent.detail).not.toContain("<b>");
});

test.each([
  [200, "ok", "delivered"],
  [403, "invalid_token", "gone"],
  [404, "no_service", "gone"],
  [410, "channel_is_archived", "gone"],
  [400, "invalid_payload", "failed"],
  [500, "rollup_error", "failed"],
])("an incoming webhook that answers %s %s is %s", async (status, words, outcome) => {
  await using server = await receiver(answering(status, words));
  const sent = await hook(server.url).send(notice(), sending());
  expect(sent).toMatchObject({ outcome, status });
  expect(server.requests.flatMap(({ json }) => webhookProblems(json))).toEqual([]);
});

test("too many messages wait as long as Slack says, in seconds or until a date", async () => {
  for (const [after, waitMs] of [
    ["30", 30_000],
    ["Mon, 23 Nov 2026 14:06:00 GMT", 60_000],
  ] as const) {
    await using server = await receiver(answering(429, "", { "retry-after": after }));
    expect(await bot(server.url).send(notice(), sending())).toMatchObject({
      ...{ outcome: "failed", status: 429, retryAfterMs: waitMs },
    });
  }
});

test("no text fires a mention or a link, and no message is longer than Slack takes", () => {
  const shown = JSON.stringify(HOSTILE.map((text) => slackMessage(hostile(text))));
  expect(shown.match(/<!|<@|<http:\/\/evil/g)).toBeNull();
  fc.assert(
    fc.property(texts, (text) => {
      const message = slackMessage(hostile(text));
      expect(webhookProblems(message)).toEqual([]);
      // Whatever begins with `<` is one of our own links.
      const tags = JSON.stringify(message).match(/<[^>]*>/g) ?? [];
      expect(tags.filter((tag) => !tag.startsWith("<https://tilt.example.com/"))).toEqual([]);
    }),
    { numRuns: 200 },
  );
  const many = slackMessage(several(200));
  expect(webhookProblems(many)).toEqual([]);
  expect(JSON.stringify(many)).toContain("… and 153 more");
});
