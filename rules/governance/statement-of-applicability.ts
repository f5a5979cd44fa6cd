import { fitOf } from "../frameworks/clauses.ts";
import type { Clause, Confidence, Fit, Framework } from "../frameworks/framework.ts";
import type { Applicability } from "./governance.ts";

/** A person's word that a clause is fulfilled, as the ledger has it. */
export interface Attestation {
  readonly id: string;
  readonly framework: string;
  readonly clause: string;
  readonly statement: string;
  readonly evidence: string;
  readonly by: string;
  readonly atMs: number;
  readonly expiresMs: number;
  /** Null: it stands. */
  readonly withdrawn: {
    readonly atMs: number;
    readonly by: string;
    readonly reason: string;
  } | null;
}

/** A control that cites clauses, and what it last said. */
export interface CitingControl {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly clauses: Readonly<Record<string, readonly string[]>>;
  readonly everyMs: number;
  /** End of its newest window with a pass or a breach; null: there was none. */
  readonly lastConclusiveMs: number | null;
  readonly lastVerdict: "pass" | "breach" | null;
}

/** `telemetry`: a control in force gave a verdict lately. `stale`: one did, too long ago. */
export type EvidencedBy = "telemetry" | "stale" | "attestation" | "nothing" | "not_applicable";

/** One line of the statement: one clause, or one control of an annex. */
export interface ApplicabilityLine {
  readonly framework: string;
  readonly clause: string;
  readonly title: string;
  readonly confidence: Confidence;
  readonly fit: Fit;
  /** Whether anybody has said that it applies; what nobody excluded applies. */
  readonly applies: boolean;
  readonly justification: string | null;
  readonly evidencedBy: EvidencedBy;
  readonly controls: readonly (Pick<
    CitingControl,
    "id" | "title" | "status" | "lastConclusiveMs" | "lastVerdict"
  > & { readonly fit: Fit; readonly isFresh: boolean })[];
  /** In force at the time, the newest first. */
  readonly attestations: readonly Attestation[];
  /** End of the newest conclusive window of any of its controls. */
  readonly lastMs: number | null;
}

/** A verdict older than three of its windows is stale, and one of a quick control after a day. */
const FRESH_WINDOWS = 3;
const FRESH_MS_MIN = 86_400_000;

/** The statement of applicability of one framework as it stands at an instant: a line for each clause. */
export function statementOfApplicability(of: {
  readonly framework: Framework;
  readonly applicability: readonly Applicability[];
  readonly controls: readonly CitingControl[];
  readonly attestations: readonly Attestation[];
  readonly nowMs: number;
}): readonly ApplicabilityLine[] {
  const { framework, nowMs } = of;
  const standing = of.attestations.filter(
    (each) => each.framework === framework.id && isInForce(each, nowMs),
  );
  return framework.clauses.map((clause) => {
    const said = of.applicability.find(
      (each) => each.framework === framework.id && each.clause === clause.id,
    );
    const controls = of.controls
      .filter((control) => control.clauses[framework.id]?.includes(clause.id) === true)
      .map((control) => citation(control, clause, nowMs));
    const attestations = standing
      .filter((each) => each.clause === clause.id)
      .sort((a, b) => b.atMs - a.atMs);
    const applies = said?.applies ?? true;
    const ends = controls.flatMap(({ lastConclusiveMs }) => lastConclusiveMs ?? []);
    return {
      framework: framework.id,
      clause: clause.id,
      title: clause.title,
      confidence: clause.confidence,
      fit: clause.fit,
      applies,
      justification: said?.justification ?? null,
      evidencedBy: applies ? evidence(controls, attestations) : "not_applicable",
      controls,
      attestations,
      lastMs: ends.length === 0 ? null : Math.max(...ends),
    };
  });
}

/** Made before an instant, and neither expired nor withdrawn then. */
export function isInForce(of: Attestation, atMs: number): boolean {
  const isWithdrawn = of.withdrawn !== null && of.withdrawn.atMs <= atMs;
  return of.atMs <= atMs && atMs < of.expiresMs && !isWithdrawn;
}

function citation(
  control: CitingControl,
  clause: Clause,
  nowMs: number,
): ApplicabilityLine["controls"][number] {
  const { id, title, status, lastConclusiveMs, lastVerdict, everyMs } = control;
  const freshMs = Math.max(FRESH_MS_MIN, FRESH_WINDOWS * everyMs);
  const isFresh = lastConclusiveMs !== null && nowMs - lastConclusiveMs <= freshMs;
  return { id, title, status, lastConclusiveMs, lastVerdict, fit: fitOf(clause, id), isFresh };
}

/** What only shadows or drafts say is no evidence that a control operates. */
function evidence(
  controls: ApplicabilityLine["controls"],
  attestations: readonly Attestation[],
): EvidencedBy {
  const inForce = controls.filter(({ status, fit }) => status === "enforce" && fit !== "none");
  if (inForce.some(({ isFresh }) => isFresh)) return "telemetry";
  if (attestations.length > 0) return "attestation";
  return inForce.some(({ lastConclusiveMs }) => lastConclusiveMs !== null) ? "stale" : "nothing";
}
