import type { Attributes, WireRecord } from "@tiltmeter/sdk/wire/attribute-value";
import { GEN_AI } from "@tiltmeter/sdk/wire/attributes";
import { callName } from "@tiltmeter/sdk/wire/call-name";
import type { Score } from "@tiltmeter/sdk/wire/score";
import { type DecodedRecord, NO_SCOPE } from "../decoded.ts";
import type { Recognised } from "../recognised.ts";
import { toldPrediction } from "../told-prediction.ts";
import { readAttributes } from "./attribute-reader.ts";
import { firstText } from "./first-value.ts";
import { originOf } from "./origin-of.ts";
import { readGenAiCall } from "./otel-genai.ts";
import { toldCall } from "./span-dialect.ts";

/** A log record that may be an event of OpenTelemetry's conventions for generative AI. */
type GenAiRecord = WireRecord & Partial<Pick<DecodedRecord, "isSampled" | "scope">>;

/**
 * Reads the events of the conventions that say something of their own: what an evaluation found of an answer, and a call
 * whose trace is not recorded. Of a call in a recorded trace its span tells: it is `elsewhere`. All others are foreign.
 */
export function recogniseGenAiEvent(
  eventName: string,
  record: GenAiRecord,
  resource: Attributes,
): Recognised {
  switch (eventName) {
    case "gen_ai.evaluation.result":
      return evaluation(record, resource);
    case "gen_ai.client.inference.operation.details":
      return operation(record, resource);
    default:
      return { kind: "foreign" };
  }
}

function evaluation(record: GenAiRecord, resource: Attributes): Recognised {
  const { attributes, traceId, spanId } = record;
  const name = firstText(attributes, "gen_ai.evaluation.name");
  const label = firstText(attributes, "gen_ai.evaluation.score.label");
  const value = scoreValue(attributes);
  const responseId = firstText(attributes, GEN_AI.responseId);
  const isSaid = label !== "" || value !== null;
  // An evaluation that failed says nothing of the answer.
  if (!isSaid && firstText(attributes, "error.type") !== "") return { kind: "foreign" };
  const read = readAttributes(attributes, resource);
  if (name === "") read.complain("gen_ai.evaluation.name", "the name of a check", null);
  if (!isSaid) {
    const names = "gen_ai.evaluation.score.value or gen_ai.evaluation.score.label";
    read.complain(names, "given", null);
  }
  if (responseId === "" && spanId === "") {
    read.complain(GEN_AI.responseId, "given, or the evaluated span be the record's", null);
  }
  const statement: Score = {
    kind: "score",
    id: callName({ traceId, responseId, spanId }),
    timeMs: record.timeMs,
    ...{ name, value, label },
    passed: passedBy(label),
    source: record.scope?.name ?? "",
  };
  const telemetry = { origin: originOf(read), seq: 0, traceId, spanId, statement };
  const reason = read.problem();
  return reason === null ? { kind: "telemetry", telemetry } : { kind: "rejected", reason };
}

function scoreValue(attributes: Attributes): number | null {
  const value = attributes["gen_ai.evaluation.score.value"];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** The conventions leave the meaning of a number to each evaluation; of labels two pairs speak for themselves. */
function passedBy(label: string): boolean | null {
  if (/^pass(ed)?$/i.test(label)) return true;
  return /^fail(ed)?$/i.test(label) ? false : null;
}

function operation(record: GenAiRecord, resource: Attributes): Recognised {
  const { attributes, traceId, spanId, timeMs, isSampled = false, scope = NO_SCOPE } = record;
  const reading = readGenAiCall(attributes, []);
  if (reading.kind !== "call") return { kind: "foreign" };
  if (isSampled && traceId !== "") return { kind: "elsewhere" };
  const read = readAttributes(attributes, resource);
  const statement = toldPrediction({
    told: toldCall(reading.said, "otel-genai-event", scope),
    ...{ traceId, spanId, timeMs },
    latency: null,
    isError: false,
    errorType: firstText(attributes, "error.type"),
  });
  const telemetry = { origin: originOf(read), seq: 0, traceId, spanId, statement };
  const reason = read.problem();
  return reason === null ? { kind: "telemetry", telemetry } : { kind: "rejected", reason };
}
