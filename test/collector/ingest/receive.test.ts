import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialize } from "node:v8";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import fc from "fast-check";
import { recordsInOrder } from "tiltmeter/columns/records-in-order";
import type { QuarantineEntry } from "tiltmeter/ingest/quarantined";
import {
  type Answer,
  type ReceiveDeps,
  type ReceiveRequest,
  receive,
} from "tiltmeter/ingest/receive";
import type { RequestForm } from "tiltmeter/ingest/request-items";
import { Journal } from "tiltmeter/journal/journal";
import { expect, test } from "vitest";
import { type JsonRequest, requestOf, requests, toJson, toProtobuf } from "./otlp-request.ts";
import { metricRequests, spanRequests } from "./otlp-signals.ts";

interface Bench {
  readonly take: ReturnType<typeof receive>;
  readonly send: (request: JsonRequest, of?: Partial<ReceiveRequest>) => Promise<Answer>;
  readonly post: (body: unknown, of?: Partial<ReceiveRequest>) => Promise<Answer>;
  readonly stored: Telemetry[];
  readonly quarantine: QuarantineEntry[];
  readonly clock: { nowMs: number };
}

/** Takes records in over a journal; the real one, or a list with its promises where the disk would be slow. */
function bench(append: ReceiveDeps["append"] | null = null): Bench {
  const stored: Telemetry[] = [];
  const quarantine: QuarantineEntry[] = [];
  const clock = { nowMs: 1_795_500_000_000 };
  const batches = new Map<string, { journal: string; seq: number; reply: Uint8Array }>();
  const take = receive({
    append:
      append ??
      (async ({ batchId, reply, ...kept }) => {
        const id = Buffer.from(batchId).toString("hex");
        const known = batches.get(id) ?? { journal: "j", seq: batches.size + 1, reply };
        if (!batches.has(id)) stored.push(...recordsInOrder(kept));
        batches.set(id, known);
        return known;
      }),
    now: () => clock.nowMs,
    quarantine: (entries) => quarantine.push(...entries),
  });
  const key = { id: "key00001", systems: null };
  return {
    take,
    stored,
    quarantine,
    clock,
    send: (request, of) =>
      take({ key, batchId: null, form: { otlp: "protobuf" }, body: toProtobuf(request), ...of }),
    post: (body, of) =>
      take({
        key,
        batchId: null,
        form: { json: "predictions" },
        body: Buffer.from(JSON.stringify(body)),
        ...of,
      }),
  };
}

const good = { attributes: { "aims.prediction.id": "a", "aims.prediction.label": "yes" } };
const bad = { attributes: { "aims.prediction.id": 7n } };

test("one bad record refuses itself alone, with its place and reason, and is kept aside", async () => {
  const { send, stored, quarantine } = bench();
  const foreign = { event: "gen_ai.choice", attributes: { message: "hello" } };
  const answer = await send(requestOf([foreign, good, bad, { ...good, event: "aims.predicton" }]));
  expect(answer).toEqual({
    accepted: 1,
    rejectedCount: 2,
    rejected: [
      { index: 2, reason: "aims.prediction.id must be text, got 7" },
      { index: 3, reason: expect.stringContaining("did you mean aims.prediction?") },
    ],
    foreign: 1,
    receipt: { journal: "j", seq: 1 },
  });
  expect(stored.map(({ statement }) => statement)).toMatchObject([{ id: "a", label: "yes" }]);
  expect(quarantine).toMatchObject([
    {
      key: "key00001",
      event: "aims.prediction",
      reason: answer.rejected[0]?.reason,
      record: expect.stringContaining('{"service.name":"credit","aims.prediction.id":7,'),
    },
    { event: "aims.predicton" },
  ]);
});

test("plain predictions go on by column, the rest as records, each with its place in the request and in what is kept", async () => {
  const batches: Parameters<ReceiveDeps["append"]>[0][] = [];
  const { send, quarantine } = bench(async (batch) => {
    batches.push(batch);
    return { journal: "j", seq: batches.length, reply: batch.reply };
  });
  const prediction = (id: string, more = {}): { attributes: object } => ({
    attributes: { "aims.prediction.id": id, ...more },
  });
  const outcome = {
    event: "aims.outcome",
    attributes: { "aims.prediction.id": "a", "aims.outcome.label": "no" },
  };
  const foreign = { event: "gen_ai.choice", attributes: {} };
  const call = prediction("c", { "gen_ai.response.id": "r-1" });
  const unnamed = { attributes: { "aims.prediction.label": "yes" } };
  const answer = await send(
    requestOf([
      ...[outcome, prediction("a"), foreign, bad, prediction("b"), call, unnamed],
      ...[prediction("d"), prediction("e", { "aims.prediction.task": "none" }), outcome],
    ]),
  );
  expect(answer).toMatchObject({ accepted: 7, foreign: 1, rejectedCount: 2 });
  expect(answer.rejected.map(({ index }) => index)).toEqual([3, 8]);
  expect(quarantine).toHaveLength(2);
  const [batch] = batches;
  if (batch === undefined) throw new Error("seven records were accepted");
  expect([...(batch.predictions?.places ?? [])]).toEqual([1, 2, 5]);
  const kept = recordsInOrder(batch).map(({ statement }) => statement);
  expect(kept.map((each) => ("id" in each ? each.id : ""))).toEqual([
    ...["a", "a", "b", "c", expect.stringMatching(/^made-/), "d", "a"],
  ]);
  await send(requestOf([outcome, call]));
  expect(batches[1]).toMatchObject({ predictions: null, records: [{}, {}] });
});

