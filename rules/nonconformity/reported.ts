import type { Severity } from "../control/control.ts";
import type { Citations } from "./fold-step.ts";
import { FRESH } from "./fresh.ts";
import type { ConcernRef, Nonconformity, Source } from "./nonconformity.ts";

/** What a person tells of a matter that no control raised. */
export interface Report {
  readonly id: string;
  readonly atMs: number;
  /** Who writes it down; who told of it is `fields.reported_by`, absent where that is anonymous. */
  readonly by: string;
  readonly source: Exclude<Source, "control">;
  /** As proposed; the assessment finds the one that holds. */
  readonly severity: Severity;
  /** Empty where it is about the management system. */
  readonly system: string;
  readonly clauses: Citations;
  /** When the matter was found. */
  readonly foundMs: number;
  readonly concern: ConcernRef | null;
  /** `title`, `requirement` and `statement`; `seen` (where it can be seen) and `reported_by` where given. */
  readonly fields: Readonly<Record<string, string>>;
}

/** The record that a person raises. It stands where a control's does: in `raised`, without an owner. */
export function reportedRecord(report: Report): Nonconformity {
  const { atMs, by, fields, system, severity } = report;
  const { title = "", requirement = "", statement = "", reported_by: reportedBy = null } = fields;
  return {
    ...FRESH,
    id: report.id,
    state: "raised",
    severity,
    gravest: severity,
    source: report.source,
    control: null,
    controlTitle: title,
    controlRevision: null,
    requirement,
    clauses: report.clauses,
    system,
    group: system === "" ? {} : { system },
    statement,
    raisedMs: atMs,
    firstBreachMs: report.foundMs,
    episodes: [],
    evidence: null,
    reportedBy,
    concern: report.concern,
    owner: null,
    fields: {},
    steps: [{ atMs, by, kind: "raised", from: null, to: "raised", text: statement, fields }],
    version: 1,
  };
}
