import { z } from "zod";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { PAGE, paged, pageJson } from "../paging.ts";
import { iso, queryOf, RANGE, rangeOf } from "../query.ts";
import type { SystemFeature } from "../reads.ts";
import { missing } from "../refusal.ts";
import { listOf } from "../shapes/list-of.ts";
import { FEATURES_OF, systemFeatureShape } from "../shapes/system-feature.ts";
import { type Json, measurementJson } from "./shapes.ts";

const featuresQuery = z.strictObject({ ...RANGE, ...PAGE });

/** What a system is fed, feature by feature. */
export function systemFeatureRoutes(app: Routes): void {
  app.get("/api/v1/systems/:id/features", async (c) => {
    const id = c.req.param("id");
    const query = queryOf(c, featuresQuery);
    const range = rangeOf(query, { nowMs: c.var.reads.nowMs() });
    if ((await c.var.reads.system(id)) === null) throw missing("system", id);
    const { baseline, features } = await c.var.reads.systemFeatures({ system: id, range });
    const page = paged(query, features, ({ feature }) => [feature], systemFeatureJson);
    return pageJson(c, page, { baseline, from: iso(range.fromMs), to: iso(range.toMs) });
  });
}

function systemFeatureJson({ distance, ...of }: SystemFeature): Json {
  const { values, predictions } = of;
  return {
    ...of,
    coverage: predictions === 0 ? null : values / predictions,
    distance: distance && {
      metric: distance.metric,
      // Both histograms are at `GET /api/v1/drift`.
      ...measurementJson(distance.measurement, "bins"),
    },
  };
}

export const SYSTEM_FEATURE_ROUTES: Described = {
  "GET /api/v1/systems/:id/features": {
    tag: "Systems",
    summary: "List the features of a system: kind, coverage, baseline, distance",
    detail:
      "Those of the approved baseline, and whatever else predictions of the range came with: of these `baseline` is null, for nobody watches them. `GET /api/v1/drift` has the histograms.",
    query: featuresQuery,
    answers: {
      200: {
        of: "Features by name.",
        json: listOf(systemFeatureShape, FEATURES_OF),
        example: {
          items: [
            {
              ...{ feature: "income", kind: "numeric" },
              ...{ values: 900, predictions: 1000, coverage: 0.9 },
              baseline: { values: 5800, missing: 32 },
              distance: { metric: "psi", value: 0.0371, lower: 0.029, upper: 0.046, n: 900 },
            },
          ],
          next: null,
          baseline: { name: "approved", digest: "0f".repeat(32), rows: 5832 },
          ...{ from: "2026-11-22T10:00:00.000Z", to: "2026-11-23T10:00:00.000Z" },
        },
      },
    },
  },
};
