import type { Nonconformity } from "../../nonconformity/nonconformity.ts";
import type { ControlRun } from "./measurement-trends.ts";
import {
  countFigure,
  isWithin,
  type ReviewPeriod,
  type ReviewSection,
  reviewTable,
} from "./review-pack.ts";

/** A revision or version that awaits approval. */
export interface AwaitedApproval {
  readonly subject: string;
  readonly id: string;
  readonly version: string;
  /** What it demands less than what was approved before. */
  readonly weakened: readonly string[];
  /** In words, where a backtest was made of it; null: none. */
  readonly backtest: string | null;
}

/** Dismissed at least this often, of three records or more: people do not believe it. */
const NOISY_SHARE = 0.5;
const NOISY_RECORDS_MIN = 3;

/** Input e: opportunities for improvement that the record itself shows. */
export function improvements(of: {
  readonly runs: readonly ControlRun[];
  readonly records: readonly Nonconformity[];
  readonly period: ReviewPeriod;
  /** Controls that never fired of anything since they were first evaluated. */
  readonly neverFired: readonly string[];
  readonly awaited: readonly AwaitedApproval[];
  /** Clauses that telemetry could evidence and nothing does. */
  readonly withoutEvidence: readonly string[];
}): ReviewSection {
  const noisy = of.runs.flatMap(({ id }) => {
    const own = of.records.filter(
      (record) => record.control === id && isWithin(record.raisedMs, of.period),
    );
    const dismissed = own.filter(({ state }) => state === "dismissed").length;
    const isNoisy = own.length >= NOISY_RECORDS_MIN && dismissed / own.length >= NOISY_SHARE;
    return isNoisy ? [[id, String(own.length), String(dismissed)]] : [];
  });
  const silent = of.runs.filter(
    ({ status, evaluations, passed, breached }) =>
      status !== "retired" && status !== "draft" && evaluations > 0 && passed + breached === 0,
  );
  const controls = "/api/v1/controls";
  return {
    input: "e",
    title: "Opportunities for continual improvement",
    figures: [
      countFigure({
        ...{ label: "Noisy controls", query: controls, value: noisy.length },
        how: "three records or more in the period, of which half or more were dismissed",
      }),
      countFigure({
        ...{ label: "Controls that never fired", query: controls, value: of.neverFired.length },
        how: "evaluated with a pass or a breach, and no episode ever",
      }),
      countFigure({
        ...{ label: "Controls without a decided verdict", query: controls, value: silent.length },
        how: "evaluated in the period, and always in doubt, without data or failed",
      }),
      countFigure({
        ...{ label: "Changes that await approval", query: "/api/v1/governance/chain" },
        value: of.awaited.length,
        how: "policies, objectives and revisions of controls in force that were not approved in full",
      }),
      countFigure({
        ...{ label: "Clauses without evidence", query: "/api/v1/applicability" },
        value: of.withoutEvidence.length,
        how: "clauses of ISO/IEC 42001 that apply and have neither a fresh verdict nor an attestation",
      }),
    ],
    tables: [
      reviewTable("Noisy controls", ["Control", "Records", "Dismissed"], noisy),
      reviewTable(
        "Controls that never fired",
        ["Control"],
        of.neverFired.map((id) => [id]),
      ),
      reviewTable(
        "Controls without a decided verdict",
        ["Control"],
        silent.map(({ id }) => [id]),
      ),
      reviewTable(
        "Changes that await approval",
        ["What", "Version", "Demands less", "Backtest"],
        of.awaited.map(({ subject, id, version, weakened, backtest }) => [
          `${subject} ${id}`,
          version.slice(0, 12),
          weakened.length === 0 ? "nothing" : weakened.join(", "),
          backtest ?? "none",
        ]),
      ),
      reviewTable("Clauses without evidence", ["Part", "Clauses"], byPart(of.withoutEvidence)),
    ],
    notCovered: "What could be done better without showing in a number is for people to bring.",
  };
}

/** `5.2` is of part 5, `A.6.2.6` of A.6: sixty clauses are a dozen lines. */
function byPart(clauses: readonly string[]): readonly (readonly string[])[] {
  const parts = new Map<string, string[]>();
  for (const clause of clauses) {
    const part = /^(?:A\.)?\d+/.exec(clause)?.[0] ?? clause;
    parts.set(part, [...(parts.get(part) ?? []), clause]);
  }
  return [...parts].map(([part, own]) => [part, own.join("; ")]);
}
