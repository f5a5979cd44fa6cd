import { TableError } from "./table-error.ts";

/** A column of numbers, one a row; NaN where a row has none. */
export interface NumberColumn {
  readonly kind: "numbers";
  readonly values: Float64Array;
}

/** A column of texts, one code a row: its place in `categories`, −1 where a row has none. */
export interface TextColumn {
  readonly kind: "texts";
  readonly codes: Int32Array;
  /** Every text that occurs, in order of first appearance. */
  readonly categories: readonly string[];
}

export type TableColumn = NumberColumn | TextColumn;

/** Half of what a Map can hold; a column of more different texts is an identifier or prose. */
const CATEGORIES_MAX = 8_388_608;

/**
 * Collects one column: numbers as long as all are, texts from the first that is none. 8 bytes a
 * number, 4 a text, and each different text once.
 */
export class ColumnBuilder {
  #numbers: Float64Array | null;
  #codes: Int32Array | null = null;
  #codeOf: Map<string, number> = new Map();
  #rows = 0;
  readonly #name: string;
  /** Numbers that became text: a CSV file wrote them in a way that is lost, and has to be read again. */
  turned = 0;

  /** `rows`: how many to expect, where that is known. */
  constructor(name: string, of: { readonly asText: boolean; readonly rows?: number }) {
    this.#name = name;
    // A damaged file may claim any number; beyond this the column grows as others do.
    const rows = Math.min(16_777_216, Math.max(1024, of.rows ?? 0));
    this.#numbers = of.asText ? null : new Float64Array(rows);
    this.#codes = of.asText ? new Int32Array(rows) : null;
  }

  get rows(): number {
    return this.#rows;
  }

  get isText(): boolean {
    return this.#numbers === null;
  }

  addNumber(value: number): void {
    if (this.#numbers === null) {
      this.addText(String(value));
      return;
    }
    if (this.#rows === this.#numbers.length) this.#numbers = grown(this.#numbers, Float64Array);
    this.#numbers[this.#rows++] = value;
  }

  addText(text: string): void {
    if (this.#numbers !== null) this.#turn(this.#numbers);
    this.#addCode(this.#code(text));
  }

  addMissing(): void {
    if (this.#numbers !== null) this.addNumber(Number.NaN);
    else this.#addCode(-1);
  }

  build(): TableColumn {
    if (this.#numbers !== null) {
      return { kind: "numbers", values: this.#numbers.subarray(0, this.#rows) };
    }
    const codes = this.#codes ?? new Int32Array(0);
    return {
      kind: "texts",
      codes: codes.subarray(0, this.#rows),
      categories: [...this.#codeOf.keys()],
    };
  }

  #turn(numbers: Float64Array): void {
    const rows = this.#rows;
    this.#numbers = null;
    this.#codes = new Int32Array(numbers.length);
    this.#rows = 0;
    for (let row = 0; row < rows; row++) {
      const value = numbers[row] ?? Number.NaN;
      if (Number.isNaN(value)) this.#addCode(-1);
      else {
        this.turned += 1;
        this.#addCode(this.#code(String(value)));
      }
    }
  }

  #code(text: string): number {
    const known = this.#codeOf.get(text);
    if (known !== undefined) return known;
    const code = this.#codeOf.size;
    if (code >= CATEGORIES_MAX) {
      throw new TableError(
        `column ${this.#name}: has more than ${CATEGORIES_MAX} different texts; leave it out with --exclude ${this.#name}`,
      );
    }
    this.#codeOf.set(text, code);
    return code;
  }

  #addCode(code: number): void {
    let codes = this.#codes ?? new Int32Array(1024);
    if (this.#rows === codes.length) codes = grown(codes, Int32Array);
    this.#codes = codes;
    codes[this.#rows++] = code;
  }
}

function grown<Run extends Float64Array | Int32Array>(
  run: Run,
  make: new (length: number) => Run,
): Run {
  const larger = new make(Math.max(1024, run.length * 2));
  larger.set(run);
  return larger;
}
