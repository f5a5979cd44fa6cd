import {
  eventChunks,
  type FakeAnswer,
  type FakeRequest,
  type FakeServer,
  startFakeServer,
} from "./fake-server.ts";

/** What every message of the fake has used: 10 tokens uncached, 4 read from and 6 written to the cache. */
const ANTHROPIC_USAGE = {
  input_tokens: 10,
  cache_read_input_tokens: 4,
  cache_creation_input_tokens: 6,
  output_tokens: 3,
} as const;

/**
 * A server of Anthropic's Messages API, `/v1/messages`, whole and streamed. A request with tools is answered by
 * a use of the first. Ids count up: `msg_1`, `msg_2`, ….
 */
export function startFakeAnthropic(): Promise<FakeServer> {
  let count = 0;
  return startFakeServer((request) => {
    count += 1;
    if (request.path === "/v1/messages") return message(request, count);
    return {
      status: 404,
      json: { type: "error", error: { type: "not_found_error", message: request.path } },
    };
  });
}

function message({ body }: FakeRequest, count: number): FakeAnswer {
  const tools = body?.["tools"];
  const name: unknown = Array.isArray(tools) ? tools[0]?.name : undefined;
  const block =
    name === undefined
      ? { type: "text", text: "Hello world" }
      : { type: "tool_use", id: `toolu_${count}`, name, input: {} };
  const stopReason = name === undefined ? "end_turn" : "tool_use";
  const base = {
    id: `msg_${count}`,
    type: "message",
    role: "assistant",
    model: `${String(body?.["model"])}-20260806`,
    stop_sequence: null,
  };
  const headers = { "request-id": `req_${count}` };
  if (body?.["stream"] !== true) {
    return {
      headers,
      json: { ...base, content: [block], stop_reason: stopReason, usage: ANTHROPIC_USAGE },
    };
  }
  const begun = block.type === "text" ? { ...block, text: "" } : block;
  const deltas =
    block.type === "text"
      ? [
          { type: "text_delta", text: "Hello" },
          { type: "text_delta", text: " world" },
        ]
      : [{ type: "input_json_delta", partial_json: "{}" }];
  const events = [
    {
      type: "message_start",
      message: {
        ...base,
        content: [],
        stop_reason: null,
        usage: { ...ANTHROPIC_USAGE, output_tokens: 1 },
      },
    },
    { type: "content_block_start", index: 0, content_block: begun },
    { type: "ping" },
    ...deltas.map((delta) => ({ type: "content_block_delta", index: 0, delta })),
    { type: "content_block_stop", index: 0 },
    {
      type: "message_delta",
      delta: { stop_reason: stopReason, stop_sequence: null },
      usage: { output_tokens: ANTHROPIC_USAGE.output_tokens },
    },
    { type: "message_stop" },
  ];
  return { headers, chunks: eventChunks(events, { nameOf: (event) => typeOf(event) }) };
}

const typeOf = (event: unknown): string =>
  typeof event === "object" && event !== null ? String(Reflect.get(event, "type")) : "";
