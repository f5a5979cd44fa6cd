import { callName } from "@tiltmeter/sdk/wire/call-name";
import type { Prediction } from "@tiltmeter/sdk/wire/prediction";
import type { ToldCall } from "./dialects/span-dialect.ts";

/** The prediction that a call is, of which somebody else's instrumentation told. */
export function toldPrediction(of: {
  readonly told: ToldCall;
  readonly traceId: string;
  readonly spanId: string;
  /** When it began. */
  readonly timeMs: number;
  /** Seconds; null where not measured. */
  readonly latency: number | null;
  readonly isError: boolean;
  readonly errorType: string;
}): Prediction {
  const { told, traceId, spanId, timeMs, latency, isError, errorType } = of;
  const { call, supplier, answered } = told;
  const isNamed = traceId !== "" || call.responseId !== "" || spanId !== "";
  return {
    kind: "prediction",
    id: isNamed ? callName({ traceId, responseId: call.responseId, spanId }) : "",
    timeMs,
    model: { name: answered, version: answered, supplier, digest: "" },
    task: call.operation === "embeddings" ? "" : "generation",
    label: "",
    score: null,
    value: null,
    latency,
    status: isError || errorType !== "" ? "error" : "ok",
    errorType,
    numericFeatures: {},
    categoricalFeatures: {},
    missingFeatures: [],
    segment: {},
    subject: "",
    call,
  };
}
