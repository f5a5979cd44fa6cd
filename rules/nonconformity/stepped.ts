import type { Nonconformity, Step } from "./nonconformity.ts";

/** The record with one step more, and its version counted up. Every event of a record goes through here. */
export function stepped(
  record: Nonconformity,
  event: { readonly atMs: number; readonly by: string },
  step: Pick<Step, "kind" | "text"> & Partial<Pick<Step, "to" | "fields" | "severityBefore">>,
): Nonconformity {
  const { atMs, by } = event;
  return {
    ...record,
    steps: [...record.steps, { atMs, by, from: record.state, to: null, fields: {}, ...step }],
    version: record.version + 1,
  };
}
