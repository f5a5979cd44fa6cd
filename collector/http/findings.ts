import type { RecordFindings } from "@tiltmeter/dashboards";

/** What the API alone reads of what the machine found out. */
export interface ApiFindings extends RecordFindings {
  /** The affected decisions as a CSV file, piece by piece; null where there are none to tell of. */
  readonly affectedFile: (id: string) => Promise<AsyncIterable<string> | null>;
  /** A document that the record speaks of; null where it speaks of none such. */
  readonly recordDocument: (of: {
    readonly id: string;
    readonly digest: string;
  }) => Promise<unknown>;
}
