import { Secret } from "tiltmeter/notify/secret";
import { openChannelTests } from "tiltmeter/wiring/open-channel-tests";
import { expect, test } from "vitest";
import { answering, receiver } from "../notify/channels/receiver.ts";

test("a channel is tested once in ten seconds, each for itself, and no other name is looked for", async () => {
  await using server = await receiver(answering(202));
  let nowMs = 1_000_000;
  const teams = { url: new Secret(server.url), allowPrivate: false };
  const channels = { a: { teams }, b: { teams } };
  const tests = openChannelTests({
    channels,
    now: () => nowMs,
    publicUrl: () => "https://t.example",
  });
  const signal = new AbortController().signal;
  expect(await tests.test("a", signal)).toMatchObject({ kind: "tested", outcome: "delivered" });
  nowMs += 4_000;
  expect(await tests.test("a", signal)).toEqual({ kind: "soon", waitMs: 6_000 });
  expect(await tests.test("b", signal)).toMatchObject({ kind: "tested" });
  nowMs += 6_000;
  expect(await tests.test("a", signal)).toMatchObject({ kind: "tested" });
  for (const name of ["c", "toString", "__proto__"]) {
    expect(await tests.test(name, signal)).toEqual({ kind: "unknown" });
  }
  expect(server.requests).toHaveLength(3);
});
