import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import fc from "fast-check";
import { recordsInOrder } from "tiltmeter/columns/records-in-order";
import type { QuarantineEntry } from "tiltmeter/ingest/quarantined";
import { type ReceiveDeps, receive } from "tiltmeter/ingest/receive";
import { type RefusedRecord, type Replayed, replayRefused } from "tiltmeter/ingest/replay-refused";
import { expect, test } from "vitest";
import { keyValues, requestOf, requests, toJson } from "./otlp-request.ts";
import { spansOf } from "./otlp-signals.ts";

const NOW_MS = 1_795_500_000_000;
const ALL = null;

interface Bench {
  readonly send: (
    body: Uint8Array,
    systems: readonly string[] | null,
    form?: Parameters<ReturnType<typeof receive>>[0]["form"],
  ) => Promise<readonly RefusedRecord[]>;
  readonly replay: (record: RefusedRecord) => Promise<Replayed>;
  readonly stored: Telemetry[];
}

/** A door over a journal that is a list with the promises of a real one. */
function bench(): Bench {
  const stored: Telemetry[] = [];
  const batches = new Map<string, { journal: string; seq: number; reply: Uint8Array }>();
  const append: ReceiveDeps["append"] = async ({ batchId, reply, ...kept }) => {
    const id = Buffer.from(batchId).toString("hex");
    const known = batches.get(id) ?? { journal: "j", seq: batches.size + 1, reply };
    if (!batches.has(id)) stored.push(...recordsInOrder(kept));
    batches.set(id, known);
    return known;
  };
  return {
    stored,
    replay: (record) => replayRefused(record, append),
    send: async (body, systems, form = { otlp: "json" }) => {
      const kept: QuarantineEntry[] = [];
      const take = receive({ append, now: () => NOW_MS, quarantine: (all) => kept.push(...all) });
      await take({ key: { id: "key00001", systems }, batchId: null, form, body });
      return kept.map((each, row) => ({ ...each, id: `name.0.${row}`, target: "" }));
    },
  };
}

const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

test("what was refused for its key alone is, replayed, what it would have been", async () => {
  await fc.assert(
    fc.asyncProperty(requests, async (request) => {
      const [wide, narrow] = [bench(), bench()];
      await wide.send(toJson(request), ALL);
      const refused = await narrow.send(toJson(request), ["nobody's"]);
      expect(narrow.stored).toEqual([]);
      for (const record of refused) {
        const replayed = await narrow.replay(record);
        const isOfKey = record.reason.includes("may not append");
        // What holds bytes, NaN or an integer beyond 53 bits was not kept whole.
        if (isOfKey && replayed.kind === "refused") expect(replayed.reason).toContain("not all");
        if (!isOfKey) expect(replayed.kind).toBe("refused");
      }
      // Equal records of one request are told apart by their place in it, and replayed each alone.
      const named = wide.stored.map(bare);
      for (const telemetry of narrow.stored) expect(named).toContainEqual(bare(telemetry));
    }),
    { numRuns: 300 },
  );
});

function bare(telemetry: Telemetry): unknown {
  const { statement } = telemetry;
  const id = "id" in statement ? statement.id.replace(/^(made-[0-9a-f]{32})-\d+$/, "$1") : "";
  return { ...telemetry, statement: { ...statement, id } };
}

test("the last instant that OTLP can name is refused in the same words again", async () => {
  const observedTimeUnixNano = "18446744073709550500";
  const record = { observedTimeUnixNano, eventName: "aims.prediction" };
  const request = { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] };
  const { send, replay } = bench();
  const [refused] = await send(toJson(request), ALL);
  if (refused === undefined) throw new Error("a time after 2254 must be refused");
  const again = { kind: "refused", reason: `it is refused again: ${refused.reason}` };
  expect(await replay(refused)).toEqual(again);
});

