import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { aiSdkTelemetry } from "@tiltmeter/sdk/ai-sdk";
import {
  embed,
  embedMany,
  generateObject,
  generateText,
  isStepCount,
  type ModelMessage,
  registerTelemetry,
  streamText,
  type ToolSet,
  tool,
} from "ai";
import { expect, test } from "vitest";
import { z } from "zod";
import { startFakeOpenAi } from "../../clients/fake-openai.ts";
import { eventChunks, type FakeServer } from "../../clients/fake-server.ts";
import { type Receiver, startReceiver } from "../receiver.ts";
import { collected } from "./collected.ts";
import { observing } from "./side-by-side.ts";

Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

function provider(server: FakeServer) {
  return createOpenAICompatible({
    name: "mistral",
    baseURL: `${server.url}/v1`,
    apiKey: "sk-test",
    includeUsage: true,
  });
}

const weather = tool({
  description: "the weather",
  inputSchema: z.object({}),
  execute: async () => "sunny",
});

/** What a run of the AI SDK gives with and without us: the same; and what we have seen of it. */
async function both(
  run: (of: {
    readonly server: FakeServer;
    readonly models: ReturnType<typeof provider>;
    readonly telemetry: { readonly integrations: object[] };
  }) => Promise<unknown>,
  options: Parameters<typeof aiSdkTelemetry>[1] = {},
) {
  const { ai, predictions } = observing();
  const results: unknown[] = [];
  for (const integrations of [[], [aiSdkTelemetry(ai, options)]]) {
    const server = await startFakeOpenAi();
    const seen = await run({ server, models: provider(server), telemetry: { integrations } }).then(
      (got) => ({ got }),
      (error: Error) => ({ threw: error.name, message: error.message.replace(/:\d+/g, "") }),
    );
    const asked = server.requests.map(({ path, body }) => JSON.stringify([path, body]));
    results.push([seen, asked.sort()]);
    await server.close();
  }
  expect(results[1]).toEqual(results[0]);
  return { ai, predictions, result: results[1] };
}

test("a text is one prediction of its model call, with what the provider has said", async () => {
  const { ai, predictions } = await both(async ({ models, telemetry }) => {
    const { text, finishReason, usage } = await generateText({
      model: models.chatModel("m"),
      prompt: "Say hello",
      telemetry,
    });
    return [text, finishReason, usage.inputTokens];
  });
  expect(predictions).toHaveLength(1);
  expect(predictions[0]).toMatchObject({
    id: "chatcmpl-1",
    task: "generation",
    model: { name: "m-2026-08-06", supplier: "mistral_ai" },
    call: {
      operation: "chat",
      requestModel: "m",
      modelSource: "provider",
      responseId: "chatcmpl-1",
      inputTokens: 12,
      cachedTokens: 4,
      outputTokens: 3,
      reasoningTokens: 1,
      finishReasons: ["stop"],
      isRefused: false,
      isStreamed: false,
      source: { dialect: "tiltmeter", scope: "ai" },
    },
  });
  expect(ai.status().instrumented).toEqual(["ai@7.0.173"]);
});

test("a stream is read as before, and is one prediction", async () => {
  const { predictions } = await both(async ({ models, telemetry }) => {
    const result = streamText({ model: models.chatModel("m"), prompt: "Say hello", telemetry });
    const parts: string[] = [];
    for await (const part of result.textStream) parts.push(part);
    return [parts, await result.finishReason];
  });
  expect(predictions).toMatchObject([
    {
      id: "chatcmpl-1",
      model: { name: "m-2026-08-06" },
      call: { isStreamed: true, inputTokens: 12, outputTokens: 3, finishReasons: ["stop"] },
    },
  ]);
  expect(predictions[0]?.call?.firstChunk).toBeGreaterThan(0);
});

test("steps count once each, and the whole does not count again", async () => {
  const { predictions } = await both(async ({ models, telemetry }) => {
    const { text, steps } = await generateText({
      model: models.chatModel("m"),
      prompt: "What is the weather?",
      tools: { weather },
      stopWhen: isStepCount(3),
      telemetry,
    });
    return [text, steps.length];
  });
  expect(predictions.map(({ id, call }) => [id, call?.tools, call?.inputTokens])).toEqual([
    ["chatcmpl-1", { weather: 1 }, 12],
    ["chatcmpl-2", {}, 12],
  ]);
});

test("retries are inside, and what fails at last is one failure of the last attempt's class", async () => {
  const later = {
    status: 500,
    headers: { "retry-after-ms": "1" },
    json: { error: { message: "x" } },
  };
  const { predictions } = await both(async ({ server, models, telemetry }) => {
    server.next(later);
    const { text } = await generateText({ model: models.chatModel("m"), prompt: "a", telemetry });
    server.next(later);
    server.next(later);
    return [
      text,
      await generateText({ model: models.chatModel("m"), prompt: "a", maxRetries: 1, telemetry }),
    ];
  });
  expect(predictions).toMatchObject([
    { id: "chatcmpl-1", status: "ok" },
    { status: "error", errorType: "AI_APICallError", call: { requestModel: "m" } },
  ]);
});

