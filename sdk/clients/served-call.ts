import { monotonicMs, wallMs } from "../clock.ts";
import { errorType } from "../error-type.ts";
import { nextPredictionId } from "../prediction-id.ts";
import { NO_OUTPUT, type OutputRead } from "../readers.ts";
import type { Scalars } from "../scalars.ts";
import { activeTrace } from "../trace-context.ts";
import type { Model } from "../wire/prediction.ts";
import type { Asked } from "../wire/served/asked.ts";
import { ServedExchange, type ServedPrediction } from "../wire/served/exchange.ts";
import { promptOf } from "../wire/served/prompt-of.ts";
import { firstOf } from "./first-of.ts";
import type { BodyObserver } from "./observed-response.ts";
import type { WatchedClient } from "./watched-client.ts";

/** One call of a model server over HTTP: one prediction, or one for each row of a table. No method throws. */
export class ServedCall implements BodyObserver {
  readonly #client: WatchedClient;
  readonly #provider: string;
  /** Of the user's words, where the server names none. */
  readonly #model: Model;
  readonly #asked: Asked;
  readonly #exchange: ServedExchange;
  readonly #trace = activeTrace();
  readonly #startMs = monotonicMs();
  #seenMs = this.#startMs;
  #isEnded = false;

  constructor(
    client: WatchedClient,
    of: { readonly asked: Asked; readonly provider: string; readonly model: Model },
  ) {
    this.#client = client;
    this.#asked = of.asked;
    this.#provider = of.provider;
    this.#model = of.model;
    this.#exchange = new ServedExchange({
      asked: of.asked,
      keepsText: client.isContentKept || client.hooks.output !== null,
      nowMs: monotonicMs,
    });
  }

  answered(status: number, contentType: string): void {
    this.#seenMs = monotonicMs();
    this.#exchange.answered(status, contentType);
    this.#client.monitor.open.add(this);
  }

  chunk(bytes: Uint8Array): void {
    this.#seenMs = monotonicMs();
    this.#exchange.chunk(bytes);
  }

  ended(): void {
    if (this.#isEnded) return;
    this.#exchange.end();
    this.#end(monotonicMs(), "");
  }

  failed(error: unknown): void {
    this.#end(monotonicMs(), errorType(error));
  }

  left(): void {
    this.#end(this.#seenMs, "");
  }

  /** The monitor ends while the answer still comes. */
  abandoned(): void {
    this.left();
  }

  #end(endMs: number, thrown: string): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    const { monitor, source } = this.#client;
    monitor.open.delete(this);
    const predictions = this.#exchange.predictions({ provider: this.#provider, source });
    const latency = (endMs - this.#startMs) / 1_000;
    const base = nextPredictionId();
    for (const [at, prediction] of predictions.entries()) {
      const id = predictions.length === 1 ? base : `${base}/${at}`;
      this.#record(prediction, { id, latency, thrown });
    }
  }

  #record(
    prediction: ServedPrediction,
    of: { readonly id: string; readonly latency: number; readonly thrown: string },
  ): void {
    const { monitor, hooks } = this.#client;
    const { row, call } = prediction;
    const about = [this.#asked.body, row] as const;
    const failure = of.thrown || prediction.failure;
    const id = hooks.id?.call(about);
    const named = call === null ? null : monitor.names.name(call.responseId);
    const isSaid = failure === "";
    const said = isSaid
      ? hooks.output?.call([call === null ? prediction.predicted : prediction.text, row])
      : undefined;
    monitor.predict(
      {
        kind: "observation",
        id: (typeof id === "string" ? id : null) ?? named ?? of.id,
        timeMs: wallMs(this.#startMs),
        model: this.#modelOf(prediction),
        task: prediction.task,
        ...(firstOf(said) ?? saidBy(prediction)),
        latency: of.latency,
        status: isSaid ? "ok" : "error",
        errorType: failure,
        features: this.#features(prediction, about),
        segment: firstOf(hooks.segment?.call(about)),
        subject: hooks.subject?.call(about) ?? "",
        call,
      },
      this.#trace,
      hooks.onPrediction,
    );
  }

  #modelOf({ model, call }: ServedPrediction): Model {
    // What a hosted provider does not say stays unknown.
    if (call !== null || model.name !== "") return model;
    return { ...this.#model, supplier: this.#model.supplier || model.supplier };
  }

  #features(prediction: ServedPrediction, about: readonly unknown[]): Scalars | null {
    const { monitor, hooks, isContentKept } = this.#client;
    const features = firstOf(hooks.features?.call(about));
    if (prediction.call === null || !isContentKept) return features;
    const input = monitor.contentOf(promptOf(this.#asked.body));
    const output = monitor.contentOf(prediction.text);
    return {
      ...features,
      ...(input === null ? {} : { input }),
      ...(output === null ? {} : { output }),
    };
  }
}

function saidBy({ label, value }: ServedPrediction): OutputRead {
  return label === "" && value === null ? NO_OUTPUT : { ...NO_OUTPUT, label, value };
}
