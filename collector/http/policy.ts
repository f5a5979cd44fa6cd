import type { RoadmapAct } from "@tiltmeter/rules";
import type { Role } from "./role.ts";

/**
 * What a caller gets of a route who may see some systems alone.
 *
 * - `none`: it says nothing of any system, and is the same for everybody.
 * - `self`: it is about the caller.
 * - `filtered`: lists and totals are those of the caller's systems, and whatever else it names is looked
 *   for among them (`scope/`).
 * - `all`: it is of the whole organisation, so it is refused.
 * - `system`, `record`: a parameter names one; another than the caller's is answered as if it were not
 *   there, before anything is read.
 */
export type RouteScope =
  | { readonly kind: "none" | "self" | "filtered" | "all" }
  | {
      readonly kind: "system" | "record";
      readonly parameter: string;
      readonly in: "path" | "query";
    };

/** Who may use a route, of which systems, and how it speaks of errors. */
export interface Policy {
  /** `anyone` needs no key. */
  readonly roles: "anyone" | readonly Role[];
  readonly scope: RouteScope;
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

const NONE: RouteScope = { kind: "none" };
const SELF: RouteScope = { kind: "self" };
const FILTERED: RouteScope = { kind: "filtered" };
const ALL: RouteScope = { kind: "all" };
const SYSTEM: RouteScope = { kind: "system", parameter: "id", in: "path" };
const RECORD: RouteScope = { kind: "record", parameter: "id", in: "path" };
const SYSTEM_ASKED: RouteScope = { kind: "system", parameter: "system", in: "query" };

const open = (answers: Policy["answers"]): Policy => ({ roles: "anyone", scope: NONE, answers });
const api = (roles: readonly Role[], scope: RouteScope): Policy => ({
  ...{ roles, scope, answers: "problem" },
});
const page = (roles: readonly Role[], scope: RouteScope): Policy => ({
  ...{ roles, scope, answers: "page" },
});

/**
 * The one table of route × role × scope. A route that is not in it ends the start; a request that matches
 * none of it is answered 404, whoever asks.
 *
 * An ingest key only appends: it reads nothing, not even whether something exists. The one exception
 * is the directive of its own systems, which is the same for a system that does not exist.
 */
export const POLICY: Readonly<Record<string, Policy>> = {
  "POST /v1/logs": { roles: SEND, scope: FILTERED, answers: "otlp" },
  "POST /v1/traces": { roles: SEND, scope: FILTERED, answers: "otlp" },
  "POST /v1/metrics": { roles: SEND, scope: FILTERED, answers: "otlp" },
  "POST /api/v1/predictions": api(SEND, FILTERED),
  "POST /api/v1/outcomes": api(SEND, FILTERED),
  "POST /api/v1/oversight": api(SEND, FILTERED),
  "POST /api/v1/scores": api(SEND, FILTERED),
  "POST /api/v1/concerns": api(SEND, FILTERED),
  "POST /api/v1/changes": api(SEND, FILTERED),

  "GET /api/v1/quarantine": api([...WORK, "auditor"], ALL),
  "GET /api/v1/quarantine/:id": api([...WORK, "auditor"], ALL),
  "POST /api/v1/quarantine/:id/replay": api(WORK, ALL),
  "POST /api/v1/quarantine/:id/discard": api(WORK, ALL),

  "GET /api/v1/systems": api(READ, FILTERED),
  "GET /api/v1/systems/:id": api(READ, SYSTEM),
  "GET /api/v1/systems/:id/history": api(READ, SYSTEM),
  "GET /api/v1/systems/:id/series": api(READ, SYSTEM),
  "GET /api/v1/systems/:id/features": api(READ, SYSTEM),
  "GET /api/v1/systems/:id/calls": api(READ, SYSTEM),
  "GET /api/v1/instrumentation": api(READ, FILTERED),
  "GET /api/v1/systems/:id/client-metrics": api(READ, SYSTEM),
  "GET /api/v1/systems/:id/suspension": api(READ, SYSTEM),
  "POST /api/v1/systems/:id/suspension": api(APPROVE, SYSTEM),
  "GET /api/v1/directives/:system": api(["ingest", ...READ], {
    kind: "system",
    parameter: "system",
    in: "path",
  }),
  "GET /api/v1/events": api(READ, FILTERED),
  "GET /api/v1/drift": api(READ, SYSTEM_ASKED),
  "GET /api/v1/changes": api(READ, SYSTEM_ASKED),
  "GET /api/v1/concerns": api(READ, FILTERED),
  "GET /api/v1/metrics": api(READ, NONE),
  "GET /api/v1/controls": api(READ, FILTERED),
  "PUT /api/v1/controls": api(APPROVE, ALL),
  "GET /api/v1/controls/:id/evaluations": api(READ, FILTERED),
  "GET /api/v1/controls/:id/revisions": api(READ, FILTERED),
  "GET /api/v1/evaluations": api(READ, FILTERED),
  "GET /api/v1/evaluation-counts": api(READ, FILTERED),
  "GET /api/v1/coverage": api(READ, FILTERED),
  "GET /api/v1/status": api(READ, FILTERED),
  "GET /api/v1/evidence/:digest": api(READ, FILTERED),
  "GET /api/v1/nonconformities": api(READ, FILTERED),
  "GET /api/v1/nonconformities/:id": api(READ, RECORD),
  "POST /api/v1/nonconformities": api(WORK, FILTERED),
  "PATCH /api/v1/nonconformities/:id": api(WORK, RECORD),
  "GET /api/v1/nonconformities/:id/effectiveness": api(READ, RECORD),
  "GET /api/v1/nonconformities/:id/documents/:digest": api(READ, RECORD),
  "GET /api/v1/nonconformities/:id/decisions": api(READ, RECORD),
  "GET /api/v1/nonconformities/:id/decisions.csv": api(READ, RECORD),
  "POST /api/v1/nonconformities/:id/decisions": api(WORK, RECORD),
  "POST /api/v1/nonconformities/:id/transitions": api(WORK, RECORD),
  "POST /api/v1/nonconformities/:id/actions": api(WORK, RECORD),
  "POST /api/v1/nonconformities/:id/comments": api([...WORK, "auditor"], RECORD),
  "POST /api/v1/nonconformities/:id/acknowledgement": api(WORK, RECORD),
  "GET /api/v1/notifications": api(READ, ALL),
  "GET /api/v1/notifications/:id": api(READ, ALL),
  "POST /api/v1/notifications/:id/retry": api(WORK, ALL),
  "GET /api/v1/notification-channels": api(READ, ALL),
  "GET /api/v1/duties": api(READ, FILTERED),
  "GET /api/v1/nonconformities/:id/duties": api(READ, RECORD),
  "POST /api/v1/nonconformities/:id/incident": api(WORK, RECORD),
  "POST /api/v1/nonconformities/:id/reports": api(APPROVE, RECORD),
  "POST /api/v1/nonconformities/:id/set-aside": api(APPROVE, RECORD),
  "GET /api/v1/holds": api(READ, FILTERED),
  "POST /api/v1/holds": api(WORK, FILTERED),
  "POST /api/v1/holds/:id/release": api(APPROVE, FILTERED),
  "POST /api/v1/backtests": api(WORK, ALL),
  "GET /api/v1/backtests/:id": api(READ, ALL),
  "DELETE /api/v1/backtests/:id": api(WORK, ALL),
  "GET /api/v1/baselines": api(READ, FILTERED),
  "GET /api/v1/baselines/:digest": api(READ, FILTERED),
  "POST /api/v1/baselines": api(WORK, FILTERED),
  "POST /api/v1/baselines/:digest/approve": api(APPROVE, FILTERED),
  "GET /api/v1/ledger": api(READ, ALL),
  "GET /api/v1/ledger/checkpoint": open("problem"),
  "GET /api/v1/ledger/tile/:level/*": api(READ, ALL),
  "GET /api/v1/ledger/proof": api(READ, ALL),
  "GET /api/v1/ledger/entries": api(READ, ALL),
  "GET /api/v1/ledger/proofs": api(READ, ALL),
  "GET /api/v1/ledger/keys": api(READ, ALL),
  "POST /api/v1/ledger/keys": api(ADMINISTER, ALL),
  "GET /api/v1/ledger/anchors": api(READ, ALL),
  "GET /api/v1/ledger/anchors/:digest": api(READ, ALL),
  "GET /api/v1/ledger/past": api(READ, ALL),
  "GET /tile/:level/*": api(READ, ALL),
  "GET /api/v1/governance": api(READ, ALL),
  "GET /api/v1/governance/chain": api(READ, ALL),
  "POST /api/v1/approvals": api(APPROVE, ALL),
  "POST /api/v1/acknowledgements": api(READ, ALL),
  "GET /api/v1/risks": api(READ, FILTERED),
  "POST /api/v1/assessments": api(WORK, FILTERED),
  "GET /api/v1/suppliers": api(READ, FILTERED),
  "GET /api/v1/accountability": api(READ, FILTERED),
  "GET /api/v1/reviewer-authorisation": api(READ, FILTERED),
  "GET /api/v1/calibrations": api(READ, FILTERED),
  "POST /api/v1/calibrations": api(WORK, FILTERED),
  "POST /api/v1/calibrations/:id/results": api(WORK, FILTERED),
  "GET /api/v1/stop-drills": api(READ, FILTERED),
  "POST /api/v1/stop-drills": api(WORK, FILTERED),
  "GET /api/v1/measured-stops": api(READ, FILTERED),
  "GET /api/v1/applicability": api(READ, ALL),
  "GET /api/v1/attestations": api(READ, ALL),
  "POST /api/v1/attestations": api(APPROVE, ALL),
  "POST /api/v1/attestations/:id/withdrawal": api(APPROVE, ALL),
  "GET /api/v1/cross-references": api(READ, NONE),
  "GET /api/v1/nonconformities/:id/citations": api(READ, RECORD),
  "GET /api/v1/management-review": api(READ, ALL),
  "GET /api/v1/management-reviews": api(READ, ALL),
  "POST /api/v1/management-reviews": api(APPROVE, ALL),
  "GET /api/v1/management-reviews/:id": api(READ, ALL),
  "POST /api/v1/management-reviews/:id/decisions": api(APPROVE, ALL),
  "POST /api/v1/review-actions/:id/completion": api(WORK, ALL),
  "GET /api/v1/audit": api(READ, ALL),
  "GET /api/v1/audit-samples": api(READ, ALL),
  "POST /api/v1/audit-samples": api(AUDIT, ALL),
  "GET /api/v1/audit-samples/:id": api(READ, ALL),
  "GET /api/v1/exports": api(AUDIT, ALL),
  "POST /api/v1/exports": api(AUDIT, ALL),
  "GET /api/v1/exports/:id": api(AUDIT, ALL),
  "GET /api/v1/exports/:id/files/:name": api(AUDIT, ALL),
  "DELETE /api/v1/exports/:id": api(AUDIT, ALL),
  "POST /api/v1/erasures": api(APPROVE, ALL),
  "GET /api/v1/maintenance": api(READ, ALL),
  "POST /api/v1/maintenance": api(WORK, ALL),
  "POST /api/v1/maintenance/:id/end": api(WORK, ALL),
  "POST /api/v1/backups": api(ADMINISTER, ALL),
  "DELETE /api/v1/backups/:id": api(ADMINISTER, ALL),
  "POST /api/v1/systems/:id/predictions/:prediction/content": api([...WORK, "auditor"], SYSTEM),
  "GET /api/v1/retention": api(READ, ALL),
  "GET /api/v1/storage": api(READ, ALL),
  "POST /api/v1/retention/runs": api(APPROVE, ALL),
  "POST /api/v1/channels/:name/test": api(ADMINISTER, ALL),
  "GET /api/v1/seals": api(READ, ALL),
  "POST /api/v1/seals/check": api([...WORK, "auditor"], ALL),
  "GET /api/v1/nonconformities/:id/completeness": api(READ, RECORD),
  "GET /api/v1/keys": api(ADMINISTER, ALL),
  "POST /api/v1/keys": api(ADMINISTER, ALL),
  "POST /api/v1/keys/:id/rotation": api(ADMINISTER, ALL),
  "DELETE /api/v1/keys/:id": api(ADMINISTER, ALL),
  "GET /api/v1/accounts": api(ADMINISTER, ALL),
  "POST /api/v1/accounts": api(ADMINISTER, ALL),
  "POST /api/v1/accounts/first": api(ADMINISTER, ALL),
  "GET /api/v1/accounts/:person": api(ADMINISTER, ALL),
  "PATCH /api/v1/accounts/:person": api(ADMINISTER, ALL),
  "POST /api/v1/accounts/:person/invitation": api(ADMINISTER, ALL),
  "DELETE /api/v1/accounts/:person/sessions": api(ADMINISTER, ALL),
  "GET /api/v1/administration": api(ADMINISTER, ALL),
  "GET /api/v1/account": api(READ, SELF),
  "GET /api/v1/account/sessions": api(READ, SELF),
  "DELETE /api/v1/account/sessions": api(READ, SELF),
  "DELETE /api/v1/account/sessions/:id": api(READ, SELF),
  "GET /api/v1/account/keys": api(READ, SELF),
  "POST /api/v1/account/keys": api(READ, SELF),
  "POST /api/v1/account/keys/:id/rotation": api(READ, SELF),
  "DELETE /api/v1/account/keys/:id": api(READ, SELF),

  // Whoever keeps one can hold us to it. It says how many entries there are, and nothing of them.
  "GET /checkpoint": open("problem"),
  "GET /api/v1/openapi.json": open("problem"),
  "GET /healthz": open("problem"),
  "GET /readyz": open("problem"),
  "GET /metrics": api(READ, ALL),

  // Whoever has the message has its link, and learns no more from it than the message said.
  "GET /acknowledge/:token": open("page"),
  "POST /acknowledge/:token": open("page"),
  "GET /notifications": page(READ, ALL),
  "POST /notifications/:id/retry": page(WORK, ALL),
  "GET /sign-in": open("page"),
  "POST /sign-in": open("page"),
  "POST /sign-out": open("page"),
  "GET /sign-in/password": open("page"),
  "POST /sign-in/password": open("page"),
  "GET /sign-in/provider": open("page"),
  "GET /sign-in/provider/return": open("page"),
  "GET /account": page(READ, SELF),
  "POST /account/first": page(ADMINISTER, ALL),
  "POST /account/password": page(READ, SELF),
  "POST /account/sessions": page(READ, SELF),
  "POST /account/keys": page(READ, SELF),
  "POST /account/keys/:id/rotation": page(READ, SELF),
  "POST /account/keys/:id/revocation": page(READ, SELF),
  "GET /access": page(ADMINISTER, ALL),
  "POST /access/invitations": page(ADMINISTER, ALL),
  "POST /access/accounts/:person": page(ADMINISTER, ALL),
  "POST /access/accounts/:person/invitation": page(ADMINISTER, ALL),
  "POST /access/accounts/:person/sessions": page(ADMINISTER, ALL),
  "POST /access/keys": page(ADMINISTER, ALL),
  "POST /access/keys/:id/rotation": page(ADMINISTER, ALL),
  "POST /access/keys/:id/revocation": page(ADMINISTER, ALL),
  "GET /assets/:name": open("page"),
  "POST /theme": page(READ, SELF),
  "GET /": page(READ, FILTERED),
  "GET /systems/:id": page(READ, SYSTEM),
  "GET /systems/:id/how": page(READ, SYSTEM),
  "POST /systems/:id/suspension": page(APPROVE, SYSTEM),
  "GET /systems/:id/features/:feature": page(READ, SYSTEM),
  "GET /systems/:id/calls": page(READ, SYSTEM),
  "GET /systems/:id/predictions/:prediction": page(READ, SYSTEM),
  "GET /search": page(READ, FILTERED),
  "GET /views": page(READ, FILTERED),
  "POST /views": page(READ, FILTERED),
  "POST /views/forget": page(READ, FILTERED),
  "GET /controls": page(READ, FILTERED),
  "GET /controls/:id": page(READ, FILTERED),
  "GET /coverage": page(READ, FILTERED),
  "GET /inventory": page(READ, FILTERED),
  "GET /api": page(READ, NONE),
  "GET /ledger": page(READ, ALL),
  "GET /governance": page(READ, ALL),
  "POST /roadmap/approve": page(APPROVE, ALL),
  "POST /roadmap/acknowledge": page(READ, ALL),
  "GET /risks": page(READ, FILTERED),
  "POST /roadmap/assess": page(WORK, FILTERED),
  "GET /suppliers": page(READ, FILTERED),
  "GET /oversight": page(READ, FILTERED),
  "POST /roadmap/plan_calibration": page(WORK, FILTERED),
  "POST /roadmap/record_calibration": page(WORK, FILTERED),
  "POST /roadmap/record_drill": page(WORK, FILTERED),
  "GET /applicability": page(READ, ALL),
  "POST /roadmap/attest": page(APPROVE, ALL),
  "POST /roadmap/withdraw_attestation": page(APPROVE, ALL),
  "GET /management-review": page(READ, ALL),
  "GET /management-review/:id": page(READ, ALL),
  "POST /roadmap/hold_review": page(APPROVE, ALL),
  "POST /roadmap/decide": page(APPROVE, ALL),
  "POST /roadmap/finish_action": page(WORK, ALL),
  "GET /audit": page(READ, ALL),
  "POST /roadmap/draw_sample": page(AUDIT, ALL),
  "GET /exports": page(AUDIT, ALL),
  "POST /exports": page(AUDIT, ALL),
  "GET /duties": page(READ, FILTERED),
  "GET /holds": page(READ, FILTERED),
  "POST /holds": page(WORK, FILTERED),
  "POST /holds/:id/release": page(APPROVE, FILTERED),
  "GET /nonconformities/:id/duties": page(READ, RECORD),
  "POST /nonconformities/:id/incident": page(WORK, RECORD),
  "POST /nonconformities/:id/reports": page(APPROVE, RECORD),
  "POST /nonconformities/:id/set-aside": page(APPROVE, RECORD),
  "GET /nonconformities": page(READ, FILTERED),
  "GET /nonconformities/new": page(WORK, FILTERED),
  "POST /nonconformities/new": page(WORK, FILTERED),
  "GET /nonconformities/:id": page(READ, RECORD),
  "POST /nonconformities/:id/edits": page(WORK, RECORD),
  "GET /nonconformities/:id/decisions": page(READ, RECORD),
  "POST /nonconformities/:id/decisions": page(WORK, RECORD),
  "POST /nonconformities/:id/transitions": page(WORK, RECORD),
  "POST /nonconformities/:id/actions": page(WORK, RECORD),
  "POST /nonconformities/:id/acknowledgement": page(WORK, RECORD),
  "POST /nonconformities/:id/comments": page([...WORK, "auditor"], RECORD),
};

/** Who may do an act of the roadmap on a page. */
export function mayAct(act: RoadmapAct, role: Role): boolean {
  return isNamed(`POST /roadmap/${act}`, role);
}

/** Who may make exports on a page, and fetch them. */
export function mayExport(role: Role): boolean {
  return isNamed("POST /exports", role);
}

/** Whether a page is there for somebody: what is of the whole organisation is not for who sees a part of it. */
export function mayOpen(
  path: string,
  { role, systems }: { readonly role: Role; readonly systems: readonly string[] | null },
): boolean {
  const route = `GET ${path}`;
  return isNamed(route, role) && (systems === null || POLICY[route]?.scope.kind !== "all");
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
  const found = Object.keys(POLICY).flatMap((route) => {
    const [method = "", pattern = ""] = route.split(" ");
    const known = pattern.split("/");
    const isOpen = known.at(-1) === "*";
    const fits = (part: string, i: number): boolean =>
      part === parts[i] || ((part === "*" || part.startsWith(":")) && (parts[i] ?? "") !== "");
    const isLong = isOpen ? parts.length >= known.length : parts.length === known.length;
    return isLong && known.every(fits) ? [method] : [];
  });
  const methods = new Set(found.includes("GET") ? ["GET", "HEAD", ...found] : found);
  return [...methods].sort();
}

function withoutNames(route: string): string {
  return route.replace(/:\w+/g, ":");
}

/** The value that a path has for a parameter of its route; as the router decodes it. */
export function parameterOf(route: string, path: string, parameter: string): string {
  const at = route.split("/").indexOf(`:${parameter}`);
  const part = path.split("/")[at] ?? "";
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
