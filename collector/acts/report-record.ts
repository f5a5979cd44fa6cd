import {
  decideReport,
  type Nonconformity,
  type Report,
  type ReportCommand,
  reportFingerprint,
  yearOf,
} from "@tiltmeter/rules";
import type { Transact } from "./transact.ts";

/** As the ledger records it. */
export interface RecordReported extends Report {
  readonly type: "nonconformity_reported";
  readonly fingerprint: string;
}

/** What became of it: the record's number, or why there is none. */
export type ReportAnswer =
  | { readonly kind: "raised"; readonly id: string }
  | {
      readonly kind: "refused";
      readonly reason: string;
      readonly fields: Readonly<Record<string, string>>;
    };

interface Register {
  readonly nonconformities: ReadonlyMap<string, Nonconformity>;
  readonly byFingerprint: ReadonlyMap<string, string>;
  readonly raisedInYear: ReadonlyMap<number, number>;
}

/** Raises a record in a person's name: an audit, an incident, a complaint, a concern, a supplier, a review. */
export function reportRecord(
  command: ReportCommand,
  nowMs: number,
  transact: Transact<Register, RecordReported>,
): Promise<ReportAnswer> {
  return transact<ReportAnswer>((state) => {
    const known =
      command.concern === null
        ? undefined
        : state.byFingerprint.get(reportFingerprint("", command.concern));
    const decision = decideReport(command, {
      number: (state.raisedInYear.get(yearOf(nowMs)) ?? 0) + 1,
      nowMs,
      before: state.nonconformities.get(known ?? "") ?? null,
    });
    if (decision.kind === "refused") {
      const { reason, fields } = decision;
      return { entries: [], result: { kind: "refused", reason, fields } };
    }
    const { report, fingerprint } = decision;
    const entry = { type: "nonconformity_reported", fingerprint, ...report } as const;
    return { entries: [entry], result: { kind: "raised", id: report.id } };
  });
}
