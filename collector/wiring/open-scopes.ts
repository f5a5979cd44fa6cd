import { systemsOf } from "@tiltmeter/rules";
import type { ApiActs } from "../http/acts.ts";
import { createScopes, type Scopes } from "../http/scope/create-scopes.ts";
import type { AllReads } from "../http/scope/narrow-reads.ts";
import type { Ledger } from "../ledger/ledger.ts";

/** Introduces what callers with named systems see to the register that says what records are about. */
export function openScopes(of: {
  readonly reads: AllReads;
  readonly acts: ApiActs;
  readonly ledger: Ledger;
}): Scopes {
  const records = () => of.ledger.state.nonconformities;
  return createScopes({
    ...{ reads: of.reads, acts: of.acts },
    records: {
      systemsOf: (id) => {
        const record = records().get(id);
        return record === undefined ? null : systemsOf(record);
      },
      restingOn: (digest) =>
        [...records().values()].flatMap(({ id, evidence }) => (evidence === digest ? [id] : [])),
    },
  });
}
