import type { Control, ControlState } from "@tiltmeter/rules";
import type { Governance } from "./governance.ts";
import type { EvaluationRow } from "./row.ts";

/** Where an instance stood before a window, and under which revision of its control. */
export interface Standing {
  readonly revision: string;
  readonly state: ControlState;
}

/**
 * The last evaluation of every control instance: where the evaluator goes on.
 *
 * The rows of the store are the source; this is their copy in memory, advanced when rows have been
 * stored. A ledger that is ahead of the rows (a crash fell between the two) has the last word.
 */
export class LastEvaluations {
  readonly #rows = new Map<string, Map<string, EvaluationRow>>();
  /** Window ends of controls without any instance, which leave no row. */
  readonly #evaluatedUpTo = new Map<string, number>();

  constructor(rows: readonly EvaluationRow[]) {
    this.advance(rows);
  }

  /** Takes stored rows. An older row than the known one changes nothing. */
  advance(rows: readonly EvaluationRow[]): void {
    for (const row of rows) {
      const instances = this.#rows.get(row.control) ?? new Map<string, EvaluationRow>();
      this.#rows.set(row.control, instances);
      const known = instances.get(row.instanceKey);
      if (known === undefined || known.windowEndMs <= row.windowEndMs) {
        instances.set(row.instanceKey, row);
      }
      this.markEvaluated(row.control, row.windowEndMs);
    }
  }

  /** The control was evaluated up to this window end, whether or not there was anything to say. */
  markEvaluated(control: string, windowEndMs: number): void {
    const known = this.#evaluatedUpTo.get(control) ?? Number.NEGATIVE_INFINITY;
    this.#evaluatedUpTo.set(control, Math.max(known, windowEndMs));
  }

  /** End of the newest window that the control was evaluated for; null when there is none. */
  lastEndMs(control: string): number | null {
    return this.#evaluatedUpTo.get(control) ?? null;
  }

  /** The last row of each instance of one control. */
  of(control: string): readonly EvaluationRow[] {
    return [...(this.#rows.get(control)?.values() ?? [])];
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
