import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { Arena } from "../../../columns/arena.ts";
import type { PredictionColumns } from "../../../columns/prediction-columns.ts";
import type { Answer, Ask, Carried, CarriedPart } from "./block-thread.ts";
import { type BlockWork, workHere } from "./block-work.ts";
import { type Names, type Part, rowsOfParts } from "./part.ts";
import type { PredictionBlocks } from "./prediction-blocks.ts";

/** Below, a thread costs more than it takes off this one, and a collector of little traffic needs none. */
const ROWS_MIN = 4_096;
/** There where the program is built; sources are run by tests, for which this thread does. */
const THREAD = new URL("./block-thread.js", import.meta.url);

export interface ThreadedWork extends BlockWork {
  readonly close: () => Promise<void>;
}

type Question = Ask extends infer Each ? Omit<Each, "id" | "memory"> : never;

interface Waiting {
  readonly memory: Arena;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/** The thread ended before it answered. */
class ThreadEnded extends Error {
  override readonly name = "ThreadEnded";
}

/**
 * The work of a whole chunk in a thread of its own, beside which requests are received; what is small, and what a thread
 * that ended leaves over, in this one. The thread is started by the first that is worth it, and shares the arena's memory.
 */
export function threadedWork(thread: URL = THREAD, rowsMin: number = ROWS_MIN): ThreadedWork {
  const waiting = new Map<number, Waiting>();
  const isThere = existsSync(fileURLToPath(thread));
  let worker: Worker | null = null;
  let asked = 0;

  function started(): Worker {
    // What is loaded into the program from outside, to watch it or to test it, is not meant for this.
    const own = new Worker(thread, { execArgv: [] });
    // What is asked of it is awaited by somebody; it keeps no process alive by itself.
    own.unref();
    own.on("message", (answer: Answer) => {
      const asker = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ("error" in answer) return asker?.reject(answer.error);
      asker?.memory.resume(answer.memory);
      asker?.resolve(answer.result as never);
    });
    const ended = (cause?: unknown): void => {
      if (worker === own) worker = null;
      for (const { reject } of waiting.values()) reject(new ThreadEnded("", { cause }));
      waiting.clear();
    };
    own.on("error", ended);
    own.on("exit", () => ended());
    return own;
  }

  function ask<Result>(question: Question, memory: Arena): Promise<Result> {
    worker ??= started();
    const to = worker;
    const id = ++asked;
    return new Promise<Result>((resolve, reject) => {
      waiting.set(id, { memory, resolve, reject });
      to.postMessage({ ...question, id, memory: memory.state });
    });
  }

  async function threadedOrHere<Result>(
    question: () => Question,
    memory: Arena,
    of: { readonly rows: number; readonly here: () => Promise<Result> },
  ): Promise<Result> {
    if (!isThere || of.rows < rowsMin) return of.here();
    try {
      return await ask<Result>(question(), memory);
    } catch (error) {
      if (error instanceof ThreadEnded) return of.here();
      throw error;
    }
  }

  return {
    names: (columns, memory) =>
      threadedOrHere<readonly Names[]>(() => ({ names: columns.map(carried) }), memory, {
        rows: columns.reduce((sum, { rows }) => sum + rows, 0),
        here: () => workHere.names(columns, memory),
      }),
    blocks: (parts, journal, memory) =>
      threadedOrHere<PredictionBlocks>(
        () => ({ blocks: parts.map(carriedPart), journal }),
        memory,
        { rows: rowsOfParts(parts), here: () => workHere.blocks(parts, journal, memory) },
      ),
    close: async () => {
      await worker?.terminate();
    },
  };
}

function carried(columns: PredictionColumns): Carried {
  return columns.packed ?? columns;
}

function carriedPart({ columns, rows, ...part }: Part): CarriedPart {
  return {
    ...part,
    columns: carried(columns),
    rows: rows.length === columns.rows ? null : rows,
  };
}
