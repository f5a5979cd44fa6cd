import { monotonicMs, wallMs } from "../clock.ts";
import { errorType } from "../error-type.ts";
import type { Observer } from "../observer.ts";
import { nextPredictionId } from "../prediction-id.ts";
import { NO_OUTPUT } from "../readers.ts";
import type { Scalars } from "../scalars.ts";
import { activeTrace } from "../trace-context.ts";
import { type Answer, type AnswerReader, NO_ANSWER } from "../wire/served/answer.ts";
import { callOf } from "../wire/served/call-of.ts";
import type { Fields } from "../wire/served/fields.ts";
import { promptOf } from "../wire/served/prompt-of.ts";
import { firstOf } from "./first-of.ts";
import type { WatchedClient } from "./watched-client.ts";

/** What a wrapped client asks a model. */
export interface ModelRequest {
  /** `gen_ai.operation.name`. */
  readonly operation: string;
  readonly model: string;
  readonly conversationId: string;
  /** Null where the client does not tell. */
  readonly isStreamed: boolean | null;
  /** Where it tells and the client's does not. */
  readonly provider: string;
  /** What selectors get. */
  readonly body: Fields;
  readonly reader: AnswerReader;
}

/**
 * One call of a wrapped client, from its start to its end, retries inside: one prediction.
 *
 * What is asked is copied at the start. What the answer says is read as its consumer gets it. No method throws.
 */
export class ModelCall implements Observer {
  readonly #client: WatchedClient;
  readonly #request: Omit<ModelRequest, "body">;
  readonly #given: string | null;
  readonly #features: Scalars | null;
  readonly #segment: Scalars | null;
  readonly #subject: string;
  readonly #trace: ReturnType<typeof activeTrace>;
  readonly #startMs: number;
  #id = "";
  #seenMs: number;
  #firstMs: number | null = null;
  #isStreamed: boolean | null;
  #isEnded = false;

  constructor(client: WatchedClient, { body, ...request }: ModelRequest) {
    const { hooks, monitor } = client;
    this.#client = client;
    // Without the body, which the host may change, and which must not be held while a stream lasts.
    this.#request = request;
    this.#isStreamed = request.isStreamed;
    const id = hooks.id?.call([body]);
    this.#given = typeof id === "string" ? id : null;
    const input = client.isContentKept ? monitor.contentOf(promptOf(body)) : null;
    const features = firstOf(hooks.features?.call([body]));
    this.#features = input === null ? features : { ...features, input };
    this.#segment = firstOf(hooks.segment?.call([body]));
    this.#subject = hooks.subject?.call([body]) ?? "";
    this.#trace = activeTrace();
    this.#startMs = monotonicMs();
    this.#seenMs = this.#startMs;
  }

  /** Of its prediction; `""` until it has ended. */
  get id(): string {
    return this.#id;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Whether a stream was asked for. */
  get isStreamed(): boolean {
    return this.#isStreamed === true;
  }

  /** The answer turned out to be a stream. */
  streams(): void {
    this.#isStreamed = true;
  }

  opened(): void {
    this.#seenMs = monotonicMs();
    this.#client.monitor.open.add(this);
  }

  item(item: unknown): void {
    this.#seenMs = monotonicMs();
    this.#firstMs ??= this.#seenMs;
    this.#request.reader.event(item);
  }

  returned(result: unknown): void {
    if (this.#isEnded) return;
    const endMs = monotonicMs();
    this.#request.reader.whole(result);
    this.#end(endMs, "");
  }

  exhausted(): void {
    this.#end(monotonicMs(), "");
  }

  threw(error: unknown): void {
    this.#end(monotonicMs(), errorType(error));
  }

  abandoned(): void {
    this.#end(this.#seenMs, "");
  }

  /** The caller took the raw response: that it came is known, what it says is the caller's alone. */
  unread(): void {
    this.#end(monotonicMs(), "");
  }

  #end(endMs: number, thrown: string): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    const { monitor, hooks, provider, source } = this.#client;
    monitor.open.delete(this);
    const answer = this.#answer();
    const failure = thrown || answer.failure;
    const { operation, model, conversationId } = this.#request;
    this.#id = this.#given ?? monitor.names.name(answer.responseId) ?? nextPredictionId();
    const called = callOf({
      operation,
      requestModel: model,
      conversationId,
      isStreamed: this.#isStreamed,
      firstChunk: this.#firstMs === null ? null : (this.#firstMs - this.#startMs) / 1_000,
      provider: provider || this.#request.provider,
      answer,
      source,
    });
    const said = failure === "" ? hooks.output?.call([answer.text]) : undefined;
    const output = this.#client.isContentKept ? monitor.contentOf(answer.text) : null;
    monitor.predict(
      {
        kind: "observation",
        id: this.#id,
        timeMs: wallMs(this.#startMs),
        ...called,
        ...(firstOf(said) ?? NO_OUTPUT),
        latency: (endMs - this.#startMs) / 1_000,
        status: failure === "" ? "ok" : "error",
        errorType: failure,
        features: output === null ? this.#features : { ...this.#features, output },
        segment: this.#segment,
        subject: this.#subject,
      },
      this.#trace,
      hooks.onPrediction,
    );
  }

  /** An answer may be anything: a getter of the host's that throws ends the reading and nothing else. */
  #answer(): Answer {
    try {
      return this.#request.reader.read();
    } catch {
      return NO_ANSWER;
    }
  }
}
