import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { MemoryLedger } from "tiltmeter/ledger/memory-ledger";
import { Secret } from "tiltmeter/notify/secret";
import { administrationInWords } from "tiltmeter/wiring/administration-words";
import { openChannelTests } from "tiltmeter/wiring/open-channel-tests";
import { expect, test } from "vitest";
import { answering, receiver } from "../notify/channels/receiver.ts";

const { signal } = new AbortController();

test("a channel is tested once in ten seconds, each for itself, and no other name is looked for", async () => {
  await using server = await receiver(answering(202));
  let nowMs = 1_000_000;
  const teams = { url: new Secret(server.url), allowPrivate: false };
  const channels = { a: { teams }, b: { teams } };
  const ledger = new MemoryLedger();
  const { test: probe } = openChannelTests({
    channels,
    now: () => nowMs,
    publicUrl: () => "https://t.example",
    transact: (decide) => ledger.transact(decide),
  });
  expect(await probe("a", "ann", signal)).toMatchObject({ kind: "tested", outcome: "delivered" });
  nowMs += 4_000;
  expect(await probe("a", "ann", signal)).toEqual({ kind: "soon", waitMs: 6_000 });
  expect(await probe("b", "ann", signal)).toMatchObject({ kind: "tested" });
  nowMs += 6_000;
  expect(await probe("a", "ann", signal)).toMatchObject({ kind: "tested" });
  for (const name of ["c", "toString", "__proto__"]) {
    expect(await probe(name, "ann", signal)).toEqual({ kind: "unknown" });
  }
  expect(server.requests).toHaveLength(3);
  expect(ledger.entries).toHaveLength(3);
});

test("each test is an act of administration: who tried what and what came of it, and no word of the answer", async () => {
  await using server = await receiver(answering(500, "a secret of the receiver's"));
  const ledger = new MemoryLedger();
  const { test: probe } = openChannelTests({
    channels: { chat: { teams: { url: new Secret(server.url), allowPrivate: false } } },
    now: () => 1_000_000,
    publicUrl: () => "https://t.example",
    transact: (decide) => ledger.transact(decide),
  });
  const answer = await probe("chat", "person-1", signal);
  expect(answer).toMatchObject({ outcome: "failed", words: "a secret of the receiver's" });
  const tested: LedgerEntry = {
    ...{ type: "channel_tested", atMs: 1_000_000, by: "person-1" },
    ...{ channel: "chat", outcome: "failed", status: 500 },
  };
  expect(ledger.entries).toEqual([tested]);
  const lines = [...ledger.state.administration].map((entry) =>
    administrationInWords(entry, (name) => (name === "person-1" ? "Ann" : name)),
  );
  expect(lines).toMatchObject([{ by: "Ann", what: "tested channel chat: failed, answered 500" }]);
  expect([...ledger.state.notifications]).toEqual([]);
});
