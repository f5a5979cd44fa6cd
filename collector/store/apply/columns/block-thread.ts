import { parentPort } from "node:worker_threads";
import { Arena, type ArenaState } from "../../../columns/arena.ts";
import { unpackColumns } from "../../../columns/pack-columns.ts";
import type { PredictionColumns } from "../../../columns/prediction-columns.ts";
import { workHere } from "./block-work.ts";
import type { Names, Part } from "./part.ts";
import type { PredictionBlocks } from "./prediction-blocks.ts";

// What a thread for the work between journal and engine runs; `threaded-work.ts` starts it.

/** Columns as they come to a thread: the bytes that they lie in, where there are any. */
export type Carried = Uint8Array | PredictionColumns;

export interface CarriedPart extends Omit<Part, "columns" | "rows"> {
  readonly columns: Carried;
  /** Null: all of them. */
  readonly rows: Uint32Array | null;
}

export type Ask = { readonly id: number; readonly memory: ArenaState } & (
  | { readonly names: readonly Carried[] }
  | { readonly blocks: readonly CarriedPart[]; readonly journal: string }
);

export type Answer = { readonly id: number } & (
  | { readonly memory: ArenaState; readonly result: readonly Names[] | PredictionBlocks }
  | { readonly error: unknown }
);

async function answer(ask: Ask): Promise<Answer> {
  const { id } = ask;
  try {
    const memory = Arena.from(ask.memory);
    const result =
      "names" in ask
        ? await workHere.names(ask.names.map(unpacked), memory)
        : await workHere.blocks(ask.blocks.map(partOf), ask.journal, memory);
    return { id, memory: memory.state, result };
  } catch (error) {
    return { id, error };
  }
}

function unpacked(columns: Carried): PredictionColumns {
  return columns instanceof Uint8Array ? unpackColumns(columns) : columns;
}

function partOf(carried: CarriedPart): Part {
  const columns = unpacked(carried.columns);
  return { ...carried, columns, rows: carried.rows ?? everyRow(columns.rows) };
}

function everyRow(count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row += 1) rows[row] = row;
  return rows;
}

parentPort?.on("message", async (ask: Ask) => parentPort?.postMessage(await answer(ask)));
