import type { ApiActs } from "../acts.ts";
import { narrowActs } from "./narrow-acts.ts";
import { type AllReads, narrowReads } from "./narrow-reads.ts";
import { type RecordIndex, type Scope, scopeOf } from "./scope.ts";

/** What somebody sees and does who may see some systems alone. */
export interface Narrowed {
  readonly scope: Scope;
  readonly reads: AllReads;
  readonly acts: ApiActs;
}

/** For the systems of a caller what is left of reads and acts. Cheap: nothing is read for it. */
export type Scopes = (systems: readonly string[]) => Narrowed;

export function createScopes(of: {
  readonly reads: AllReads;
  readonly acts: ApiActs;
  readonly records: RecordIndex;
}): Scopes {
  return (systems) => {
    const scope = scopeOf(systems, of.records);
    const reads = narrowReads(of.reads, scope);
    return { scope, reads, acts: narrowActs(of.acts, { scope, reads }) };
  };
}
