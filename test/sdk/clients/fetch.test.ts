import { wrapFetch } from "@tiltmeter/sdk/fetch";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HELD_CHAT, startFakeOpenAi } from "../../clients/fake-openai.ts";
import { eventChunks, type FakeServer, startFakeServer } from "../../clients/fake-server.ts";
import { observing, sideBySide } from "./side-by-side.ts";

// A program that reads a response in any of its ways must not be able to tell a watched fetch from a bare one.

type Fetch = typeof fetch;
type Ask = (fetch: Fetch, url: string, server: FakeServer) => Promise<unknown>;

async function both(
  run: Ask,
  options: Parameters<typeof wrapFetch>[2] = {},
  start: () => Promise<FakeServer> = startFakeOpenAi,
) {
  const { ai, predictions } = observing();
  const result = await sideBySide<{ readonly fetch: Fetch; readonly url: string }>({
    start,
    connect: (url) => ({ fetch, url }),
    wrap: (client) => ({ ...client, fetch: wrapFetch(client.fetch, ai, options) }),
    run: ({ fetch: watched, url }, server) => run(watched, url, server),
  });
  await ai.close({ timeoutMs: 0 });
  return { ai, predictions, result };
}

const post = (body: unknown): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
const CHAT = { model: "gpt-x", messages: [{ role: "user", content: "Say hello" }] };

test("a chat completion is one prediction, and the response is the network's", async () => {
  const { predictions } = await both(async (fetch, url) => {
    const response = await fetch(`${url}/v1/chat/completions`, post(CHAT));
    return [
      Object.prototype.toString.call(response),
      response instanceof Response,
      response.url.replace(url, ""),
      response.redirected,
      response.type,
      response.status,
      response.statusText,
      response.ok,
      response.bodyUsed,
      response.headers.get("x-request-id"),
      tried(() => response.headers.set("x", "y")),
      await response.json(),
      response.bodyUsed,
      await response.text().catch((error: Error) => error.name),
    ];
  });
  expect(predictions).toMatchObject([
    {
      id: "chatcmpl-1",
      task: "generation",
      model: { name: "gpt-x-2026-08-06" },
      call: { requestModel: "gpt-x", inputTokens: 12, isStreamed: false, firstChunk: null },
    },
  ]);
});

function tried(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error instanceof Error ? error.name : error;
  }
}

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of stream) text += decoder.decode(bytes, { stream: true });
  return text;
}

const READINGS: Readonly<Record<string, (response: Response) => Promise<unknown>>> = {
  text: (response) => response.text(),
  json: (response) => response.json(),
  arrayBuffer: async (response) => Buffer.from(await response.arrayBuffer()).toString(),
  blob: async (response) => {
    const blob = await response.blob();
    return [blob.type, await blob.text()];
  },
  clone: async (response) => {
    const clone = response.clone();
    const kinds = [clone.url === response.url, clone.type, clone instanceof Response];
    return [kinds, await clone.text(), await response.text(), clone.clone.length];
  },
  reader: async (response) => {
    const reader = response.body?.getReader();
    let text = "";
    for (;;) {
      const step = await reader?.read();
      if (step === undefined || step.done) return text;
      text += Buffer.from(step.value).toString();
    }
  },
  bytesAtATime: async (response) => {
    const reader = response.body?.getReader({ mode: "byob" });
    let text = "";
    for (;;) {
      const step = await reader?.read(new Uint8Array(7));
      if (step === undefined || step.done) return text;
      text += Buffer.from(step.value).toString();
    }
  },
  iterated: async (response) => (response.body === null ? null : textOf(response.body)),
  piped: async (response) => {
    const decoded = response.body?.pipeThrough(new TextDecoderStream());
    let text = "";
    for await (const part of decoded ?? []) text += part;
    return text;
  },
  teed: async (response) => {
    if (response.body === null) return null;
    const [left, right] = response.body.tee();
    return [await textOf(left), await textOf(right)];
  },
  rewrapped: (response) => new Response(response.body, response).text(),
};

test.each(Object.keys(READINGS))("read by %s, a body is the same, and seen once", async (name) => {
  const read = READINGS[name];
  if (read === undefined) throw new Error(name);
  const { predictions } = await both(async (fetch, url) =>
    read(await fetch(new URL(`${url}/v1/chat/completions`), post(CHAT))),
  );
  expect(predictions).toMatchObject([{ id: "chatcmpl-1", call: { outputTokens: 3 } }]);
  const streamed = await both(async (fetch, url) => {
    const body = { ...CHAT, stream: true, stream_options: { include_usage: true } };
    const response = await fetch(`${url}/v1/chat/completions`, post(body));
    return name === "json" ? response.text() : read(response);
  });
  expect(streamed.predictions).toMatchObject([
    { id: "chatcmpl-1", call: { isStreamed: true, outputTokens: 3, finishReasons: ["stop"] } },
  ]);
  expect(streamed.predictions[0]?.call?.firstChunk).toBeGreaterThan(0);
});

test("a consumer that leaves ends the request, and what it saw is kept", async () => {
  const { predictions } = await both(async (fetch, url, server) => {
    server.next(HELD_CHAT);
    const response = await fetch(`${url}/v1/chat/completions`, post({ ...CHAT, stream: true }));
    const reader = response.body?.getReader();
    const first = await reader?.read();
    await reader?.cancel("enough");
    await server.left(1);
    return Buffer.from(first?.value ?? []).toString();
  });
  expect(predictions).toMatchObject([
    { id: "chatcmpl-9", status: "ok", call: { finishReasons: [], inputTokens: null } },
  ]);
});

