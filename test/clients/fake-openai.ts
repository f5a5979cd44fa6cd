import {
  eventChunks,
  type FakeAnswer,
  type FakeRequest,
  type FakeServer,
  startFakeServer,
} from "./fake-server.ts";

/** What every chat completion of the fake has used. */
export const OPENAI_USAGE = {
  prompt_tokens: 12,
  completion_tokens: 3,
  total_tokens: 15,
  prompt_tokens_details: { cached_tokens: 4 },
  completion_tokens_details: { reasoning_tokens: 1 },
} as const;

/** A streamed chat, `chatcmpl-9` by `m-9`, that begins and then says nothing more. */
export const HELD_CHAT: FakeAnswer = {
  chunks: eventChunks([{ id: "chatcmpl-9", model: "m-9", choices: [] }]),
  finish: "hold",
};

/** What every response of the fake's Responses API has used. */
const RESPONSES_USAGE = {
  input_tokens: 12,
  input_tokens_details: { cached_tokens: 4 },
  output_tokens: 3,
  output_tokens_details: { reasoning_tokens: 1 },
  total_tokens: 15,
} as const;

/** The fake answers with a dated snapshot of what it was asked for, as the provider does. */
export const snapshotOf = (model: unknown): string => `${String(model)}-2026-08-06`;

/**
 * An OpenAI-compatible server under `/v1`: chat completions, completions, responses and embeddings, whole and
 * streamed. A request with tools is answered by a call of the first, unless a tool's result is the last message.
 * Ids count up: `chatcmpl-1`, `resp_2`, ….
 */
export function startFakeOpenAi(
  of: { readonly modelOf?: (model: unknown) => string } = {},
): Promise<FakeServer> {
  const modelOf = of.modelOf ?? snapshotOf;
  let count = 0;
  return startFakeServer((request) => {
    count += 1;
    const model = modelOf(request.body?.["model"]);
    if (request.path.endsWith("/chat/completions")) return chat(request, count, model);
    if (request.path.endsWith("/completions")) return completion(count, model);
    if (request.path.endsWith("/responses")) return response(request, count, model);
    if (request.path.endsWith("/embeddings")) return embeddings(model);
    return { status: 404, json: { error: { message: `no ${request.path}` } } };
  });
}

function chat({ body }: FakeRequest, count: number, model: string): FakeAnswer {
  const base = { id: `chatcmpl-${count}`, created: 1_780_000_000, model };
  const tool = toolAsked(body);
  const reason = tool === null ? "stop" : "tool_calls";
  const call =
    tool === null
      ? null
      : { id: `call_${count}`, type: "function", function: { name: tool, arguments: "{}" } };
  if (body?.["stream"] !== true) {
    const message =
      call === null
        ? { role: "assistant", content: "Hello world", refusal: null }
        : { role: "assistant", content: null, refusal: null, tool_calls: [call] };
    return {
      headers: { "x-request-id": `req_${count}` },
      json: {
        ...base,
        object: "chat.completion",
        choices: [{ index: 0, message, logprobs: null, finish_reason: reason }],
        usage: OPENAI_USAGE,
      },
    };
  }
  const deltas =
    call === null
      ? [{ role: "assistant", content: "" }, { content: "Hello" }, { content: " world" }]
      : [{ role: "assistant", content: null, tool_calls: [{ index: 0, ...call }] }];
  const chunk = (delta: unknown, finish: string | null) => ({
    ...base,
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const options = body["stream_options"];
  const isUsageAsked =
    typeof options === "object" &&
    options !== null &&
    Reflect.get(options, "include_usage") === true;
  const events = [
    ...deltas.map((delta) => chunk(delta, null)),
    chunk({}, reason),
    ...(isUsageAsked
      ? [{ ...base, object: "chat.completion.chunk", choices: [], usage: OPENAI_USAGE }]
      : []),
  ];
  return {
    headers: { "x-request-id": `req_${count}` },
    chunks: eventChunks(events, { isDone: true }),
  };
}

function toolAsked(body: FakeRequest["body"]): string | null {
  const [tools, messages] = [body?.["tools"], body?.["messages"]];
  if (!Array.isArray(tools) || !Array.isArray(messages)) return null;
  return messages.at(-1)?.role === "tool" ? null : (tools[0]?.function?.name ?? null);
}

function completion(count: number, model: string): FakeAnswer {
  return {
    json: {
      id: `cmpl-${count}`,
      object: "text_completion",
      created: 1_780_000_000,
      model,
      choices: [{ index: 0, text: "Hello world", finish_reason: "stop", logprobs: null }],
      usage: OPENAI_USAGE,
    },
  };
}

function response({ body }: FakeRequest, count: number, model: string): FakeAnswer {
  const tools = body?.["tools"];
  const name: unknown = Array.isArray(tools) ? tools[0]?.name : undefined;
  const item =
    name === undefined
      ? {
          id: `msg_${count}`,
          type: "message",
          role: "assistant",
          status: "completed",
          content: [{ type: "output_text", text: "Hello world", annotations: [] }],
        }
      : {
          id: `fc_${count}`,
          type: "function_call",
          call_id: `call_${count}`,
          name,
          arguments: "{}",
          status: "completed",
        };
  const base = {
    id: `resp_${count}`,
    object: "response",
    created_at: 1_780_000_000,
    model,
    error: null,
    incomplete_details: null,
    tools: [],
  };
  const whole = { ...base, status: "completed", output: [item], usage: RESPONSES_USAGE };
  if (body?.["stream"] !== true) return { json: whole };
  const started = { ...base, status: "in_progress", output: [], usage: null };
  const begun =
    item.type === "message"
      ? { ...item, status: "in_progress", content: [] }
      : { ...item, status: "in_progress", arguments: "" };
  const part = { type: "output_text", text: "", annotations: [] };
  const place = { item_id: item.id, output_index: 0 };
  const inside =
    item.type === "message"
      ? [
          { type: "response.content_part.added", ...place, content_index: 0, part },
          {
            type: "response.output_text.delta",
            ...place,
            content_index: 0,
            delta: "Hello world",
            logprobs: [],
          },
          {
            type: "response.output_text.done",
            ...place,
            content_index: 0,
            text: "Hello world",
            logprobs: [],
          },
          {
            type: "response.content_part.done",
            ...place,
            content_index: 0,
            part: { ...part, text: "Hello world" },
          },
        ]
      : [
          { type: "response.function_call_arguments.delta", ...place, delta: "{}" },
          { type: "response.function_call_arguments.done", ...place, arguments: "{}" },
        ];
  const events = [
    { type: "response.created", response: started },
    { type: "response.in_progress", response: started },
    { type: "response.output_item.added", output_index: 0, item: begun },
    ...inside,
    { type: "response.output_item.done", output_index: 0, item },
    { type: "response.completed", response: whole },
  ].map((event, index) => ({ ...event, sequence_number: index }));
  return { chunks: eventChunks(events, { nameOf: typeOf }) };
}

const typeOf = (event: unknown): string =>
  typeof event === "object" && event !== null ? String(Reflect.get(event, "type")) : "";

function embeddings(model: string): FakeAnswer {
  const vector = Buffer.from(new Float32Array([0.5, -0.25]).buffer).toString("base64");
  return {
    json: {
      object: "list",
      model,
      data: [{ object: "embedding", index: 0, embedding: vector }],
      usage: { prompt_tokens: 5, total_tokens: 5 },
    },
  };
}
