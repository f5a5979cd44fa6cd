import { wrapOpenAI } from "@tiltmeter/sdk/openai";
import { AzureOpenAI as AzureOpenAI6 } from "openai";
import { AzureOpenAI as AzureOpenAI7 } from "openai-7";
import { describe, expect, test } from "vitest";
import { startFakeOpenAi } from "../../clients/fake-openai.ts";
import { besideBare, CHAT, OPENAI_VERSIONS } from "./openai-versions.ts";
import { observing } from "./side-by-side.ts";

describe.each(OPENAI_VERSIONS)("a watched client of openai %s", (_, connect) => {
  const both = besideBare(connect);

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
