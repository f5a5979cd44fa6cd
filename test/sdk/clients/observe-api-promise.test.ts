import { wrapOpenAI } from "@tiltmeter/sdk/openai";
import OpenAI7 from "openai-7";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HELD_CHAT, startFakeOpenAi } from "../../clients/fake-openai.ts";
import type { FakeServer } from "../../clients/fake-server.ts";
import { collected } from "./collected.ts";
import { observing } from "./side-by-side.ts";

// What a consumer forgets says nothing any more: the collector of garbage does. Until then nothing is told,
// and what is still held must not be taken away.

const CHAT = { model: "gpt-x", messages: [{ role: "user" as const, content: "Say hello" }] };
const STREAM = { ...CHAT, stream: true as const };

let server: FakeServer;
beforeEach(async () => {
  server = await startFakeOpenAi();
});
afterEach(() => server.close());

test("a stream that nobody reads is told once it is forgotten", async () => {
  const { ai, predictions } = observing();
  const client = wrapOpenAI(new OpenAI7({ apiKey: "sk-test", baseURL: `${server.url}/v1` }), ai);
  await (async () => {
    await client.chat.completions.create(STREAM);
  })();
  expect(await collected(() => predictions.length > 0)).toBe(true);
  expect(predictions).toMatchObject([{ status: "ok", call: { requestModel: "gpt-x" } }]);
});

test("a call whose promise nobody reads is told once it is forgotten", async () => {
  const { ai, predictions } = observing();
  const client = wrapOpenAI(new OpenAI7({ apiKey: "sk-test", baseURL: `${server.url}/v1` }), ai);
  (() => {
    // Anything but reading it: what is not awaited is still sent.
    JSON.stringify(client.chat.completions.create(CHAT).constructor.name);
  })();
  expect(await collected(() => server.requests.length > 0 && predictions.length > 0)).toBe(true);
  expect(predictions).toMatchObject([{ call: { requestModel: "gpt-x", inputTokens: null } }]);
});

test("a stream that was begun and forgotten is told as far as it came", async () => {
  const { ai, predictions } = observing();
  const client = wrapOpenAI(new OpenAI7({ apiKey: "sk-test", baseURL: `${server.url}/v1` }), ai);
  server.next(HELD_CHAT);
  await (async () => {
    const stream = await client.chat.completions.create(STREAM);
    await stream[Symbol.asyncIterator]().next();
  })();
  expect(await collected(() => predictions.length > 0)).toBe(true);
  expect(predictions).toMatchObject([{ id: "chatcmpl-9", model: { name: "m-9" } }]);
});