test("an aborted stream is told as far as it came", async () => {
  const { predictions } = await both(async ({ server, models, telemetry }) => {
    server.next({
      chunks: eventChunks([
        { id: "chatcmpl-9", model: "m-9", choices: [{ index: 0, delta: { content: "Hel" } }] },
      ]),
      finish: "hold",
    });
    const abort = new AbortController();
    const result = streamText({
      model: models.chatModel("m"),
      prompt: "a",
      abortSignal: abort.signal,
      telemetry,
    });
    const parts: string[] = [];
    for await (const part of result.textStream) {
      parts.push(part);
      abort.abort();
    }
    return parts;
  });
  expect(predictions).toMatchObject([
    { id: "chatcmpl-9", model: { name: "m-9" }, call: { inputTokens: null, finishReasons: [] } },
  ]);
});

test("embeddings are a prediction a request, and no model is invented for them", async () => {
  const { predictions } = await both(async ({ server, models, telemetry }) => {
    const json = {
      data: [{ index: 0, embedding: [0.5] }],
      model: "e",
      usage: { prompt_tokens: 5, total_tokens: 5 },
    };
    server.next({ json });
    const one = await embed({ model: models.embeddingModel("e"), value: "a", telemetry });
    server.next({ json: { ...json, data: [...json.data, ...json.data] } });
    const many = await embedMany({
      model: models.embeddingModel("e"),
      values: ["a", "b"],
      telemetry,
    });
    return [one.embedding, many.embeddings];
  });
  expect(predictions).toHaveLength(2);
  for (const prediction of predictions) {
    expect(prediction).toMatchObject({
      task: "",
      model: { name: "" },
      call: { operation: "embeddings", requestModel: "e", inputTokens: 5, modelSource: "unknown" },
    });
  }
});

test("objects are a prediction each; a model that is only repeated is not taken for the provider's word", async () => {
  const { predictions } = await both(async ({ server, models, telemetry }) => {
    const answer = (model: string) => ({
      json: {
        id: "chatcmpl-9",
        model,
        choices: [
          { index: 0, finish_reason: "stop", message: { role: "assistant", content: '{"a":1}' } },
        ],
        usage: { prompt_tokens: 2, completion_tokens: 1, total_tokens: 3 },
      },
    });
    const call = {
      model: models.chatModel("m"),
      prompt: "a",
      schema: z.object({ a: z.number() }),
      telemetry,
    };
    server.next(answer("m-9"));
    const named = await generateObject(call);
    server.next(answer("m"));
    return [named.object, (await generateObject(call)).object];
  });
  expect(predictions).toMatchObject([
    { id: "chatcmpl-9", model: { name: "m-9" }, call: { inputTokens: 2, isStreamed: null } },
    { id: "chatcmpl-9#2", model: { name: "" }, call: { modelSource: "unknown" } },
  ]);
});

test("a failure of an embedding, and of a stream at its start, is one failure", async () => {
  const { predictions } = await both(async ({ server, models, telemetry }) => {
    const no = { status: 400, json: { error: { message: "no" } } };
    server.next(no);
    const value = await embed({ model: models.embeddingModel("e"), value: "a", telemetry }).then(
      () => "embedded",
      (error: Error) => error.name,
    );
    server.next(no);
    const errors: unknown[] = [];
    const result = streamText({
      model: models.chatModel("m"),
      prompt: "a",
      telemetry,
      onError: ({ error }) => void errors.push(error instanceof Error && error.name),
    });
    await result.consumeStream();
    return [value, errors];
  });
  expect(predictions).toMatchObject([
    { status: "error", errorType: "AI_APICallError", call: { operation: "embeddings" } },
    { status: "error", errorType: "AI_APICallError", call: { requestModel: "m" } },
  ]);
});

test("calls side by side are each seen as their own", async () => {
  const { predictions } = await both(async ({ models, telemetry }) => {
    const names = Array.from({ length: 12 }, (_, at) => `m-${at}`);
    const texts = names.map(async (name) => {
      const { text } = await generateText({
        model: models.chatModel(name),
        prompt: "a",
        telemetry,
      });
      return text;
    });
    return Promise.all(texts);
  });
  expect(predictions).toHaveLength(12);
  for (const { model, call } of predictions) {
    expect(model.name).toBe(`${call?.requestModel}-2026-08-06`);
  }
});

