import fc from "fast-check";
import { teamsChannel, teamsMessage } from "tiltmeter/notify/channels/teams";
import { operatorHear } from "tiltmeter/notify/safe-fetch";
import { Secret } from "tiltmeter/notify/secret";
import { expect, test } from "vitest";
import { hostile, notice, sending, several, texts } from "./notices.ts";
import { answering, receiver } from "./receiver.ts";
import { TEAMS_BYTES_MAX, TEAMS_MESSAGE } from "./schemas/adaptive-card.ts";
import { validator } from "./validator.ts";

const problems = validator(TEAMS_MESSAGE);
const channel = (url: string) =>
  teamsChannel({ url: new Secret(url), allowPrivate: false }, operatorHear);

test("a notice is one card with its lines in order and two links", async () => {
  await using server = await receiver(answering(202));
  const sent = await channel(`${server.url}/workflows/x?sig=abc`).send(notice(), sending());
  expect(sent).toMatchObject({ outcome: "delivered", status: 202 });
  const [request] = server.requests;
  expect(problems(request?.json)).toEqual([]);
  expect(request?.path).toBe("/workflows/x?sig=abc");
  const text = request?.text ?? "";
  const order = ["Requirement: ", "Since: ", "Affected: ", "Next: ", "By: "];
  expect(order.map((each) => text.indexOf(each))).toEqual(
    order.map((each) => text.indexOf(each)).toSorted((a, b) => a - b),
  );
  expect(text).toContain("https://tilt.example.com/acknowledge/");
});

test("a long list is cut to what Teams takes, and says how much is left out", () => {
  const long = teamsMessage(several(200));
  expect(Buffer.byteLength(long)).toBeLessThan(TEAMS_BYTES_MAX * 0.75);
  expect(problems(JSON.parse(long))).toEqual([]);
  expect(long).toMatch(/… and 1\d\d more/);
});

test("whatever a record says is text: no element but text runs, no link but ours, no date to fill in", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const message = teamsMessage(hostile(text));
      expect(problems(JSON.parse(message))).toEqual([]);
      expect(Buffer.byteLength(message)).toBeLessThan(TEAMS_BYTES_MAX);
      expect(message).not.toContain("{{");
      const links = [...message.matchAll(/"url":"([^"]*)"/g)].map(([, url]) => url);
      expect(links.every((url) => url?.startsWith("https://tilt.example.com/"))).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test("a front end that answers 200 and means 429 is believed", async () => {
  const words =
    "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429";
  await using server = await receiver(answering(200, words));
  expect(await channel(server.url).send(notice(), sending())).toMatchObject({
    ...{ outcome: "failed", status: 429 },
  });
});