test("an abort is felt where it was felt, with the same reason", async () => {
  for (const reason of [undefined, new Error("the user's own"), "just text"]) {
    const { predictions } = await both(async (fetch, url, server) => {
      server.next(HELD_CHAT);
      const abort = new AbortController();
      const response = await fetch(`${url}/v1/chat/completions`, {
        ...post({ ...CHAT, stream: true }),
        signal: abort.signal,
      });
      const reader = response.body?.getReader();
      await reader?.read();
      abort.abort(reason);
      const caught = await reader?.read().then(
        () => "read",
        (error: unknown) => error,
      );
      return [reason === undefined ? String(caught) : caught === reason];
    });
    expect(predictions).toMatchObject([{ id: "chatcmpl-9", status: "error" }]);
  }
});

test("a server that is away, or breaks off, fails as it fails", async () => {
  const away = await both(async (fetch) => {
    try {
      return await fetch("http://127.0.0.1:9/v1/chat/completions", post(CHAT));
    } catch (error) {
      return error instanceof Error ? [error.name, error.message] : error;
    }
  });
  expect(away.predictions).toMatchObject([
    { status: "error", errorType: "TypeError", call: { requestModel: "gpt-x" } },
  ]);
  const broken = await both(async (fetch, url, server) => {
    server.next({
      chunks: eventChunks([{ id: "chatcmpl-9", model: "m-9", choices: [] }]),
      finish: "cut",
    });
    const response = await fetch(`${url}/v1/chat/completions`, post({ ...CHAT, stream: true }));
    return await response.text();
  });
  expect(broken.predictions).toMatchObject([{ id: "chatcmpl-9", status: "error" }]);
});

test("an answer with an error's status is a failure of that status", async () => {
  const { predictions } = await both(async (fetch, url, server) => {
    server.next({ status: 429, json: { error: { message: "later", type: "rate_limit" } } });
    const response = await fetch(`${url}/v1/chat/completions`, post(CHAT));
    return [response.status, await response.json()];
  });
  expect(predictions).toMatchObject([{ status: "error", errorType: "429" }]);
});

test("whatever is no call of a model passes by, the promise itself too", async () => {
  const { ai, predictions } = observing();
  const answers = new Map<string, Promise<Response>>();
  const bare: Fetch = (input) => {
    const answer = Promise.resolve(new Response("hi"));
    answers.set(String(input), answer);
    return answer;
  };
  const watched = wrapFetch(bare, ai);
  const given = watched("https://example.org/v1/models");
  expect(given).toBe(answers.get("https://example.org/v1/models"));
  await watched("https://example.org/v1/chat/completions"); // no POST
  await watched("not an address");
  expect(predictions).toEqual([]);
  expect(watched.length).toBe(bare.length);
});

test("the provider is told by the address, or by the user", async () => {
  const { ai, predictions } = observing();
  const bare: Fetch = async () => Response.json({ id: "1", model: "m", choices: [] });
  await (
    await wrapFetch(bare, ai)("https://api.openai.com/v1/chat/completions", post(CHAT))
  ).text();
  await (
    await wrapFetch(bare, ai, { provider: "mine" })(
      "https://gateway.example/v1/chat/completions",
      post(CHAT),
    )
  ).text();
  expect(predictions.map(({ model }) => model.supplier)).toEqual(["openai", "mine"]);
});

test("rows of a table are a prediction each, by the user's own mapping", async () => {
  const serve = (): Promise<FakeServer> =>
    startFakeServer(({ path }) => ({
      json: path.endsWith("/infer")
        ? {
            model_name: "credit",
            model_version: "7",
            outputs: [{ name: "good", shape: [2], datatype: "FP32", data: [0.9, 0.2] }],
          }
        : { predictions: [1, 0] },
    }));
  const table = await both(
    async (fetch, url) => {
      const infer = await fetch(
        `${url}/v2/models/credit/infer`,
        post({
          inputs: [
            { name: "income", shape: [2], datatype: "FP32", data: [10, 20] },
            { name: "id", shape: [2], datatype: "BYTES", data: ["a", "b"] },
          ],
        }),
      );
      const invoked = await fetch(
        `${url}/invocations`,
        post({ dataframe_split: { columns: ["id", "income"], data: [["c", 30]] } }),
      );
      return [await infer.json(), await invoked.json()];
    },
    {
      model: { name: "sklearn", version: "3" },
      id: (_, row) => String(row["id"]),
      features: (_, row) => ({ income: row["income"] ?? null }),
      output: (said) => ({ label: JSON.stringify(said) }),
    },
    serve,
  );
  expect(table.predictions).toMatchObject([
    {
      id: "a",
      model: { name: "credit", version: "7" },
      label: '{"good":0.9}',
      numericFeatures: { income: 10 },
    },
    { id: "b", numericFeatures: { income: 20 } },
    { id: "c", model: { name: "sklearn", version: "3" }, numericFeatures: { income: 30 } },
    { id: "undefined", label: "0", missingFeatures: ["income"] },
  ]);
});

test("answers of any size and pace pass unchanged", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ minLength: 1, maxLength: 2_000 }), { maxLength: 12 }),
      fc.constantFrom("text/event-stream", "application/json", "text/plain"),
      async (chunks, contentType) => {
        const { predictions } = await both(
          async (fetch, url, server) => {
            server.next({ chunks, headers: { "content-type": contentType } });
            const response = await fetch(`${url}/v1/responses`, post({ model: "m" }));
            return response.text();
          },
          {},
          startFakeOpenAi,
        );
        expect(predictions).toHaveLength(1);
      },
    ),
    { numRuns: 25 },
  );
});
