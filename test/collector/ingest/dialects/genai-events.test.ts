import { decodeLogs } from "tiltmeter/ingest/decode";
import { recognise } from "tiltmeter/ingest/recognise";
import type { Recognised } from "tiltmeter/ingest/recognised";
import { expect, test } from "vitest";
import { keyValues, toProtobuf } from "../otlp-request.ts";

const TRACE = "0a".repeat(16);
const SPAN = "0b".repeat(8);

function heard(eventName: string, attributes: object, more: object = {}): Recognised {
  const record = { eventName, timeUnixNano: "1795469025213456000", ...more };
  const logRecords = [{ ...record, attributes: keyValues(attributes) }];
  const scopeLogs = [{ scope: { name: "judge" }, logRecords }];
  const resource = { attributes: keyValues({ "service.name": "assistant" }) };
  const [group] = decodeLogs(
    toProtobuf({ resourceLogs: [{ resource, scopeLogs }] }),
    "protobuf",
  ).groups;
  const found = group?.records[0];
  if (group === undefined || found === undefined) throw new Error("nothing was decoded");
  return recognise(found, group.resource);
}

const evaluation = (attributes: object, more: object = {}): unknown => {
  const found = heard("gen_ai.evaluation.result", attributes, more);
  if (found.kind === "rejected") return found.reason;
  return found.kind === "telemetry" ? found.telemetry.statement : found.kind;
};
const named = { "gen_ai.evaluation.name": "relevance" };
const response = { "gen_ai.response.id": "r-1" };
const value = { "gen_ai.evaluation.score.value": 0.7 };
const label = (of: string): object => ({ "gen_ai.evaluation.score.label": of });

test("an evaluation is a score of the answer that it names, by the name that its call has", () => {
  const trace = { traceId: TRACE, spanId: SPAN };
  const score = { kind: "score", name: "relevance", value: 0.7, passed: null, source: "judge" };
  const of = { ...named, ...value };
  expect(evaluation({ ...of, ...response }, trace)).toMatchObject({ ...score, id: `${TRACE}:r-1` });
  expect(evaluation({ ...of, ...response })).toMatchObject({ ...score, id: "r-1" });
  expect(evaluation(of, trace)).toMatchObject({ ...score, id: `${TRACE}:${SPAN}` });
});

test("a label that says pass or fail says whether a check passed, a number does not", () => {
  const passed = (of: string): unknown =>
    Reflect.get(Object(evaluation({ ...named, ...response, ...label(of) })), "passed");
  expect(["pass", "Passed", "fail", "FAILED", "relevant"].map(passed)).toEqual([
    ...[true, true, false, false, null],
  ]);
});

test("an evaluation without a check, an answer or a finding is refused; one that failed is foreign", () => {
  expect(evaluation({ ...response, ...value })).toContain("gen_ai.evaluation.name must be");
  expect(evaluation({ ...named, ...response })).toContain("gen_ai.evaluation.score.label must be");
  expect(evaluation({ ...named, ...value })).toContain("gen_ai.response.id must be given");
  expect(evaluation({ ...named, ...response, "error.type": "timeout" })).toBe("foreign");
});

test("a call whose trace is not recorded is told of by its event, else by its span", () => {
  const call = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-4o",
    "gen_ai.response.id": "r-1",
    "gen_ai.response.model": "gpt-4o-2026",
    "gen_ai.usage.input_tokens": 10n,
    "gen_ai.input.messages": "x".repeat(40_000),
  };
  const event = "gen_ai.client.inference.operation.details";
  const trace = { traceId: TRACE, spanId: SPAN };
  expect(heard(event, call, { ...trace, flags: 1 })).toEqual({ kind: "elsewhere" });
  const told = {
    model: { name: "gpt-4o-2026", supplier: "openai" },
    latency: null,
    call: { inputTokens: 10, outputTokens: null, modelSource: "provider" },
  };
  expect(heard(event, call, { ...trace, flags: 0 })).toMatchObject({
    telemetry: { statement: { ...told, id: `${TRACE}:r-1` } },
  });
  expect(heard(event, call)).toMatchObject({ telemetry: { statement: { ...told, id: "r-1" } } });
  // Halves of a call, as instrumentations send them beside its span.
  expect(heard(event, { "gen_ai.provider.name": "openai" })).toEqual({ kind: "foreign" });
  expect(heard("gen_ai.choice", call)).toEqual({ kind: "foreign" });
});
