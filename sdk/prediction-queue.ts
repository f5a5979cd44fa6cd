import { bytesOfCall, bytesOfContent, contentOf, withoutContent } from "./call-content.ts";
import { FeatureSchema, FeatureSchemas, MISSING, NUMBER, TEXT } from "./feature-schema.ts";
import { Lane } from "./lane.ts";
import type { Observation } from "./observation.ts";
import type { PredictionEncoder } from "./prediction-encoder.ts";
import {
  AT,
  CONTENT,
  CONTENT_AT,
  CONTENT_NUMBERS,
  IN,
  NUMBERS,
  type PredictionHead,
  TEXT_BYTES,
  TEXTS,
} from "./prediction-layout.ts";
import { NO_MODEL } from "./readers.ts";
import { type Scalars, TEXT_LENGTH_SAFE, trimScalars } from "./scalars.ts";

/** A record beyond this is a mistake (the collector takes 4 MiB a request). */
export const RECORD_BYTES_MAX = 1_048_576;
/** Memory of a prediction beside its texts: its places, and half of a piece that may stand empty. */
const PREDICTION_BYTES = 256;

const EMPTY: PredictionHead = {
  model: NO_MODEL,
  task: "",
  isError: false,
  segment: null,
  call: null,
};

/**
 * Predictions that wait, oldest first, in preallocated memory: numbers by value, texts by reference.
 *
 * What a prediction is, its features, and the content of a generative call wait apart, so that content can
 * go before features, and features before the fact that a decision was made.
 */
export class PredictionQueue {
  readonly #predictions = new Lane<PredictionHead>(EMPTY);
  /** The head says what the numbers and texts are; or it is the features themselves, where they never repeat. */
  readonly #features = new Lane<FeatureSchema | Scalars>({});
  readonly #content = new Lane<null>(null);
  readonly #schemas = new FeatureSchemas();
  #lastHead: PredictionHead = EMPTY;
  /** What `#pack` has reserved and not committed. */
  #packed: FeatureSchema | Scalars | null = null;
  #packedBytes = 0;
  /** Memory of all that waits, estimated, in bytes. */
  bytes = 0;

  get length(): number {
    return this.#predictions.length;
  }

  /** The number of the oldest; infinite where none waits. */
  get firstSeq(): number {
    const { front, frontNumbers, length } = this.#predictions;
    return length === 0 ? Infinity : (front.numbers[frontNumbers + AT.seq] ?? Infinity);
  }

