import type { RoadmapAct } from "@tiltmeter/rules";
import type { Role } from "./role.ts";

/** Who may use a route, and how it speaks of errors. */
export interface Policy {
  /** `anyone` needs no key. */
  readonly roles: "anyone" | readonly Role[];
  /** OTLP `Status`, problem+json, or a page. */
  readonly answers: "otlp" | "problem" | "page";
}

const SEND: readonly Role[] = ["ingest", "admin"];
const READ: readonly Role[] = ["viewer", "operator", "compliance", "auditor", "admin"];
const WORK: readonly Role[] = ["operator", "compliance", "admin"];
const APPROVE: readonly Role[] = ["compliance", "admin"];
/** Auditors change nothing, but for the records of what they drew and of what was handed to them. */
const AUDIT: readonly Role[] = ["auditor", "compliance", "admin"];
const ADMINISTER: readonly Role[] = ["admin"];

const open = (answers: Policy["answers"]): Policy => ({ roles: "anyone", answers });
const api = (roles: readonly Role[]): Policy => ({ roles, answers: "problem" });
const page = (roles: readonly Role[]): Policy => ({ roles, answers: "page" });

/**
 * The one table of route × role. A route that is not in it ends the start; a request that matches
 * none of it is answered 404, whoever asks.
 *
 * An ingest key only appends: it reads nothing, not even whether something exists. The one exception
 * is the directive of its own systems, which is the same for a system that does not exist.
 */
