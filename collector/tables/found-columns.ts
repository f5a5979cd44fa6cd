import type { ColumnChoice } from "./choose-columns.ts";
import { ColumnBuilder } from "./column-builder.ts";
import { flatten, jsonOf, type PlainValue, plainValue } from "./flatten.ts";

/** Columns that show themselves as rows come: a row that does not speak of one has no value there. */
export class FoundColumns {
  readonly #builders: Map<string, ColumnBuilder> = new Map();
  readonly #left: Set<string> = new Set();
  readonly #only: ReadonlySet<string> | null;
  readonly #exclude: ReadonlySet<string>;
  readonly #asText: ReadonlySet<string>;

  readonly #rows: number;

  /** `rows`: how many to expect, where that is known. */
  constructor(choice: ColumnChoice, rows = 0) {
    this.#rows = rows;
    this.#only = choice.only === undefined ? null : new Set(choice.only);
    this.#exclude = new Set(choice.exclude);
    this.#asText = new Set(choice.asText);
  }

  /** Every name met, wanted or not. */
  names(): readonly string[] {
    return [...this.#builders.keys(), ...this.#left];
  }

  /** One value of a row, counted from 0; rows ascend in each column. */
  add(name: string, row: number, value: PlainValue): void {
    const builder = this.#builderOf(name);
    if (builder === null) return;
    while (builder.rows < row) builder.addMissing();
    if (typeof value === "number") builder.addNumber(value);
    else if (value === null) builder.addMissing();
    else builder.addText(String(value));
  }

  /** A column's values from a row on, whatever Parquet made of them; structures become columns of their own. */
  addRun(name: string, firstRow: number, values: ArrayLike<unknown>): void {
    let isStructure = false;
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value === null || value === undefined) continue; // filled in with the next value, or at the end
      if (typeof value === "number" || typeof value === "string") {
        this.add(name, firstRow + i, value);
      } else {
        const plain = plainValue(value);
        const isList = Array.isArray(plain);
        isStructure ||= typeof plain === "object" && !isList;
        if (isList) this.add(name, firstRow + i, jsonOf(plain));
        else if (typeof plain === "object" && plain !== null) {
          this.#addMembers(name, firstRow + i, plain);
        } else this.add(name, firstRow + i, plain);
      }
    }
    if (!isStructure) this.#builderOf(name);
  }

  /** The columns, all of one length. */
  builders(rows: number): ReadonlyMap<string, ColumnBuilder> {
    for (const builder of this.#builders.values()) {
      while (builder.rows < rows) builder.addMissing();
    }
    return this.#builders;
  }

  #addMembers(name: string, row: number, structure: object): void {
    const members = new Map<string, PlainValue>();
    flatten(structure, `${name}.`, members);
    for (const [member, value] of members) this.add(member, row, value);
  }

  #builderOf(name: string): ColumnBuilder | null {
    const known = this.#builders.get(name);
    if (known !== undefined) return known;
    if (this.#left.has(name)) return null;
    if ((this.#only !== null && !this.#only.has(name)) || this.#exclude.has(name)) {
      this.#left.add(name);
      return null;
    }
    const made = new ColumnBuilder(name, { asText: this.#asText.has(name), rows: this.#rows });
    this.#builders.set(name, made);
    return made;
  }
}
