import type { GenAiCall, GenAiSource } from "../genai-call.ts";
import type { Model, Task } from "../prediction.ts";
import type { AnswerReader } from "./answer.ts";
import { answerReader, isGenerative } from "./answer-reader.ts";
import type { Asked } from "./asked.ts";
import { callOf, operationOf } from "./call-of.ts";
import { EventStreamReader } from "./event-stream.ts";
import { failureOf } from "./failure-of.ts";
import { fieldsOf, textAt } from "./fields.ts";
import { scoredByInfer } from "./infer.ts";
import { scoredByInvocations } from "./invocations.ts";
import type { Row, Scored } from "./tabular.ts";

/** A whole answer longer than this is not read: that it came is known, what it said is not. */
const BODY_BYTES_MAX = 8 * 1_048_576;

/** One prediction of a call of a model server, but for its id and its times. */
export interface ServedPrediction {
  readonly model: Model;
  readonly task: Task;
  /** By default, where the answer is one value: text or whole number. */
  readonly label: string;
  readonly value: number | null;
  /** What was asked about, of a table; empty for generative models. */
  readonly row: Row;
  /** What was answered for the row, as the server put it; null for generative models. */
  readonly predicted: unknown;
  readonly call: GenAiCall | null;
  /** The class of a failure that the answer tells of; `""` where none. */
  readonly failure: string;
  /** What was said, where content is kept; else `""`. */
  readonly text: string;
}

/**
 * One call of a model server over HTTP, read from the bytes of its answer as they pass. Nothing is held back or
 * changed, and whatever the bytes are, no method throws.
 */
export class ServedExchange {
  readonly #asked: Asked;
  readonly #nowMs: () => number;
  readonly #startMs: number;
  readonly #reader: AnswerReader | null;
  readonly #events: EventStreamReader;
  readonly #decoder = new TextDecoder();
  #isEvents = false;
  #isRead = true;
  #failure = "";
  #firstMs: number | null = null;
  #text = "";
  #bytes = 0;
  #body: unknown = null;

  constructor(of: {
    readonly asked: Asked;
    /** Whether what was said may be recorded. */
    readonly keepsText: boolean;
    /** Of a clock that does not jump. */
    readonly nowMs: () => number;
  }) {
    this.#asked = of.asked;
    this.#nowMs = of.nowMs;
    this.#startMs = of.nowMs();
    this.#reader = isGenerative(of.asked.api) ? answerReader(of.asked.api, of.keepsText) : null;
    this.#events = new EventStreamReader((data) => this.#event(data));
  }

  /** The head of the answer has come. */
  answered(status: number, contentType: string): void {
    this.#isEvents = contentType.toLowerCase().startsWith("text/event-stream");
    if (status >= 400) this.#failure = String(status);
    this.#isRead = this.#isEvents || /\bjson\b/i.test(contentType);
  }

  chunk(bytes: Uint8Array): void {
    this.#firstMs ??= this.#nowMs();
    this.#bytes += bytes.length;
    if (!this.#isRead) return;
    if (!this.#isEvents && this.#bytes > BODY_BYTES_MAX) {
      this.#text = "";
      this.#isRead = false;
      return;
    }
    this.#add(this.#decoder.decode(bytes, { stream: true }));
  }

  /** The answer has come whole. An exchange that was broken off is read without this. */
  end(): void {
    if (!this.#isRead) return;
    this.#add(this.#decoder.decode());
    if (this.#isEvents) this.#events.end();
    else {
      this.#body = parsed(this.#text) ?? null;
      this.#reader?.whole(this.#body);
    }
    this.#text = "";
  }

  /** What is known so far: one prediction, or one for each row of a table. */
  predictions(of: {
    /** Of the provider; `""` where unknown. */
    readonly provider: string;
    readonly source: GenAiSource;
  }): readonly ServedPrediction[] {
    const { api } = this.#asked;
    if (this.#reader === null || !isGenerative(api)) return this.#scored(of.provider);
    const answer = this.#reader.read();
    const called = callOf({
      operation: operationOf(api),
      requestModel: this.#asked.model,
      conversationId: this.#asked.conversationId,
      isStreamed: this.#isEvents || this.#asked.isStreamed,
      firstChunk:
        this.#isEvents && this.#firstMs !== null ? (this.#firstMs - this.#startMs) / 1_000 : null,
      provider: of.provider,
      answer,
      source: of.source,
    });
    const failure = this.#failure || answer.failure;
    return [
      { ...called, label: "", value: null, row: {}, predicted: null, failure, text: answer.text },
    ];
  }

  #scored(provider: string): readonly ServedPrediction[] {
    const { api, body: request, model: requested, modelVersion } = this.#asked;
    const answer = fieldsOf(this.#body);
    const isInfer = api === "kserve.infer";
    const failure = this.#failure || failureOf(answer);
    const model: Model = {
      name: textAt(answer, "model_name") || requested,
      version: textAt(answer, "model_version") || modelVersion,
      supplier: provider,
      digest: "",
    };
    const base = { model, task: "" as const, call: null, failure, text: "" };
    const scored: readonly Scored[] = isInfer
      ? scoredByInfer(request, answer)
      : scoredByInvocations(request, this.#body);
    if (scored.length === 0) {
      return [{ ...base, label: "", value: null, row: {}, predicted: null }];
    }
    return scored.map(({ row, predicted, said }) => ({
      ...base,
      label: typeof said === "string" ? said : "",
      value: typeof said === "number" ? said : null,
      row,
      predicted,
    }));
  }

  #add(text: string): void {
    if (this.#isEvents) this.#events.add(text);
    else this.#text += text;
  }

  #event(data: string): void {
    if (data === "[DONE]") return;
    const event = parsed(data);
    if (event !== undefined) this.#reader?.event(event);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
