import type { KeptState, Labels, Verdict } from "@tiltmeter/rules";

/** An evaluation as the evaluator stores it. */
export interface ReplayRow {
  readonly control: string;
  readonly revision: string;
  readonly instance: Labels;
  readonly instanceKey: string;
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  readonly dataRevision: number;
  readonly verdict: Verdict;
  readonly state: KeptState;
  readonly durationMs: number;
  readonly rowsRead: number;
}

/** Evaluations in memory, each with the true time at which it was stored. */
export class EvaluationRows<Row extends ReplayRow> {
  readonly #rows: { readonly row: Row; readonly atMs: number }[] = [];
  readonly #last = new Map<string, Row>();

  append(rows: readonly Row[], atMs: number): void {
    for (const row of rows) {
      this.#rows.push({ row, atMs });
      const key = JSON.stringify([row.control, row.instanceKey]);
      const known = this.#last.get(key);
      if (known === undefined || known.windowEndMs <= row.windowEndMs) this.#last.set(key, row);
    }
  }

  /** The last row of each (control, instance): what a process that starts goes on from. */
  last(): readonly Row[] {
    return [...this.#last.values()];
  }

  /** Every revision of what some controls said of the windows that end at some instants. */
  at(of: {
    readonly controls: readonly string[];
    readonly endsMs: readonly number[];
  }): readonly Row[] {
    const ends = new Set(of.endsMs);
    return this.#rows.flatMap(({ row }) =>
      of.controls.includes(row.control) && ends.has(row.windowEndMs) ? [row] : [],
    );
  }

  /** All of them, in the order in which they were stored. */
  all(): readonly { readonly row: Row; readonly atMs: number }[] {
    return this.#rows;
  }
}
