import Anthropic from "@anthropic-ai/sdk";
import { createMonitor, type Monitor, type Prediction } from "@tiltmeter/sdk";
import { wrapAnthropic } from "@tiltmeter/sdk/anthropic";
import { wrapFetch } from "@tiltmeter/sdk/fetch";
import { wrapOpenAI } from "@tiltmeter/sdk/openai";
import { ATTRIBUTE } from "@tiltmeter/sdk/wire/attributes";
import OpenAI6 from "openai";
import OpenAI7 from "openai-7";
import { expect, test } from "vitest";
import { startFakeAnthropic } from "../../clients/fake-anthropic.ts";
import { startFakeOpenAi } from "../../clients/fake-openai.ts";
import { type DirectiveServer, startDirectiveServer } from "../directive-server.ts";
import { eventually, FAST } from "../receiver.ts";

const MESSAGES = [{ role: "user" as const, content: "Say hello" }];
const CHAT = { model: "gpt-x", messages: MESSAGES };

interface Suspended extends AsyncDisposable {
  readonly ai: Monitor;
  readonly predictions: readonly Prediction[];
  readonly collector: DirectiveServer;
  /** Suspends, once somebody has a fallback. */
  readonly suspend: () => Promise<void>;
  readonly stops: () => Promise<readonly unknown[]>;
}

async function system(): Promise<Suspended> {
  const collector = await startDirectiveServer();
  const ai = createMonitor({
    system: "credit",
    url: collector.url,
    key: "tm_ing_x",
    limits: FAST,
    log: () => undefined,
    findClients: false,
  });
  const predictions: Prediction[] = [];
  ai.onPrediction((prediction) => predictions.push(prediction));
  return {
    ai,
    predictions,
    collector,
    async suspend() {
      expect(await ai.ready()).toBe(true);
      collector.say({ directive: "suspend", reason: "approved" });
      await eventually("the suspension", () => ai.status().directive?.state === "suspend");
    },
    async stops() {
      await ai.flush();
      return collector
        .records()
        .filter(({ eventName }) => eventName === "aims.oversight.decision")
        .map(({ attributes }) => [
          attributes[ATTRIBUTE.predictionId],
          attributes[ATTRIBUTE.oversightAction],
          attributes[ATTRIBUTE.oversightActorRole],
          attributes[ATTRIBUTE.oversightReasonCode],
        ]);
    },
    async [Symbol.asyncDispose]() {
      await ai.close({ timeoutMs: 100 });
      await collector[Symbol.asyncDispose]();
    },
  };
}

const COMPLETION = {
  id: "fallback",
  object: "chat.completion",
  created: 1,
  model: "rules",
  choices: [
    {
      index: 0,
      finish_reason: "stop",
      logprobs: null,
      message: { role: "assistant", content: "A person will answer", refusal: null },
    },
  ],
};

function* chunks() {
  const base = { id: "fallback", object: "chat.completion.chunk", created: 1, model: "rules" };
  const first = { role: "assistant", content: "A person " };
  yield { ...base, choices: [{ index: 0, delta: first, finish_reason: null }] };
  yield {
    ...base,
    choices: [{ index: 0, delta: { content: "will answer" }, finish_reason: null }],
  };
  yield { ...base, choices: [{ index: 0, delta: {}, finish_reason: "stop" }] };
}

test.each([
  ["6", (url: string) => new OpenAI6({ apiKey: "sk-test", baseURL: `${url}/v1` })],
  [
    "7",
    (url: string) =>
      // The parts of version 7 that are used here have the types of version 6.
      new OpenAI7({ apiKey: "sk-test", baseURL: `${url}/v1` }) as unknown as OpenAI6,
  ],
])(
  "openai %s: while suspended a fallback answers as the client's own, and nobody is asked",
  async (_, connect) => {
    await using suspended = await system();
    const server = await startFakeOpenAi();
    let asked = 0;
    const client = wrapOpenAI(connect(server.url), suspended.ai, {
      id: () => `call-${asked}`,
      fallback: (request) => {
        asked += 1;
        expect(request["model"]).toBe("gpt-x");
        return request["stream"] === true ? chunks() : COMPLETION;
      },
    });
    await client.chat.completions.create(CHAT);
    expect(server.requests).toHaveLength(1);
    await suspended.suspend();

    const { data, response } = await client.chat.completions.create(CHAT).withResponse();
    expect(data).toMatchObject(COMPLETION);
    expect(response.status).toBe(200);
    const parts: unknown[] = [];
    for await (const chunk of await client.chat.completions.create({ ...CHAT, stream: true })) {
      parts.push(chunk.choices[0]?.delta.content);
    }
    expect(parts).toEqual(["A person ", "will answer", undefined]);
    expect(await client.chat.completions.stream(CHAT).finalContent()).toBe("A person will answer");
    const raw = await client.chat.completions.create(CHAT).asResponse();
    expect(await raw.json()).toEqual(COMPLETION);

    expect(server.requests).toHaveLength(1);
    expect(suspended.predictions).toHaveLength(1);
    const stop = ["stop", "directive", "suspended"];
    expect(await suspended.stops()).toEqual([0, 1, 2, 3].map((at) => [`call-${at}`, ...stop]));

    suspended.collector.say({ directive: "run", reason: "resumed" });
    await eventually("the resumption", () => suspended.ai.status().directive?.state === "run");
    await client.chat.completions.create(CHAT);
    expect(server.requests).toHaveLength(2);
    await server.close();
  },
);

