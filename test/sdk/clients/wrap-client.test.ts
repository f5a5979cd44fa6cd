import Anthropic from "@anthropic-ai/sdk";
import type { Monitor } from "@tiltmeter/sdk";
import { wrapAnthropic } from "@tiltmeter/sdk/anthropic";
import { wrapOpenAI } from "@tiltmeter/sdk/openai";
import fc from "fast-check";
import OpenAI6 from "openai";
import OpenAI7 from "openai-7";
import { expect, test } from "vitest";
import { wrapClient } from "../../../sdk/clients/wrap-client.ts";
import { eventChunks } from "../../clients/fake-server.ts";
import { observing } from "./side-by-side.ts";

// Whatever a provider answers and however a program reads it, the wrapped client gives what the bare one gives.

const RUNS = Number(process.env["TILTMETER_CLIENT_RUNS"] ?? 60);

/** What a provider does with one request. */
interface Provided {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
  /** The connection breaks after so many bytes; null: it does not. */
  readonly cutAt: number | null;
}

/** How a program reads an answer. */
type Reading = "await" | "withResponse" | "asResponse" | "twice" | "tee" | "readable" | "leave";

const key = fc.constantFrom("id", "model", "usage", "choices", "content", "type", "x", "error");
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, "x", 0, 1.5, true, "stop"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4 }),
  ),
})).value;
const chunk = fc.record({
  id: fc.constantFrom("chatcmpl-1", ""),
  model: fc.constantFrom("m-1", ""),
  choices: fc.array(
    fc.record({
      index: fc.nat(2),
      delta: fc.record({ content: fc.string() }),
      finish_reason: fc.constantFrom(null, "stop", "length"),
    }),
    { maxLength: 2 },
  ),
});

const provided = (isStreamed: boolean): fc.Arbitrary<Provided> =>
  fc.record({
    status: fc.constantFrom(200, 200, 200, 200, 400, 429, 500),
    body: isStreamed
      ? fc.oneof(
          fc
            .array(fc.oneof({ weight: 5, arbitrary: chunk }, json), { maxLength: 8 })
            .map((events) => eventChunks(events, { isDone: true }).join("")),
          fc.constantFrom("", "data: {broken\n\n", "event: error\ndata: {}\n\n"),
        )
      : fc.oneof(
          json.map((value) => JSON.stringify(value)),
          fc.constantFrom("", "{broken"),
        ),
    contentType: fc.constant(isStreamed ? "text/event-stream" : "application/json"),
    cutAt: fc.option(fc.nat(200), { freq: 4 }),
  });

const reading = fc.constantFrom<Reading>(
  "await",
  "withResponse",
  "asResponse",
  "twice",
  "tee",
  "readable",
  "leave",
);

/** A `fetch` that answers so, in this process. */
function answering({ status, body, contentType, cutAt }: Provided): typeof fetch {
  return async (_, init) => {
    const bytes = new TextEncoder().encode(body);
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        init?.signal?.addEventListener("abort", () => controller.error(init.signal?.reason));
        controller.enqueue(bytes.subarray(0, cutAt ?? bytes.length));
        if (cutAt === null) controller.close();
        else controller.error(new Error("the connection broke"));
      },
    });
    return new Response(stream, { status, headers: { "content-type": contentType } });
  };
}

interface Promised extends PromiseLike<unknown> {
  withResponse(): Promise<{ readonly data: unknown; readonly response: Response }>;
  asResponse(): Promise<Response>;
}

interface Chunks extends AsyncIterable<unknown> {
  readonly controller: AbortController;
  tee(): [AsyncIterable<unknown>, AsyncIterable<unknown>];
  toReadableStream(): ReadableStream;
}

const isChunks = (value: unknown): value is Chunks =>
  typeof value === "object" && value !== null && "toReadableStream" in value;

