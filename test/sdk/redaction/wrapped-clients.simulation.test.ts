import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import Anthropic from "@anthropic-ai/sdk";
import { createMonitor, type Monitor, type MonitorOptions } from "@tiltmeter/sdk";
import { aiSdkTelemetry } from "@tiltmeter/sdk/ai-sdk";
import { wrapAnthropic } from "@tiltmeter/sdk/anthropic";
import { wrapFetch } from "@tiltmeter/sdk/fetch";
import { wrapOpenAI } from "@tiltmeter/sdk/openai";
import { embed, generateText, streamText } from "ai";
import fc from "fast-check";
import OpenAI from "openai";
import { expect, test } from "vitest";
import { eventChunks, type FakeAnswer, startFakeServer } from "../../clients/fake-server.ts";
import { FAST, startReceiver } from "../receiver.ts";
import { canaries, expectNothingOf } from "./canary.ts";

Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

// What people ask a model and what it answers is the most personal of all. Nothing of it leaves unless content is asked
// for, and then masked; nor does it lie in the files of a spool.

const RUNS = Number(process.env["TILTMETER_CANARY_RUNS"] ?? 150);

/** Answers with personal data wherever an answer has words: whole, streamed in pieces that break it, or as an error. */
function answering(pii: string, path: string, isStreamed: boolean, isFailing: boolean): FakeAnswer {
  if (isFailing) {
    const error = { type: `not_found ${pii}`, code: pii, message: pii, param: pii };
    return { status: 400, headers: { "x-request-id": pii }, json: { type: "error", error } };
  }
  const half = Math.ceil(pii.length / 2);
  const tool = { id: "call_1", type: "function", function: { name: pii, arguments: pii } };
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2, user: pii };
  if (path.endsWith("/messages")) {
    const message = {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: `claude ${pii}`,
      content: [{ type: "text", text: pii }],
      stop_reason: "end_turn",
      stop_sequence: pii,
      usage: { input_tokens: 1, output_tokens: 1 },
    };
    if (!isStreamed) return { json: message };
    const events = [
      { type: "message_start", message: { ...message, content: [] } },
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
      {
        type: "content_block_delta",
        index: 0,
        delta: { type: "text_delta", text: pii.slice(0, half) },
      },
      {
        type: "content_block_delta",
        index: 0,
        delta: { type: "text_delta", text: pii.slice(half) },
      },
      { type: "content_block_stop", index: 0 },
      { type: "message_delta", delta: { stop_reason: pii }, usage: { output_tokens: 2 } },
      { type: "message_stop" },
    ];
    const nameOf = (event: unknown): string => String(Reflect.get(Object(event), "type"));
    return { chunks: eventChunks(events, { nameOf }) };
  }
  const base = { id: "chatcmpl-1", created: 1, model: `gpt ${pii}`, system_fingerprint: pii };
  if (!isStreamed) {
    const message = { role: "assistant", content: pii, refusal: pii, tool_calls: [tool] };
    const choices = [{ index: 0, message, finish_reason: `stop ${pii}` }];
    return {
      headers: { "x-user": pii },
      json: { ...base, object: "chat.completion", choices, usage },
    };
  }
  const chunk = (delta: unknown, reason: string | null) => ({
    ...base,
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta, finish_reason: reason }],
  });
  const deltas = [
    { content: pii.slice(0, half) },
    { content: pii.slice(half) },
    { tool_calls: [{ index: 0, ...tool }] },
  ];
  return {
    chunks: eventChunks([...deltas.map((delta) => chunk(delta, null)), chunk({}, pii)], {
      isDone: true,
    }),
  };
}

