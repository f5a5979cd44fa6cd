import type { Observation } from "../../sdk/observation.ts";
import { NO_MODEL } from "../../sdk/readers.ts";

/** A prediction as it is observed that says nothing, but for what is given. */
export function madeObservation(of: Partial<Observation> = {}): Observation {
  return {
    kind: "observation",
    id: "a",
    timeMs: 1,
    model: NO_MODEL,
    task: "",
    label: "",
    score: null,
    value: null,
    latency: null,
    status: "ok",
    errorType: "",
    features: null,
    segment: null,
    subject: "",
    call: null,
    ...of,
  };
}
