import type { Request } from "../environment.ts";
import { limitOf } from "../paging.ts";
import { rangeOf } from "../query.ts";
import type { EvaluationHistory, StoredEvaluation } from "../reads.ts";
import { Refusal } from "../refusal.ts";
import { type Json, storedEvaluationJson } from "./shapes.ts";

/**
 * One page of stored evaluations, newest window first: `?from=&to=` by the end of the window,
 * `?instance=` as an item's `instanceKey`, `?revisions=all` for what late data amended too.
 */
export async function evaluationsPage(
  c: Request,
  control?: string,
): Promise<{ readonly items: readonly Json[]; readonly next: string | null }> {
  const limit = limitOf(c);
  const instanceKey = c.req.query("instance");
  const cursor = c.req.query("cursor");
  const found = await c.var.reads.evaluationHistory({
    // The window that ends now has ended.
    ...rangeOf(c, c.var.reads.nowMs() + 1),
    ...(control === undefined ? {} : { control }),
    ...(instanceKey === undefined ? {} : { instanceKey }),
    ...(areAllAsked(c) ? { allRevisions: true } : {}),
    ...(cursor === undefined ? {} : { after: placeOf(cursor) }),
    limit: limit + 1,
  });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(storedEvaluationJson),
    next: found.length > limit && last !== undefined ? cursorOf(last) : null,
  };
}

function areAllAsked(c: Request): boolean {
  const asked = c.req.query("revisions") ?? "newest";
  if (asked === "newest" || asked === "all") return asked === "all";
  const detail = `revisions must be newest or all, got ${JSON.stringify(asked.slice(0, 64))}`;
  throw new Refusal({ status: 400, detail });
}

type Place = NonNullable<EvaluationHistory["after"]>;

function cursorOf({ windowEndMs, control, instanceKey, dataRevision }: StoredEvaluation): string {
  const place = [windowEndMs, control, instanceKey, dataRevision];
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

function placeOf(cursor: string): Place {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const [windowEndMs, control, instanceKey, dataRevision] = Array.isArray(place) ? place : [];
    if (
      Number.isSafeInteger(windowEndMs) &&
      typeof control === "string" &&
      typeof instanceKey === "string" &&
      Number.isSafeInteger(dataRevision)
    ) {
      return { windowEndMs, control, instanceKey, dataRevision };
    }
  } catch {
    // Not ours: said below.
  }
  const detail = "cursor is of no evaluation; begin without one";
  throw new Refusal({ status: 400, detail });
}