/** A host that asks by every wrapper, with personal data wherever a request has words. */
async function hostOf(ai: Monitor, url: string, pii: string): Promise<void> {
  const quietly = async (run: () => unknown): Promise<void> => {
    try {
      await run();
    } catch {
      // The host's own failure, which it handles.
    }
  };
  const openai = wrapOpenAI(
    new OpenAI({
      apiKey: `sk-${pii}`.replace(/[^\x21-\x7e]/g, ""),
      baseURL: `${url}/v1`,
      maxRetries: 0,
    }),
    ai,
  );
  const anthropic = wrapAnthropic(new Anthropic({ apiKey: "k", baseURL: url, maxRetries: 0 }), ai);
  const watchedFetch = wrapFetch(fetch, ai);
  const messages = [{ role: "user" as const, content: `write to ${pii}` }];
  for (const stream of [false, true]) {
    const drained = async (answer: unknown): Promise<void> => {
      const stream = await answer;
      if (typeof stream === "object" && stream !== null && Symbol.asyncIterator in stream) {
        for await (const _ of stream as AsyncIterable<unknown>);
      }
    };
    await quietly(() =>
      drained(
        openai.chat.completions.create(
          { model: pii, messages, stream, user: pii, metadata: { user: pii } },
          { headers: { "x-user": "1" }, query: { q: pii } },
        ),
      ),
    );
    await quietly(() =>
      drained(openai.responses.create({ model: pii, input: pii, instructions: pii, stream })),
    );
    await quietly(() =>
      drained(
        anthropic.messages.create({ model: pii, max_tokens: 5, messages, system: pii, stream }),
      ),
    );
    await quietly(async () => {
      const body = JSON.stringify({ model: pii, messages, stream });
      const response = await watchedFetch(
        `${url}/v1/chat/completions?user=${encodeURIComponent(pii)}`,
        { method: "POST", headers: { "content-type": "application/json" }, body },
      );
      await response.text();
    });
  }
  const models = createOpenAICompatible({ name: "p", baseURL: `${url}/v1`, apiKey: "k" });
  const telemetry = { integrations: [aiSdkTelemetry(ai)], functionId: pii };
  const asked = { model: models.chatModel("m"), messages, maxRetries: 0, telemetry };
  await quietly(() => generateText(asked));
  await quietly(async () => {
    const { textStream } = streamText({ ...asked, onError: () => undefined });
    for await (const _ of textStream);
  });
  await quietly(() =>
    embed({ model: models.embeddingModel("m"), value: pii, maxRetries: 0, telemetry }),
  );
  await quietly(() => openai.embeddings.create({ model: pii, input: [pii, pii], user: pii }));
}

async function spilled(
  options: MonitorOptions,
  pii: string,
  isFailing: boolean,
): Promise<{ readonly out: string; readonly texts: number }> {
  await using receiver = await startReceiver();
  const told: string[] = [];
  const server = await startFakeServer(({ path, body }) =>
    answering(pii, path, body?.["stream"] === true, isFailing),
  );
  const ai = createMonitor({
    system: "test",
    url: receiver.url,
    limits: FAST,
    log: (line) => told.push(line),
    ...options,
  });
  await hostOf(ai, server.url, pii);
  await ai.close({ timeoutMs: 2_000 });
  await server.close();
  const sent = receiver.received.map(({ body, headers, path }) =>
    [path, JSON.stringify(headers), body.toString()].join("\n"),
  );
  const texts = receiver
    .records()
    .filter(({ attributes }) =>
      JSON.stringify(attributes["aims.prediction.features"] ?? {}).includes('"input"'),
    ).length;
  return { out: [...sent, ...told, JSON.stringify(ai.status())].join("\n"), texts };
}

test("nothing of prompts, answers, tools, errors and headers leaves by a wrapped client; asked for, content leaves masked", async () => {
  await fc.assert(
    fc.asyncProperty(
      canaries,
      fc.constantFrom<MonitorOptions>(
        {},
        { content: "none" },
        { content: "redacted" },
        { content: "redacted", redaction: { features: { input: "drop", output: "hash" } } },
        { content: "redacted", capture: "profiles" },
      ),
      fc.boolean(),
      async (pii, options, isFailing) => {
        const { out, texts } = await spilled(options, pii, isFailing);
        expect(out.split("gen_ai.operation.name").length).toBeGreaterThan(10);
        const isKept =
          options.content === "redacted" &&
          options.redaction === undefined &&
          options.capture === undefined;
        expect(texts > 0).toBe(isKept);
        expectNothingOf(pii, out);
      },
    ),
    { numRuns: Math.ceil(RUNS / 6) },
  );
}, 120_000);

test("the files of a spool hold what may leave and nothing else", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tiltmeter-canaries-"));
  const pii = "canary0000001@mail.example.org";
  const server = await startFakeServer(({ path, body }) =>
    answering(pii, path, body?.["stream"] === true, false),
  );
  const ai = createMonitor({
    system: "test",
    url: "http://127.0.0.1:9",
    limits: FAST,
    spool: { folder },
    content: "redacted",
    redaction: { default: "mask" },
    compression: "none",
    log: () => undefined,
  });
  await hostOf(ai, server.url, pii);
  ai.record({ label: pii, features: { email: pii }, segment: { by: pii } });
  ai.review("a", { action: "override", by: pii, reason: pii });
  await ai.flush({ timeoutMs: 300 });
  await ai.close({ timeoutMs: 50 });
  await server.close();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  const all = files
    .map((file) => readFileSync(join(file.parentPath, file.name), "latin1"))
    .join("\n");
  expect(all).toContain("aims.oversight.decision");
  expect(all).toContain("[email]");
  expectNothingOf(pii, all);
  rmSync(folder, { recursive: true, force: true });
});
