import type { Attributes } from "@tiltmeter/sdk/wire/attribute-value";
import type { PredictionColumns } from "../../columns/prediction-columns.ts";
import { nanosToMs } from "../decoded.ts";
import { LIMITS, TIME_MS_MAX } from "../limits.ts";
import { Draft, WORD_PLACE } from "./draft.ts";
import { GrowingCodes } from "./growing.ts";
import { isName, PlainAttributes } from "./plain-attributes.ts";
import { senderWords } from "./plain-sender.ts";
import { plainTables } from "./plain-tables.ts";
import { PlainValues } from "./plain-values.ts";
import { NO_WORD } from "./word-table.ts";

// opentelemetry-proto 1.x, logs/v1: field × 8 + wire type.
const TIME = 0x09;
const ATTRIBUTES = 0x32;
const FLAGS = 0x45;
const TRACE_ID = 0x4a;
const SPAN_ID = 0x52;
const OBSERVED_TIME = 0x59;
const EVENT_NAME = 0x62;
const READ_FIELDS: ReadonlySet<number> = new Set([0, 1, 6, 8, 9, 10, 11, 12]);

const NO_BODY = new Uint8Array();

/**
 * Reads plain predictions of our own dialect from the bytes of a request of logs straight into columns.
 *
 * It never refuses and never decides: a record that it takes is one that the walk over objects, recognition and
 * admission would all take, to the same row. Whatever it is not sure of it leaves to them.
 */
export class PlainReader {
  readonly #values = new PlainValues();
  readonly #draft = new Draft();
  #tables = plainTables();
  #attributes = new PlainAttributes(this.#tables, this.#values, this.#draft);
  readonly #items = new GrowingCodes();
  #body: Uint8Array = NO_BODY;
  #systems: readonly string[] | null = null;
  #sender: Int32Array | null = null;
  /** The system that was last found to be one that this key may append to. */
  #system = NO_WORD;

  /** Begins a request; `systems` are those of its key, null: all. */
  begin(body: Uint8Array, systems: readonly string[] | null): void {
    const { words, shapes } = this.#tables;
    if (words.isFull || shapes.isFull) {
      this.#tables = plainTables();
      this.#attributes = new PlainAttributes(this.#tables, this.#values, this.#draft);
    }
    this.#tables.words.begin();
    this.#tables.builder.begin();
    this.#items.begin();
    this.#see(body);
    this.#systems = systems;
    this.#sender = null;
    this.#system = NO_WORD;
  }

  /** Whose the records are that follow; `problem`: the limit that their resource breaks. */
  group(resource: Attributes, problem: string | null): void {
    this.#sender = problem === null ? senderWords(resource, this.#tables.words) : null;
  }

