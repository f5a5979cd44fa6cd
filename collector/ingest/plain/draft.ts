import { WORD_COLUMNS, type WordColumn } from "../../columns/prediction-columns.ts";
import { LIMITS } from "../limits.ts";

/** Kinds of features, as `Draft.features` has them beside their names. */
export const FEATURE = { numeric: 0, categorical: 1, missing: 2 } as const;

/** Place of a word column among them. */
export const WORD_PLACE: Readonly<Record<WordColumn, number>> = Object.fromEntries(
  WORD_COLUMNS.map((name, i) => [name, i]),
) as Record<WordColumn, number>; // every name is there

/**
 * One prediction while its record is read, by what stands where in the body: nothing of it is in the columns before all of
 * the record is known to be plain.
 *
 * Names and words are those of the `WordTable`.
 */
export class Draft {
  /** By `WORD_COLUMNS`. */
  readonly words: Int32Array<ArrayBuffer> = new Int32Array(WORD_COLUMNS.length);
  /** Unix microseconds. */
  time = 0;
  seq = 0;
  score = 0;
  value = 0;
  latency = 0;
  /** As `GIVEN` says. */
  given = 0;
  idAt = 0;
  idSize = 0;
  subjectAt = 0;
  subjectSize = 0;
  /** Where they begin; -1: none. */
  traceAt = -1;
  spanAt = -1;
  /** Name and `FEATURE` in one, `name * 4 + kind`, as they came. */
  readonly features: Int32Array<ArrayBuffer> = new Int32Array(LIMITS.values);
  featureCount = 0;
  readonly numericValues: Float64Array<ArrayBuffer> = new Float64Array(LIMITS.values);
  numericCount = 0;
  readonly categoricalValues: Int32Array<ArrayBuffer> = new Int32Array(LIMITS.values);
  categoricalCount = 0;
  /** Names and values in turn, as they came. */
  readonly segment: Int32Array<ArrayBuffer> = new Int32Array(2 * LIMITS.values);
  segmentCount = 0;

  begin(sender: Int32Array): void {
    this.words.set(sender);
    this.time = 0;
    this.seq = 0;
    this.score = 0;
    this.value = 0;
    this.latency = 0;
    this.given = 0;
    this.idSize = 0;
    this.subjectAt = 0;
    this.subjectSize = 0;
    this.traceAt = -1;
    this.spanAt = -1;
    this.featureCount = 0;
    this.numericCount = 0;
    this.categoricalCount = 0;
    this.segmentCount = 0;
  }

  /** Whether there is room for one more feature or segment of those that a prediction may have. */
  hasRoom(): boolean {
    return this.featureCount + this.segmentCount / 2 < LIMITS.values;
  }
}