async function all(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** What a program that reads in this way gets, at every step. */
async function read(promise: Promised, how: Reading): Promise<readonly unknown[]> {
  const seen: unknown[] = [promise.constructor.name];
  const note = async (step: () => Promise<unknown>): Promise<unknown> => {
    try {
      const value = await step();
      seen.push(isChunks(value) ? value.constructor.name : value);
      return value;
    } catch (error) {
      seen.push(error instanceof Error ? [error.constructor.name, error.message] : error);
      return undefined;
    }
  };
  if (how === "asResponse") {
    const response = await note(() => promise.asResponse());
    if (response instanceof Response) {
      seen.pop();
      await note(async () => [response.status, response.bodyUsed, await response.text()]);
    }
    return seen;
  }
  if (how === "withResponse") {
    await note(async () => {
      const { data, response } = await promise.withResponse();
      return [isChunks(data) ? await all(data) : data, response.status];
    });
    return seen;
  }
  const value = await note(async () => promise);
  if (how === "twice") await note(async () => Object.is(await promise, value));
  if (!isChunks(value)) return seen;
  if (how === "tee") {
    const [left, right] = value.tee();
    await note(() => all(left));
    await note(() => all(right));
  } else if (how === "readable") {
    await note(() => new Response(value.toReadableStream()).text());
  } else if (how === "leave") {
    await note(async () => {
      for await (const item of value) return item;
      return "nothing";
    });
  } else {
    await note(() => all(value));
    if (how === "twice") await note(() => all(value));
  }
  seen.push(value.controller.signal.aborted);
  return seen;
}

const MESSAGES = [{ role: "user" as const, content: "Say hello" }];

type Ask = (fetch: typeof globalThis.fetch, ai: Monitor | null, stream: boolean) => unknown;

const CLIENTS: readonly (readonly [string, Ask])[] = [
  [
    "openai 6",
    (fetch, ai, stream) => {
      const bare = new OpenAI6({ apiKey: "sk-test", fetch, maxRetries: 0, logLevel: "off" });
      const client = ai === null ? bare : wrapOpenAI(bare, ai);
      return client.chat.completions.create({ model: "m", messages: MESSAGES, stream });
    },
  ],
  [
    "openai 7",
    (fetch, ai, stream) => {
      const bare = new OpenAI7({ apiKey: "sk-test", fetch, maxRetries: 0, logLevel: "off" });
      const client = ai === null ? bare : wrapOpenAI(bare, ai);
      return client.chat.completions.create({ model: "m", messages: MESSAGES, stream });
    },
  ],
  [
    "anthropic",
    (fetch, ai, stream) => {
      const bare = new Anthropic({ apiKey: "sk-test", fetch, maxRetries: 0, logLevel: "off" });
      const client = ai === null ? bare : wrapAnthropic(bare, ai);
      return client.messages.create({ model: "m", max_tokens: 9, messages: MESSAGES, stream });
    },
  ],
];

test.each(CLIENTS)(
  "%s: whatever is answered, and however it is read, is the same wrapped",
  async (_, ask) => {
    const { ai, predictions } = observing();
    const program = fc.boolean().chain((stream) => fc.tuple(fc.constant(stream), provided(stream)));
    await fc.assert(
      fc.asyncProperty(program, reading, async ([stream, answer], how) => {
        const results: unknown[] = [];
        const before = predictions.length;
        for (const monitor of [null, ai]) {
          // Each client has a promise of the shape that is read here.
          const promise = ask(answering(answer), monitor, stream) as Promised;
          results.push(await read(promise, how));
        }
        expect(results[1]).toEqual(results[0]);
        expect(predictions.length - before).toBe(1);
      }),
      { numRuns: RUNS },
    );
    await ai.close({ timeoutMs: 0 });
  },
);

test("private fields, getters, setters and methods work on the wrapped client as on the bare one", () => {
  class Client {
    #secret = 7;
    open = { nested: 1 };
    get secret(): number {
      return this.#secret;
    }
    set secret(value: number) {
      this.#secret = value;
    }
    itself(): this {
      return this;
    }
    add(by: number): number {
      this.#secret += by;
      return this.#secret;
    }
  }
  const bare = new Client();
  const client = wrapClient(bare, { open: {} }, () => undefined);
  expect(client.secret).toBe(7);
  client.secret = 8;
  expect(bare.add(1)).toBe(9);
  expect(client.add(1)).toBe(10);
  expect(client).toBeInstanceOf(Client);
  expect(client.constructor).toBe(Client);
  expect(client.add).toBe(client.add);
  expect(client.add.name).toBe("add");
  expect(client.open.nested).toBe(1);
  expect(client.itself()).toBe(client);
  Object.assign(client, { extra: 1 });
  expect(bare).toHaveProperty("extra", 1);
  expect("secret" in client).toBe(true);
  expect(Object.keys(client)).toEqual(Object.keys(bare));
});

test("a frozen client works as before, and is not seen", () => {
  const bare = Object.freeze({ chat: Object.freeze({ create: () => "answer" }) });
  let asked = 0;
  const client = wrapClient(bare, { chat: { create: "openai.chat" } }, () => {
    asked += 1;
    return "seen";
  });
  expect(client.chat.create()).toBe("answer");
  expect(asked).toBe(0);
});
