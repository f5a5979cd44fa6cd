import type { CaptureMode } from "../capture.ts";
import { failureCode } from "../error-type.ts";
import type { Observation } from "../observation.ts";
import { nextPredictionId } from "../prediction-id.ts";
import type { Scalar, Scalars } from "../scalars.ts";
import type { Change } from "../wire/change.ts";
import type { Concern } from "../wire/concern.ts";
import type { GenAiCall } from "../wire/genai-call.ts";
import type { Outcome } from "../wire/outcome.ts";
import type { Oversight } from "../wire/oversight.ts";
import { setOwn } from "../wire/own-property.ts";
import type { Model } from "../wire/prediction.ts";
import type { Score } from "../wire/score.ts";
import { drop, type Judge, keep } from "./policy.ts";

/** What a person or a program says about predictions and systems. */
export type Said = Outcome | Oversight | Score | Concern | Change;

/** Fields that have a policy each. */
export interface Judges {
  readonly id: Judge;
  readonly label: Judge;
  readonly subject: Judge;
  readonly actor: Judge;
  readonly reason: Judge;
  readonly summary: Judge;
  readonly conversation: Judge;
  /** What was changed from and to. */
  readonly version: Judge;
  /** Codes that users choose: roles, sources, kinds, names of checks. */
  readonly code: Judge;
  readonly feature: (name: string) => Judge;
  readonly segment: (name: string) => Judge;
}

/**
 * Brings records to what may leave, before they are queued.
 *
 * Fails closed: a field whose policy throws is left out and `onFailure` hears its name, never its value.
 */
export class Redactor {
  /** Nothing of a prediction without a `call` is changed: it need not be brought here. */
  readonly isIdle: boolean;
  readonly #judges: Judges;
  readonly #modeOf: (feature: string) => CaptureMode;
  readonly #onFailure: (field: string) => void;

  constructor(of: {
    readonly judges: Judges;
    /** Whether no policy looks at predictions. */
    readonly isIdle: boolean;
    readonly modeOf: (feature: string) => CaptureMode;
    readonly onFailure: (field: string) => void;
  }) {
    this.isIdle = of.isIdle;
    this.#judges = of.judges;
    this.#modeOf = of.modeOf;
    this.#onFailure = of.onFailure;
  }

  /** A prediction as it may leave. Without an id of its own it gets a generated one. Does not throw. */
  observation(observation: Observation): Observation {
    const { id, label, subject, segment, features, call } = observation;
    const errorType = observation.errorType === "" ? "" : failureCode(observation.errorType);
    if (this.isIdle && call === null) {
      return errorType === observation.errorType ? observation : { ...observation, errorType };
    }
    const judges = this.#judges;
    return {
      ...observation,
      id: this.#text("id", judges.id, id) || nextPredictionId(),
      label: this.#text("label", judges.label, label),
      subject: this.#text("subject", judges.subject, subject),
      segment: segment && this.#map("segment", segment, judges.segment),
      features: features && this.#map("features", features, (name) => this.#featureJudge(name)),
      errorType,
      model: call === null ? observation.model : this.#model(observation.model),
      call: call && this.#call(call),
    };
  }

  /** Of a call, what a server of others said. */
  #model({ name, version, supplier, digest }: Model): Model {
    const { code } = this.#judges;
    return {
      name: this.#text("model", code, name),
      version: this.#text("model", code, version),
      supplier: this.#text("model", code, supplier),
      digest,
    };
  }

  /** Names that programs give, as codes; the answer's id as the prediction's, which is often named for it. */
  #call(call: GenAiCall): GenAiCall {
    const { id, conversation, code } = this.#judges;
    const tools: Record<string, number> = {};
    for (const [name, count] of Object.entries(call.tools)) {
      const own = this.#text("tools", code, name);
      if (own !== "")
        setOwn(tools, own, (Object.hasOwn(tools, own) ? (tools[own] ?? 0) : 0) + count);
    }
    return {
      ...call,
      operation: this.#text("operation", code, call.operation),
      requestModel: this.#text("requestModel", code, call.requestModel),
      responseId: this.#text("id", id, call.responseId),
      conversationId: this.#text("conversation", conversation, call.conversationId),
      finishReasons: call.finishReasons.map((each) => this.#text("finishReasons", code, each)),
      tools,
    };
  }

  /** A statement as it may leave; null where it says nothing without what had to be left out. Does not throw. */
  statement(said: Said): Said | null {
    const { id, label, actor, reason, summary, version, code } = this.#judges;
    const text = (field: string, judge: Judge, value: string): string =>
      this.#text(field, judge, value);
    if (said.kind === "change") {
      const change = text("kind", code, said.change);
      return {
        ...said,
        change,
        summary: text("summary", summary, said.summary),
        from: text("from", version, said.from),
        to: text("to", version, said.to),
      };
    }
    const own = text("id", id, said.id);
    // Nothing could find what it is about.
    if (own === "") return null;
    switch (said.kind) {
      case "outcome": {
        const truth = text("label", label, said.label);
        if (truth === "" && said.value === null) return null;
        return { ...said, id: own, label: truth, source: text("source", code, said.source) };
      }
      case "oversight":
        return {
          ...said,
          id: own,
          from: text("from", label, said.from),
          to: text("to", label, said.to),
          by: text("actor", actor, said.by),
          role: text("role", code, said.role),
          reason: text("reason", reason, said.reason),
        };
      case "score":
        return {
          ...said,
          id: own,
          name: text("name", code, said.name),
          label: text("label", label, said.label),
          source: text("source", code, said.source),
        };
      case "concern":
        return {
          ...said,
          id: own,
          concern: text("kind", code, said.concern),
          summary: text("summary", summary, said.summary),
          by: text("actor", actor, said.by),
        };
    }
  }

  /** Of a feature that is only counted no value leaves: it is counted as it is, unless it is to be dropped. */
  #featureJudge(name: string): Judge {
    const judge = this.#judges.feature(name);
    return judge === drop || this.#modeOf(name) === "values" ? judge : keep;
  }

  /** `""` is what was not said. */
  #text(field: string, judge: Judge, value: string): string {
    if (value === "" || judge === keep) return value;
    try {
      const kept = judge(value);
      return kept === undefined || kept === null ? "" : String(kept);
    } catch {
      this.#onFailure(field);
      return "";
    }
  }

  #map(field: string, values: Scalars, judgeOf: (name: string) => Judge): Scalars {
    const kept: Record<string, Scalars[string]> = {};
    for (const name of Object.keys(values)) {
      try {
        const judged = judgedValue(values[name], judgeOf(name));
        if (judged !== LEFT_OUT) setOwn(kept, name, judged);
      } catch {
        this.#onFailure(field);
      }
    }
    return kept;
  }
}

const LEFT_OUT = Symbol("left out");

function judgedValue(value: Scalar, judge: Judge): Scalar | typeof LEFT_OUT {
  if (judge === drop) return LEFT_OUT;
  // What is no scalar, such as a marked text, goes on to where it is counted or refused: it is never sent.
  if (judge === keep || value === null || value === undefined || isNoScalar(value)) return value;
  return judge(value) ?? LEFT_OUT;
}

/** Copies of what users gave, read before their types are known to hold. */
function isNoScalar(value: unknown): boolean {
  return typeof value === "object" || typeof value === "function" || typeof value === "symbol";
}
