import { formatInstant } from "../../evaluation/instant.ts";
import type { Nonconformity } from "../../nonconformity/nonconformity.ts";
import { isOpen } from "../../nonconformity/passages.ts";
import {
  countFigure,
  isWithin,
  periodBefore,
  type ReviewPeriod,
  type ReviewSection,
  reviewTable,
} from "./review-pack.ts";

/** A sample that an auditor drew. */
export interface DrawnSample {
  readonly id: string;
  readonly of: string;
  readonly seed: string;
  readonly count: number;
  readonly by: string;
  readonly atMs: number;
  readonly population: { readonly size: number; readonly digest: string };
}

/** Input d3: results of audits. */
export function auditResults(of: {
  readonly records: readonly Nonconformity[];
  readonly samples: readonly DrawnSample[];
  readonly ledger: {
    readonly entries: number;
    readonly failure: string | null;
    /** When it was read back. */
    readonly atMs: number;
  };
  readonly period: ReviewPeriod;
  readonly dayOf: (ms: number) => string;
}): ReviewSection {
  const { period } = of;
  const audits = of.records.filter(
    ({ source }) => source === "internal_audit" || source === "external_audit",
  );
  const raised = (within: ReviewPeriod): readonly Nonconformity[] =>
    audits.filter(({ raisedMs }) => isWithin(raisedMs, within));
  const samples = of.samples.filter(({ atMs }) => isWithin(atMs, period));
  const query = "/api/v1/nonconformities";
  return {
    input: "d3",
    title: "Audit results",
    figures: [
      countFigure({
        ...{ label: "Findings of audits", query },
        how: "records raised in the period that came from an internal or external audit",
        value: raised(period).length,
        before: raised(periodBefore(period)).length,
      }),
      countFigure({
        ...{ label: "Findings still open", query },
        how: "records from any audit that are open now",
        value: audits.filter(isOpen).length,
      }),
      countFigure({
        ...{ label: "Samples drawn", query: "/api/v1/audit-samples" },
        how: "samples whose seed the ledger recorded in the period",
        value: samples.length,
      }),
      countFigure({
        ...{ label: "Failures of the ledger's verification", query: "/api/v1/status" },
        how: `all ${of.ledger.entries} entries read back and hashed again at ${formatInstant(of.ledger.atMs)}`,
        value: of.ledger.failure === null ? 0 : 1,
      }),
    ],
    tables: [
      reviewTable(
        "Findings of audits",
        ["Record", "Source", "What", "State"],
        audits.map(({ id, source, controlTitle, state }) => [id, source, controlTitle, state]),
      ),
      reviewTable(
        "Samples",
        ["Sample", "Drawn on", "Of", "Seed", "How many"],
        samples.map((sample) => [
          sample.id,
          of.dayOf(sample.atMs),
          `${sample.population.size} ${sample.of}`,
          sample.seed,
          String(sample.count),
        ]),
      ),
      ...(of.ledger.failure === null
        ? []
        : [reviewTable("The ledger does not verify", ["What"], [[of.ledger.failure]])]),
    ],
    notCovered:
      "Whether auditors were independent and competent, and audits that nobody recorded here, are for people to show.",
  };
}
