import type { Nonconformity } from "./nonconformity.ts";

/** The parts of a record that its life adds to. */
export type FreshPart =
  | "source"
  | "reportedBy"
  | "concern"
  | "cycle"
  | "actions"
  | "proposedDismissal"
  | "acceptedUntilMs"
  | "mergedInto"
  | "mergedFrom"
  | "recurrenceOf"
  | "refutedBy"
  | "postscripts";

/** What a record has not been through yet when a control raises it. */
export const FRESH: Pick<Nonconformity, FreshPart> = {
  source: "control",
  reportedBy: null,
  concern: null,
  cycle: 1,
  actions: [],
  proposedDismissal: null,
  acceptedUntilMs: null,
  mergedInto: null,
  mergedFrom: [],
  recurrenceOf: null,
  refutedBy: null,
  postscripts: [],
};
