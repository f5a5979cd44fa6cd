import type { Request } from "../environment.ts";
import { type Policy, parameterOf } from "../policy.ts";
import { missing } from "../refusal.ts";
import { ofTheWhole, type Scope } from "./scope.ts";

/** A route that a request matches, and its entry. */
export interface Match {
  readonly route: string;
  readonly policy: Policy;
}

/**
 * Holds a caller who may see some systems alone to the scope of a route, before the route runs. What is
 * not the caller's is answered as what is not there, and nothing is looked for: who asks learns nothing from
 * the answer, nor from the time it takes.
 */
export function checkScope(c: Request, { route, policy }: Match, scope: Scope): void {
  const of = policy.scope;
  switch (of.kind) {
    case "none":
    case "self":
    case "filtered":
      return;
    case "all":
      throw ofTheWhole(scope.systems);
    case "system": {
      const system = named(c, route, of);
      if (system !== null && !scope.has(system)) throw missing("system", system);
      return;
    }
    case "record": {
      const record = named(c, route, of);
      if (record !== null && !scope.sees(record)) throw missing("nonconformity", record);
      return;
    }
  }
}

/** Null: a question that names none, which its route refuses. */
function named(
  c: Request,
  route: string,
  of: { readonly parameter: string; readonly in: "path" | "query" },
): string | null {
  if (of.in === "path") return parameterOf(route, c.req.path, of.parameter);
  return c.req.query(of.parameter) || null;
}
