import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { bounds, type Window, within } from "./window.ts";

/** Predictions that were drawn from a range, and how many there were to draw from. */
export interface DrawnPredictions {
  /** Each id once, by system. */
  readonly population: readonly { readonly system: string; readonly predictions: number }[];
  /** Smallest rank first. */
  readonly drawn: readonly {
    readonly system: string;
    readonly id: string;
    /** SHA-256 (hex) of `SEED:SYSTEM:ID`. */
    readonly rank: string;
    /** Where its first row lies. */
    readonly place: { readonly journal: string; readonly seq: number; readonly row: number };
  }[];
}

/**
 * Draws predictions without choice: those whose SHA-256 of `SEED:SYSTEM:ID` (UTF-8) is smallest, so that
 * whoever has the ids can draw the same. Cost: one pass over the ids of the range.
 */
export async function readDrawnPredictions(
  read: Read,
  of: Window & {
    readonly seed: string;
    readonly count: number;
    /** Null: all. */
    readonly systems: readonly string[] | null;
  },
): Promise<DrawnPredictions> {
  const where = [
    within("window_time"),
    ...(of.systems === null ? [] : ["system IN {systems:Array(String)}"]),
  ].join(" AND ");
  const parameters = {
    ...bounds(of),
    ...(of.systems === null ? {} : { systems: of.systems }),
  };
  const [population, drawn] = await Promise.all([
    read(
      "sample.population",
      `SELECT system, uniqExact(id) FROM predictions_v1 WHERE ${where} GROUP BY system ORDER BY system`,
      parameters,
      { maxSeconds: SECONDS_MAX },
    ),
    read(
      "sample.drawn",
      `SELECT system, id, lower(hex(SHA256(concat({seed:String}, ':', toString(system), ':', id)))) AS rank,
         argMin(tuple(toString(_journal), _seq, _row), tuple(received_at, _seq, _row)) AS place,
         place.1, place.2, place.3
       FROM predictions_v1 WHERE ${where} GROUP BY system, id ORDER BY rank, system, id LIMIT {count:UInt32}`,
      { ...parameters, seed: of.seed, count: of.count },
      { maxSeconds: SECONDS_MAX },
    ),
  ]);
  return {
    population: population.map(([system, predictions]) => ({
      system: asText(system),
      predictions: asNumber(predictions),
    })),
    drawn: drawn.map(([system, id, rank, _place, journal, seq, row]) => ({
      system: asText(system),
      id: asText(id),
      rank: asText(rank),
      place: { journal: asText(journal), seq: asNumber(seq), row: asNumber(row) },
    })),
  };
}

/** An export may wait longer than a page does. */
const SECONDS_MAX = 300;
