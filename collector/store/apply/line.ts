import { text } from "./json-text.ts";

/** The tables that records become rows of. */
export const TABLES = [
  "features_v1",
  "calls_v1",
  "content_v1",
  "predictions_v1",
  "outcomes_v1",
  "oversight_v1",
  "scores_v1",
  "concerns_v1",
  "changes_v1",
  "client_metrics_v1",
  "heartbeats_v1",
  "profiles_v1",
  "corrections_v1",
  "quarantine_v1",
] as const;
export type Table = (typeof TABLES)[number];

/** One row on its way into a table, as text of the format JSONCompactEachRow. */
export interface Line {
  readonly seq: number;
  readonly row: number;
  readonly receivedMs: number;
  /** Values in the order of the table's `columns`, without the brackets and without the identity. */
  readonly values: string;
}

/** The last columns of every table here: a record's name for ever. */
export const IDENTITY_COLUMNS = ["received_at", "_journal", "_seq", "_row"] as const;

export function lineText(line: Line, journal: string): string {
  return `[${line.values},${line.receivedMs},${text(journal)},${line.seq},${line.row}]\n`;
}
