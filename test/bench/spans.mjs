// What spans of calls cost the collector's processor: decoded, recognised and collapsed to calls, in one process and
// without the disk. Each batch is of 512 spans as stock exporters send them: agents around calls, prompts and answers with
// them. Prints a table; asserts nothing.
import protobuf from "protobufjs";
import { receive } from "tiltmeter/ingest/receive";

const BATCHES = Number(process.env.TILTMETER_BENCH_BATCHES ?? 100);
const SPANS = 512;

const { root } = protobuf.parse(`
  syntax = "proto3";
  message Traces { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeSpans { Scope scope = 1; repeated Span spans = 2; }
  message Scope { string name = 1; string version = 2; }
  message Span {
    bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5; int32 kind = 6;
    fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated KeyValue attributes = 9;
  }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue { oneof value { string string_value = 1; int64 int_value = 3; ArrayValue array_value = 5; } }
  message ArrayValue { repeated AnyValue values = 1; }
`);
const traces = root.lookupType("Traces");

const id = (n, bytes) =>
  Buffer.from(n.toString(16).padStart(bytes * 2, "0"), "hex").toString("base64");

function attributes(of) {
  return Object.entries(of).map(([key, value]) => ({
    key,
    value:
      typeof value === "number"
        ? { intValue: String(value) }
        : Array.isArray(value)
          ? { arrayValue: { values: value.map((stringValue) => ({ stringValue })) } }
          : { stringValue: value },
  }));
}

function span(n) {
  const first = n - (n % 4);
  return {
    traceId: id(first / 4 + 1, 16),
    spanId: id(n + 1, 8),
    ...(n === first ? {} : { parentSpanId: id(first + 1, 8) }),
    name: n === first ? "invoke_agent" : "chat gpt-4o",
    kind: 3,
    startTimeUnixNano: "1795469025213456000",
    endTimeUnixNano: "1795469025313456000",
    attributes: attributes({
      "gen_ai.operation.name": n === first ? "invoke_agent" : "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o",
      "gen_ai.response.model": "gpt-4o-2024-08-06",
      "gen_ai.response.id": `chatcmpl-${n}`,
      "gen_ai.response.finish_reasons": ["stop"],
      "gen_ai.usage.input_tokens": 10,
      "gen_ai.usage.output_tokens": 5,
      "gen_ai.usage.cache_read.input_tokens": 4,
      "gen_ai.request.max_tokens": 100,
      "server.address": "api.openai.com",
      "server.port": 443,
      "gen_ai.input.messages": "x".repeat(800),
      "gen_ai.output.messages": JSON.stringify([
        { role: "assistant", parts: [{ type: "text", content: "y".repeat(400) }] },
      ]),
    }),
  };
}

const spans = Array.from({ length: SPANS }, (_, n) => span(n));
const scopeSpans = [{ scope: { name: "bench" }, spans }];
const resource = { attributes: attributes({ "service.name": "bench" }) };
const message = traces.fromObject({ resourceSpans: [{ resource, scopeSpans }] });
const bodies = {
  protobuf: traces.encode(message).finish(),
  json: Buffer.from(JSON.stringify(traces.toObject(message, { longs: String, bytes: String }))),
};
const take = receive({
  append: async ({ reply }) => ({ journal: "bench", seq: 1, reply }),
  now: () => 1_795_469_025_313,
  quarantine: () => undefined,
});

for (const [otlp, body] of Object.entries(bodies)) {
  const request = {
    key: { id: "bench", systems: null },
    batchId: null,
    form: { otlp, signal: "traces" },
    body,
  };
  for (let i = 0; i < BATCHES / 2; i += 1) await take(request);
  const before = process.cpuUsage();
  for (let i = 0; i < BATCHES; i += 1) await take(request);
  const { user, system } = process.cpuUsage(before);
  const perSecond = Math.round((BATCHES * SPANS) / ((user + system) / 1e6));
  console.log(
    `spans as ${otlp}: ${perSecond} a second of processor time, ${Math.round(body.length / SPANS)} bytes each`,
  );
}
