import { isUtf8 } from "node:buffer";
import type { Attributes } from "@tiltmeter/sdk/wire/attribute-value";
import { EVENT } from "@tiltmeter/sdk/wire/attributes";
import { TASKS } from "@tiltmeter/sdk/wire/prediction";
import { GIVEN, type PredictionColumns } from "../../columns/prediction-columns.ts";
import { nanosToMs } from "../decoded.ts";
import { isReserved, LIMITS, TIME_MS_MAX } from "../limits.ts";
import { ColumnBuilder } from "./column-builder.ts";
import { Draft, FEATURE, WORD_PLACE } from "./draft.ts";
import { GrowingCodes } from "./growing.ts";
import { PlainKeys, ROLE } from "./plain-keys.ts";
import { senderWords } from "./plain-sender.ts";
import { KIND, PlainValues } from "./plain-values.ts";
import { Shapes } from "./shapes.ts";
import { NO_WORD, WordTable } from "./word-table.ts";

// opentelemetry-proto 1.x, logs/v1: field × 8 + wire type.
const TIME = 0x09;
const ATTRIBUTES = 0x32;
const FLAGS = 0x45;
const TRACE_ID = 0x4a;
const SPAN_ID = 0x52;
const OBSERVED_TIME = 0x59;
const EVENT_NAME = 0x62;
/** Key of an attribute, and item of a map. */
const KEY = 0x0a;
const READ_FIELDS: ReadonlySet<number> = new Set([0, 1, 6, 8, 9, 10, 11, 12]);

/** Keys of one record whose places are remembered: attributes and what may be in maps below them. */
const KEYS_MAX = 2 * LIMITS.values;

/**
 * Reads plain predictions of our own dialect from the bytes of a request of logs straight into columns.
 *
 * It never refuses and never decides: a record that it takes is one that the walk over objects, recognition and
 * admission would all take, to the same row. Whatever it is not sure of it leaves to them.
 */
export class PlainReader {
  readonly #values = new PlainValues();
  readonly #draft = new Draft();
  #tables = tables();
  /** The words that stood at each place of a record before: the next one mostly has the same. */
  readonly #keys = new Int32Array(KEYS_MAX);
  readonly #wordsBefore = new Int32Array(KEYS_MAX);
  readonly #items = new GrowingCodes();
  #body: Uint8Array = new Uint8Array();
  #systems: readonly string[] | null = null;
  #sender: Int32Array | null = null;
  /** The system that was last found to be one that this key may append to. */
  #system = NO_WORD;
  #place = 0;
  #seen = 0;
  #eventNamed = false;

  /** Begins a request; `systems` are those of its key, null: all. */
  begin(body: Uint8Array, systems: readonly string[] | null): void {
    const { words, shapes } = this.#tables;
    if (words.isFull || shapes.isFull) {
      this.#tables = tables();
      this.#keys.fill(0);
      this.#wordsBefore.fill(0);
    }
    this.#tables.words.begin();
    this.#tables.builder.begin();
    this.#items.begin();
    this.#body = body;
    this.#values.view = new DataView(body.buffer, body.byteOffset, body.byteLength);
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
    this.#place = 0;
    this.#seen = 0;
    this.#eventNamed = false;
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

  /** The predictions that were taken, with their places among what is kept of the request; null: none. */
  columns(places: Uint32Array): PredictionColumns | null {
    return this.#items.count === 0 ? null : this.#tables.builder.columns(places);
  }

  #fields(from: number, end: number): boolean {
    const values = this.#values;
    const { view } = values;
    const draft = this.#draft;
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
          if (!this.#attribute(at, p)) return false;
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
          isPrediction = this.#tables.words.is(
            this.#tables.prediction,
            ...([view, values.at, values.size] as const),
          );
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
    return p === end && isInTime && (isPrediction || this.#eventNamed);
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

  /** Reads the key at `from` into a word; `NO_WORD` where it is unsure. What follows begins at `at + size`. */
  #key(from: number, end: number): number {
    const values = this.#values;
    if (from >= end || values.view.getUint8(from) !== KEY) return NO_WORD;
    if (!values.sized(from + 1, end) || values.size > LIMITS.keyBytes) return NO_WORD;
    const place = this.#place;
    if (place === KEYS_MAX) return NO_WORD;
    this.#place = place + 1;
    const { words } = this.#tables;
    const before = this.#keys[place] ?? 0;
    if (words.is(before, values.view, values.at, values.size)) return before;
    const word = words.find(values.view, values.at, values.size);
    if (word !== NO_WORD) this.#keys[place] = word;
    return word;
  }

  /** The word of the text that was read last. */
  #word(): number {
    const { view, at, size } = this.#values;
    const { words } = this.#tables;
    const place = this.#place;
    const before = this.#wordsBefore[place] ?? 0;
    if (words.is(before, view, at, size)) return before;
    const word = words.find(view, at, size);
    if (word !== NO_WORD) this.#wordsBefore[place] = word;
    return word;
  }