test("a key that may append to one system alone is held to it, however a prediction comes", async () => {
  const { send, stored } = bench();
  const of = (id: string, system: string): { attributes: object } => ({
    attributes: { "aims.prediction.id": id, "aims.system.id": system },
  });
  const request = requestOf([of("1", "credit"), of("2", "spam"), good, of("3", "credit")]);
  const narrow = { key: { id: "key00003", systems: ["credit"] } };
  expect(await send(request, narrow)).toMatchObject({
    accepted: 3,
    rejected: [
      {
        index: 1,
        reason: 'key key00003 may not append to system "spam"; its systems are credit',
      },
    ],
  });
  expect(stored.map(({ origin }) => origin.system)).toEqual(["credit", "credit", "credit"]);
  expect(await send(request)).toMatchObject({ accepted: 4, rejectedCount: 0 });
});

test("where nothing is accepted nothing is journaled", async () => {
  const { send, stored } = bench();
  expect(await send(requestOf([bad]))).toMatchObject({ accepted: 0, receipt: null });
  expect(await send({ resourceLogs: [] })).toEqual({
    accepted: 0,
    rejectedCount: 0,
    rejected: [],
    foreign: 0,
    receipt: null,
  });
  expect(stored).toEqual([]);
});

test("a repeated request has one effect and one answer, word for word", async () => {
  const { send, stored, clock } = bench();
  const request = requestOf([good, bad]);
  const first = await send(request);
  clock.nowMs += 60_000;
  expect(await send(request)).toEqual(first);
  expect(stored).toHaveLength(1);
  const named = { batchId: new Uint8Array(16).fill(7) };
  const second = await send(request, named);
  expect(second.receipt?.seq).toBe(2);
  expect(await send(request, named)).toEqual(second);
});

test("one key's batch ids mean nothing under another key", async () => {
  const { send, stored } = bench();
  const named = { batchId: new Uint8Array(16).fill(7) };
  await send(requestOf([good]), named);
  await send(requestOf([good]), { ...named, key: { id: "key00002", systems: null } });
  await send(requestOf([good]), { key: { id: "key00002", systems: null } });
  expect(stored).toHaveLength(3);
});

test("predictions without an id are named by what they say: alike in a retry, apart in a request", async () => {
  const unnamed = { attributes: { "aims.prediction.label": "yes" } };
  const later = { ...unnamed, timeMs: 1_795_469_025_999 };
  const ids = async (records: Parameters<typeof requestOf>[0]): Promise<readonly string[]> => {
    const { send, stored } = bench();
    await send(requestOf(records));
    return stored.map(({ statement }) => ("id" in statement ? statement.id : ""));
  };
  const first = await ids([unnamed, unnamed, later]);
  expect(new Set(first).size).toBe(3);
  expect(first[0]).toMatch(/^made-[0-9a-f]{32}$/);
  expect(first[1]).toBe(`${first[0]}-1`);
  expect(await ids([later, unnamed])).toEqual([first[2], first[0]]);
});

test("two equal bodies whose time the collector supplied are two statements", async () => {
  const { post, stored, clock } = bench();
  await post({ system: "s", label: "yes" });
  clock.nowMs += 1;
  await post({ system: "s", label: "yes" });
  expect(stored).toHaveLength(2);
  expect(stored.map(({ statement }) => statement.timeMs)).toEqual([clock.nowMs - 1, clock.nowMs]);
});

test("a record of a system outside the key's is refused by name, the others are stored", async () => {
  const { post, stored } = bench();
  const answer = await post([{ system: "a" }, { system: "b" }, { system: "__proto__" }], {
    key: { id: "key00003", systems: ["a"] },
  });
  expect(answer).toMatchObject({
    accepted: 1,
    rejected: [
      { index: 1, reason: 'key key00003 may not append to system "b"; its systems are a' },
      { index: 2, reason: expect.stringContaining("reserved name") },
    ],
  });
  expect(stored.map(({ origin }) => origin.system)).toEqual(["a"]);
});

test("records over a limit of their own do not hide behind a foreign name, nor foreign ones behind a limit", async () => {
  const { send } = bench();
  const long = { "some.text": "x".repeat(40_000) };
  expect(
    await send(requestOf([{ attributes: long }, { event: "gen_ai.choice", attributes: long }])),
  ).toMatchObject({
    accepted: 0,
    foreign: 1,
    rejected: [{ index: 0, reason: '"some.text" has at most 32768 bytes, got 40000' }],
  });
});