test("what a fallback throws is the cause of the client's connection error, without a retry", async () => {
  await using suspended = await system();
  const own = new Error("nobody is here");
  let asked = 0;
  const client = wrapOpenAI(
    new OpenAI7({ apiKey: "sk-test", baseURL: "http://127.0.0.1:9/v1", maxRetries: 2 }),
    suspended.ai,
    {
      fallback: () => {
        asked += 1;
        throw own;
      },
    },
  );
  await suspended.suspend();
  const error = await client.chat.completions.create(CHAT).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(OpenAI7.APIConnectionError);
  expect(error).toHaveProperty("cause", own);
  expect(asked).toBe(1);
});

test("anthropic: while suspended a fallback answers messages, streams and helpers", async () => {
  await using suspended = await system();
  const server = await startFakeAnthropic();
  const message = {
    id: "fallback",
    type: "message",
    role: "assistant",
    model: "rules",
    content: [{ type: "text", text: "A person will answer" }],
    stop_reason: "end_turn",
    stop_sequence: null,
    usage: { input_tokens: 0, output_tokens: 0 },
  };
  const events = [
    { type: "message_start", message: { ...message, content: [], stop_reason: null } },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "A person" } },
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 0 } },
    { type: "message_stop" },
  ];
  const client = wrapAnthropic(
    new Anthropic({ apiKey: "sk-test", baseURL: server.url }),
    suspended.ai,
    { fallback: async ({ stream }) => (stream === true ? events : message) },
  );
  await suspended.suspend();
  const body = { model: "claude-x", max_tokens: 10, messages: MESSAGES };
  expect(await client.messages.create(body)).toMatchObject(message);
  expect(await client.messages.stream(body).finalText()).toBe("A person");
  expect(server.requests).toEqual([]);
  expect(await suspended.stops()).toHaveLength(2);
  await server.close();
});

test("fetch: while suspended calls of models go to the fallback, and others go on", async () => {
  await using suspended = await system();
  const server = await startFakeOpenAi();
  const watched = wrapFetch(fetch, suspended.ai, {
    fallback: async () => Response.json({ refused: true }, { status: 503 }),
  });
  await suspended.suspend();
  const answer = await watched(`${server.url}/v1/chat/completions`, {
    method: "POST",
    body: JSON.stringify(CHAT),
  });
  expect([answer.status, await answer.json()]).toEqual([503, { refused: true }]);
  expect((await watched(`${server.url}/v1/models`)).status).toBe(404);
  expect(server.requests.map(({ path }) => path)).toEqual(["/v1/models"]);
  expect(await suspended.stops()).toHaveLength(1);
  await server.close();
});

test("in shadow the model is asked all the same, for its prediction alone", async () => {
  await using suspended = await system();
  const server = await startFakeOpenAi();
  const client = wrapOpenAI(
    new OpenAI7({ apiKey: "sk-test", baseURL: `${server.url}/v1`, maxRetries: 0 }),
    suspended.ai,
    { fallback: ({ stream }) => (stream === true ? chunks() : COMPLETION), shadow: true },
  );
  const watched = wrapFetch(fetch, suspended.ai, {
    fallback: async () => Response.json({ refused: true }),
    shadow: true,
  });
  await suspended.suspend();
  expect(await client.chat.completions.create(CHAT)).toMatchObject(COMPLETION);
  const parts: unknown[] = [];
  for await (const part of await client.chat.completions.create({ ...CHAT, stream: true })) {
    parts.push(part);
  }
  expect(parts).toHaveLength(3);
  const told = (): number => suspended.predictions.length;
  await eventually("the shadow's calls", () => told() === 2);
  server.next({ status: 500, json: { error: { message: "no" } } });
  expect(await client.chat.completions.create(CHAT)).toMatchObject(COMPLETION);
  await eventually("a failure in the shadow", () => told() === 3);
  const url = `${server.url}/v1/chat/completions`;
  const answer = await watched(url, { method: "POST", body: JSON.stringify(CHAT) });
  expect(await answer.json()).toEqual({ refused: true });
  await eventually("the shadow's fetch", () => told() === 4);
  expect(suspended.predictions.filter(({ status }) => status === "error")).toHaveLength(1);
  expect(suspended.predictions.filter(({ call }) => call?.isStreamed === true)).toMatchObject([
    { call: { finishReasons: ["stop"] } },
  ]);
  expect(server.requests).toHaveLength(4);
  expect(await suspended.stops()).toHaveLength(4);
  await server.close();
});
