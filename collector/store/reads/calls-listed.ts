import type { GenAiCall } from "@tiltmeter/sdk/wire/genai-call";
import type { Read } from "../engine/read.ts";
import { microsOf } from "../evidence/scope.ts";
import { asFlag, asList, asNumber, asNumberOrNull, asRecord, asText } from "../row-values.ts";
import { bounds, type Window, within } from "./window.ts";

/** Which calls of a system: in a window, and of them those that fit. */
export interface CallsAsked extends Window {
  readonly system: string;
  /** The model that answered; `""`: it is not known. */
  readonly model?: string;
  readonly finishReason?: string;
  readonly tool?: string;
  /** `unmeasured`: answered without saying its tokens. */
  readonly only?: "failed" | "refused" | "unmeasured";
  readonly limit: number;
  readonly after?: Pick<ListedCall, "timeMs" | "id">;
}

/** One call as a list shows it. */
export interface ListedCall extends Pick<GenAiCall, Listed> {
  readonly id: string;
  readonly timeMs: number;
  readonly supplier: string;
  readonly model: string;
  readonly status: string;
}

type Listed =
  | "requestModel"
  | "inputTokens"
  | "outputTokens"
  | "firstChunk"
  | "finishReasons"
  | "tools"
  | "isRefused";

/** The newest first, then by id, behind the one that is named. Cost: the calls of the window. */
export async function readCallsListed(read: Read, of: CallsAsked): Promise<readonly ListedCall[]> {
  const { model, finishReason, tool, only, after } = of;
  const fits = [
    ...(model === undefined ? [] : ["model_version = {model:String}"]),
    ...(finishReason === undefined ? [] : ["has(finish_reasons, {reason:String})"]),
    ...(tool === undefined ? [] : ["mapContains(tools, {tool:String})"]),
    ...(only === undefined ? [] : [ONLY[only]]),
    ...(after === undefined
      ? []
      : ["(-toUnixTimestamp64Micro(window_time), id) > (-{afterTime:Int64}, {afterId:String})"]),
  ];
  const rows = await read(
    "calls.listed",
    `SELECT id, toUnixTimestamp64Micro(window_time), supplier, model_version, request_model, status,
       input_tokens, output_tokens, first_chunk, finish_reasons, tools, is_refused
     FROM calls_v1 WHERE ${["system = {system:String}", within("window_time"), ...fits].join(" AND ")}
     ORDER BY window_time DESC, id LIMIT {limit:UInt32}`,
    {
      ...{ system: of.system, ...bounds(of), limit: of.limit },
      ...(model === undefined ? {} : { model }),
      ...(finishReason === undefined ? {} : { reason: finishReason }),
      ...(tool === undefined ? {} : { tool }),
      ...(after === undefined ? {} : { afterTime: microsOf(after.timeMs), afterId: after.id }),
    },
  );
  return rows.map(([id, micros, supplier, answered, requested, status, ...rest]) => {
    const [input, output, firstChunk, finishReasons, tools, isRefused] = rest;
    return {
      id: asText(id),
      timeMs: asNumber(micros) / 1000,
      supplier: asText(supplier),
      model: asText(answered),
      requestModel: asText(requested),
      status: asText(status),
      inputTokens: asNumberOrNull(input),
      outputTokens: asNumberOrNull(output),
      firstChunk: asNumberOrNull(firstChunk),
      finishReasons: asList(finishReasons, asText),
      tools: asRecord(tools, asNumber),
      isRefused: asFlag(isRefused),
    };
  });
}

const ONLY: Readonly<Record<NonNullable<CallsAsked["only"]>, string>> = {
  failed: "status = 'error'",
  refused: "is_refused",
  // As the sums by minute have it: embeddings write nothing.
  unmeasured:
    "status != 'error' AND NOT (input_tokens IS NOT NULL AND (output_tokens IS NOT NULL OR operation = 'embeddings'))",
};
