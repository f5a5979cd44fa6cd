import fc from "fast-check";
import { expect, test } from "vitest";
import { askedOf } from "../../../../sdk/wire/served/asked.ts";
import { EventStreamReader } from "../../../../sdk/wire/served/event-stream.ts";
import { ServedExchange, type ServedPrediction } from "../../../../sdk/wire/served/exchange.ts";
import { providerOf } from "../../../../sdk/wire/served/provider-of.ts";
import { routeOf } from "../../../../sdk/wire/served/route.ts";
import { eventChunks } from "../../../clients/fake-server.ts";

const SOURCE = { dialect: "tiltmeter", scope: "", scopeVersion: "", schemaUrl: "", seenBy: [] };

/** What is read of one exchange: the answer as bytes, cut into pieces of `size` bytes. */
function exchanged(of: {
  readonly path: string;
  readonly request: unknown;
  readonly answer: string;
  readonly contentType?: string;
  readonly status?: number;
  readonly size?: number;
  readonly isBrokenOff?: boolean;
}): readonly ServedPrediction[] {
  const route = routeOf("POST", of.path);
  if (route === null) throw new Error(`${of.path} is no call of a model`);
  let nowMs = 0;
  const exchange = new ServedExchange({
    asked: askedOf(route, of.request),
    keepsText: true,
    nowMs: () => {
      nowMs += 10;
      return nowMs;
    },
  });
  exchange.answered(of.status ?? 200, of.contentType ?? "application/json");
  const bytes = new TextEncoder().encode(of.answer);
  const size = of.size ?? (bytes.length || 1);
  for (let at = 0; at < bytes.length; at += size) exchange.chunk(bytes.subarray(at, at + size));
  if (of.isBrokenOff !== true) exchange.end();
  return exchange.predictions({ provider: "", source: SOURCE });
}