  /** Takes the record between two places of the body, the `item`th of its request, or leaves it: false. */
  take(at: number, end: number, item: number): boolean {
    if (this.#sender === null) return false;
    this.#draft.begin(this.#sender);
    this.#attributes.begin();
    if (!this.#fields(at, end) || !this.#isPlain()) return false;
    const { shapes, builder } = this.#tables;
    const draft = this.#draft;
    const shape = shapes.shape(draft.features, draft.featureCount);
    const segment = shapes.segment(draft.segment, draft.segmentCount);
    if (shape === null || segment === null) return false;
    builder.add(draft, shape, segment, this.#body);
    this.#items.add(item);
    return true;
  }

  /** Which records of the request were taken, ascending. */
  taken(): Uint32Array {
    return this.#items.taken();
  }

  /**
   * The predictions that were taken, with their places among what is kept of the request; null: none. Ends the request: its
   * body is let go.
   */
  columns(places: Uint32Array): PredictionColumns | null {
    this.#see(NO_BODY);
    return this.#items.count === 0 ? null : this.#tables.builder.columns(places);
  }

  #see(body: Uint8Array): void {
    this.#body = body;
    this.#values.view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  }

  #fields(from: number, end: number): boolean {
    const values = this.#values;
    const { view } = values;
    const draft = this.#draft;
    const { words, prediction } = this.#tables;
    let time = 0;
    let observed = 0;
    let attributes = 0;
    let isPrediction = false;
    let p = from;
    while (p < end) {
      const tag = view.getUint8(p);
      p += 1;
      switch (tag) {
        case ATTRIBUTES: {
          attributes += 1;
          if (attributes > LIMITS.attributes || !values.sized(p, end)) return false;
          const { at } = values;
          p = at + values.size;
          if (!this.#attributes.read(at, p)) return false;
          break;
        }
        case TIME:
        case OBSERVED_TIME: {
          if (p + 8 > end) return false;
          const ms = nanosToMs(view.getUint32(p + 4, true), view.getUint32(p, true));
          if (tag === TIME) time = ms;
          else observed = ms;
          p += 8;
          break;
        }
        case TRACE_ID:
          if (!values.sized(p, end)) return false;
          draft.traceAt = this.#idAt(16);
          p = values.at + values.size;
          break;
        case SPAN_ID:
          if (!values.sized(p, end)) return false;
          draft.spanAt = this.#idAt(8);
          p = values.at + values.size;
          break;
        case EVENT_NAME:
          if (!values.sized(p, end)) return false;
          isPrediction = words.is(prediction, view, values.at, values.size);
          if (!isPrediction && values.size > 0) return false;
          p = values.at + values.size;
          break;
        case FLAGS:
          p += 4;
          break;
        default:
          p = this.#skipped(tag, p, end);
          if (p < 0) return false;
      }
    }
    const ms = time === 0 ? observed : time;
    draft.time = Math.round(ms * 1000);
    const isInTime = ms > 0 && ms < TIME_MS_MAX;
    return p === end && isInTime && (isPrediction || this.#attributes.isPrediction);
  }

  /** Where a field of no interest ends; -1 where it takes more than looking. */
  #skipped(tag: number, from: number, end: number): number {
    const { view } = this.#values;
    let p = from;
    let field = tag >>> 3;
    if (tag >= 0x80) {
      if (p >= end || view.getUint8(p) >= 0x80) return -1;
      field = (tag & 0x7f) | (view.getUint8(p) << 7);
      field >>>= 3;
      p += 1;
    }
    if (READ_FIELDS.has(field)) return -1;
    switch (tag & 7) {
      case 0:
        while (p < end && view.getUint8(p) >= 0x80) p += 1;
        return p < end ? p + 1 : -1;
      case 1:
        return p + 8 <= end ? p + 8 : -1;
      case 2:
        return this.#values.sized(p, end) ? this.#values.at + this.#values.size : -1;
      case 5:
        return p + 4 <= end ? p + 4 : -1;
      default:
        return -1;
    }
  }

  /** A trace or span id; one of another length, or all zero, is as good as none. */
  #idAt(size: number): number {
    const { view, at } = this.#values;
    if (this.#values.size !== size) return -1;
    for (let i = 0; i < size; i += 4) if (view.getInt32(at + i) !== 0) return at;
    return -1;
  }

  /** What no single attribute shows. */
  #isPlain(): boolean {
    const { words } = this.#draft;
    const { tasks, ok, error } = this.#tables;
    if (this.#draft.idSize === 0) return false;
    const task = words[WORD_PLACE.task] ?? 0;
    if (task !== 0 && !tasks.includes(task)) return false;
    const status = words[WORD_PLACE.status] ?? 0;
    if (status === 0) words[WORD_PLACE.status] = words[WORD_PLACE.errorType] === 0 ? ok : error;
    else if (status !== ok && status !== error) return false;
    return this.#mayAppend(words[WORD_PLACE.system] ?? 0);
  }

  #mayAppend(system: number): boolean {
    if (system === this.#system) return true;
    const name = this.#tables.words.text(system);
    if (!isName(name) || this.#systems?.includes(name) === false) return false;
    this.#system = system;
    return true;
  }
}
