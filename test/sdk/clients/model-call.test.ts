import { wrapOpenAI } from "@tiltmeter/sdk/openai";
import { describe, expect, test } from "vitest";
import { HELD_CHAT, startFakeOpenAi } from "../../clients/fake-openai.ts";
import { eventChunks } from "../../clients/fake-server.ts";
import { besideBare, CHAT, chunksOf, OPENAI_VERSIONS } from "./openai-versions.ts";
import { observing } from "./side-by-side.ts";

describe.each(OPENAI_VERSIONS)("a stream of openai %s", (_, connect) => {
  const both = besideBare(connect);

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
});