test("a prediction goes on with its own time, ids and features; twice is once", async () => {
  const attributes = {
    "aims.prediction.id": "a",
    "aims.prediction.label": "yes",
    "aims.prediction.features": { income: 1.5, purpose: "car" },
  };
  const { send, replay, stored } = bench();
  const [record] = await send(toJson(requestOf([{ attributes }])), ["other"]);
  if (record === undefined) throw new Error("nothing was refused");
  const first = await replay(record);
  expect(first).toEqual({ kind: "accepted", receipt: { journal: "j", seq: 1 } });
  expect(await replay(record)).toEqual(first);
  expect(stored).toMatchObject([
    {
      origin: { system: "credit" },
      statement: { id: "a", timeMs: 1_795_469_025_213, numericFeatures: { income: 1.5 } },
    },
  ]);
});

test("a refused span goes on as the call that it tells of, without content", async () => {
  const span = {
    traceId: "0a".repeat(16),
    spanId: "0b".repeat(8),
    name: "chat gpt-4o",
    startTimeUnixNano: "1795469025213456000",
    endTimeUnixNano: "1795469025313456000",
    status: { code: 2 },
    attributes: keyValues({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o",
      "gen_ai.response.id": "r-1",
      "gen_ai.usage.input_tokens": 12n,
      "gen_ai.output.messages": '[{"parts":[{"type":"text","content":"a secret"}]}]',
    }),
  };
  const { send, replay, stored } = bench();
  const form = { otlp: "json" as const, signal: "traces" as const };
  const [record] = await send(toJson(spansOf([span])), ["other"], form);
  if (record === undefined) throw new Error("nothing was refused");
  expect(record.record).not.toContain("a secret");
  expect(await replay(record)).toMatchObject({ kind: "accepted" });
  expect(stored).toMatchObject([
    {
      origin: { system: "assistant" },
      statement: {
        id: `${span.traceId}:r-1`,
        timeMs: 1_795_469_025_213.456,
        latency: 0.1,
        status: "error",
        call: { inputTokens: 12, requestModel: "gpt-4o", source: { scope: "test" } },
      },
    },
  ]);
});

test("plain JSON without a time keeps that of its first arrival", async () => {
  const { send, replay, stored } = bench();
  const item = { system: "s", id: "a", label: "yes" };
  const [record] = await send(json([item]), ["other"], { json: "predictions" });
  if (record === undefined) throw new Error("nothing was refused");
  expect(await replay({ ...record, receivedMs: NOW_MS - 5 })).toMatchObject({ kind: "accepted" });
  expect(stored).toMatchObject([{ statement: { id: "a", timeMs: NOW_MS - 5 } }]);
});

test("what breaks a rule breaks it again, and what is not whole cannot be replayed: each is said", async () => {
  const { send, replay, stored } = bench();
  const why = async (record: RefusedRecord | undefined): Promise<string> => {
    if (record === undefined) throw new Error("nothing was refused");
    const replayed = await replay(record);
    return replayed.kind === "refused" ? replayed.reason : replayed.kind;
  };
  const predictions = { json: "predictions" } as const;
  const items = [{ sistem: "s" }, 7, [{ system: "s", label: "yes" }]];
  for (const record of await send(json(items), ALL, predictions)) {
    expect(await why(record)).toBe(`it is refused again: ${record.reason}`);
  }
  const long = { system: "s", label: "x".repeat(9_000) };
  const [cut] = await send(json(long), ["other"], predictions);
  expect(await why(cut)).toContain("only its first 8192 characters were kept");
  const broken = { attributes: { "aims.prediction.id": "a", text: "x".repeat(40_000) } };
  const nan = { attributes: { "aims.prediction.id": "a", "aims.prediction.score": Number.NaN } };
  for (const record of await send(toJson(requestOf([broken, nan])), ALL)) {
    expect(await why(record)).toContain("not all of it was kept");
  }
  const [whole] = await send(json({ system: "s", id: "a" }), ["other"], predictions);
  if (whole === undefined) throw new Error("nothing was refused");
  expect(await why({ ...whole, target: "predictions_v1", key: "" })).toContain("in the journal");
  expect(await why({ ...whole, event: "aims.prediction" })).toContain("not all of it was kept");
  expect(stored).toEqual([]);
});
