import { columnsOf } from "../columns/columns-of.ts";
import type { PredictionColumns } from "../columns/prediction-columns.ts";
import { telemetryOf } from "../columns/telemetry-of.ts";
import { textAt } from "../columns/texts.ts";
import { foldNames } from "./fold-names.ts";
import type { NameBudget, NameKind } from "./name-budget.ts";

/** What `foldNames` does, to predictions by column: the same rows, and how many attributes they have lost. */
export interface FoldedColumns {
  readonly columns: PredictionColumns;
  readonly folded: number;
}

/**
 * Asks once for each system and list of names; only where one is beyond the day's are rows looked at one by one,
 * and columns made anew.
 */
export function foldColumns(
  columns: PredictionColumns,
  names: NameBudget,
  nowMs: number,
): FoldedColumns {
  if (hasRoom(columns, names, nowMs)) return { columns, folded: 0 };
  const row = telemetryOf(columns);
  let folded = 0;
  const placed = [...columns.places].map((place, i) => {
    const made = foldNames(row(i), names, nowMs);
    if ("kind" in made) throw new Error("a prediction is never refused for its names");
    folded += made.folded;
    return { place, telemetry: made.telemetry };
  });
  return { columns: columnsOf(placed), folded };
}

/** More lists than this are in no request: each row has three at most. */
const LISTS_MAX = 2 ** 20;

function hasRoom(columns: PredictionColumns, names: NameBudget, nowMs: number): boolean {
  const { rows, words, lists, segments } = columns;
  const known: (string | undefined)[] = [];
  const word = (code: number): string => {
    known[code] ??= textAt(words, code);
    return known[code] ?? "";
  };
  let isRoom = true;
  const asked = { feature: new Set<number>(), segment: new Set<number>() };
  const ask = (kind: NameKind, system: number, list: number): void => {
    const pair = system * LISTS_MAX + list;
    if (list === 0 || asked[kind].has(pair)) return;
    asked[kind].add(pair);
    const codes =
      kind === "feature"
        ? (lists[list] ?? [])
        : (segments[list] ?? []).filter((_, i) => i % 2 === 0);
    const beyond = names.beyond({ system: word(system), kind }, [...codes].map(word), nowMs);
    isRoom &&= beyond === null;
  };
  const features = FEATURES.map((column) => ({ lists: columns[column], before: -1 }));
  const before = { system: -1, segment: -1 };
  for (let i = 0; i < rows; i += 1) {
    const system = columns.system[i] ?? 0;
    const isOther = system !== before.system;
    before.system = system;
    for (const feature of features) {
      const list = feature.lists[i] ?? 0;
      if (isOther || list !== feature.before) ask("feature", system, list);
      feature.before = list;
    }
    const segment = columns.segment[i] ?? 0;
    if (isOther || segment !== before.segment) ask("segment", system, segment);
    before.segment = segment;
  }
  return isRoom;
}

const FEATURES = ["numeric", "categorical", "missing"] as const;
