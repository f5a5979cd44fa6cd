import type { Context, Hono } from "hono";
import type { ApiActs } from "./acts.ts";
import type { Caller } from "./authenticate.ts";
import type { ApiReads } from "./reads.ts";

/** What routes find in their context. */
export interface Environment {
  readonly Variables: {
    readonly caller: Caller;
    /** What the caller may see. */
    readonly reads: ApiReads;
    /** What the caller may do, to what the caller may see. */
    readonly acts: ApiActs;
    /** Whether the caller would still be let in: what goes on answering (a stream) asks every few seconds. */
    readonly isStillLetIn: () => boolean;
  };
}

export type Routes = Hono<Environment>;
export type Request = Context<Environment>;

/** Who asks, for whoever is mounted beside the routes of this room (pages); null on open routes. */
export function callerOf(c: Context): Caller | null {
  return c.get("caller") ?? null;
}