  /**
   * Copies a prediction into the queue; false where it is larger than `RECORD_BYTES_MAX`. `refuse` hears the
   * name of each feature that is none, which then leaves the observation too.
   */
  push(
    observation: Observation,
    trace: { readonly traceId: string; readonly spanId: string },
    seq: number,
    refuse: (name: string) => void,
  ): boolean {
    const { id, label, errorType, subject, call, segment } = observation;
    if (call !== null && observation.features !== null) {
      trimScalars(observation.features, refuse);
    }
    const content = call === null ? null : contentOf(observation.features);
    const features = content === null ? observation.features : withoutContent(observation.features);
    this.#packed = null;
    this.#packedBytes = 0;
    if (features !== null) this.#pack(features, refuse);
    let bytes =
      PREDICTION_BYTES + 2 * (id.length + label.length + errorType.length + subject.length);
    if (segment !== null) bytes += trimScalars(segment, refuse);
    if (call !== null) bytes += bytesOfCall(call);
    const contentBytes = content === null ? 0 : bytesOfContent(content);
    if (bytes + this.#packedBytes + contentBytes > RECORD_BYTES_MAX) return false;
    const lane = this.#predictions;
    lane.reserve(NUMBERS, TEXTS);
    const { numbers, numbersEnd, texts, textsEnd } = lane.put;
    numbers[numbersEnd + AT.seq] = seq;
    numbers[numbersEnd + AT.timeMs] = observation.timeMs;
    numbers[numbersEnd + AT.score] = observation.score ?? Number.NaN;
    numbers[numbersEnd + AT.value] = observation.value ?? Number.NaN;
    numbers[numbersEnd + AT.latency] = observation.latency ?? Number.NaN;
    numbers[numbersEnd + AT.features] = this.#packed === null ? -1 : this.#features.came;
    numbers[numbersEnd + AT.content] = content === null ? -1 : this.#content.came;
    numbers[numbersEnd + AT.bytes] = bytes;
    texts[textsEnd + IN.id] = id;
    texts[textsEnd + IN.label] = label;
    texts[textsEnd + IN.errorType] = errorType;
    texts[textsEnd + IN.subject] = subject;
    texts[textsEnd + IN.traceId] = trace.traceId;
    texts[textsEnd + IN.spanId] = trace.spanId;
    lane.commit(this.#headOf(observation), numbersEnd + NUMBERS, textsEnd + TEXTS);
    this.#commitFeatures();
    if (content !== null) this.#pushContent(content, contentBytes);
    this.bytes += bytes + this.#packedBytes + contentBytes;
    return true;
  }

  /** The oldest content leaves; false where there is none. */
  shedContent(): boolean {
    const { front, frontNumbers, length } = this.#content;
    if (length === 0) return false;
    this.bytes -= front.numbers[frontNumbers + CONTENT_AT.bytes] ?? 0;
    this.#content.advance(CONTENT_NUMBERS, CONTENT.length);
    return true;
  }

  /** The oldest features leave; false where there are none. */
  shedFeatures(): boolean {
    const { front, frontNumbers, frontHead, length } = this.#features;
    if (length === 0) return false;
    this.bytes -= front.numbers[frontNumbers] ?? 0;
    const head = front.heads[frontHead];
    if (head instanceof FeatureSchema) this.#features.advance(1 + head.numbers, head.texts.length);
    else this.#features.advance(1, 0);
    return true;
  }

  /** The oldest prediction leaves with all that it has; false where there is none. */
  drop(): boolean {
    const { front, frontNumbers, length } = this.#predictions;
    if (length === 0) return false;
    const features = front.numbers[frontNumbers + AT.features] ?? -1;
    const content = front.numbers[frontNumbers + AT.content] ?? -1;
    if (features >= 0 && features === this.#features.left) this.shedFeatures();
    if (content >= 0 && content === this.#content.left) this.shedContent();
    this.bytes -= front.numbers[frontNumbers + AT.bytes] ?? 0;
    this.#predictions.advance(NUMBERS, TEXTS);
    return true;
  }

  /** Encodes the oldest predictions, which leave, until there are so many or their bytes; returns how many. */
  drain(
    encoder: PredictionEncoder,
    limits: { readonly records: number; readonly bytes: number },
  ): number {
    let records = 0;
    const end = encoder.length + limits.bytes;
    while (this.length > 0 && records < limits.records && encoder.length < end) {
      const { front, frontNumbers } = this.#predictions;
      const features = front.numbers[frontNumbers + AT.features] ?? -1;
      const content = front.numbers[frontNumbers + AT.content] ?? -1;
      const since = encoder.length;
      try {
        encoder.prediction(
          this.#predictions,
          features >= 0 && features === this.#features.left ? this.#features : null,
          content >= 0 && content === this.#content.left ? this.#content : null,
        );
      } catch (error) {
        // It must not come again, and nothing of it may stay.
        encoder.cut(since);
        this.drop();
        throw error;
      }
      this.drop();
      records += 1;
    }
    return records;
  }

  #headOf(observation: Observation): PredictionHead {
    const { model, task, segment, call, status } = observation;
    const isError = status === "error";
    if (segment !== null || call !== null) return { model, task, isError, segment, call };
    const last = this.#lastHead;
    if (last.model === model && last.task === task && last.isError === isError) return last;
    this.#lastHead = { model, task, isError, segment, call };
    return this.#lastHead;
  }

  #pack(features: Scalars, refuse: (name: string) => void): void {
    const { recent } = this.#schemas;
    for (let index = 0; index < recent.length; index += 1) {
      const schema = recent[index];
      if (schema !== undefined && this.#fit(schema, features)) return;
    }
    const bytes = trimScalars(features, refuse);
    if (bytes === 0) return;
    const schema = this.#schemas.of(features);
    if (schema !== undefined && this.#fit(schema, features)) return;
    this.#features.reserve(1, 0);
    this.#packed = features;
    this.#packedBytes = bytes + 16;
  }

  /**
   * Copies values that are of these kinds, in this order. One loop over the names is all that a feature
   * costs its caller; code that is generated for each schema was measured as 3 ns a feature cheaper, which is not
   * worth what hosts that forbid it would lack.
   */
  #fit(schema: FeatureSchema, features: Scalars): boolean {
    const lane = this.#features;
    lane.reserve(1 + schema.numbers, schema.texts.length);
    const { numbers, texts } = lane.put;
    const { names, kinds } = schema;
    let number = lane.put.numbersEnd + 1;
    let text = lane.put.textsEnd;
    let index = 0;
    let length = 0;
    for (const name in features) {
      if (name !== names[index]) return false;
      const kind = kinds[index];
      const value = features[name];
      index += 1;
      if (typeof value === "number") {
        if (kind !== NUMBER) return false;
        numbers[number] = value;
        number += 1;
      } else if (typeof value === "string") {
        if (kind !== TEXT || value.length > TEXT_LENGTH_SAFE) return false;
        texts[text] = value;
        text += 1;
        length += value.length;
      } else if (value === null || value === undefined) {
        if (kind !== MISSING) return false;
      } else if (typeof value === "boolean") {
        if (kind !== TEXT) return false;
        texts[text] = value ? "true" : "false";
        text += 1;
      } else if (typeof value === "bigint") {
        if (kind !== NUMBER) return false;
        numbers[number] = Number(value);
        number += 1;
      } else {
        return false;
      }
    }
    if (index !== names.length) return false;
    const places = Math.max(1 + schema.numbers, schema.texts.length);
    this.#packed = schema;
    this.#packedBytes = 16 * places + TEXT_BYTES * schema.texts.length + 2 * length;
    return true;
  }

  #commitFeatures(): void {
    const packed = this.#packed;
    if (packed === null) return;
    const lane = this.#features;
    const { numbers, numbersEnd, textsEnd } = lane.put;
    numbers[numbersEnd] = this.#packedBytes;
    if (packed instanceof FeatureSchema) {
      lane.commit(packed, numbersEnd + 1 + packed.numbers, textsEnd + packed.texts.length);
    } else {
      lane.commit(packed, numbersEnd + 1, textsEnd);
    }
    this.#packed = null;
  }

  #pushContent(content: readonly (string | null)[], bytes: number): void {
    const lane = this.#content;
    lane.reserve(CONTENT_NUMBERS, CONTENT.length);
    const { numbers, numbersEnd, texts, textsEnd } = lane.put;
    numbers[numbersEnd + CONTENT_AT.bytes] = bytes;
    let present = 0;
    content.forEach((text, index) => {
      texts[textsEnd + index] = text ?? "";
      if (text !== null) present |= 1 << index;
    });
    numbers[numbersEnd + CONTENT_AT.present] = present;
    lane.commit(null, numbersEnd + CONTENT_NUMBERS, textsEnd + CONTENT.length);
  }
}
