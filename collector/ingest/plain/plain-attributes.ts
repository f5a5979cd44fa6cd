import { isUtf8 } from "node:buffer";
import { GIVEN } from "../../columns/prediction-columns.ts";
import { isReserved, LIMITS } from "../limits.ts";
import { type Draft, FEATURE } from "./draft.ts";
import { ROLE } from "./plain-keys.ts";
import type { PlainTables } from "./plain-tables.ts";
import { KIND, type PlainValues } from "./plain-values.ts";
import { NO_WORD } from "./word-table.ts";

/** Key of an attribute, and item of a map. */
const KEY = 0x0a;
/** Keys of one record whose places are remembered: attributes and what may be in maps below them. */
const KEYS_MAX = 2 * LIMITS.values;

/** Reads the attributes of a record into a draft, as our own dialect means them. */
export class PlainAttributes {
  readonly #tables: PlainTables;
  readonly #values: PlainValues;
  readonly #draft: Draft;
  /** The words that stood at each place of a record before: the next one mostly has the same. */
  readonly #keys = new Int32Array(KEYS_MAX);
  readonly #wordsBefore = new Int32Array(KEYS_MAX);
  #place = 0;
  #seen = 0;
  /** Whether the attribute `event.name` names a prediction. */
  isPrediction = false;

  constructor(tables: PlainTables, values: PlainValues, draft: Draft) {
    this.#tables = tables;
    this.#values = values;
    this.#draft = draft;
  }

  /** Begins a record. */
  begin(): void {
    this.#place = 0;
    this.#seen = 0;
    this.isPrediction = false;
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

  /** Reads one attribute of the record into the draft; false where it is unsure of it. */
  read(from: number, end: number): boolean {
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
        if (role === ROLE.eventName) this.isPrediction = word === this.#tables.prediction;
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
    return isAscii(view, at, size) || isUtf8(bytesAt(view, at, size));
  }

  #isId(): boolean {
    const { view, at, size } = this.#values;
    if (size === 0) return false;
    // Reserved names have 9 and 11 characters; of others it takes no text to know.
    const isShort = size <= LIMITS.idCharacters;
    if (isShort && size !== 9 && size !== 11 && isAscii(view, at, size)) return true;
    const bytes = bytesAt(view, at, size);
    return isUtf8(bytes) && isName(Buffer.from(bytes).toString());
  }
}

/** Whether an id or a system may be called so. */
export function isName(text: string): boolean {
  return text.length > 0 && text.length <= LIMITS.idCharacters && !isReserved(text);
}

/** Bytes where they lie. */
function bytesAt(view: DataView, at: number, size: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, size);
}

function isAscii(view: DataView, at: number, size: number): boolean {
  let high = 0;
  let i = 0;
  for (; i + 4 <= size; i += 4) high |= view.getInt32(at + i);
  for (; i < size; i += 1) high |= view.getUint8(at + i);
  return (high & 0x8080_8080) === 0;
}
