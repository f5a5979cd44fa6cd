import type { GenAiCall } from "@tiltmeter/sdk/wire/genai-call";
import type { Read } from "../engine/read.ts";
import { asFlag, asList, asNumber, asNumberOrNull, asRecord, asText } from "../row-values.ts";

/** What the call of a prediction was; null where it was none. */
export async function readPredictionCall(
  read: Read,
  of: { readonly system: string; readonly id: string },
): Promise<GenAiCall | null> {
  const [row] = await read(
    "prediction.call",
    `SELECT operation, request_model, model_source, response_id, conversation_id,
       input_tokens, cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens,
       finish_reasons, tools, is_refused, is_streamed, first_chunk,
       dialect, scope, scope_version, schema_url, seen_by
     FROM calls_v1 WHERE system = {system:String} AND id = {id:String}
     ORDER BY received_at, _seq, _row LIMIT 1`,
    { system: of.system, id: of.id },
  );
  if (row === undefined) return null;
  const [operation, requestModel, modelSource, responseId, conversationId, ...used] = row;
  const [input, cached, cacheWrite, output, reasoning, ...ended] = used;
  const [finishReasons, tools, isRefused, isStreamed, firstChunk, ...source] = ended;
  const [dialect, scope, scopeVersion, schemaUrl, seenBy] = source;
  return {
    operation: asText(operation),
    requestModel: asText(requestModel),
    modelSource: sourceOf(asText(modelSource)),
    responseId: asText(responseId),
    conversationId: asText(conversationId),
    inputTokens: asNumberOrNull(input),
    cachedTokens: asNumberOrNull(cached),
    cacheWriteTokens: asNumberOrNull(cacheWrite),
    outputTokens: asNumberOrNull(output),
    reasoningTokens: asNumberOrNull(reasoning),
    finishReasons: asList(finishReasons, asText),
    tools: asRecord(tools, asNumber),
    isRefused: asFlag(isRefused),
    isStreamed: asFlag(isStreamed),
    firstChunk: asNumberOrNull(firstChunk),
    source: {
      dialect: asText(dialect),
      scope: asText(scope),
      scopeVersion: asText(scopeVersion),
      schemaUrl: asText(schemaUrl),
      seenBy: asList(seenBy, asText),
    },
  };
}

function sourceOf(text: string): GenAiCall["modelSource"] {
  return text === "provider" || text === "copied" ? text : "unknown";
}
