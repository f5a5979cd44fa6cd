import { z } from "zod";
import type { Request } from "../environment.ts";
import { given } from "../given.ts";
import { cursorAt, notOurs, PAGE, type PageQuery, pageJson, placeIn } from "../paging.ts";
import { iso, RANGE, rangeOf } from "../query.ts";
import type { EvaluationHistory, StoredEvaluation } from "../reads.ts";
import { storedEvaluationJson } from "./shapes.ts";

/** What a list of evaluations is asked with. The range is that of the ends of windows. */
export const EVALUATIONS: typeof RANGE &
  typeof PAGE & {
    readonly instance: z.ZodOptional<z.ZodString>;
    readonly revisions: z.ZodDefault<z.ZodEnum<{ newest: "newest"; all: "all" }>>;
  } = {
  ...RANGE,
  instance: z.string().optional().describe("`instanceKey` of one instance; absent: all."),
  revisions: z
    .enum(["newest", "all"])
    .default("newest")
    .describe("`all`: also what was known before late data amended it."),
  ...PAGE,
};

/** Answers one page of stored evaluations, newest window first, and which range it is of. */
export async function evaluationsPage(
  c: Request,
  asked: PageQuery & {
    readonly from?: number | undefined;
    readonly to?: number | undefined;
    readonly instance?: string | undefined;
    readonly revisions: "newest" | "all";
  },
  control?: string,
): Promise<Response> {
  const { limit, instance: instanceKey, cursor, revisions, ...range } = asked;
  // The window that ends now has ended.
  const { fromMs, toMs } = rangeOf(range, { nowMs: c.var.reads.nowMs() + 1 });
  const found = await c.var.reads.evaluationHistory({
    ...{ fromMs, toMs },
    ...given({ control, instanceKey }),
    ...(revisions === "all" ? { allRevisions: true } : {}),
    ...(cursor === undefined ? {} : { after: placeOf(cursor) }),
    limit: limit + 1,
  });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const page = {
    items: shown.map(storedEvaluationJson),
    next: found.length > limit && last !== undefined ? cursorOf(last) : null,
  };
  return pageJson(c, page, { from: iso(fromMs), to: iso(toMs) });
}

type Place = NonNullable<EvaluationHistory["after"]>;

function cursorOf({ windowEndMs, control, instanceKey, dataRevision }: StoredEvaluation): string {
  return cursorAt([windowEndMs, control, instanceKey, dataRevision]);
}

function placeOf(cursor: string): Place {
  const [windowEndMs, control, instanceKey, dataRevision] = placeIn(cursor);
  if (
    typeof windowEndMs !== "number" ||
    typeof control !== "string" ||
    typeof instanceKey !== "string" ||
    typeof dataRevision !== "number"
  ) {
    throw notOurs();
  }
  return { windowEndMs, control, instanceKey, dataRevision };
}
