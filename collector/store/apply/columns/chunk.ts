import { Arena } from "../../../columns/arena.ts";
import {
  columnsOf,
  isPlainPrediction,
  type PlacedPrediction,
} from "../../../columns/columns-of.ts";
import type { PredictionColumns } from "../../../columns/prediction-columns.ts";
import { placedRecords } from "../../../columns/records-in-order.ts";
import { telemetryOf } from "../../../columns/telemetry-of.ts";
import type { Batch, Entry } from "../batch.ts";
import { type BlockWork, workHere } from "./block-work.ts";
import { type Part, rowsOfParts } from "./part.ts";
import { Turns } from "./turns.ts";

/** What batches hold: plain predictions by column, everything else record by record. */
export interface Chunk {
  readonly parts: readonly Part[];
  readonly entries: readonly Entry[];
}

/** Made by `work`; what the rows are recognised by lies in `memory`. */
export async function chunkOf(
  batches: readonly Batch[],
  {
    work = workHere,
    memory = new Arena(),
  }: { readonly work?: BlockWork; readonly memory?: Arena } = {},
): Promise<Chunk> {
  const unnamed: Omit<Part, "names">[] = [];
  const entries: Entry[] = [];
  for await (const batch of new Turns().each(batches)) {
    const { seq, predictions = null } = batch;
    const receivedMs = Math.round(batch.receivedMs);
    if (predictions !== null) unnamed.push(whole({ seq, receivedMs, columns: predictions }));
    const plain: PlacedPrediction[] = [];
    for (const placed of placedRecords(batch)) {
      const { telemetry, place: row } = placed;
      if (isPlainPrediction(telemetry)) plain.push(placed);
      else entries.push({ seq, row, receivedMs, telemetry });
    }
    if (plain.length > 0) unnamed.push(whole({ seq, receivedMs, columns: columnsOf(plain) }));
  }
  const names = await work.names(
    unnamed.map(({ columns }) => columns),
    memory,
  );
  const parts = unnamed.flatMap((part, i) => {
    const own = names[i];
    return own === undefined ? [] : [{ ...part, names: own }];
  });
  return { parts, entries };
}

function whole(of: {
  readonly seq: number;
  readonly receivedMs: number;
  readonly columns: PredictionColumns;
}): Omit<Part, "names"> {
  const rows = new Uint32Array(of.columns.rows);
  for (let row = 0; row < rows.length; row += 1) rows[row] = row;
  return { ...of, rows };
}

/**
 * Parts without the rows whose fate needs a look, and those as records: of an identity that `isKnown` knows, or that comes
 * more than once, and rows that the engine would not take.
 */
export function apart(
  parts: readonly Part[],
  of: { readonly others: readonly number[]; readonly standing: ReadonlySet<number> },
): { readonly clear: readonly Part[]; readonly looked: readonly Entry[] } {
  const known = new Set([...comingTwice(parts, of.others), ...of.standing]);
  const looked: Entry[] = [];
  const clear = parts.map((part) => {
    const { columns, seq, receivedMs } = part;
    const rows = rowsToLookAt(part, known);
    if (rows.length === 0) return part;
    const at = telemetryOf(columns);
    for (const row of rows) {
      looked.push({ seq, row: columns.places[row] ?? 0, receivedMs, telemetry: at(row) });
    }
    const away = new Set(rows);
    return { ...part, rows: part.rows.filter((row) => !away.has(row)) };
  });
  return { clear: clear.filter(({ rows }) => rows.length > 0), looked };
}

/** Of a known identity, or such that the engine would not take them. */
function rowsToLookAt(part: Part, known: ReadonlySet<number>): readonly number[] {
  const { time, seq } = part.columns;
  const { identities } = part.names;
  const found: number[] = [];
  for (const row of part.rows) {
    const isKnown = known.size > 0 && known.has(identities[row] ?? 0);
    const isCount = Number.isSafeInteger(seq[row]) && (seq[row] ?? 0) >= 0;
    if (isKnown || !isCount || !Number.isSafeInteger(time[row])) found.push(row);
  }
  return found;
}

/** The identities that come more than once in the parts and the others. */
function comingTwice(parts: readonly Part[], others: readonly number[]): ReadonlySet<number> {
  const twice = new Set<number>();
  const seen = new SeenIdentities(rowsOfParts(parts) + others.length);
  for (const { rows, names } of parts) {
    for (let i = 0; i < rows.length; i += 1) {
      const identity = names.identities[rows[i] ?? 0] ?? 0;
      if (seen.add(identity)) twice.add(identity);
    }
  }
  for (const identity of others) if (seen.add(identity)) twice.add(identity);
  return twice;
}

class SeenIdentities {
  readonly #table: Float64Array;

  /** Of so many at most. */
  constructor(count: number) {
    // At most half of the places are taken; -1 is a free one.
    this.#table = new Float64Array(2 ** Math.ceil(Math.log2(2 * count + 2))).fill(-1);
  }

  /** Whether it had been added before. */
  add(identity: number): boolean {
    const table = this.#table;
    const mask = table.length - 1;
    // Identities are spread evenly: their low bits say where to look.
    let at = (identity >>> 0) & mask;
    while (table[at] !== -1) {
      if (table[at] === identity) return true;
      at = (at + 1) & mask;
    }
    table[at] = identity;
    return false;
  }
}

/** Parts by the month of their receipt, in UTC: the partition that a block goes into. */
export function byMonth(parts: readonly Part[]): readonly (readonly Part[])[] {
  const months: { month: string; parts: Part[] }[] = [];
  for (const part of parts) {
    const month = new Date(part.receivedMs).toISOString().slice(0, 7);
    const last = months.at(-1);
    if (last?.month === month) last.parts.push(part);
    else months.push({ month, parts: [part] });
  }
  return months.map(({ parts: own }) => own);
}
