import { readChannels } from "tiltmeter/channel-config";
import { type Probed, probeChannel } from "tiltmeter/notify/channels/probe-channel";
import { expect, test } from "vitest";
import { mailServer } from "./mail-server.ts";
import { AT } from "./notices.ts";
import { answering, receiver } from "./receiver.ts";

const SECRET = `whsec_${Buffer.from("a secret of at least 24 bytes").toString("base64")}`;

async function probed(written: unknown): Promise<Probed> {
  const { c } = readChannels({ c: written }, { env: {}, read: () => "" }).channels;
  if (c === undefined) throw new Error("it cannot be configured");
  const signal = new AbortController().signal;
  return probeChannel("c", c, { nowMs: AT, publicUrl: "https://tilt.example.com", signal });
}

test("a test says that it is one, and tells the status and the first words alone", async () => {
  const page = `<html>\u0007\r\n<h1>not here</h1>${"x".repeat(5000)}the rest`;
  await using server = await receiver(answering(500, page));
  const found = await probed({ webhook: { url: server.url, secret: SECRET } });
  expect(found).toMatchObject({ outcome: "failed", status: 500, detail: "answered 500" });
  expect(found.words).toMatch(/^<html> <h1>not here<\/h1>x+…$/);
  expect(found.words.length).toBe(80);
  expect(server.requests[0]?.text).toContain("[test]");
  expect(server.requests[0]?.text).not.toContain("nonconformity.raised");
});

test("where a record is an incident or an alert, nothing stays open", async () => {
  await using server = await receiver(answering(202));
  const { url } = server;
  await probed({ pagerduty: { routing_key: "0".repeat(32), url } });
  await probed({ alertmanager: { url } });
  const [trigger, resolve, , ended] = server.requests.map(({ json }) => Object(json));
  expect([trigger.event_action, resolve.event_action]).toEqual(["trigger", "resolve"]);
  expect(resolve.dedup_key).toBe(trigger.dedup_key);
  expect(ended[0].endsAt).toBe(new Date(AT).toISOString());
});

test("what a mail server says is told too", async () => {
  await using server = await mailServer({ data: () => [554, "5.6.0 spam, says our filter"] });
  const to = {
    host: "127.0.0.1",
    port: server.port,
    tls: "none",
    from: "a@b.example",
    to: ["c@d.example"],
  };
  expect(await probed({ email: to })).toMatchObject({
    ...{ outcome: "failed", status: 554, words: "5.6.0 spam, says our filter" },
  });
});
