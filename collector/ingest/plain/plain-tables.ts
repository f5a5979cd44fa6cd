import { EVENT } from "@tiltmeter/sdk/wire/attributes";
import { TASKS } from "@tiltmeter/sdk/wire/prediction";
import { ColumnBuilder } from "./column-builder.ts";
import { PlainKeys } from "./plain-keys.ts";
import { Shapes } from "./shapes.ts";
import { WordTable } from "./word-table.ts";

/** What outlives a batch, while it is not too much. */
export interface PlainTables {
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

/** Empty ones. */
export function plainTables(): PlainTables {
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
