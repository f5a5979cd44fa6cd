import type { Prediction } from "@tiltmeter/sdk/wire/prediction";
import { decodeLogs, decodeMetrics, decodeSpans } from "tiltmeter/ingest/decode";
import { recognise } from "tiltmeter/ingest/recognise";
import { metricReader } from "tiltmeter/ingest/recognise-metrics";
import { recogniseSpans } from "tiltmeter/ingest/recognise-spans";
import { expect, test } from "vitest";
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
