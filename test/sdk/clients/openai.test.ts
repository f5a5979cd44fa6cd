import { wrapOpenAI } from "@tiltmeter/sdk/openai";
import OpenAI6, { AzureOpenAI as AzureOpenAI6 } from "openai";
import OpenAI7, { AzureOpenAI as AzureOpenAI7 } from "openai-7";
import { describe, expect, test } from "vitest";
import { HELD_CHAT, OPENAI_USAGE, startFakeOpenAi } from "../../clients/fake-openai.ts";
import { eventChunks, type FakeServer } from "../../clients/fake-server.ts";
import { observing, sideBySide } from "./side-by-side.ts";

// Each behaviour runs on the bare client and on the wrapped one beside it: a program must not be able to
// tell them apart, whatever the provider answers, and each call is one prediction.

type Client = OpenAI6;

const MESSAGES = [{ role: "user" as const, content: "Say hello" }];
const CHAT = { model: "gpt-x", messages: MESSAGES };
const TOOL = {
  type: "function" as const,
  function: { name: "weather", parameters: { type: "object", properties: {} } },
};

const VERSIONS: readonly (readonly [string, (url: string) => Client])[] = [
  ["6.30.1", (url) => new OpenAI6({ apiKey: "sk-test", baseURL: `${url}/v1`, maxRetries: 0 })],
  [
    "7.59.0",
    (url) =>
      // The parts of version 7 that are used here have the types of version 6.
      new OpenAI7({ apiKey: "sk-test", baseURL: `${url}/v1`, maxRetries: 0 }) as unknown as Client,
  ],
];

