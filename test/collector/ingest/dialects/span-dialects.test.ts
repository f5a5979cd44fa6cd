import type { Prediction } from "@tiltmeter/sdk/wire/prediction";
import { decodeLogs, decodeMetrics, decodeSpans } from "tiltmeter/ingest/decode";
import { recognise } from "tiltmeter/ingest/recognise";
import { metricReader } from "tiltmeter/ingest/recognise-metrics";
import { recogniseSpans } from "tiltmeter/ingest/recognise-spans";
import { expect, test } from "vitest";
import { keyValues, toJson } from "../otlp-request.ts";
import { spansOf } from "../otlp-signals.ts";
import { absent, note, recorded } from "../recorded.ts";

/** What is compared of a call: the rest is unknown in all of them. */
type Told = readonly [
  answered: string,
  supplier: string,
  ended: readonly string[],
  input: number | null,
  cached: number | null,
  output: number | null,
  streamed: boolean | null,
  dialect: string,
  named: string,
];

function toldOf({ id, model, call }: Prediction): Told {
  if (call === undefined) throw new Error("a span of a call tells of one");
  const { modelSource, finishReasons, inputTokens, cachedTokens, outputTokens, isStreamed } = call;
  return [
    model.name === "" ? modelSource : model.name,
    model.supplier,
    finishReasons,
    inputTokens,
    cachedTokens,
    outputTokens,
    isStreamed,
    call.source.dialect,
    id.replace(/^[0-9a-f]{32}:/, "").replace(/^[0-9a-f]{16}$/, "(span)"),
  ];
}

const DATED = "gpt-4o-2024-08-06";
const HAIKU = "unknown";

/** Tokens once a call, provider and model right, missing usage unknown, streaming and not. */
const RECORDED: readonly [client: string, calls: readonly Told[]][] = [
  [
    "otel-openai",
    [
      [DATED, "openai", ["stop"], 10, null, 5, null, "otel-genai-1.36", "chatcmpl-1"],
      [DATED, "openai", ["stop"], 10, null, 5, null, "otel-genai-1.36", "chatcmpl-1"],
      [DATED, "openai", ["stop"], 10, null, 5, null, "otel-genai-1.37", "resp_1"],
      ["unknown", "openai", [], null, null, null, null, "otel-genai-1.36", "(span)"],
    ],
  ],
  [
    "oi-openai",
    [
      [DATED, "openai", ["stop"], 10, 4, 5, false, "openinference-1", "chatcmpl-1"],
      ["copied", "openai", ["stop"], null, null, null, true, "openinference-1", "(span)"],
      [DATED, "openai", [], 10, 4, 5, false, "openinference-1", "resp_1"],
    ],
  ],
  [
    "native-anthropic",
    [
      ["claude-sonnet-4", "anthropic", ["end_turn"], 14, 4, 5, false, "anthropic-1", "msg_1"],
      ["claude-sonnet-4", "anthropic", ["end_turn"], 14, 4, 5, true, "anthropic-1", "msg_1"],
    ],
  ],
  [
    "tl-anthropic-sdk0.80",
    [
      ["claude-sonnet-4", "anthropic", ["stop"], 14, 4, 5, null, "openllmetry-1", "(span)"],
      ["claude-sonnet-4", "anthropic", [], 14, 4, 5, null, "openllmetry-1", "(span)"],
    ],
  ],
  [
    "aisdk-legacy",
    [
      [DATED, "openai", ["stop"], 10, 4, 5, false, "ai-sdk-legacy", "chatcmpl-1"],
      [DATED, "openai", ["stop"], 10, 4, 5, true, "ai-sdk-legacy", "chatcmpl-1"],
    ],
  ],
  [
    "otel-bedrock",
    [
      [HAIKU, "aws.bedrock", ["end_turn"], 10, null, 5, false, "aws-sdk-bedrock", "(span)"],
      [HAIKU, "aws.bedrock", ["end_turn"], 10, null, 5, false, "aws-sdk-bedrock", "(span)"],
    ],
  ],
];

