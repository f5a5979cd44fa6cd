import { z } from "zod";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { iso, queryOf, RANGE, rangeOf } from "../query.ts";
import { missing } from "../refusal.ts";
import { clientMetricsShape } from "../shapes/client-metrics.ts";

const rangeQuery = z.strictObject(RANGE);

/** What clients of hosted models counted themselves, beside what was told of call by call. */
export function clientMetricRoutes(app: Routes): void {
  app.get("/api/v1/systems/:id/client-metrics", async (c) => {
    const range = rangeOf(queryOf(c, rangeQuery), { nowMs: c.var.reads.nowMs() });
    const system = c.req.param("id");
    if ((await c.var.reads.system(system)) === null) throw missing("system", system);
    const items = await c.var.reads.clientMetrics({ system, range });
    return c.json({ from: iso(range.fromMs), to: iso(range.toMs), items });
  });
}

export const CLIENT_METRIC_ROUTES: Described = {
  "GET /api/v1/systems/:id/client-metrics": {
    tag: "Systems",
    summary: "Show what clients of hosted models counted themselves, beside the calls told of",
    detail:
      "Spans of calls are sampled, metrics are not: calls that were counted and not told of show. By provider and requested model, that with most calls first.",
    query: rangeQuery,
    answers: {
      200: {
        of: "`counted`: by clients' own metrics; `told`: of predictions.",
        json: clientMetricsShape,
        example: {
          ...{ from: "2026-11-22T10:00:00.000Z", to: "2026-11-23T10:00:00.000Z" },
          items: [
            {
              ...{ supplier: "openai", requestModel: "gpt-4o" },
              counted: { calls: 1200, errors: 4, inputTokens: 140200, outputTokens: 20110 },
              told: { calls: 120, errors: 1, inputTokens: 14100, outputTokens: 2004 },
            },
          ],
        },
      },
    },
  },
};