async function chunksOf<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const chunks: T[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

describe.each(VERSIONS)("openai %s", (version, connect) => {
  async function both(
    run: (client: Client, server: FakeServer) => Promise<unknown>,
    options: Parameters<typeof wrapOpenAI>[2] = {},
  ) {
    const { ai, predictions } = observing();
    const result = await sideBySide({
      start: startFakeOpenAi,
      connect,
      wrap: (client) => wrapOpenAI(client, ai, options),
      run,
    });
    const statuses = { ai, predictions, result };
    await ai.close({ timeoutMs: 0 });
    return statuses;
  }

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

  test("a stream gives the same chunks; its usage is unknown where it was not asked for", async () => {
    const { predictions } = await both(async (client) => {
      const stream = await client.chat.completions.create({ ...CHAT, stream: true });
      return [stream.constructor.name, await chunksOf(stream), stream.controller.signal.aborted];
    });
    expect(predictions).toHaveLength(1);
    expect(predictions[0]).toMatchObject({
      id: "chatcmpl-1",
      model: { name: "gpt-x-2026-08-06" },
      call: {
        isStreamed: true,
        inputTokens: null,
        outputTokens: null,
        finishReasons: ["stop"],
        isRefused: false,
      },
    });
    expect(predictions[0]?.call?.firstChunk).toBeGreaterThan(0);
    expect(predictions[0]?.call?.firstChunk).toBeLessThanOrEqual(predictions[0]?.latency ?? 0);
  });

  test("usage that the caller asked for is read from the last chunk", async () => {
    const { predictions } = await both(async (client) =>
      chunksOf(
        await client.chat.completions.create({
          ...CHAT,
          stream: true,
          stream_options: { include_usage: true },
        }),
      ),
    );
    expect(predictions[0]?.call).toMatchObject({
      inputTokens: 12,
      cachedTokens: 4,
      outputTokens: 3,
    });
  });

  test("usage is asked for where the user of the wrapper wants that, and never else", async () => {
    const server = await startFakeOpenAi();
    const { ai, predictions } = observing();
    const client = wrapOpenAI(connect(server.url), ai, { includeUsage: true });
    const body = { ...CHAT, stream: true } as const;
    await chunksOf(await client.chat.completions.create(body));
    await client.chat.completions.create(CHAT);
    expect(server.requests.map((request) => request.body?.["stream_options"])).toEqual([
      { include_usage: true },
      undefined,
    ]);
    expect(body).not.toHaveProperty("stream_options");
    expect(predictions[0]?.call).toMatchObject({ inputTokens: 12 });
    await server.close();
  });

  test("branches and readable streams of a stream are seen as one call", async () => {
    const { predictions } = await both(async (client) => {
      const [left, right] = (await client.chat.completions.create({ ...CHAT, stream: true })).tee();
      const branches = [await chunksOf(left), await chunksOf(right)];
      const other = await client.chat.completions.create({ ...CHAT, stream: true });
      const text = await new Response(other.toReadableStream()).text();
      return [branches, text];
    });
    expect(predictions.map(({ id }) => id)).toEqual(["chatcmpl-1", "chatcmpl-2"]);
    expect(predictions[0]?.call?.finishReasons).toEqual(["stop"]);
    expect(predictions[1]?.call?.finishReasons).toEqual(["stop"]);
  });

  test("a consumer that leaves early leaves what it saw, and the request is ended", async () => {
    const { predictions } = await both(async (client, server) => {
      server.next({
        chunks: eventChunks([
          { id: "chatcmpl-9", model: "m-9", choices: [{ index: 0, delta: { content: "Hel" } }] },
        ]),
        finish: "hold",
      });
      const stream = await client.chat.completions.create({ ...CHAT, stream: true });
      for await (const chunk of stream) {
        await Promise.resolve(chunk);
        break;
      }
      await server.left(1);
      return stream.controller.signal.aborted;
    });
    expect(predictions).toHaveLength(1);
    expect(predictions[0]).toMatchObject({
      id: "chatcmpl-9",
      status: "ok",
      model: { name: "m-9" },
      call: { finishReasons: [], inputTokens: null, isRefused: null },
    });
  });

  test("an abort ends a stream as the client ends it, and is no failure of the model", async () => {
    const { predictions } = await both(async (client, server) => {
      server.next(HELD_CHAT);
      const stream = await client.chat.completions.create({ ...CHAT, stream: true });
      const chunks: unknown[] = [];
      for await (const chunk of stream) {
        chunks.push(chunk);
        stream.controller.abort();
      }
      return chunks;
    });
    expect(predictions).toMatchObject([{ id: "chatcmpl-9", status: "ok" }]);
  });

  test("an abort before the answer is the client's own error", async () => {
    const { predictions } = await both(async (client, server) => {
      server.next({ chunks: [], finish: "hold" });
      const abort = new AbortController();
      const promise = client.chat.completions.create(CHAT, { signal: abort.signal });
      abort.abort();
      return await promise;
    });
    expect(predictions).toMatchObject([
      { status: "error", errorType: "APIUserAbortError", call: { requestModel: "gpt-x" } },
    ]);
  });

  test("a connection that breaks in a stream is an error with what was seen before", async () => {
    const { predictions } = await both(async (client, server) => {
      server.next({
        chunks: eventChunks([
          { id: "chatcmpl-9", model: "m-9", choices: [{ index: 0, delta: { content: "Hel" } }] },
        ]),
        finish: "cut",
      });
      return chunksOf(await client.chat.completions.create({ ...CHAT, stream: true }));
    });
    expect(predictions).toMatchObject([
      { id: "chatcmpl-9", status: "error", model: { name: "m-9" }, call: { inputTokens: null } },
    ]);
    expect(predictions[0]?.errorType).not.toBe("");
  });

  test("an error inside a stream is the client's own", async () => {
    const { predictions } = await both(async (client, server) => {
      server.next({
        chunks: eventChunks([
          { id: "chatcmpl-9", model: "m-9", choices: [] },
          { error: { message: "overloaded", type: "server_error" } },
        ]),
      });
      return chunksOf(await client.chat.completions.create({ ...CHAT, stream: true }));
    });
    expect(predictions).toMatchObject([{ status: "error", errorType: "APIError" }]);
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

  test("a copy of the client is watched too, and the client itself is not", async () => {
    const server = await startFakeOpenAi();
    const { ai, predictions } = observing();
    const bare = connect(server.url);
    const client = wrapOpenAI(bare, ai);
    await client.withOptions({ timeout: 5_000 }).chat.completions.create(CHAT);
    await bare.chat.completions.create(CHAT);
    expect(predictions).toHaveLength(1);
    expect(client).toBeInstanceOf(bare.constructor);
    expect(client.constructor).toBe(bare.constructor);
    expect(client.chat.completions).toBe(client.chat.completions);
    expect(client.chat.completions.create).toBe(client.chat.completions.create);
    client.timeout = 1_234;
    expect(bare.timeout).toBe(1_234);
    expect(Object.keys(client)).toEqual(Object.keys(bare));
    expect((await client.models.list().catch((error: unknown) => error)) instanceof Error).toBe(
      true,
    );
    await server.close();
  });

  test("wrapped twice, a call counts once", async () => {
    const server = await startFakeOpenAi();
    const { ai, predictions } = observing();
    const client = wrapOpenAI(connect(server.url), ai);
    expect(wrapOpenAI(client, ai)).toBe(client);
    await client.chat.completions.create(CHAT);
    expect(predictions).toHaveLength(1);
    await server.close();
  });

  test("a rejection that nobody handles is reported as it was", async () => {
    const server = await startFakeOpenAi();
    const { ai } = observing();
    const reports: unknown[] = [];
    const report = (reason: unknown): void => void reports.push(reason);
    const others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", report);
    for (const client of [connect(server.url), wrapOpenAI(connect(server.url), ai)]) {
      server.next({ status: 400, json: { error: { message: "no" } } });
      void client.chat.completions.create(CHAT);
      const before = reports.length;
      while (reports.length === before) await new Promise((resolve) => setImmediate(resolve));
    }
    process.off("unhandledRejection", report);
    for (const each of others) process.on("unhandledRejection", each);
    expect(reports.map((reason) => reason instanceof Error && reason.constructor.name)).toEqual([
      "BadRequestError",
      "BadRequestError",
    ]);
    await server.close();
  });

  test("selectors name, describe and place a prediction, and the answer's text can be a label", async () => {
    const { predictions } = await both(
      async (client) => await client.chat.completions.create({ ...CHAT, user: "u-1" }),
      {
        provider: "gateway",
        id: () => "ticket-7",
        features: (request) => ({ asked: String(request["model"]) }),
        segment: () => ({ language: "en" }),
        subject: (request) => String(request["user"]),
        output: (text) => ({ label: text.includes("Hello") ? "polite" : "rude" }),
      },
    );
    expect(predictions).toMatchObject([
      {
        id: "ticket-7",
        label: "polite",
        categoricalFeatures: { asked: "gpt-x" },
        segment: { language: "en" },
        subject: "u-1",
        model: { supplier: "gateway" },
        call: { responseId: "chatcmpl-1" },
      },
    ]);
  });

  test("selectors that throw reach nobody", async () => {
    const boom = (): never => {
      throw new Error("a selector's own");
    };
    const { predictions } = await both(
      async (client) => await client.chat.completions.create(CHAT),
      { id: boom, features: boom, segment: boom, subject: boom, output: boom, onPrediction: boom },
    );
    expect(predictions).toMatchObject([{ id: "chatcmpl-1", status: "ok" }]);
  });

  test("prompts and answers stay here unless content is asked for, and then masked", async () => {
    const body = { ...CHAT, messages: [{ role: "user" as const, content: "I am jo@example.org" }] };
    const contents = [];
    for (const content of ["none", "redacted"] as const) {
      const server = await startFakeOpenAi();
      const { ai, predictions } = observing({ content });
      await wrapOpenAI(connect(server.url), ai).chat.completions.create(body);
      contents.push(predictions[0]?.categoricalFeatures);
      await server.close();
    }
    expect(contents).toEqual([{}, { input: "I am [email]", output: "Hello world" }]);
  });
});

test.each([
  ["6.30.1", AzureOpenAI6],
  // The parts of version 7 that are used here have the types of version 6.
  ["7.59.0", AzureOpenAI7 as unknown as typeof AzureOpenAI6],
] as const)("openai %s: a client of Azure's deployments is watched", async (version, Azure) => {
  const server = await startFakeOpenAi();
  const { ai, predictions } = observing();
  const client = wrapOpenAI(
    new Azure({
      apiKey: "k",
      apiVersion: "2026-01-01",
      deployment: "mine",
      baseURL: `${server.url}/openai`,
    }),
    ai,
    { provider: "azure.ai.openai" },
  );
  await client.chat.completions.create(CHAT);
  expect(server.requests[0]?.path).toContain("/chat/completions");
  expect(predictions).toMatchObject([{ model: { supplier: "azure.ai.openai" } }]);
  expect(ai.status().instrumented).toEqual([`openai@${version}`]);
  await server.close();
});