test.skipIf(absent).each(RECORDED)(
  `the spans that %s sent are its calls, each once${note}`,
  (client, calls) => {
    const found = recorded(client).traces.flatMap((request) =>
      recogniseSpans(decodeSpans(Buffer.from(JSON.stringify(request)), "json")),
    );
    const predictions = found.flatMap((each) =>
      each.kind === "telemetry" && each.telemetry.statement.kind === "prediction"
        ? [each.telemetry.statement]
        : [],
    );
    expect(predictions.map(toldOf)).toEqual(calls);
    expect(new Set(predictions.map(({ id }) => id)).size).toBe(calls.length);
  },
);

test.skipIf(absent)(`logs of calls in recorded traces are left to their spans${note}`, () => {
  const kinds = recorded("otel-openai").logs.flatMap((request) =>
    decodeLogs(Buffer.from(JSON.stringify(request)), "json").groups.flatMap(
      ({ resource, records }) => records.map((record) => recognise(record, resource).kind),
    ),
  );
  expect(new Set(kinds)).toEqual(new Set(["foreign"]));
});

test.skipIf(absent)(`what clients count of their calls is read as they counted it${note}`, () => {
  const metrics = recorded("otel-openai").metrics.flatMap((request) =>
    decodeMetrics(Buffer.from(JSON.stringify(request)), "json").groups.flatMap(
      ({ resource, records }) => records.map(metricReader(resource, null)),
    ),
  );
  const counted = metrics.flatMap((each) =>
    each.kind === "telemetry" && each.telemetry.statement.kind === "client_metric"
      ? [each.telemetry.statement]
      : [],
  );
  expect(counted.length).toBe(metrics.length);
  const tokens = counted.filter(({ metric }) => metric === "gen_ai.client.token.usage");
  expect(tokens.map(({ tokenType, count, sum }) => [tokenType, count, sum])).toContainEqual([
    "input",
    2,
    20,
  ]);
  expect(new Set(counted.map(({ supplier }) => supplier))).toEqual(new Set(["openai"]));
  expect(new Set(counted.map(({ series }) => series)).size).toBe(counted.length);
});

/** What a span of one scope with these attributes is. */
function read(scope: string, attributes: object, more: object = {}): unknown {
  const ids = { traceId: "0a".repeat(16), spanId: "0b".repeat(8) };
  const span = { ...ids, name: "a span", attributes: keyValues(attributes), ...more };
  const [found] = recogniseSpans(decodeSpans(toJson(spansOf([span], { scope })), "json"));
  if (found?.kind !== "telemetry") return found?.kind;
  const { statement } = found.telemetry;
  if (statement.kind !== "prediction") return statement.kind;
  const { model, task, errorType, call } = statement;
  return { ...call, supplier: model.supplier, answered: model.name, task, errorType };
}

const chat = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "m" };
const anthropic = {
  ...{ ...chat, "gen_ai.provider.name": "anthropic", "gen_ai.usage.input_tokens": 10n },
  "gen_ai.usage.cache_read.input_tokens": 4n,
  "gen_ai.usage.cache_creation.input_tokens": 6n,
};

