import Anthropic from "@anthropic-ai/sdk";
import { wrapAnthropic } from "@tiltmeter/sdk/anthropic";
import { expect, test } from "vitest";
import { startFakeAnthropic } from "../../clients/fake-anthropic.ts";
import { eventChunks, type FakeServer } from "../../clients/fake-server.ts";
import { observing, sideBySide } from "./side-by-side.ts";

const BODY = {
  model: "claude-x",
  max_tokens: 100,
  messages: [{ role: "user" as const, content: "Say hello" }],
};
const TOOL = { name: "weather", input_schema: { type: "object" as const, properties: {} } };

const connect = (url: string): Anthropic =>
  new Anthropic({ apiKey: "sk-test", baseURL: url, maxRetries: 0 });

async function both(
  run: (client: Anthropic, server: FakeServer) => Promise<unknown>,
  options: Parameters<typeof wrapAnthropic>[2] = {},
) {
  const { ai, predictions } = observing();
  const result = await sideBySide({
    start: startFakeAnthropic,
    connect,
    wrap: (client) => wrapAnthropic(client, ai, options),
    run,
  });
  await ai.close({ timeoutMs: 0 });
  return { ai, predictions, result };
}

async function eventsOf<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const events: T[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

test("a message is the client's own, and one prediction; cached tokens are part of its input", async () => {
  const { ai, predictions } = await both(async (client) => {
    const promise = client.messages.create(BODY);
    const { data, response, request_id } = await promise.withResponse();
    return [promise.constructor.name, data, response.status, request_id];
  });
  expect(predictions).toMatchObject([
    {
      id: "msg_1",
      task: "generation",
      status: "ok",
      model: { name: "claude-x-20260806" },
      call: {
        operation: "chat",
        requestModel: "claude-x",
        inputTokens: 20,
        cachedTokens: 4,
        cacheWriteTokens: 6,
        outputTokens: 3,
        reasoningTokens: null,
        finishReasons: ["end_turn"],
        isRefused: false,
        isStreamed: false,
      },
    },
  ]);
  expect(ai.status().instrumented).toEqual(["@anthropic-ai/sdk@1.14.0"]);
});

test("a stream gives the same events, with usage of its end", async () => {
  const { predictions } = await both(async (client) => {
    const stream = await client.messages.create({ ...BODY, stream: true });
    return [stream.constructor.name, await eventsOf(stream)];
  });
  expect(predictions).toMatchObject([
    {
      id: "msg_1",
      model: { name: "claude-x-20260806" },
      call: { isStreamed: true, inputTokens: 20, outputTokens: 3, finishReasons: ["end_turn"] },
    },
  ]);
  expect(predictions[0]?.call?.firstChunk).toBeGreaterThan(0);
});

test("the stream helper is the client's own, and its request is seen once", async () => {
  const { predictions } = await both(async (client) => {
    const texts: string[] = [];
    const helper = client.messages.stream(BODY).on("text", (text) => texts.push(text));
    const final = await helper.finalMessage();
    return [helper.constructor.name, texts, final, await helper.finalText()];
  });
  expect(predictions).toMatchObject([{ id: "msg_1", call: { outputTokens: 3, isStreamed: true } }]);
});

test("a stream helper that is aborted was asked once, and is no failure of the model", async () => {
  const { predictions } = await both(async (client, server) => {
    server.next({
      chunks: eventChunks(
        [{ type: "message_start", message: { id: "msg_9", model: "m-9", content: [], usage: {} } }],
        { nameOf: () => "message_start" },
      ),
      finish: "hold",
    });
    const helper = client.messages.stream(BODY);
    helper.on("streamEvent", () => helper.abort());
    return await helper.finalMessage();
  });
  expect(predictions).toMatchObject([
    { id: "msg_9", call: { outputTokens: null, finishReasons: [], isRefused: null } },
  ]);
});

test("tools and refusals are told", async () => {
  const { predictions } = await both(async (client, server) => {
    const used = await client.messages.create({ ...BODY, tools: [TOOL] });
    server.next({
      json: {
        id: "msg_9",
        type: "message",
        role: "assistant",
        model: "m-9",
        content: [],
        stop_reason: "refusal",
        usage: { input_tokens: 1, output_tokens: 0 },
      },
    });
    return [used, await client.messages.create(BODY)];
  });
  expect(predictions).toMatchObject([
    { call: { tools: { weather: 1 }, finishReasons: ["tool_use"], isRefused: false } },
    { call: { finishReasons: ["refusal"], isRefused: true, inputTokens: 1, outputTokens: 0 } },
  ]);
});

test("messages of the beta, parsed ones too, are seen once each", async () => {
  const { predictions } = await both(async (client) => {
    const message = await client.beta.messages.create(BODY);
    const parsed = client.beta.messages.parse(BODY);
    const helper = client.beta.messages.stream(BODY);
    return [message, parsed.constructor.name, await parsed, await helper.finalMessage()];
  });
  expect(predictions.map(({ id }) => id)).toEqual(["msg_1", "msg_2", "msg_3"]);
});

test("each model call of a tool runner is one prediction", async () => {
  const { predictions } = await both(async (client, server) => {
    const answer = (stop: string, content: unknown) => ({
      json: {
        id: `msg_${stop}`,
        type: "message",
        role: "assistant",
        model: "m-9",
        content: [content],
        stop_reason: stop,
        usage: { input_tokens: 1, output_tokens: 1 },
      },
    });
    server.next(
      answer("tool_use", { type: "tool_use", id: "toolu_1", name: "weather", input: {} }),
    );
    server.next(answer("end_turn", { type: "text", text: "sunny" }));
    const final = await client.beta.messages.toolRunner({
      ...BODY,
      tools: [{ ...TOOL, type: "custom", run: () => "sunny", parse: (input: unknown) => input }],
    });
    return final;
  });
  expect(predictions.map(({ id, call }) => [id, call?.tools])).toEqual([
    ["msg_tool_use", { weather: 1 }],
    ["msg_end_turn", {}],
  ]);
});

test("errors, with and without retries, are the client's own and one prediction a call", async () => {
  const { predictions } = await both(async (client, server) => {
    const error = { type: "error", error: { type: "overloaded_error", message: "later" } };
    server.next({ status: 529, headers: { "retry-after-ms": "1" }, json: error });
    const message = await client.messages.create(BODY, { maxRetries: 1 });
    server.next({ status: 400, json: error });
    return [message, await client.messages.create(BODY)];
  });
  expect(predictions).toMatchObject([
    { id: "msg_1", status: "ok" },
    { status: "error", errorType: "BadRequestError" },
  ]);
});

test("an error inside a stream is the client's own", async () => {
  const { predictions } = await both(async (client, server) => {
    server.next({
      chunks: eventChunks(
        [{ type: "error", error: { type: "overloaded_error", message: "later" } }],
        { nameOf: () => "error" },
      ),
    });
    return eventsOf(await client.messages.create({ ...BODY, stream: true }));
  });
  expect(predictions).toMatchObject([{ status: "error" }]);
});

test("tokens are counted without being a call of a model", async () => {
  const { predictions } = await both(async (client, server) => {
    server.next({ json: { input_tokens: 7 } });
    return await client.messages.countTokens({ model: "claude-x", messages: BODY.messages });
  });
  expect(predictions).toEqual([]);
});
