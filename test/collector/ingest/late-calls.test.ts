import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { recordsInOrder } from "tiltmeter/columns/records-in-order";
import { receive } from "tiltmeter/ingest/receive";
import { expect, test } from "vitest";
import { keyValues, requestOf, toJson } from "./otlp-request.ts";
import { spansOf } from "./otlp-signals.ts";

const TRACE = "0a".repeat(16);
const call = {
  "gen_ai.operation.name": "chat",
  "gen_ai.request.model": "gpt-4o",
  "gen_ai.provider.name": "openai",
  "gen_ai.response.id": "r-1",
};

function bench() {
  const stored: Telemetry[] = [];
  let nowMs = 1_795_469_025_213;
  const take = receive({
    append: async ({ reply, ...kept }) => {
      stored.push(...recordsInOrder(kept));
      return { journal: "j", seq: stored.length, reply };
    },
    now: () => nowMs,
    quarantine: () => undefined,
  });
  const key = { id: "k", systems: null };
  const send = (body: object, signal: "logs" | "traces") =>
    take({ key, batchId: null, form: { otlp: "json", signal }, body: toJson(body) });
  const inTrace = (body: ReturnType<typeof requestOf>, traceId = TRACE): object => ({
    resourceLogs: body.resourceLogs.map((of) => ({
      ...of,
      scopeLogs: of.scopeLogs.map(({ logRecords }) => ({
        logRecords: logRecords.map((record) => ({ ...record, traceId })),
      })),
    })),
  });
  return {
    stored,
    pass: (ms: number) => {
      nowMs += ms;
    },
    ours: (traceId = TRACE) =>
      send(
        inTrace(requestOf([{ attributes: { ...call, "aims.prediction.id": "order-7" } }]), traceId),
        "logs",
      ),
    evaluation: (traceId = TRACE) => {
      const event = "gen_ai.evaluation.result";
      const score = { "gen_ai.evaluation.name": "tone", "gen_ai.evaluation.score.value": 1 };
      const attributes = { ...score, "gen_ai.response.id": "r-1" };
      return send(inTrace(requestOf([{ event, attributes }]), traceId), "logs");
    },
    review: (traceId = TRACE) => {
      const event = "aims.oversight.decision";
      const attributes = { "aims.oversight.action": "confirm", "gen_ai.response.id": "r-1" };
      return send(inTrace(requestOf([{ event, attributes }]), traceId), "logs");
    },
    span: (traceId = TRACE) =>
      send(
        spansOf([{ traceId, spanId: "0b".repeat(8), attributes: keyValues(call) }], {
          resource: { "service.name": "credit" },
        }),
        "traces",
      ),
  };
}

test("a call that our SDK told of under a name of its user's is not told of again by a span", async () => {
  const { ours, span, stored } = bench();
  await ours();
  expect(await span()).toMatchObject({ accepted: 0, elsewhere: 1, receipt: null });
  // The same answer in another trace is another call.
  expect(await span("0c".repeat(16))).toMatchObject({ accepted: 1 });
  expect(stored.map(({ statement }) => "id" in statement && statement.id)).toEqual([
    "order-7",
    `${"0c".repeat(16)}:r-1`,
  ]);
});

test("a call that our SDK told of outside of any trace is not told of again by the trace of a span", async () => {
  const { ours, span } = bench();
  await ours("");
  expect(await span()).toMatchObject({ accepted: 0, elsewhere: 1 });
});

test("what our SDK tells later is stored whatever came before: its records are counted", async () => {
  const { ours, span } = bench();
  expect(await span()).toMatchObject({ accepted: 1 });
  expect(await ours()).toMatchObject({ accepted: 1 });
});

test("an evaluation of a call that our SDK named finds it by that name", async () => {
  const { ours, evaluation, stored } = bench();
  await ours();
  await evaluation();
  await evaluation("0c".repeat(16));
  expect(stored.map(({ statement }) => "id" in statement && statement.id)).toEqual([
    ...["order-7", "order-7", `${"0c".repeat(16)}:r-1`],
  ]);
});

test("a decision that names an answer is of our prediction of it, and of another's where that is of its trace", async () => {
  const { ours, span, review, stored } = bench();
  const other = "0c".repeat(16);
  await review("0d".repeat(16));
  await ours();
  await review();
  await span(other);
  await review(other);
  const ids = stored.flatMap(({ statement }) =>
    statement.kind === "oversight" ? [statement.id] : [],
  );
  expect(ids).toEqual(["r-1", "order-7", `${other}:r-1`]);
});

test("after ten minutes it is forgotten", async () => {
  const { ours, span, pass } = bench();
  await ours();
  pass(600_001);
  expect(await span()).toMatchObject({ accepted: 1 });
});
