import type { KeptBatch } from "./batch-file.ts";
import type { SpoolFile } from "./spool.ts";

/** A batch in line: on disk, or in memory where the disk failed. */
export type Waiting = {
  readonly isOwn: boolean;
  /** Resolves once it has left the line. */
  readonly done: Promise<void>;
  readonly settle: () => void;
} & (
  | { readonly file: SpoolFile; readonly batch: null }
  | { readonly file: null; readonly batch: KeptBatch }
);

/**
 * Batches in the order in which they are sent: this process's own first, since somebody may be waiting for
 * them, then what dead processes left.
 */
export class Line {
  readonly #own: Waiting[] = [];
  readonly #adopted: Waiting[] = [];
  #bytes = 0;
  #records = 0;

  /** Space that the files take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Records of this process in the files. */
  get records(): number {
    return this.#records;
  }

  get files(): number {
    const inMemory = this.#own.reduce((sum, { file }) => sum + (file === null ? 1 : 0), 0);
    return this.#own.length + this.#adopted.length - inMemory;
  }

  get isEmpty(): boolean {
    return this.#own.length + this.#adopted.length === 0;
  }

  get lastOwn(): Waiting | undefined {
    return this.#own.at(-1);
  }

  get lastAdopted(): Waiting | undefined {
    return this.#adopted.at(-1);
  }

  keep(file: SpoolFile): Waiting {
    this.#bytes += file.bytes;
    this.#records += file.records;
    const waiting = { file, batch: null, isOwn: file.isOwn, ...settlement() };
    (file.isOwn ? this.#own : this.#adopted).push(waiting);
    return waiting;
  }

  hold(batch: KeptBatch): Waiting {
    const waiting = { file: null, batch, isOwn: true, ...settlement() };
    this.#own.push(waiting);
    return waiting;
  }

  /** What is to be sent next; it stays in line until it is settled. */
  first(): Waiting | undefined {
    return this.#own[0] ?? this.#adopted[0];
  }

  settle(waiting: Waiting): void {
    const line = waiting.isOwn ? this.#own : this.#adopted;
    // The first, always: one batch is sent at a time, and nothing comes before it.
    if (line[0] === waiting) line.shift();
    this.#bytes -= waiting.file?.bytes ?? 0;
    this.#records -= waiting.file?.records ?? 0;
    waiting.settle();
  }

  /** Ends the waiting of all; returns the batches that are in memory alone. */
  abandon(): readonly KeptBatch[] {
    const all = [...this.#own, ...this.#adopted];
    for (const { settle } of all) settle();
    return all.flatMap(({ batch }) => (batch === null ? [] : [batch]));
  }
}

function settlement(): { readonly done: Promise<void>; readonly settle: () => void } {
  let settle: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { done, settle };
}
