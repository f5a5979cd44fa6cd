import { monotonicMs, wallMs } from "../clock.ts";
import { errorType } from "../error-type.ts";
import type { Observer } from "../observer.ts";
import { nextPredictionId } from "../prediction-id.ts";
import { NO_OUTPUT } from "../readers.ts";
import type { Scalars } from "../scalars.ts";
import { activeTrace } from "../trace-context.ts";
import { type Answer, type AnswerReader, NO_ANSWER } from "../wire/served/answer.ts";
import { answerReader, type GenerativeApi } from "../wire/served/answer-reader.ts";
import { type Asked, askedOf } from "../wire/served/asked.ts";
import { callOf } from "../wire/served/call-of.ts";
import { fieldsOf } from "../wire/served/fields.ts";
import { promptOf } from "../wire/served/prompt-of.ts";
import type { WatchedClient } from "./watched-client.ts";

/**
 * One call of a wrapped client, from its start to its end, retries inside: one prediction.
 *
 * What is asked is copied at the start. What the answer says is read as its consumer gets it. No method throws.
 */
export class ModelCall implements Observer {
  readonly #client: WatchedClient;
  readonly #api: GenerativeApi;
  readonly #asked: Omit<Asked, "body">;
  readonly #reader: AnswerReader;
  readonly #id: string | null;
  readonly #features: Scalars | null;
  readonly #segment: Scalars | null;
  readonly #subject: string;
  readonly #trace: ReturnType<typeof activeTrace>;
  readonly #startMs: number;
  #seenMs: number;
  #firstMs: number | null = null;
  #isEnded = false;

  constructor(client: WatchedClient, api: GenerativeApi, request: unknown) {
    const { hooks, monitor } = client;
    const body = fieldsOf(request);
    this.#client = client;
    this.#api = api;
    // A copy without the body, which the host may change, and which must not be held while a stream lasts.
    const { body: _, ...asked } = askedOf({ api, model: "", modelVersion: "" }, body);
    this.#asked = asked;
    this.#reader = answerReader(api, client.isContentKept || hooks.output !== null);
    const id = hooks.id?.call([body]);
    this.#id = typeof id === "string" ? id : null;
    const input = client.isContentKept ? monitor.contentOf(promptOf(body)) : null;
    const features = one(hooks.features?.call([body]));
    this.#features = input === null ? features : { ...features, input };
    this.#segment = one(hooks.segment?.call([body]));
    this.#subject = hooks.subject?.call([body]) ?? "";
    this.#trace = activeTrace();
    this.#startMs = monotonicMs();
    this.#seenMs = this.#startMs;
  }

  /** Whether a stream was asked for. */
  get isStreamed(): boolean {
    return this.#asked.isStreamed;
  }

  opened(): void {
    this.#seenMs = monotonicMs();
    this.#client.monitor.open.add(this);
  }

  item(item: unknown): void {
    this.#seenMs = monotonicMs();
    this.#firstMs ??= this.#seenMs;
    this.#reader.event(item);
  }

  returned(result: unknown): void {
    if (this.#isEnded) return;
    const endMs = monotonicMs();
    this.#reader.whole(result);
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
    const called = callOf({
      api: this.#api,
      requestModel: this.#asked.model,
      conversationId: this.#asked.conversationId,
      isStreamed: this.#asked.isStreamed,
      firstChunk: this.#firstMs === null ? null : (this.#firstMs - this.#startMs) / 1_000,
      provider,
      answer,
      source,
    });
    const said = failure === "" ? hooks.output?.call([answer.text]) : undefined;
    const output = this.#client.isContentKept ? monitor.contentOf(answer.text) : null;
    monitor.predict(
      {
        kind: "observation",
        id: this.#id ?? monitor.names.name(answer.responseId) ?? nextPredictionId(),
        timeMs: wallMs(this.#startMs),
        ...called,
        ...(one(said) ?? NO_OUTPUT),
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
      return this.#reader.read();
    } catch {
      return NO_ANSWER;
    }
  }
}

/** A call is one prediction: where a selector gives many, the first stands for it. */
function one<T>(value: T | readonly T[] | undefined): T | null {
  if (value === undefined) return null;
  return isList(value) ? (value[0] ?? null) : value;
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