test.each<readonly [string, string, object, object]>([
  [
    "the oldest names of tokens",
    "any",
    {
      ...{ ...chat, "gen_ai.system": "openai" },
      ...{ "gen_ai.usage.prompt_tokens": 7n, "gen_ai.usage.completion_tokens": 2n },
    },
    { inputTokens: 7, outputTokens: 2, source: { dialect: "otel-genai-1.36" } },
  ],
  [
    "fewer input tokens than of the cache are those beside the cache",
    "any",
    { ...anthropic, "gen_ai.usage.cache_read.input_tokens": 40n },
    { inputTokens: 56, cachedTokens: 40, cacheWriteTokens: 6 },
  ],
  [
    "the conventions' input includes the cache",
    "any",
    anthropic,
    { inputTokens: 10, cachedTokens: 4, source: { dialect: "otel-genai-1.37" } },
  ],
  [
    "OpenLLMetry's Anthropic does not, in JavaScript",
    "@traceloop/instrumentation-anthropic",
    anthropic,
    { inputTokens: 20, cachedTokens: 4, source: { dialect: "openllmetry-1" } },
  ],
  [
    "OpenLLMetry in Python adds up, and has names of before the conventions",
    "opentelemetry.instrumentation.anthropic",
    {
      ...{ ...anthropic, "gen_ai.operation.name": null, "llm.request.type": "chat" },
      ...{ "gen_ai.provider.name": null, "gen_ai.system": "Anthropic" },
      ...{ "gen_ai.completion.0.finish_reason": "tool_use", "llm.is_streaming": true },
      "gen_ai.completion.0.tool_calls.0.name": "search",
    },
    {
      ...{ inputTokens: 10, operation: "chat", supplier: "anthropic", isStreamed: true },
      ...{ finishReasons: ["tool_use"], tools: { search: 1 }, isRefused: false },
    },
  ],
  [
    "OpenLLMetry's Bedrock repeats the requested model",
    "@traceloop/instrumentation-bedrock",
    { ...chat, "gen_ai.provider.name": "aws.bedrock", "gen_ai.response.model": "m" },
    { modelSource: "copied", answered: "", requestModel: "m" },
  ],
  [
    "an embedding has no task",
    "@arizeai/openinference-instrumentation-openai",
    {
      ...{ "openinference.span.kind": "EMBEDDING", "embedding.model_name": "e-3" },
      "llm.system": "openai",
    },
    { operation: "embeddings", task: "", requestModel: "e-3", modelSource: "copied" },
  ],
  [
    "the AI SDK's embeddings, and a model that nobody copied",
    "ai",
    {
      ...{ "ai.operationId": "ai.embed.doEmbed", "ai.model.provider": "openai.embedding" },
      ...{ "ai.model.id": "e-3", "ai.usage.tokens": 9n },
    },
    { operation: "embeddings", inputTokens: 9, supplier: "openai", requestModel: "e-3" },
  ],
  [
    "Bedrock's estimates of Cohere's tokens are no usage",
    "@opentelemetry/instrumentation-aws-sdk",
    {
      ...{ "rpc.service": "BedrockRuntime", "rpc.method": "InvokeModel" },
      ...{ "gen_ai.system": "aws.bedrock", "gen_ai.request.model": "cohere.command-r-v1:0" },
      ...{ "gen_ai.usage.input_tokens": 10n, "gen_ai.usage.output_tokens": 5n },
    },
    { inputTokens: null, outputTokens: null, supplier: "aws.bedrock" },
  ],
  [
    "a filter's end is a refusal, in whatever form ends come",
    "any",
    {
      ...{ ...chat, "gen_ai.provider.name": "openai" },
      "gen_ai.response.finish_reasons": '["stop","content-filter"]',
    },
    { finishReasons: ["stop", "content_filter"], isRefused: true },
  ],
])("%s", (_, scope, attributes, expected) => {
  expect(read(scope, attributes)).toMatchObject(expected);
});

test("the last exception names an error that has no type", () => {
  const exception = (type: string): object => ({
    name: "exception",
    attributes: keyValues({ "exception.type": type }),
  });
  const events = [exception("Early"), exception("Late")];
  const failed = { status: { code: 2 }, events };
  expect(read("any", { ...chat, "gen_ai.system": "openai" }, failed)).toMatchObject({
    errorType: "Late",
  });
  const named = { ...chat, "gen_ai.system": "openai", "error.type": "timeout" };
  expect(read("any", named, failed)).toMatchObject({ errorType: "timeout" });
});

test.each([
  ["any", { "gen_ai.operation.name": "invoke_agent", "gen_ai.usage.input_tokens": 1n }],
  ["any", { "gen_ai.operation.name": "create_memory", "gen_ai.provider.name": "x" }],
  ["any", { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search" }],
  ["gen_ai", { "gen_ai.operation.name": "agent_step", "gen_ai.provider.name": "openai" }],
  ["ai", { "ai.operationId": "ai.generateText", "ai.usage.inputTokens": 1n }],
  ["com.anthropic.sdk.typescript", { "gen_ai.memory.store.id": "m", "gen_ai.provider.name": "x" }],
  ["@traceloop/node-server-sdk", { "traceloop.span.kind": "workflow" }],
  ["any", { "openinference.span.kind": "CHAIN" }],
])("what stands around calls is none: %s (%#)", (scope, attributes) => {
  expect(read(scope, attributes)).toBe("elsewhere");
});

test("spans of other things are foreign", () => {
  expect(read("@opentelemetry/instrumentation-http", { "http.route": "/" })).toBe("foreign");
});
