import { wrapFetch } from "@tiltmeter/sdk/fetch";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HELD_CHAT, startFakeOpenAi } from "../../clients/fake-openai.ts";
import type { FakeServer } from "../../clients/fake-server.ts";
import { collected } from "./collected.ts";
import { observing } from "./side-by-side.ts";

// What a consumer forgets says nothing any more: the collector of garbage does. Until then nothing is told,
// and what is still held must not be taken away.

const CHAT = { model: "gpt-x", messages: [{ role: "user" as const, content: "Say hello" }] };
const STREAM = { ...CHAT, stream: true };

let server: FakeServer;
beforeEach(async () => {
  server = await startFakeOpenAi();
});
afterEach(() => server.close());

const post = (body: unknown): RequestInit => ({ method: "POST", body: JSON.stringify(body) });

test("a response that nobody reads ends its request once it is forgotten", async () => {
  const { ai, predictions } = observing();
  const watched = wrapFetch(fetch, ai);
  server.next(HELD_CHAT);
  await (async () => {
    await watched(`${server.url}/v1/chat/completions`, post(STREAM));
  })();
  expect(await collected(() => predictions.length > 0)).toBe(true);
  await server.left(1);
});

test("a body is read to its end by who has forgotten its response", async () => {
  const { ai, predictions } = observing();
  const watched = wrapFetch(fetch, ai);
  const body = await (async () => {
    const response = await watched(`${server.url}/v1/chat/completions`, post(STREAM));
    return response.body;
  })();
  await collected(() => predictions.length > 0);
  expect(predictions).toEqual([]);
  expect(await new Response(body).text()).toContain("[DONE]");
  expect(predictions).toMatchObject([{ id: "chatcmpl-1", call: { finishReasons: ["stop"] } }]);
});
