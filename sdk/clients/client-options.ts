import type { Output } from "../readers.ts";
import type { Features, Scalars } from "../scalars.ts";
import type { Prediction } from "../wire/prediction.ts";
import type { Fields } from "../wire/served/fields.ts";

/**
 * What to read from the calls of a wrapped client. Each selector gets the body of the request, runs at most once a
 * call, and its failure reaches nobody.
 */
export interface ClientOptions {
  /** Who answers, in OpenTelemetry's words (`openai`, `azure.ai.openai`, …), where the client's address does not tell. */
  readonly provider?: string;
  /** Your own key. Else a prediction is named after the provider's id of its answer. */
  readonly id?: (request: Fields) => string | number;
  readonly features?: (request: Fields) => Features | undefined;
  readonly segment?: (request: Fields) => Scalars | undefined;
  /** A keyed hash of the person concerned. */
  readonly subject?: (request: Fields) => string | undefined;
  /** What the answer's text decided, e.g. a label that was asked for. The text itself goes nowhere. */
  readonly output?: (text: string) => Output | undefined;
  /** Hears of each prediction of this client. */
  readonly onPrediction?: (prediction: Prediction) => void;
}
