import type { Problem } from "./problem.ts";

/** A request that cannot be answered as it stands; thrown by a route, answered in the route's own form. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Nothing of that name (404). */
export function missing(what: string, name: string): Refusal {
  return new Refusal({
    status: 404,
    detail: `there is no ${what} ${JSON.stringify(name.slice(0, 128))}`,
  });
}
