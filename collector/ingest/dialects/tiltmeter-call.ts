import type { Attributes } from "@tiltmeter/sdk/wire/attribute-value";
import { ATTRIBUTE, GEN_AI } from "@tiltmeter/sdk/wire/attributes";
import type { GenAiCall } from "@tiltmeter/sdk/wire/genai-call";
import type { Model } from "@tiltmeter/sdk/wire/prediction";
import type { Scope } from "../decoded.ts";
import type { AttributeReader } from "./attribute-reader.ts";
import { seconds } from "./seconds.ts";

/** The attributes of which one makes a prediction a call of a generative model. */
export const CALL_NAMES: readonly string[] = [
  ...Object.values(GEN_AI),
  ATTRIBUTE.callModelSource,
  ATTRIBUTE.callTools,
  ATTRIBUTE.callRefused,
];

/** Whether a prediction is a call of a generative model: one name of such a call is enough. */
export function isCall(attributes: Attributes): boolean {
  return CALL_NAMES.some((name) => (attributes[name] ?? null) !== null);
}

const MODEL_SOURCES = ["provider", "copied", "unknown"] as const;

/** Reads what our own events say of a call, in the names that `sdk/wire/to-wire.ts` writes. */
export function readCall(read: AttributeReader, scope: Scope): GenAiCall {
  return {
    operation: read.text(GEN_AI.operation) ?? "",
    requestModel: read.text(GEN_AI.requestModel) ?? "",
    modelSource: modelSource(read),
    responseId: read.text(GEN_AI.responseId) ?? "",
    conversationId: read.text(GEN_AI.conversationId) ?? "",
    inputTokens: read.countIfGiven(GEN_AI.inputTokens),
    cachedTokens: read.countIfGiven(GEN_AI.cachedTokens),
    cacheWriteTokens: read.countIfGiven(GEN_AI.cacheWriteTokens),
    outputTokens: read.countIfGiven(GEN_AI.outputTokens),
    reasoningTokens: read.countIfGiven(GEN_AI.reasoningTokens),
    finishReasons: read.texts(GEN_AI.finishReasons) ?? [],
    tools: tools(read),
    isRefused: read.flag(ATTRIBUTE.callRefused),
    isStreamed: read.flag(GEN_AI.isStreamed),
    firstChunk: seconds(read, GEN_AI.firstChunk),
    source: {
      dialect: "tiltmeter",
      scope: scope.name,
      scopeVersion: scope.version,
      schemaUrl: scope.schemaUrl,
      seenBy: [],
    },
  };
}

/** Who names a responding model in an event of ours, and not where from, has it from the provider. */
function modelSource(read: AttributeReader): GenAiCall["modelSource"] {
  const given = read.text(ATTRIBUTE.callModelSource) ?? "";
  if (given === "") return read.has(GEN_AI.responseModel) ? "provider" : "unknown";
  const known = MODEL_SOURCES.find((source) => source === given);
  if (known !== undefined) return known;
  read.complain(ATTRIBUTE.callModelSource, `one of ${MODEL_SOURCES.join(", ")}`, given);
  return "unknown";
}

function tools(read: AttributeReader): Readonly<Record<string, number>> {
  const into: Record<string, number> = Object.create(null);
  for (const [name, value] of read.map(ATTRIBUTE.callTools)) {
    const count = typeof value === "bigint" ? Number(value) : value;
    if (typeof count === "number" && Number.isSafeInteger(count) && count > 0) into[name] = count;
    else read.complain(`${ATTRIBUTE.callTools}.${name}`, "a whole number from 1", value);
  }
  return into;
}

/**
 * A call's model: the provider, and the model that the provider says has answered. A client without names of ours
 * for them says both in OpenTelemetry's.
 */
export function readCalledModel(read: AttributeReader, own: Model, call: GenAiCall): Model {
  const supplier = own.supplier === "" ? (read.text(GEN_AI.provider) ?? "") : own.supplier;
  if (own.name !== "" || own.version !== "" || call.modelSource !== "provider") {
    return { ...own, supplier };
  }
  const answered = read.text(GEN_AI.responseModel) ?? "";
  return { ...own, supplier, name: answered, version: answered };
}