export const POLICY: Readonly<Record<string, Policy>> = {
  "POST /v1/logs": { roles: SEND, answers: "otlp" },
  "POST /api/v1/predictions": api(SEND),
  "POST /api/v1/outcomes": api(SEND),
  "POST /api/v1/oversight": api(SEND),
  "POST /api/v1/scores": api(SEND),
  "POST /api/v1/concerns": api(SEND),
  "POST /api/v1/changes": api(SEND),

  "GET /api/v1/systems": api(READ),
  "GET /api/v1/systems/:id": api(READ),
  "GET /api/v1/systems/:id/history": api(READ),
  "GET /api/v1/systems/:id/series": api(READ),
  "GET /api/v1/systems/:id/suspension": api(READ),
  "POST /api/v1/systems/:id/suspension": api(APPROVE),
  "GET /api/v1/directives/:system": api(["ingest", ...READ]),
  "GET /api/v1/drift": api(READ),
  "GET /api/v1/changes": api(READ),
  "GET /api/v1/concerns": api(READ),
  "GET /api/v1/metrics": api(READ),
  "GET /api/v1/controls": api(READ),
  "GET /api/v1/controls/:id/evaluations": api(READ),
  "GET /api/v1/controls/:id/revisions": api(READ),
  "GET /api/v1/evaluations": api(READ),
  "GET /api/v1/evaluation-counts": api(READ),
  "GET /api/v1/coverage": api(READ),
  "GET /api/v1/status": api(READ),
  "GET /api/v1/evidence/:digest": api(READ),
  "GET /api/v1/nonconformities": api(READ),
  "GET /api/v1/nonconformities/:id": api(READ),
  "POST /api/v1/nonconformities": api(WORK),
  "PATCH /api/v1/nonconformities/:id": api(WORK),
  "GET /api/v1/nonconformities/:id/effectiveness": api(READ),
  "GET /api/v1/nonconformities/:id/documents/:digest": api(READ),
  "GET /api/v1/nonconformities/:id/decisions": api(READ),
  "GET /api/v1/nonconformities/:id/decisions.csv": api(READ),
  "POST /api/v1/nonconformities/:id/decisions": api(WORK),
  "POST /api/v1/nonconformities/:id/transitions": api(WORK),
  "POST /api/v1/nonconformities/:id/actions": api(WORK),
  "POST /api/v1/nonconformities/:id/comments": api([...WORK, "auditor"]),
  "GET /api/v1/duties": api(READ),
  "GET /api/v1/nonconformities/:id/duties": api(READ),
  "POST /api/v1/nonconformities/:id/incident": api(WORK),
  "POST /api/v1/nonconformities/:id/reports": api(APPROVE),
  "POST /api/v1/nonconformities/:id/set-aside": api(APPROVE),
  "GET /api/v1/holds": api(READ),
  "POST /api/v1/holds": api(WORK),
  "POST /api/v1/holds/:id/release": api(APPROVE),
  "POST /api/v1/backtests": api(WORK),
  "GET /api/v1/backtests/:id": api(READ),
  "DELETE /api/v1/backtests/:id": api(WORK),
  "GET /api/v1/baselines": api(READ),
  "GET /api/v1/baselines/:digest": api(READ),
  "POST /api/v1/baselines": api(WORK),
  "POST /api/v1/baselines/:digest/approve": api(APPROVE),
  "GET /api/v1/ledger": api(READ),
  "GET /api/v1/ledger/entries": api(READ),
  "GET /api/v1/ledger/proofs": api(READ),
  "GET /api/v1/ledger/keys": api(READ),
  "POST /api/v1/ledger/keys": api(ADMINISTER),
  "GET /api/v1/ledger/anchors": api(READ),
  "GET /api/v1/ledger/anchors/:digest": api(READ),
  "GET /api/v1/ledger/past": api(READ),
  "GET /tile/:level/*": api(READ),
  "GET /api/v1/governance": api(READ),
  "GET /api/v1/governance/chain": api(READ),
  "POST /api/v1/approvals": api(APPROVE),
  "POST /api/v1/acknowledgements": api(READ),
  "GET /api/v1/risks": api(READ),
  "POST /api/v1/assessments": api(WORK),
  "GET /api/v1/suppliers": api(READ),
  "GET /api/v1/accountability": api(READ),
  "GET /api/v1/reviewer-authorisation": api(READ),
  "GET /api/v1/calibrations": api(READ),
  "POST /api/v1/calibrations": api(WORK),
  "POST /api/v1/calibrations/:id/results": api(WORK),
  "GET /api/v1/stop-drills": api(READ),
  "POST /api/v1/stop-drills": api(WORK),
  "GET /api/v1/measured-stops": api(READ),
  "GET /api/v1/applicability": api(READ),
  "GET /api/v1/attestations": api(READ),
  "POST /api/v1/attestations": api(APPROVE),
  "POST /api/v1/attestations/:id/withdrawal": api(APPROVE),
  "GET /api/v1/cross-references": api(READ),
  "GET /api/v1/nonconformities/:id/citations": api(READ),
  "GET /api/v1/management-review": api(READ),
  "GET /api/v1/management-reviews": api(READ),
  "POST /api/v1/management-reviews": api(APPROVE),
  "GET /api/v1/management-reviews/:id": api(READ),
  "POST /api/v1/management-reviews/:id/decisions": api(APPROVE),
  "POST /api/v1/review-actions/:id/completion": api(WORK),
  "GET /api/v1/audit": api(READ),
  "GET /api/v1/audit-samples": api(READ),
  "POST /api/v1/audit-samples": api(AUDIT),
  "GET /api/v1/audit-samples/:id": api(READ),
  "GET /api/v1/exports": api(AUDIT),
  "POST /api/v1/exports": api(AUDIT),
  "GET /api/v1/exports/:id": api(AUDIT),
  "GET /api/v1/exports/:id/files/:name": api(AUDIT),
  "DELETE /api/v1/exports/:id": api(AUDIT),
  "POST /api/v1/erasures": api(APPROVE),
  "GET /api/v1/seals": api(READ),
  "POST /api/v1/seals/check": api([...WORK, "auditor"]),
  "GET /api/v1/nonconformities/:id/completeness": api(READ),
  "GET /api/v1/keys": api(ADMINISTER),
  "POST /api/v1/keys": api(ADMINISTER),
  "DELETE /api/v1/keys/:id": api(ADMINISTER),

  // Whoever keeps one can hold us to it. It says how many entries there are, and nothing of them.
  "GET /checkpoint": open("problem"),
  "GET /healthz": open("problem"),
  "GET /readyz": open("problem"),

  "GET /sign-in": open("page"),
  "POST /sign-in": open("page"),
  "POST /sign-out": open("page"),
  "GET /assets/:name": open("page"),
  "POST /theme": page(READ),
  "GET /": page(READ),
  "GET /systems/:id": page(READ),
  "POST /systems/:id/suspension": page(APPROVE),
  "GET /systems/:id/features/:feature": page(READ),
  "GET /controls": page(READ),
  "GET /controls/:id": page(READ),
  "GET /coverage": page(READ),
  "GET /inventory": page(READ),
  "GET /ledger": page(READ),
  "GET /governance": page(READ),
  "POST /roadmap/approve": page(APPROVE),
  "POST /roadmap/acknowledge": page(READ),
  "GET /risks": page(READ),
  "POST /roadmap/assess": page(WORK),
  "GET /suppliers": page(READ),
  "GET /oversight": page(READ),
  "POST /roadmap/plan_calibration": page(WORK),
  "POST /roadmap/record_calibration": page(WORK),
  "POST /roadmap/record_drill": page(WORK),
  "GET /applicability": page(READ),
  "POST /roadmap/attest": page(APPROVE),
  "POST /roadmap/withdraw_attestation": page(APPROVE),
  "GET /management-review": page(READ),
  "GET /management-review/:id": page(READ),
  "POST /roadmap/hold_review": page(APPROVE),
  "POST /roadmap/decide": page(APPROVE),
  "POST /roadmap/finish_action": page(WORK),
  "GET /audit": page(READ),
  "POST /roadmap/draw_sample": page(AUDIT),
  "GET /exports": page(AUDIT),
  "POST /exports": page(AUDIT),
  "GET /duties": page(READ),
  "GET /holds": page(READ),
  "POST /holds": page(WORK),
  "POST /holds/:id/release": page(APPROVE),
  "GET /nonconformities/:id/duties": page(READ),
  "POST /nonconformities/:id/incident": page(WORK),
  "POST /nonconformities/:id/reports": page(APPROVE),
  "POST /nonconformities/:id/set-aside": page(APPROVE),
  "GET /nonconformities": page(READ),
  "GET /nonconformities/new": page(WORK),
  "POST /nonconformities/new": page(WORK),
  "GET /nonconformities/:id": page(READ),
  "POST /nonconformities/:id/edits": page(WORK),
  "GET /nonconformities/:id/decisions": page(READ),
  "POST /nonconformities/:id/decisions": page(WORK),
  "POST /nonconformities/:id/transitions": page(WORK),
  "POST /nonconformities/:id/actions": page(WORK),
  "POST /nonconformities/:id/comments": page([...WORK, "auditor"]),
};

