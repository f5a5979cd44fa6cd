import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { listen } from "./listen.ts";
import { answerOf, type Given } from "./supplier.ts";

/** A hosted model as its clients know it: an address that speaks the language of OpenAI's chat completions. */
export interface ModelServer {
  /** What a client takes as its `baseURL`. */
  readonly url: string;
  /** After so many calls another model answers under the same name. */
  readonly changeAfter: (calls: number) => void;
  readonly close: () => Promise<void>;
}

/** Questions of the demonstration are a few kilobytes; more is someone else's. */
const BODY_BYTES_MAX = 200_000;
/** Of a streamed answer, beside the first piece and the last. */
const PIECES = 4;

const request = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.string().nullish() })),
  tools: z.array(z.object({ function: z.object({ name: z.string() }) })).default([]),
  stream: z.boolean().default(false),
  stream_options: z.object({ include_usage: z.boolean().default(false) }).nullish(),
});
type Request = z.infer<typeof request>;

/**
 * Plays a supplier on a free loopback port: answers, streams, calls of tools, refusals, failures and usage.
 *
 * Of a change of the model nobody is told: only the field `model` of the answers says so, as with real
 * suppliers.
 */
export async function createModelServer(): Promise<ModelServer> {
  let [calls, changesAfter] = [0, Number.POSITIVE_INFINITY];
  const server = createServer((incoming, response) => {
    if (incoming.method !== "POST" || incoming.url !== "/v1/chat/completions") {
      return refuse(response, 404, "this supplier has chat completions alone");
    }
    const id = `chatcmpl-${String(calls).padStart(6, "0")}`;
    const isOther = calls >= changesAfter;
    calls += 1;
    answer(incoming, response, { id, isOther }).catch(() => response.destroy()); // who asked went away
  });
  const { url, close } = await listen(server);
  return {
    url: `${url}/v1`,
    changeAfter: (count) => {
      changesAfter = count;
    },
    close,
  };
}

interface Answering {
  readonly id: string;
  readonly isOther: boolean;
}

async function answer(
  incoming: IncomingMessage,
  response: ServerResponse,
  of: Answering,
): Promise<void> {
  const asked = request.safeParse(await bodyOf(incoming));
  if (!asked.success) return refuse(response, 400, z.prettifyError(asked.error));
  const { messages, tools, stream } = asked.data;
  const hasResults = messages.some(({ role }) => role === "tool");
  const given = answerOf({
    question: messages.find(({ role }) => role === "user")?.content ?? "",
    tools: hasResults ? [] : tools.map((tool) => tool.function.name),
    isOther: of.isOther,
  });
  await wait(given.afterMs);
  if (given.kind === "failed") return refuse(response, given.status, "the model is overloaded");
  if (stream) return streamed(response, of.id, given, asked.data);
  await wait(PIECES * given.everyMs);
  response.writeHead(200, { "content-type": "application/json", "x-request-id": of.id });
  response.end(JSON.stringify(whole(of.id, given)));
}

type Answered = Extract<Given, { kind: "answered" }>;

function whole(id: string, given: Answered): unknown {
  const { refusal, finishReason, words, tool } = given;
  const content = tool === null && refusal === null ? words.join(" ") : null;
  return {
    ...head(id, given, "chat.completion"),
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content,
          refusal,
          ...(tool !== null && { tool_calls: [toolCall(id, tool)] }),
        },
        logprobs: null,
        finish_reason: finishReason,
      },
    ],
    usage: usage(given),
  };
}

async function streamed(
  response: ServerResponse,
  id: string,
  given: Answered,
  { stream_options }: Request,
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream", "x-request-id": id });
  const send = (delta: unknown, finish_reason: string | null = null): void => {
    const choices = [{ index: 0, delta, logprobs: null, finish_reason }];
    event(response, { ...head(id, given, "chat.completion.chunk"), choices });
  };
  const { words, refusal, tool } = given;
  if (tool !== null) {
    const call = { index: 0, ...toolCall(id, tool) };
    send({ role: "assistant", content: null, tool_calls: [call] });
  } else if (refusal !== null) send({ role: "assistant", refusal });
  else {
    const many = Math.ceil(words.length / PIECES);
    for (let from = 0; from < words.length; from += many) {
      const content = `${words.slice(from, from + many).join(" ")} `;
      send(from === 0 ? { role: "assistant", content } : { content });
      await wait(given.everyMs);
    }
  }
  send({}, given.finishReason);
  if (stream_options?.include_usage === true) {
    event(response, {
      ...head(id, given, "chat.completion.chunk"),
      choices: [],
      usage: usage(given),
    });
  }
  response.end("data: [DONE]\n\n");
}

function event(response: ServerResponse, data: unknown): void {
  response.write(`data: ${JSON.stringify(data)}\n\n`);
}

function head(id: string, { model }: Answered, object: string): Record<string, unknown> {
  return { id, object, created: CREATED_S, model, service_tier: "default" };
}

/** Nobody reads it, and the same answer is the same answer. */
const CREATED_S = 1_785_000_000;

function toolCall(id: string, name: string): Record<string, unknown> {
  return { id: `call_${id}`, type: "function", function: { name, arguments: "{}" } };
}

function usage({ inputTokens, cachedTokens, outputTokens }: Answered): unknown {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { message, type: "error", param: null, code: null } }));
}

async function bodyOf(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) return null;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return null; // the schema says what was expected
  }
}