test("plain JSON beyond 10,000 items, malformed or of no item is told so", async () => {
  const { post } = bench();
  await expect(post(Array.from({ length: 10_001 }, () => 1))).rejects.toThrow("got 10001");
  await expect(post(null, { body: Buffer.from('{"system": }') })).rejects.toThrow(
    "malformed JSON at line 1, column 12: expected a value",
  );
  expect(await post([])).toMatchObject({ accepted: 0, rejectedCount: 0, receipt: null });
});

test("both encodings of one request store the same", async () => {
  await fc.assert(
    fc.asyncProperty(requests, async (request) => {
      const [a, b] = [bench(), bench()];
      const fromProtobuf = await a.send(request);
      const fromJson = await b.send(request, { form: { otlp: "json" }, body: toJson(request) });
      expect(fromJson).toEqual(fromProtobuf);
      expect(b.stored).toEqual(a.stored);
      expect(b.quarantine).toEqual(a.quarantine);
    }),
    { numRuns: 300 },
  );
});

test("what was taken from a body does not lie in it: its memory may be the next body's as soon as the answer is known", async () => {
  const batches: Parameters<ReceiveDeps["append"]>[0][] = [];
  const { take, quarantine } = bench(async (batch) => {
    batches.push(batch);
    return { journal: "j", seq: batches.length, reply: batch.reply };
  });
  const plain = Array.from({ length: 3 }, (_, i) => ({
    attributes: { "aims.prediction.id": `p${i}`, "aims.prediction.label": "yes" },
  }));
  const of = (form: RequestForm, bodies: fc.Arbitrary<Uint8Array>) =>
    bodies.map((body) => ({ form, body }));
  const forms = [
    of(
      { otlp: "protobuf" },
      requests.map((each) => toProtobuf(each)),
    ),
    of({ otlp: "protobuf" }, fc.constant(toProtobuf(requestOf([...plain, good, bad])))),
    of({ otlp: "json" }, requests.map(toJson)),
    of(
      { otlp: "protobuf", signal: "traces" },
      spanRequests.map((each) => toProtobuf(each, "Traces")),
    ),
    of(
      { otlp: "protobuf", signal: "metrics" },
      metricRequests.map((each) => toProtobuf(each, "Metrics")),
    ),
  ];
  await fc.assert(
    fc.asyncProperty(fc.oneof(...forms), async ({ form, body }) => {
      const own = Uint8Array.from(body);
      await take({ key: { id: "key00001", systems: null }, batchId: null, form, body: own });
      const before = serialize({ batches, quarantine });
      own.fill(0x55);
      expect(serialize({ batches, quarantine }).equals(before)).toBe(true);
      batches.length = 0;
      quarantine.length = 0;
    }),
    { numRuns: 300 },
  );
});

test("of many refused records the first thousand are listed and all are counted and kept aside", async () => {
  const { post, quarantine } = bench();
  const answer = await post([{ system: "s" }, ...Array.from({ length: 1_500 }, () => 7)]);
  expect([answer.accepted, answer.rejectedCount]).toEqual([1, 1_500]);
  expect(answer.rejected.map(({ index }) => index)).toEqual(
    Array.from({ length: 1_000 }, (_, i) => i + 1),
  );
  expect(quarantine).toHaveLength(1_500);
});

test("over the journal on disk: a repeat is one batch, before and after a restart; other records under its name are refused", async () => {
  const folder = await mkdtemp(join(tmpdir(), "receive-"));
  try {
    const named = { batchId: new Uint8Array(16).fill(7) };
    const timeless = { system: "s", label: "yes" };
    const opened = await Journal.open({ folder, now: () => 1_795_500_000_000 });
    const first = bench((batch) => opened.append(batch));
    const answers = [await first.send(requestOf([good, bad])), await first.post(timeless, named)];
    first.clock.nowMs += 5_000;
    // The same answer, and that it is one.
    const repeats = answers.map((answer) => ({ ...answer, repeated: true }));
    expect(await first.send(requestOf([good, bad]))).toEqual(repeats[0]);
    expect(await first.post(timeless, named)).toEqual(repeats[1]);
    await expect(first.post({ ...timeless, label: "no" }, named)).rejects.toMatchObject({
      name: "BatchConflict",
    });
    await opened.close();
    const again = await Journal.open({ folder, now: () => 1_795_500_100_000 });
    const second = bench((batch) => again.append(batch));
    expect(await second.send(requestOf([good, bad]))).toEqual(repeats[0]);
    const kept = [];
    for await (const batch of again.batches(0)) kept.push(...recordsInOrder(batch));
    await again.close();
    expect(kept.map(({ statement }) => statement)).toMatchObject([
      { id: "a", label: "yes", timeMs: 1_795_469_025_213 },
      { label: "yes", timeMs: 1_795_500_000_000 },
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
