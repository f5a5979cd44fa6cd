import type { Arena } from "../../../columns/arena.ts";
import type { PredictionColumns } from "../../../columns/prediction-columns.ts";
import { namesOf } from "./names-of.ts";
import type { Names, Part } from "./part.ts";
import { type PredictionBlocks, predictionBlocks } from "./prediction-blocks.ts";
import { Turns } from "./turns.ts";

/** What costs most of what is between the journal and the engine, and needs neither: a microsecond or two a prediction. */
export interface BlockWork {
  /** What the rows of each are recognised by. */
  readonly names: (
    columns: readonly PredictionColumns[],
    memory: Arena,
  ) => Promise<readonly Names[]>;
  /** See `predictionBlocks`. */
  readonly blocks: (
    parts: readonly Part[],
    journal: string,
    memory: Arena,
  ) => Promise<PredictionBlocks>;
}

/** In this thread, where others have their turn in between. */
export const workHere: BlockWork = {
  names: async (columns, memory) => {
    const names: Names[] = [];
    for await (const own of new Turns().each(columns)) names.push(namesOf(own, memory));
    return names;
  },
  blocks: predictionBlocks,
};
