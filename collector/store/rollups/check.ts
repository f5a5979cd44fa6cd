import type { Read } from "../engine/read.ts";
import { asNumber, asNumberOrNull } from "../row-values.ts";
import type { Statement } from "./statement.ts";

/** The values that every statement of a roll names. */
export interface Bound extends Readonly<Record<string, string | number>> {
  readonly opened: string;
  readonly roll: number;
  readonly journal: string;
  readonly low: number;
  readonly high: number;
}

/** First and last minute of some rows, Unix microseconds. */
export interface Span {
  readonly fromMicros: number;
  readonly toMicros: number;
}

/** What a roll wrote, of one statement or of all. */
export interface Written {
  readonly rows: number;
  /** Null: no row in any minute. */
  readonly span: Span | null;
}

export const NOTHING_WRITTEN: Written = { rows: 0, span: null };

/** Answers what a statement wrote; throws where it is not what the records are. */
export async function checked(read: Read, statement: Statement, bound: Bound): Promise<Written> {
  const { table, own, counted, expected, parameters } = statement;
  const [row] = await read(
    "rollups.check",
    `SELECT count(), toInt64(${counted}), (${expected}), toUnixTimestamp64Micro(minOrNull(window_time)),
       toUnixTimestamp64Micro(maxOrNull(window_time))
     FROM ${table} WHERE opened = {opened:UUID} AND roll = {roll:UInt32} AND ${own}`,
    { ...parameters, ...bound },
  );
  const [rows, found, wanted, from, to] = row ?? [];
  if (asNumber(found) !== asNumber(wanted)) {
    throw new Error(
      `${table} holds ${found} of journal ${bound.journal}, sequence ${bound.low} to ${bound.high}, where the ` +
        `records are ${wanted}: the range is not rolled and is read as it is`,
    );
  }
  const [fromMicros, toMicros] = [from, to].map(asNumberOrNull);
  const isEmpty = typeof fromMicros !== "number" || typeof toMicros !== "number";
  return { rows: asNumber(rows), span: isEmpty ? null : { fromMicros, toMicros } };
}

export function together(a: Written, b: Written): Written {
  return { rows: a.rows + b.rows, span: wider(a.span, b.span) };
}

function wider(a: Span | null, b: Span | null): Span | null {
  if (a === null || b === null) return a ?? b;
  return {
    fromMicros: Math.min(a.fromMicros, b.fromMicros),
    toMicros: Math.max(a.toMicros, b.toMicros),
  };
}