const CHUNK = { id: "chatcmpl-1", model: "m-2", object: "chat.completion.chunk" };
const CHAT_EVENTS = [
  { ...CHUNK, id: "", model: "", choices: [] },
  { ...CHUNK, choices: [{ index: 0, delta: { content: "Grüße, " } }] },
  { ...CHUNK, choices: [{ index: 0, delta: { content: "世界 🌍" } }] },
  { ...CHUNK, choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
  { ...CHUNK, choices: [], usage: { prompt_tokens: 7, completion_tokens: 2 } },
];

test("a streamed answer is read the same however its bytes are cut, inside characters too", () => {
  const answer = eventChunks(CHAT_EVENTS, { isDone: true }).join("");
  const whole = exchanged({
    path: "/v1/chat/completions",
    request: { model: "m", stream: true },
    answer,
    contentType: "text/event-stream; charset=utf-8",
  });
  expect(whole).toMatchObject([
    {
      model: { name: "m-2", version: "m-2" },
      text: "Grüße, 世界 🌍",
      call: {
        requestModel: "m",
        responseId: "chatcmpl-1",
        inputTokens: 7,
        outputTokens: 2,
        finishReasons: ["stop"],
        isRefused: false,
        isStreamed: true,
        firstChunk: 0.01,
      },
    },
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.constantFrom("\n", "\r\n"), (size, line) => {
      const cut = exchanged({
        path: "/v1/chat/completions",
        request: { model: "m", stream: true },
        answer: answer.replaceAll("\n", line),
        contentType: "text/event-stream",
        size,
      });
      expect(cut).toEqual(whole);
    }),
    { numRuns: 60 },
  );
});

test("events of any text, in any pieces, are those of the whole text", () => {
  const read = (pieces: readonly string[]): string[] => {
    const events: string[] = [];
    const reader = new EventStreamReader((data) => events.push(data));
    for (const piece of pieces) reader.add(piece);
    reader.end();
    return events;
  };
  const piece = fc.constantFrom("data: a", "data:b", "\n", "\r", "\r\n", ":note", "event: x", "é");
  fc.assert(
    fc.property(fc.array(piece), fc.array(fc.nat(60)), (parts, cuts) => {
      const text = parts.join("");
      const places = [...new Set([0, ...cuts.filter((cut) => cut < text.length), text.length])];
      places.sort((a, b) => a - b);
      const cut = places.slice(1).map((to, index) => text.slice(places[index], to));
      expect(read(cut)).toEqual(read([text]));
    }),
  );
  expect(read(["data: a\ndata: b\n\n", ": note\n\ndata:c"])).toEqual(["a\nb", "c"]);
});

test("a stream that is broken off tells what it told, and usage stays unknown", () => {
  const answer = eventChunks(CHAT_EVENTS.slice(0, 3)).join("");
  const [prediction] = exchanged({
    path: "/openai/deployments/x/chat/completions?api-version=1",
    request: { stream: true },
    answer,
    contentType: "text/event-stream",
    isBrokenOff: true,
  });
  expect(prediction).toMatchObject({
    model: { name: "m-2" },
    call: { responseId: "chatcmpl-1", inputTokens: null, finishReasons: [], isRefused: null },
  });
});

test("whatever JSON an answer is, reading it does not throw and invents no numbers", () => {
  const path = fc.constantFrom(
    "/v1/chat/completions",
    "/v1/completions",
    "/v1/responses",
    "/v1/embeddings",
    "/v1/messages",
    "/v2/models/m/infer",
    "/invocations",
  );
  const key = fc.constantFrom(
    "id",
    "model",
    "usage",
    "choices",
    "message",
    "delta",
    "output",
    "outputs",
    "data",
    "shape",
    "predictions",
    "content",
    "tool_calls",
    "error",
    "type",
    "response",
    "__proto__",
  );
  const value = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, "x", -1, 1.5, 3, true, "NaN"),
      fc.array(tie("json"), { maxLength: 3 }),
      fc.dictionary(key, tie("json"), { maxKeys: 4 }),
    ),
  })).json;
  fc.assert(
    fc.property(path, value, value, fc.boolean(), (at, request, answer, isStream) => {
      const text = isStream ? eventChunks([answer, answer]).join("") : JSON.stringify(answer);
      const predictions = exchanged({
        path: at,
        request,
        answer: text,
        contentType: isStream ? "text/event-stream" : "application/json",
      });
      expect(predictions.length).toBeGreaterThan(0);
      for (const { call } of predictions) {
        for (const tokens of [call?.inputTokens, call?.outputTokens, call?.cachedTokens]) {
          expect(tokens == null || (Number.isSafeInteger(tokens) && tokens >= 0)).toBe(true);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("of Anthropic, input tokens are all: those read from and written to the cache too", () => {
  const usage = { input_tokens: 10, cache_read_input_tokens: 4, cache_creation_input_tokens: 6 };
  const [prediction] = exchanged({
    path: "/v1/messages",
    request: { model: "claude", stream: true },
    contentType: "text/event-stream",
    answer: eventChunks([
      {
        type: "message_start",
        message: { id: "msg_1", model: "claude-1", usage: { ...usage, output_tokens: 1 } },
      },
      { type: "content_block_start", index: 0, content_block: { type: "tool_use", name: "find" } },
      { type: "message_delta", delta: { stop_reason: "tool_use" }, usage: { output_tokens: 9 } },
    ]).join(""),
  });
  expect(prediction?.call).toMatchObject({
    inputTokens: 20,
    cachedTokens: 4,
    cacheWriteTokens: 6,
    outputTokens: 9,
    tools: { find: 1 },
    finishReasons: ["tool_use"],
  });
});

test("a refusal is told in each interface's own way", () => {
  const refused = (path: string, answer: unknown): unknown =>
    exchanged({ path, request: {}, answer: JSON.stringify(answer) })[0]?.call?.isRefused;
  const chat = (choice: unknown): unknown =>
    refused("/v1/chat/completions", { id: "1", choices: [choice] });
  expect(chat({ finish_reason: "stop", message: { content: null, refusal: "no" } })).toBe(true);
  expect(chat({ finish_reason: "content_filter", message: {} })).toBe(true);
  expect(chat({ finish_reason: "stop", message: { content: "yes" } })).toBe(false);
  expect(chat({ message: { content: "yes" } })).toBe(null);
  const part = { type: "refusal", refusal: "no" };
  expect(
    refused("/v1/responses", {
      status: "completed",
      output: [{ type: "message", content: [part] }],
    }),
  ).toBe(true);
  expect(refused("/v1/messages", { stop_reason: "refusal", content: [] })).toBe(true);
  expect(refused("/v1/messages", { stop_reason: "end_turn", content: [] })).toBe(false);
});

test("rows of KServe and MLflow are one prediction each, with their columns and answers", () => {
  const infer = exchanged({
    path: "/v2/models/credit/versions/3/infer",
    request: {
      inputs: [
        { name: "income", shape: [2], datatype: "FP32", data: [10, 20] },
        { name: "x", shape: [2, 2], datatype: "FP32", data: [1, 2, 3, 4] },
      ],
    },
    answer: JSON.stringify({
      model_name: "credit",
      model_version: "4",
      outputs: [{ name: "class", shape: [2, 1], datatype: "INT64", data: [0, 1] }],
    }),
  });
  expect(infer).toMatchObject([
    {
      model: { name: "credit", version: "4" },
      label: "0",
      row: { income: 10, "x.0": 1, "x.1": 2 },
      predicted: { class: 0 },
      call: null,
    },
    { label: "1", row: { income: 20, "x.0": 3, "x.1": 4 } },
  ]);
  const invoked = exchanged({
    path: "/invocations",
    request: {
      dataframe_split: {
        columns: ["income", "city"],
        data: [
          [10, "Bern"],
          [20, null],
        ],
      },
    },
    answer: JSON.stringify({ predictions: [0.5, "good"] }),
  });
  expect(invoked).toMatchObject([
    { value: 0.5, label: "", row: { income: 10, city: "Bern" } },
    { value: null, label: "good", row: { income: 20, city: null } },
  ]);
  expect(
    exchanged({
      path: "/invocations",
      request: { messages: [], model: "m" },
      answer: JSON.stringify({ id: "1", model: "m-1", choices: [] }),
    }),
  ).toMatchObject([{ model: { name: "m-1" }, call: { responseId: "1", operation: "chat" } }]);
});

test("an answer with an error's status, or with an error in a stream, is a failure of its class", () => {
  const error = { error: { message: "slow down", type: "rate_limit", code: null } };
  const request = { model: "m" };
  const path = "/v1/chat/completions";
  const answer = JSON.stringify(error);
  expect(exchanged({ path, request, answer, status: 429 })[0]?.failure).toBe("429");
  expect(
    exchanged({
      path,
      request,
      answer: `data: ${answer}\n\n`,
      contentType: "text/event-stream",
    })[0]?.failure,
  ).toBe("rate_limit");
});

test("only what asks a model is recognised", () => {
  expect(routeOf("GET", "/v1/chat/completions")).toBeNull();
  expect(routeOf("POST", "/v1/models")).toBeNull();
  expect(routeOf("POST", "/v1/threads/t/messages")).toBeNull();
  expect(routeOf("POST", "/v2/models/a%20b/infer")).toEqual({
    api: "kserve.infer",
    model: "a b",
    modelVersion: "",
  });
});

test("an address tells its provider, or nothing", () => {
  expect(providerOf("https://api.openai.com/v1")).toBe("openai");
  expect(providerOf("https://eu.api.openai.com/v1")).toBe("openai");
  expect(providerOf("https://mine.openai.azure.com/openai")).toBe("azure.ai.openai");
  expect(providerOf("https://bedrock-runtime.eu-central-1.amazonaws.com/openai/v1")).toBe(
    "aws.bedrock",
  );
  expect(providerOf("https://api.x.ai/v1")).toBe("x_ai");
  expect(providerOf("https://openai.com.example.org")).toBe("");
  expect(providerOf("http://127.0.0.1:8080")).toBe("");
  expect(providerOf("not a url")).toBe("");
});
