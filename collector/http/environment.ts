import type { Context, Hono } from "hono";
import type { Caller } from "./authenticate.ts";

/** What routes find in their context. */
export interface Environment {
  readonly Variables: { readonly caller: Caller };
}

export type Routes = Hono<Environment>;
export type Request = Context<Environment>;

/** Who asks, for whoever is mounted beside the routes of this room (pages); null on open routes. */
export function callerOf(c: Context): Caller | null {
  return c.get("caller") ?? null;
}
