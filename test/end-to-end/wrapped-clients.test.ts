import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import Anthropic from "@anthropic-ai/sdk";
import { createMonitor } from "@tiltmeter/sdk";
import { aiSdkTelemetry } from "@tiltmeter/sdk/ai-sdk";
import { wrapAnthropic } from "@tiltmeter/sdk/anthropic";
import { wrapFetch } from "@tiltmeter/sdk/fetch";
import { wrapOpenAI } from "@tiltmeter/sdk/openai";
import { generateText } from "ai";
import OpenAI7 from "openai-7";
import { expect, test } from "vitest";
import { startFakeAnthropic } from "../clients/fake-anthropic.ts";
import { startFakeOpenAi } from "../clients/fake-openai.ts";
import { declare, startCollector } from "./collector.ts";

const MESSAGES = [{ role: "user" as const, content: "Say hello" }];

test("calls of every wrapped client are with the collector once each, with what their providers said", async () => {
  const nowMs = Date.now();
  await using collector = await startCollector({ nowMs, systems: [declare("assistant")] });
  const [openai, anthropic] = await Promise.all([startFakeOpenAi(), startFakeAnthropic()]);
  const ai = createMonitor({ system: "assistant", url: collector.url, key: collector.ingest });

  const chat = wrapOpenAI(new OpenAI7({ apiKey: "k", baseURL: `${openai.url}/v1` }), ai, {
    provider: "openai",
  });
  const completion = await chat.chat.completions.create({ model: "gpt-x", messages: MESSAGES });
  const stream = await chat.chat.completions.create({
    model: "gpt-x",
    messages: MESSAGES,
    stream: true,
  });
  for await (const chunk of stream) expect(chunk.object).toBe("chat.completion.chunk");
  const claude = wrapAnthropic(new Anthropic({ apiKey: "k", baseURL: anthropic.url }), ai, {
    provider: "anthropic",
  });
  await claude.messages.create({ model: "claude-x", max_tokens: 9, messages: MESSAGES });
  const watched = wrapFetch(fetch, ai, { provider: "vllm" });
  const answer = await watched(`${openai.url}/v1/chat/completions`, {
    method: "POST",
    body: JSON.stringify({ model: "llama", messages: MESSAGES }),
  });
  await answer.json();
  const models = createOpenAICompatible({ name: "groq", baseURL: `${openai.url}/v1` });
  await generateText({
    model: models.chatModel("mixtral"),
    messages: MESSAGES,
    telemetry: { integrations: [aiSdkTelemetry(ai)] },
  });
  ai.review(completion.id, { action: "override", by: "editor-1", reason: "tone" });
  await ai.close();

  await collector.app.settled();
  collector.clock.nowMs = Date.now() + 60_000;
  const { series } = await collector.api(
    "/systems/assistant/calls?by=supplier,request_model,model_version&step=1h",
  );
  const seen = (Array.isArray(series) ? series : []).flatMap(({ by, points }) =>
    points
      .filter(({ calls }: { readonly calls: number }) => calls > 0)
      .map(({ calls, usageUnknown, tokens }: Record<string, unknown>) => ({
        ...by,
        calls,
        usageUnknown,
        input: Reflect.get(Object(tokens), "input"),
      })),
  );
  const openaiLike = (supplier: string, model: string) => ({
    supplier,
    request_model: model,
    model_version: `${model}-2026-08-06`,
  });
  expect(seen).toHaveLength(4);
  expect(seen).toEqual(
    expect.arrayContaining([
      // The stream was not asked for its usage: it is unknown, and adds to no sum.
      { ...openaiLike("openai", "gpt-x"), calls: 2, usageUnknown: 1, input: 12 },
      {
        supplier: "anthropic",
        request_model: "claude-x",
        model_version: "claude-x-20260806",
        calls: 1,
        usageUnknown: 0,
        input: 20,
      },
      { ...openaiLike("vllm", "llama"), calls: 1, usageUnknown: 0, input: 12 },
      { ...openaiLike("groq", "mixtral"), calls: 1, usageUnknown: 0, input: 12 },
    ]),
  );
  const { unexplainedLoss } = await collector.api("/systems/assistant");
  expect(unexplainedLoss).toBe(0);
  await Promise.all([openai.close(), anthropic.close()]);
});

test("a process that records nothing is seen, with the clients that it does not watch", async () => {
  const nowMs = Date.now();
  await using collector = await startCollector({ nowMs, systems: [declare("assistant")] });
  const ai = createMonitor({ system: "assistant", url: collector.url, key: collector.ingest });
  await ai.close();
  await collector.app.settled();
  collector.clock.nowMs = Date.now();
  expect(await collector.api("/instrumentation")).toMatchObject({
    items: [{ system: "assistant", processes: 1, watched: [], unwatched: expect.any(Array) }],
  });
  expect(ai.status()).toMatchObject({ state: "closed", lastError: null });
  const { items } = await collector.api("/instrumentation");
  expect(JSON.stringify(items)).toContain(ai.status().uninstrumented[0]);
});
