import { type BareFrame, onwardPage } from "@tiltmeter/dashboards";
import type { MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import { matchedRoutes } from "hono/route";
import type { ApiActs } from "./acts.ts";
import { authenticate, type Caller, type Identities } from "./authenticate.ts";
import { declaredBytes } from "./body.ts";
import type { Environment, Request, Routes } from "./environment.ts";
import { methodsAt, type Policy, policyOf } from "./policy.ts";
import type { ApiReads } from "./reads.ts";
import { Refusal } from "./refusal.ts";
import { isSameOrigin } from "./same-origin.ts";
import { checkScope, type Match } from "./scope/check-scope.ts";
import type { Scopes } from "./scope/create-scopes.ts";
import { sessionCookie } from "./session.ts";
import { localPath } from "./sign-in.ts";

/** What a page's form may send: comments are the longest of it. */
const PAGE_BODY_BYTES_MAX = 65_536;

export interface GuardDeps {
  readonly identities: Identities;
  /** How pages look that stand outside the others; null: plain. */
  readonly frame: BareFrame | null;
  /** Runs the rest of a request as its caller's. */
  readonly actingVia: <T>(caller: Caller, work: () => T) => T;
  /** What callers see and do who may see every system. */
  readonly reads: ApiReads;
  readonly acts: ApiActs;
  /** What is left of it for the others. */
  readonly scopes: Scopes;
  /** People reach us over TLS. */
  readonly isSecure: boolean;
}

/**
 * Holds every request to the policy table, before any route runs. Deny by default: where several
 * routes match, each must allow; where none does, the answer is 404, or 405 with the methods of the path.
 */
export function guard(deps: GuardDeps): MiddlewareHandler<Environment> {
  const cookieName = sessionCookie(deps.isSecure);
  return async (c, next) => {
    const matches = matchesOf(c);
    const policies = matches.map(({ policy }) => policy);
    const [match] = matches;
    const first = match?.policy;
    if (match === undefined || first === undefined) {
      const allow = methodsAt(c.req.path);
      if (allow.length > 0 && c.req.method === "OPTIONS") {
        return c.body(null, 204, { allow: allow.join(", ") });
      }
      const nothing = `there is nothing at ${c.req.method} ${c.req.path.slice(0, 256)}`;
      if (allow.length === 0) throw new Refusal({ status: 404, code: "no_route", detail: nothing });
      const detail = `${nothing}; this path takes ${allow.join(" or ")}`;
      throw new Refusal({ status: 405, detail, allow });
    }
    const isPage = first.answers === "page";
    const changes = c.req.method !== "GET" && c.req.method !== "HEAD";
    if (isPage && changes) checkForm(c);
    if (policies.some(({ roles }) => roles !== "anyone")) {
      const cookie = getCookie(c, cookieName);
      const sent = { authorization: c.req.header("authorization"), cookie };
      const isIdle = !changes && isUnattended(c);
      const found = authenticate({ ...sent, isIdle }, deps.identities);
      if (found.kind === "nobody") {
        if (isPage && !changes) return toSignIn(c, deps.frame);
        throw new Refusal({ status: 401, detail: found.reason });
      }
      const { caller } = found;
      for (const { roles } of policies) {
        if (roles === "anyone" || roles.includes(caller.role)) continue;
        const detail = `a key with the role ${caller.role} may not do this; it takes ${roles.join(" or ")}`;
        throw new Refusal({ status: 403, detail });
      }
      if (caller.via === "session" && changes && !isSameOrigin(originOf(c))) {
        throw new Refusal({
          status: 403,
          detail: "a signed-in browser acts from our own pages only",
        });
      }
      c.set("caller", caller);
      const { reads, acts } = partFor(c, caller, matches, deps);
      c.set("reads", reads);
      c.set("acts", acts);
      c.set("isStillLetIn", () => {
        const now = authenticate({ ...sent, isIdle: true }, deps.identities);
        return now.kind === "caller" && isSameRights(now.caller, caller);
      });
      return deps.actingVia(caller, next);
    }
    return next();
  };
}

/** What the caller sees and does; throws where the route is not for this caller's systems. */
function partFor(
  c: Request,
  { role, systems }: Caller,
  matches: readonly Match[],
  deps: GuardDeps,
): { readonly reads: ApiReads; readonly acts: ApiActs } {
  if (systems === null) return deps;
  const narrowed = deps.scopes(systems);
  // An ingest key reads nothing, and is told which systems are its own where it sends for another.
  if (role === "ingest") return narrowed;
  const [first, ...others] = matches;
  if (first !== undefined) checkScope(c, first, narrowed.scope);
  // A route behind the one that answers has parameters of its own, for which it was not asked.
  for (const match of others) {
    if (match.policy.scope.kind === "all") checkScope(c, match, narrowed.scope);
  }
  return narrowed;
}

/**
 * Whether a page asks by itself, as it does for as long as it is open: no sign that somebody is there. A
 * person who goes somewhere is told from it by what browsers say of every request since 2023.
 */
function isUnattended(c: Request): boolean {
  const mode = c.req.header("sec-fetch-mode");
  return mode !== undefined && mode !== "navigate";
}

/** Whether nothing was taken from or given to the caller meanwhile. */
function isSameRights(now: Caller, then: Caller): boolean {
  const systemsOf = ({ systems }: Caller): string => systems?.join("\n") ?? "\0";
  return now.role === then.role && systemsOf(now) === systemsOf(then);
}

/** Ends the start where a route has no entry in the table. */
export function assertPolicies(app: Routes): void {
  const without = app.routes
    .filter(({ method }) => method !== "ALL")
    .filter(({ method, path }) => policyOf(method, path) === undefined)
    .map(({ method, path }) => `${method} ${path}`);
  if (without.length > 0) {
    throw new Error(`every route has an entry in http/policy.ts, none for ${without.join(", ")}`);
  }
}

/** The entries of all routes that the request matches; middleware, which matches every method, has none. */
export function policiesOf(c: Request): readonly Policy[] {
  return matchesOf(c).map(({ policy }) => policy);
}

function matchesOf(c: Request): readonly Match[] {
  const method = c.req.method === "HEAD" ? "GET" : c.req.method;
  return matchedRoutes(c)
    .filter((route) => route.method === method)
    .map(({ path }) => {
      const policy = policyOf(method, path);
      if (policy === undefined) throw new Error(`route ${method} ${path} has no policy`);
      return { route: path, policy };
    });
}

/** Forms are read by the pages without a count of their own, so they declare their length here. */
function checkForm(c: Request): void {
  const bytes = declaredBytes(c);
  if (bytes === null && c.req.header("transfer-encoding") !== undefined) {
    throw new Refusal({ status: 411, detail: "a form declares its content-length" });
  }
  if ((bytes ?? 0) > PAGE_BODY_BYTES_MAX) {
    const detail = `a form has at most ${PAGE_BODY_BYTES_MAX} bytes, got ${bytes}`;
    throw new Refusal({ status: 413, detail });
  }
  const from = originOf(c);
  const isBrowser = from.secFetchSite !== undefined || from.origin !== undefined;
  if (isBrowser && !isSameOrigin(from)) {
    throw new Refusal({ status: 403, detail: "a form is sent from our own pages only" });
  }
}

function originOf(c: Request): Parameters<typeof isSameOrigin>[0] {
  return {
    secFetchSite: c.req.header("sec-fetch-site"),
    origin: c.req.header("origin"),
    host: c.req.header("host"),
  };
}

function toSignIn(c: Request, frame: BareFrame | null): Response | Promise<Response> {
  const { pathname, search } = new URL(c.req.url);
  const path = localPath(`${pathname}${search}`);
  // A link from elsewhere (mail, chat) comes without the session's cookie; asked again from here, with it.
  if (c.req.header("sec-fetch-site") === "cross-site") return c.html(onwardPage(path, frame));
  return c.redirect(`/sign-in?next=${encodeURIComponent(path)}`, 303);
}
