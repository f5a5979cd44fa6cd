import {
  type ListColumn,
  type PredictionColumns,
  WORD_COLUMNS,
  type WordColumn,
} from "../../columns/prediction-columns.ts";
import type { Draft } from "./draft.ts";
import { GrowingCodes, GrowingNumbers, GrowingTexts } from "./growing.ts";
import type { Segment, Shape } from "./shapes.ts";
import type { WordTable } from "./word-table.ts";

const TRACE_BYTES = 16;
const SPAN_BYTES = 8;

/** Puts drafts into columns, one row after the other: the very columns that `columnsOf` makes of the same predictions. */
export class ColumnBuilder {
  readonly #words: WordTable;
  readonly #coded = WORD_COLUMNS.map(() => new GrowingCodes());
  readonly #segment = new GrowingCodes();
  readonly #numeric = new GrowingCodes();
  readonly #categorical = new GrowingCodes();
  readonly #missing = new GrowingCodes();
  readonly #time = new GrowingNumbers();
  readonly #seq = new GrowingNumbers();
  readonly #score = new GrowingNumbers();
  readonly #value = new GrowingNumbers();
  readonly #latency = new GrowingNumbers();
  readonly #given = new GrowingCodes();
  readonly #id = new GrowingTexts();
  readonly #traceId = new GrowingTexts();
  readonly #spanId = new GrowingTexts();
  readonly #subject = new GrowingTexts();
  readonly #numericValues = new GrowingNumbers();
  readonly #categoricalValues = new GrowingCodes();
  readonly #all = [
    ...this.#coded,
    ...[this.#segment, this.#numeric, this.#categorical, this.#missing, this.#given],
    ...[this.#time, this.#seq, this.#score, this.#value, this.#latency],
    ...[this.#id, this.#traceId, this.#spanId, this.#subject],
    ...[this.#numericValues, this.#categoricalValues],
  ];
  #lists: Uint32Array[] = [];
  #segments: Uint32Array[] = [];
  readonly #listCodes = new Map<string, number>();
  readonly #segmentCodes = new Map<string, number>();
  #rows = 0;

  constructor(words: WordTable) {
    this.#words = words;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Begins a batch, for which the words have begun too. */
  begin(): void {
    for (const column of this.#all) column.begin();
    this.#lists = [new Uint32Array()];
    this.#segments = [new Uint32Array()];
    for (const codes of [this.#listCodes, this.#segmentCodes]) {
      codes.clear();
      codes.set("", 0);
    }
    this.#rows = 0;
  }

  /** The order in which words are numbered is that of `columnsOf`. */
  add(draft: Draft, shape: Shape, segment: Segment, body: Uint8Array): void {
    const words = this.#words;
    for (let i = 0; i < this.#coded.length; i += 1) {
      this.#coded[i]?.add(words.code(draft.words[i] ?? 0));
    }
    this.#time.add(draft.time);
    this.#seq.add(draft.seq);
    this.#score.add(draft.score);
    this.#value.add(draft.value);
    this.#latency.add(draft.latency);
    this.#given.add(draft.given);
    this.#id.add(body, draft.idAt, draft.idSize);
    this.#subject.add(body, draft.subjectAt, draft.subjectSize);
    this.#traceId.addHex(body, draft.traceAt, draft.traceAt < 0 ? 0 : TRACE_BYTES);
    this.#spanId.addHex(body, draft.spanAt, draft.spanAt < 0 ? 0 : SPAN_BYTES);
    this.#numeric.add(this.#codeOf(shape.numeric, this.#lists, this.#listCodes));
    const numericFrom = shape.numeric.from;
    for (let i = 0; i < numericFrom.length; i += 1) {
      this.#numericValues.add(draft.numericValues[numericFrom[i] ?? 0] ?? 0);
    }
    this.#categorical.add(this.#codeOf(shape.categorical, this.#lists, this.#listCodes));
    const categoricalFrom = shape.categorical.from;
    for (let i = 0; i < categoricalFrom.length; i += 1) {
      this.#categoricalValues.add(
        words.code(draft.categoricalValues[categoricalFrom[i] ?? 0] ?? 0),
      );
    }
    this.#missing.add(this.#codeOf(shape.missing, this.#lists, this.#listCodes));
    this.#segment.add(this.#codeOf(segment, this.#segments, this.#segmentCodes));
    this.#rows += 1;
  }

  /** What was added, with the place of each row in its batch. The builder may go on with the next batch at once. */
  columns(places: Uint32Array): PredictionColumns {
    const coded = Object.fromEntries(
      WORD_COLUMNS.map((name, i) => [name, this.#coded[i]?.taken()]),
    ) as Record<WordColumn, Uint32Array>; // every name is there
    const listed: Record<ListColumn, Uint32Array> = {
      segment: this.#segment.taken(),
      numeric: this.#numeric.taken(),
      categorical: this.#categorical.taken(),
      missing: this.#missing.taken(),
    };
    return {
      ...{ rows: this.#rows, places, ...coded, ...listed },
      words: this.#words.words(),
      time: this.#time.taken(),
      seq: this.#seq.taken(),
      score: this.#score.taken(),
      value: this.#value.taken(),
      latency: this.#latency.taken(),
      given: Uint8Array.from(this.#given.taken()),
      id: this.#id.taken(),
      traceId: this.#traceId.taken(),
      spanId: this.#spanId.taken(),
      subject: this.#subject.taken(),
      lists: this.#lists,
      segments: this.#segments,
      numericValues: this.#numericValues.taken(),
      categoricalValues: this.#categoricalValues.taken(),
    };
  }

  /** The number of a list in this batch, which it has from now on; equal ones of other shapes have the same. */
  #codeOf(of: Shape["numeric"], lists: Uint32Array[], codes: Map<string, number>): number {
    if (of.batch === this.#words.batch) return of.code;
    const codeList = Uint32Array.from(of.words, (word) => this.#words.code(word));
    const key = codeList.join(",");
    let code = codes.get(key);
    if (code === undefined) {
      code = lists.push(codeList) - 1;
      codes.set(key, code);
    }
    of.batch = this.#words.batch;
    of.code = code;
    return code;
  }
}
