import type { ClauseIndex } from "../frameworks/clauses.ts";
import type { Governance } from "./governance.ts";

/** What the file may name; null: not known, so not checked. */
export interface GovernanceContext {
  /** Ids of the controls in force. */
  readonly controls: readonly string[] | null;
  readonly clauses: ClauseIndex | null;
  /** What is in force: a text that changes under the same version is an error. */
  readonly before: Governance | null;
}
