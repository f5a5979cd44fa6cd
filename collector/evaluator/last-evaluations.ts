import type { Control, KeptState } from "@tiltmeter/rules";
import type { Governance } from "./governance.ts";
import type { EvaluationRow } from "./row.ts";

/**
 * Windows in a row without data after which an instance that is `ok` gets no further rows.
 *
 * A model version that was replaced, or one of ten thousand rare segments, would else cost a row a
 * window for ever. It goes on where it stood when it is seen again, and it still shows as `no_data`.
 */
const ABSENT_WINDOWS_MAX = 24;

/** Where an instance stood before a window, and under which revision of its control. */
export interface Standing {
  readonly revision: string;
  readonly state: KeptState;
}

/**
 * The last evaluation of every control instance: where the evaluator goes on.
 *
 * The rows of the store are the source; this is their copy in memory, advanced when rows have been
 * stored. A ledger that is ahead of the rows (a crash fell between the two) has the last word.
 */
export class LastEvaluations {
  readonly #rows = new Map<string, Map<string, EvaluationRow>>();
  /** Control → end of its newest window. */
  readonly #evaluatedUpTo = new Map<string, number>();

  /** Grows with each `advance`. */
  advances = 0;

  constructor(rows: readonly EvaluationRow[]) {
    this.advance(rows);
  }

  /** Takes stored rows. An older row than the known one changes nothing, nor does a late revision. */
  advance(rows: readonly EvaluationRow[]): void {
    this.advances += 1;
    for (const row of rows) {
      if (row.dataRevision !== 1) continue;
      const instances = this.#rows.get(row.control) ?? new Map<string, EvaluationRow>();
      this.#rows.set(row.control, instances);
      const known = instances.get(row.instanceKey);
      if (known === undefined || known.windowEndMs <= row.windowEndMs) {
        instances.set(row.instanceKey, row);
      }
      const upTo = this.#evaluatedUpTo.get(row.control) ?? row.windowEndMs;
      this.#evaluatedUpTo.set(row.control, Math.max(upTo, row.windowEndMs));
    }
  }

  /** End of the newest window that the control was evaluated for; null when there is none. */
  lastEndMs(control: string): number | null {
    return this.#evaluatedUpTo.get(control) ?? null;
  }

  /** The last row of one instance. */
  row(control: string, instanceKey: string): EvaluationRow | undefined {
    return this.#rows.get(control)?.get(instanceKey);
  }

  /** The last row of each instance of one control. */
  of(control: string): readonly EvaluationRow[] {
    return [...(this.#rows.get(control)?.values() ?? [])];
  }

  /** The last rows of those instances of a control that are judged even when nothing of them is seen. */
  awaited(control: string): readonly EvaluationRow[] {
    return this.of(control).filter(
      (row) => row.state.phase !== "ok" || row.absentWindows < ABSENT_WINDOWS_MAX,
    );
  }

  /** The last rows of all controls, also of those that are gone. */
  all(): readonly EvaluationRow[] {
    return [...this.#rows.values()].flatMap((instances) => [...instances.values()]);
  }

  /** Where an instance stood before a window: its last row, or a later step of the ledger. */
  before(
    windowEndMs: number,
    of: { readonly control: Control; readonly instanceKey: string },
    governance: Governance,
  ): Standing | null {
    const row = this.#rows.get(of.control.id)?.get(of.instanceKey);
    let [latest, endMs]: [Standing | null, number] =
      row === undefined ? [null, Number.NEGATIVE_INFINITY] : [row, row.windowEndMs];
    const steps = governance.transitions.get(of.control.id)?.get(of.instanceKey);
    for (const [end, step] of steps ?? []) {
      if (end > endMs && end < windowEndMs) [latest, endMs] = [step, end];
    }
    return latest;
  }
}