/** Who may do an act of the roadmap on a page. */
export function mayAct(act: RoadmapAct, role: Role): boolean {
  return isNamed(`POST /roadmap/${act}`, role);
}

/** Who may make exports on a page, and fetch them. */
export function mayExport(role: Role): boolean {
  return isNamed("POST /exports", role);
}

function isNamed(route: string, role: Role): boolean {
  const roles = POLICY[route]?.roles ?? [];
  return roles !== "anyone" && roles.includes(role);
}

const byRoute: ReadonlyMap<string, Policy> = new Map(
  Object.entries(POLICY).map(([route, policy]) => [withoutNames(route), policy]),
);

/** The route's entry; `method` and `path` as the router has them. Names of parameters do not matter. */
export function policyOf(method: string, path: string): Policy | undefined {
  return byRoute.get(withoutNames(`${method} ${path}`));
}

/** The methods that a path answers to, whoever asks; empty where there is no such path. */
export function methodsAt(path: string): readonly string[] {
  const parts = path.split("/");
  return Object.keys(POLICY).flatMap((route) => {
    const [method = "", pattern = ""] = route.split(" ");
    const known = pattern.split("/");
    const fits = (part: string, i: number): boolean => part.startsWith(":") || part === parts[i];
    return known.length === parts.length && known.every(fits) ? [method] : [];
  });
}

function withoutNames(route: string): string {
  return route.replace(/:\w+/g, ":");
}
