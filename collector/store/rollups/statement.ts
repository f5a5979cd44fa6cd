import type { Parameters } from "../engine/parameters.ts";

/** One insert of a roll, and how it is checked: the places `opened`, `roll`, `journal`, `low` and `high` are bound by the roll. */
export interface Statement {
  readonly table: "minutes_v1" | "decisions_v1" | "call_minutes_v1" | "cells_v1";
  readonly insert: string;
  /** Which rows of `table` go by the same numbers. */
  readonly own: string;
  /** Over the rows of the roll in `table`; must be what `expected` answers from the records. */
  readonly counted: string;
  readonly expected: string;
  readonly parameters: Parameters;
}
