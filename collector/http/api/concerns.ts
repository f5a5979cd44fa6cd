import type { ReportedConcern } from "@tiltmeter/dashboards";
import { z } from "zod";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { PAGE, paged, pageJson } from "../paging.ts";
import { iso, isoOrNull, queryOf } from "../query.ts";
import { concernShape } from "../shapes/concern.ts";
import { listOf } from "../shapes/list-of.ts";

const STANDINGS = ["open", "acknowledged", "resolved"] as const;
const concernsQuery = z.strictObject({
  system: z.string().optional(),
  standing: z.enum(STANDINGS).optional(),
  ...PAGE,
});

/** What people said of systems: who reports may be anonymous, who reads is not. */
export function concernRoutes(app: Routes): void {
  app.get("/api/v1/concerns", async (c) => {
    const { system, standing, ...query } = queryOf(c, concernsQuery);
    const concerns = await c.var.reads.concerns(system ?? null);
    const shown = concerns.filter(
      (each) => standing === undefined || standingOf(each) === standing,
    );
    const page = paged(query, shown, (each) => [-toldMs(each), each.system, each.id], concernJson);
    return pageJson(c, page);
  });
}

/** When it was first told of: what becomes of it does not move it. */
function toldMs({ steps }: ReportedConcern): number {
  return steps[0]?.timeMs ?? 0;
}

type Step = ReportedConcern["steps"][number];

function standingOf({ steps }: ReportedConcern): (typeof STANDINGS)[number] {
  const has = (status: string): boolean => steps.some((step) => step.status === status);
  if (has("resolved")) return "resolved";
  return has("acknowledged") ? "acknowledged" : "open";
}

/** What it is about is its report's to say; a concern whose report is not known is told by its first step. */
function concernJson(concern: ReportedConcern): Readonly<Record<string, unknown>> {
  const { system, id, steps } = concern;
  const first = (status: string): Step | undefined => steps.find((step) => step.status === status);
  const report = first("reported") ?? steps[0];
  const at = (step: Step | undefined): string | null => isoOrNull(step?.timeMs ?? null);
  return {
    system,
    id,
    standing: standingOf(concern),
    kind: report?.kind ?? "",
    summary: report?.summary ?? "",
    reportedAt: at(first("reported")),
    acknowledgedAt: at(first("acknowledged")),
    resolvedAt: at(first("resolved")),
    steps: steps.map(({ timeMs, ...step }) => ({ at: iso(timeMs), ...step })),
  };
}

export const CONCERN_ROUTES: Described = {
  "GET /api/v1/concerns": {
    tag: "Systems",
    summary: "List what people said of systems, newest first",
    query: concernsQuery,
    answers: { 200: { of: "Concerns, and what became of them.", json: listOf(concernShape) } },
  },
};
