import { FRESH, type FreshPart } from "./fresh.ts";
import type { Nonconformity } from "./nonconformity.ts";

/** A record as a ledger holds its raise: older ledgers know less of it. */
export type RaisedRecord = Omit<Nonconformity, FreshPart | "gravest"> &
  Partial<Pick<Nonconformity, FreshPart | "gravest">>;

/** The record of a raise with everything that its ledger did not know of yet, as it stood then. */
export function completeRecord(raised: RaisedRecord): Nonconformity {
  return {
    ...FRESH,
    gravest: raised.severity,
    recurrenceOf: raised.fields["recurrence_of"] ?? null,
    ...raised,
  };
}
