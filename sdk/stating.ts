import type { AsyncLocalStorage } from "node:async_hooks";
import type { Intake } from "./intake.ts";
import type { Monitor } from "./monitor.ts";
import type { RecordClass } from "./recorder.ts";
import {
  changeOf,
  concernOf,
  outcomeOf,
  oversightOf,
  predictionOf,
  scoreOf,
} from "./statements.ts";
import { activeTrace, traceOr } from "./trace-context.ts";
import type { Model } from "./wire/prediction.ts";

/** What users say of their own accord. What cannot be read is counted and told; none of it throws. */
export function stating(of: {
  readonly intake: Intake;
  readonly defaults: { readonly model: Model; readonly nowMs: () => number };
  readonly lastPrediction: AsyncLocalStorage<string> | null;
}): Pick<Monitor, "record" | "review" | "outcome" | "score" | "concern" | "change"> {
  const { intake, defaults, lastPrediction } = of;
  const attempt = (of: RecordClass, record: () => void): void => {
    try {
      record();
    } catch (error) {
      intake.invalid(of, error);
    }
  };
  return {
    record(input) {
      let id = "";
      attempt("prediction", () => {
        const observation = predictionOf(input, defaults);
        id = observation.id;
        intake.prediction(observation, traceOr(input.trace));
        lastPrediction?.enterWith(id);
      });
      return id;
    },
    review(id, input) {
      attempt("oversight", () => intake.statement(oversightOf(id, input, defaults), activeTrace()));
    },
    outcome(id, input) {
      attempt("outcome", () => intake.statement(outcomeOf(id, input, defaults), activeTrace()));
    },
    score(id, input) {
      attempt("score", () => intake.statement(scoreOf(id, input, defaults), activeTrace()));
    },
    concern(input) {
      let id = "";
      attempt("concern", () => {
        const concern = concernOf(input, defaults);
        id = concern.id;
        intake.statement(concern, activeTrace());
      });
      return id;
    },
    change(input) {
      attempt("change", () => intake.statement(changeOf(input, defaults), activeTrace()));
    },
  };
}
