import { describe, expect, test } from "vitest";
import { OPENAI_USAGE } from "../../clients/fake-openai.ts";
import { besideBare, CHAT, type Client, chunksOf, OPENAI_VERSIONS } from "./openai-versions.ts";

const TOOL = {
  type: "function" as const,
  function: { name: "weather", parameters: { type: "object", properties: {} } },
};

describe.each(OPENAI_VERSIONS)("openai %s", (version, connect) => {
  const both = besideBare(connect);

  test("a chat completion is the client's own, and one prediction with tokens and model", async () => {
    const { ai, predictions, result } = await both(
      async (client) => await client.chat.completions.create(CHAT),
    );
    expect(result).toMatchObject({ got: { id: "chatcmpl-1" } });
    expect(predictions).toHaveLength(1);
    expect(predictions[0]).toMatchObject({
      id: "chatcmpl-1",
      task: "generation",
      status: "ok",
      model: { name: "gpt-x-2026-08-06", version: "gpt-x-2026-08-06", supplier: "" },
      numericFeatures: {},
      categoricalFeatures: {},
      call: {
        operation: "chat",
        requestModel: "gpt-x",
        modelSource: "provider",
        responseId: "chatcmpl-1",
        inputTokens: OPENAI_USAGE.prompt_tokens,
        cachedTokens: 4,
        cacheWriteTokens: null,
        outputTokens: OPENAI_USAGE.completion_tokens,
        reasoningTokens: 1,
        finishReasons: ["stop"],
        tools: {},
        isRefused: false,
        isStreamed: false,
        firstChunk: null,
        source: { dialect: "tiltmeter", scope: "openai", scopeVersion: version },
      },
    });
    expect(predictions[0]?.latency).toBeGreaterThan(0);
    expect(ai.status().instrumented).toEqual([`openai@${version}`]);
  });

  test("promises keep their class and their helpers", async () => {
    const { predictions } = await both(async (client) => {
      const promise = client.chat.completions.create(CHAT);
      const kind = promise.constructor.name;
      const { data, response, request_id } = await promise.withResponse();
      const again = await promise;
      return [kind, data, data === again, response.status, request_id, Object.keys(promise)];
    });
    expect(predictions).toHaveLength(1);
    expect(predictions[0]).toMatchObject({ id: "chatcmpl-1" });
  });

  test("a raw response stays the caller's: its status is known, its usage is not", async () => {
    const { predictions } = await both(async (client) => {
      const response = await client.chat.completions.create(CHAT).asResponse();
      return [response.constructor.name, response.bodyUsed, await response.json()];
    });
    expect(predictions).toHaveLength(1);
    expect(predictions[0]).toMatchObject({
      status: "ok",
      model: { name: "" },
      call: { requestModel: "gpt-x", inputTokens: null, modelSource: "unknown", responseId: "" },
    });
  });

  test("refused requests fail as they fail, each once", async () => {
    for (const status of [400, 401, 403, 404, 409, 422, 429, 500, 503]) {
      const { predictions } = await both(async (client, server) => {
        server.next({ status, json: { error: { message: `no: ${status}`, type: "x" } } });
        return await client.chat.completions.create(CHAT);
      });
      expect(predictions).toHaveLength(1);
      expect(predictions[0]).toMatchObject({ status: "error", call: { inputTokens: null } });
      expect(predictions[0]?.errorType).toMatch(/Error$/);
    }
  });

  test("retries are inside: a call that succeeds at last is one prediction", async () => {
    const { predictions } = await both(async (client, server) => {
      for (const status of [500, 429]) {
        server.next({
          status,
          headers: { "retry-after-ms": "1" },
          json: { error: { message: "later" } },
        });
      }
      return await client.chat.completions.create(CHAT, { maxRetries: 2 });
    });
    expect(predictions).toMatchObject([{ id: "chatcmpl-1", status: "ok" }]);
  });

  test("what a tool is asked for is counted by name", async () => {
    const { predictions } = await both(async (client) => [
      await client.chat.completions.create({ ...CHAT, tools: [TOOL] }),
      await chunksOf(
        await client.chat.completions.create({ ...CHAT, tools: [TOOL], stream: true }),
      ),
    ]);
    for (const prediction of predictions) {
      expect(prediction.call).toMatchObject({
        tools: { weather: 1 },
        finishReasons: ["tool_calls"],
      });
    }
    expect(predictions).toHaveLength(2);
  });

  test("the stream helper is the client's own, and its request is seen once", async () => {
    const { predictions } = await both(async (client) => {
      const texts: string[] = [];
      const runner = client.chat.completions.stream(CHAT);
      runner.on("content", (delta) => texts.push(delta));
      const final = await runner.finalChatCompletion();
      return [runner.constructor.name, texts, final, await runner.finalContent()];
    });
    expect(predictions).toMatchObject([
      { id: "chatcmpl-1", call: { isStreamed: true, finishReasons: ["stop"] } },
    ]);
  });

  test("a parsed completion is seen as it was answered", async () => {
    const { predictions } = await both(async (client, server) => {
      server.next({
        json: {
          id: "chatcmpl-9",
          model: "m-9",
          choices: [
            {
              index: 0,
              finish_reason: "stop",
              message: { role: "assistant", content: '{"a":1}', refusal: null },
            },
          ],
          usage: { prompt_tokens: 2, completion_tokens: 1, total_tokens: 3 },
        },
      });
      const parsed = client.chat.completions.parse({
        ...CHAT,
        response_format: { type: "json_schema", json_schema: { name: "a", schema: {} } },
      });
      return [parsed.constructor.name, await parsed];
    });
    expect(predictions).toMatchObject([{ id: "chatcmpl-9", call: { inputTokens: 2 } }]);
  });

  test("an answer that the client refuses to parse was an answer all the same", async () => {
    const { predictions } = await both(async (client, server) => {
      server.next({
        json: {
          id: "chatcmpl-9",
          model: "m-9",
          choices: [
            { index: 0, finish_reason: "length", message: { role: "assistant", content: '{"a' } },
          ],
        },
      });
      return await client.chat.completions.parse({
        ...CHAT,
        response_format: { type: "json_schema", json_schema: { name: "a", schema: {} } },
      });
    });
    expect(predictions).toMatchObject([
      { id: "chatcmpl-9", status: "ok", call: { finishReasons: ["length"], inputTokens: null } },
    ]);
  });

  test("each model call of a tool runner is one prediction", async () => {
    const { predictions } = await both(async (client) => {
      const runner = client.chat.completions.runTools({
        ...CHAT,
        tools: [
          {
            type: "function",
            function: {
              name: "weather",
              function: () => "sunny",
              parameters: { type: "object", properties: {} },
              description: "the weather",
            },
          },
        ],
      });
      return await runner.finalContent();
    });
    expect(predictions.map(({ id, call }) => [id, call?.finishReasons])).toEqual([
      ["chatcmpl-1", ["tool_calls"]],
      ["chatcmpl-2", ["stop"]],
    ]);
  });

  test("responses are seen, whole, streamed and through their helper", async () => {
    const { predictions } = await both(async (client) => {
      const body = { model: "gpt-x", input: "Say hello" };
      const whole = await client.responses.create(body);
      const events = await chunksOf(await client.responses.create({ ...body, stream: true }));
      const helper = client.responses.stream(body);
      const final = await helper.finalResponse();
      return [whole, events, helper.constructor.name, final];
    });
    expect(predictions.map(({ id }) => id)).toEqual(["resp_1", "resp_2", "resp_3"]);
    for (const prediction of predictions) {
      expect(prediction).toMatchObject({
        model: { name: "gpt-x-2026-08-06" },
        call: {
          operation: "chat",
          inputTokens: 12,
          cachedTokens: 4,
          outputTokens: 3,
          reasoningTokens: 1,
          finishReasons: ["completed"],
          isRefused: false,
        },
      });
    }
    expect(predictions.map(({ call }) => call?.isStreamed)).toEqual([false, true, true]);
  });

  test.skipIf(version.startsWith("6"))(
    "responses of the beta, which version 6 does not have, are seen",
    async () => {
      const { predictions } = await both(async (client) => {
        const responses: unknown = Reflect.get(client.beta, "responses");
        // Version 7 has them, and their method has the type of the others'.
        const beta = responses as Client["responses"];
        return await beta.create({ model: "gpt-x", input: "Say hello" });
      });
      expect(predictions).toMatchObject([{ id: "resp_1", call: { inputTokens: 12 } }]);
    },
  );

  test("embeddings are decoded as before, and have no id of the provider", async () => {
    const { predictions } = await both(async (client) => [
      await client.embeddings.create({ model: "embed", input: "hello" }),
      await client.embeddings.create({ model: "embed", input: "hello", encoding_format: "base64" }),
    ]);
    expect(predictions).toHaveLength(2);
    expect(predictions[0]).toMatchObject({
      task: "",
      model: { name: "embed-2026-08-06" },
      call: { operation: "embeddings", inputTokens: 5, outputTokens: null, responseId: "" },
    });
    expect(new Set(predictions.map(({ id }) => id)).size).toBe(2);
  });

  test("text completions are seen", async () => {
    const { predictions } = await both(
      async (client) => await client.completions.create({ model: "text", prompt: "Say hello" }),
    );
    expect(predictions).toMatchObject([
      { id: "cmpl-1", call: { operation: "text_completion", inputTokens: 12 } },
    ]);
  });

  test("hostile answers harm nobody, and invent nothing", async () => {
    const answers: readonly unknown[] = [
      {},
      { id: 7, model: null, choices: null, usage: { prompt_tokens: "many" } },
      { id: "x".repeat(1_000), choices: [null, 3, { message: null }] },
      {
        id: "chatcmpl-9",
        choices: [
          {
            index: 0,
            finish_reason: "tool_calls",
            message: {
              tool_calls: Array.from({ length: 2_000 }, (_, at) => ({
                function: { name: `tool-${at}`, arguments: "x".repeat(5_000) },
              })),
            },
          },
        ],
      },
    ];
    for (const json of answers) {
      const { predictions } = await both(async (client, server) => {
        server.next({ json });
        return await client.chat.completions.create(CHAT);
      });
      expect(predictions).toHaveLength(1);
      expect(predictions[0]?.call).toMatchObject({ inputTokens: null, outputTokens: null });
      expect(predictions[0]?.id.length).toBeLessThanOrEqual(256);
      expect(Object.keys(predictions[0]?.call?.tools ?? {}).length).toBeLessThanOrEqual(1_000);
    }
  });

  test("an id that the provider repeats is told apart", async () => {
    const { predictions } = await both(async (client, server) => {
      const json = { id: "cached", model: "m", choices: [] };
      for (let n = 0; n < 3; n += 1) server.next({ json });
      for (let n = 0; n < 3; n += 1) await client.chat.completions.create(CHAT);
      return null;
    });
    expect(predictions.map(({ id }) => id)).toEqual(["cached", "cached#2", "cached#3"]);
  });

  test("calls side by side are each seen as their own", async () => {
    const { predictions } = await both(async (client) => {
      const names = Array.from({ length: 20 }, (_, at) => `model-${at}`);
      const all = await Promise.all(
        names.map(async (model) => {
          const { id: _, ...rest } = await client.chat.completions.create({ ...CHAT, model });
          return rest;
        }),
      );
      return all;
    });
    expect(predictions).toHaveLength(20);
    for (const { model, call } of predictions) {
      expect(model.name).toBe(`${call?.requestModel}-2026-08-06`);
    }
  });
});
