import type { ReportedConcern } from "@tiltmeter/dashboards";
import type { Routes } from "../environment.ts";
import { paged } from "../paging.ts";
import { iso, isoOrNull } from "../query.ts";
import { Refusal } from "../refusal.ts";

const STANDINGS = ["open", "acknowledged", "resolved"] as const;

/** What people said of systems: who reports may be anonymous, who reads is not. */
export function concernRoutes(app: Routes): void {
  app.get("/api/v1/concerns", async (c) => {
    const standing = c.req.query("standing");
    if (standing !== undefined && !STANDINGS.some((each) => each === standing)) {
      const got = JSON.stringify(standing.slice(0, 64));
      const detail = `standing must be one of ${STANDINGS.join(", ")}, got ${got}`;
      throw new Refusal({ status: 400, detail });
    }
    const concerns = await c.var.reads.concerns(c.req.query("system") ?? null);
    const shown = concerns.filter(
      (each) => standing === undefined || standingOf(each) === standing,
    );
    return c.json(paged(c, shown, ({ system, id }) => JSON.stringify([system, id]), concernJson));
  });
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
