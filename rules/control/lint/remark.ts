import type { Control, RiskTier } from "../control.ts";

/** What is doubtful about a control, or about a set of them; never a reason to refuse it. */
export interface Remark {
  /** Id of the control; null where it is about the whole set. */
  readonly control: string | null;
  /** Stable, for filters: `no-runbook`, `unknown-clause`, … */
  readonly code: string;
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
}

/** A system of the inventory, as far as it decides what controls are worth. */
export interface LintSystem {
  readonly id: string;
  readonly riskTier: RiskTier | null;
  readonly environment: string | null;
  readonly status: "planned" | "live" | "retired";
  /** Its baseline is renewed from recent data; absent: not known. */
  readonly hasRollingBaseline?: boolean;
}

/** What is known beside the controls. What is absent is not known, and nothing is said of it. */
export interface LintContext {
  /** Whether a framework has a clause of that id. */
  readonly hasClause?: (framework: string, clause: string) => boolean;
  /** The whole inventory; the controls then are all there are. */
  readonly systems?: readonly LintSystem[];
  /** Whether anything was seen that the control measures. */
  readonly seen?: (control: Control) => boolean;
}