async function approvals(
  run: (of: {
    readonly models: ReturnType<typeof provider>;
    readonly telemetry: object;
  }) => Promise<unknown>,
): Promise<readonly object[]> {
  const receiver: Receiver = await startReceiver();
  const server = await startFakeOpenAi();
  const { ai } = observing({ url: receiver.url });
  await run({ models: provider(server), telemetry: { integrations: [aiSdkTelemetry(ai)] } });
  await ai.close();
  await server.close();
  const records = receiver.records();
  await receiver[Symbol.asyncDispose]();
  return records
    .filter(({ eventName }) => eventName === "aims.oversight.decision")
    .map(({ attributes }) => ({
      id: attributes["aims.prediction.id"],
      action: attributes["aims.oversight.action"],
      role: attributes["aims.oversight.actor.role"],
      reason: attributes["aims.oversight.reason.code"],
    }));
}

const asked = { prompt: "What is the weather?", tools: { weather } as ToolSet };

test("what toolApproval decides by itself is an oversight decision about the step that asked", async () => {
  const decided = await approvals(async ({ models, telemetry }) => {
    const call = { model: models.chatModel("m"), ...asked, telemetry };
    await generateText({ ...call, toolApproval: { weather: "approved" } });
    await generateText({ ...call, toolApproval: { weather: () => "denied" } });
    const stream = streamText({ ...call, toolApproval: () => ({ type: "denied", reason: "no" }) });
    await stream.consumeStream();
    await generateText({ ...call, toolApproval: { weather: "not-applicable" } });
  });
  const reason = "tool.weather";
  expect(decided).toEqual([
    { id: "chatcmpl-1", action: "confirm", role: "tool_policy", reason },
    { id: "chatcmpl-2", action: "stop", role: "tool_policy", reason },
    { id: "chatcmpl-3", action: "stop", role: "tool_policy", reason },
  ]);
});

test("what a person decides about a tool is told with the conversation that brings it, once", async () => {
  const decided = await approvals(async ({ models, telemetry }) => {
    for (const approved of [true, false]) {
      const messages: ModelMessage[] = [{ role: "user", content: asked.prompt }];
      const call = {
        model: models.chatModel("m"),
        tools: asked.tools,
        toolApproval: { weather: "user-approval" as const },
        telemetry,
      };
      const first = await generateText({ ...call, messages });
      messages.push(...first.responseMessages);
      const request = first.content.find((part) => part.type === "tool-approval-request");
      if (request?.type !== "tool-approval-request") throw new Error("no request");
      const { approvalId } = request;
      messages.push({
        role: "tool",
        content: [
          { type: "tool-approval-response", approvalId, approved, reason: "private words" },
        ],
      });
      await generateText({ ...call, messages });
      await generateText({ ...call, messages });
    }
  });
  const [role, reason] = ["tool_approver", "tool.weather"];
  expect(decided).toEqual([
    { id: "chatcmpl-1", action: "confirm", role, reason },
    { id: "chatcmpl-4", action: "override", role, reason },
  ]);
});

test("prompts and answers stay here unless content is asked for, and then masked", async () => {
  const server = await startFakeOpenAi();
  const contents: unknown[] = [];
  for (const content of ["none", "redacted"] as const) {
    const { ai, predictions } = observing({ content });
    await generateText({
      model: provider(server).chatModel("m"),
      system: "Be brief",
      prompt: "I am jo@example.org",
      telemetry: { integrations: [aiSdkTelemetry(ai)] },
    });
    contents.push(predictions[0]?.categoricalFeatures);
  }
  expect(contents).toEqual([{}, { input: "I am [email]", output: "Hello world" }]);
  await server.close();
});

test("a stream that nobody reads is told once it is forgotten", async () => {
  const { ai, predictions } = observing();
  const telemetry = aiSdkTelemetry(ai);
  telemetry.onLanguageModelCallStart?.({ callId: "1", provider: "x", modelId: "m" });
  await (async () => {
    await telemetry.executeLanguageModelCall?.({
      callId: "1",
      execute: async () => ({ stream: new ReadableStream() }),
    });
  })();
  expect(await collected(() => predictions.length > 0)).toBe(true);
  expect(predictions).toMatchObject([{ call: { requestModel: "m", isStreamed: true } }]);
});

test("registered once, it sees every call", async () => {
  const { ai, predictions } = observing();
  const server = await startFakeOpenAi();
  registerTelemetry(aiSdkTelemetry(ai, { segment: () => ({ language: "en" }) }));
  await generateText({ model: provider(server).chatModel("m"), prompt: "Say hello" });
  expect(predictions).toMatchObject([{ id: "chatcmpl-1", segment: { language: "en" } }]);
  await ai.close({ timeoutMs: 0 });
  await generateText({ model: provider(server).chatModel("m"), prompt: "Say hello" });
  expect(predictions).toHaveLength(1);
  await server.close();
});