  #attribute(from: number, end: number): boolean {
    const name = this.#key(from, end);
    if (name === NO_WORD) return false;
    const values = this.#values;
    const kind = values.value(values.at + values.size, end);
    const { keys } = this.#tables;
    const role = keys.roleOf(name);
    if (kind === KIND.unsure || role === ROLE.unsure) return false;
    if (role === ROLE.ignored) return kind !== KIND.map;
    if (role === ROLE.feature) return this.#feature(keys.partOf(name), kind);
    if (role === ROLE.segmentPart) return this.#segment(keys.partOf(name), kind);
    // Of two of one name the last counts.
    if ((this.#seen & (1 << role)) !== 0) return false;
    this.#seen |= 1 << role;
    return kind === KIND.none || this.#said(role, kind);
  }

  #said(role: number, kind: number): boolean {
    const values = this.#values;
    const draft = this.#draft;
    switch (role) {
      case ROLE.seq:
        draft.seq = values.number;
        return kind === KIND.number && Number.isSafeInteger(draft.seq) && draft.seq >= 0;
      case ROLE.score:
        draft.score = values.number;
        draft.given |= GIVEN.score;
        return kind === KIND.number && Number.isFinite(draft.score);
      case ROLE.value:
        draft.value = values.number;
        draft.given |= GIVEN.value;
        return kind === KIND.number && Number.isFinite(draft.value);
      case ROLE.latency:
        draft.latency = values.number;
        draft.given |= GIVEN.latency;
        return kind === KIND.number && Number.isFinite(draft.latency) && draft.latency >= 0;
      case ROLE.id:
        draft.idAt = values.at;
        draft.idSize = values.size;
        return kind === KIND.text && this.#isId();
      case ROLE.subject:
        draft.subjectAt = values.at;
        draft.subjectSize = values.size;
        return kind === KIND.text && this.#isText();
      case ROLE.features:
        return kind === KIND.map && this.#map(values.at, values.at + values.size, ROLE.features);
      case ROLE.segment:
        return kind === KIND.map && this.#map(values.at, values.at + values.size, ROLE.segment);
      default: {
        if (kind !== KIND.text) return false;
        const word = this.#word();
        if (role === ROLE.eventName) this.#eventNamed = word === this.#tables.prediction;
        else draft.words[role - ROLE.word] = word;
        return word !== NO_WORD;
      }
    }
  }

  #map(from: number, end: number, of: number): boolean {
    const values = this.#values;
    let p = from;
    while (p < end) {
      if (values.view.getUint8(p) !== KEY || !values.sized(p + 1, end)) return false;
      const { at } = values;
      p = at + values.size;
      const name = this.#key(at, p);
      if (name === NO_WORD) return false;
      const kind = values.value(values.at + values.size, p);
      if (of === ROLE.features ? !this.#feature(name, kind) : !this.#segment(name, kind)) {
        return false;
      }
    }
    return true;
  }

  #feature(name: number, kind: number): boolean {
    const draft = this.#draft;
    if (!draft.hasRoom()) return false;
    let as: number = FEATURE.numeric;
    if (kind === KIND.number) {
      draft.numericValues[draft.numericCount] = this.#values.number;
      draft.numericCount += 1;
    } else if (kind === KIND.none) {
      as = FEATURE.missing;
    } else {
      const word = this.#wordOf(kind);
      if (word === NO_WORD) return false;
      as = FEATURE.categorical;
      draft.categoricalValues[draft.categoricalCount] = word;
      draft.categoricalCount += 1;
    }
    draft.features[draft.featureCount] = name * 4 + as;
    draft.featureCount += 1;
    return true;
  }

  #segment(name: number, kind: number): boolean {
    const draft = this.#draft;
    if (!draft.hasRoom()) return false;
    const isNumber = kind === KIND.number;
    const word = isNumber ? this.#tables.words.of(String(this.#values.number)) : this.#wordOf(kind);
    if (word === NO_WORD) return false;
    draft.segment[draft.segmentCount] = name;
    draft.segment[draft.segmentCount + 1] = word;
    draft.segmentCount += 2;
    return true;
  }

  /** The word of a text or flag. */
  #wordOf(kind: number): number {
    if (kind === KIND.text) return this.#word();
    if (kind !== KIND.flag) return NO_WORD;
    return this.#values.number === 1 ? this.#tables.yes : this.#tables.no;
  }

  #isText(): boolean {
    const { view, at, size } = this.#values;
    return isAscii(view, at, size) || isUtf8(this.#body.subarray(at, at + size));
  }

  #isId(): boolean {
    const { view, at, size } = this.#values;
    if (size === 0) return false;
    // Reserved names have 9 and 11 characters; of others it takes no text to know.
    const isShort = size <= LIMITS.idCharacters;
    if (isShort && size !== 9 && size !== 11 && isAscii(view, at, size)) return true;
    const bytes = this.#body.subarray(at, at + size);
    return isUtf8(bytes) && isName(Buffer.from(bytes).toString());
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

/** What outlives a batch, while it is not too much. */
interface Tables {
  readonly words: WordTable;
  readonly keys: PlainKeys;
  readonly shapes: Shapes;
  readonly builder: ColumnBuilder;
  readonly prediction: number;
  readonly tasks: readonly number[];
  readonly ok: number;
  readonly error: number;
  readonly yes: number;
  readonly no: number;
}

function tables(): Tables {
  const words = new WordTable();
  return {
    words,
    keys: new PlainKeys(words),
    shapes: new Shapes(words),
    builder: new ColumnBuilder(words),
    prediction: words.of(EVENT.prediction),
    tasks: TASKS.map((task) => words.of(task)),
    ok: words.of("ok"),
    error: words.of("error"),
    yes: words.of("true"),
    no: words.of("false"),
  };
}

/** Whether an id or a system may be called so. */
function isName(text: string): boolean {
  return text.length > 0 && text.length <= LIMITS.idCharacters && !isReserved(text);
}

function isAscii(view: DataView, at: number, size: number): boolean {
  let high = 0;
  let i = 0;
  for (; i + 4 <= size; i += 4) high |= view.getInt32(at + i);
  for (; i < size; i += 1) high |= view.getUint8(at + i);
  return (high & 0x8080_8080) === 0;
}
