import { z } from "zod";
import type { Described } from "../described.ts";
import type { Request, Routes } from "../environment.ts";
import { given } from "../given.ts";
import { noQuery, PAGE, paged, pageJson, pageQuery } from "../paging.ts";
import { queryOf, RANGE, rangeOf, stepText } from "../query.ts";
import { missing, Refusal } from "../refusal.ts";
import { driftShape } from "../shapes/drift.ts";
import { listOf } from "../shapes/list-of.ts";
import { statusShape } from "../shapes/status.ts";
import {
  changeShape,
  declarationShape,
  metricShape,
  seriesShape,
  systemShape,
} from "../shapes/system.ts";
import {
  changeJson,
  declarationJson,
  driftJson,
  featureDriftJson,
  seriesJson,
  statusJson,
  systemJson,
} from "./shapes.ts";

/** A series longer than this is asked for in parts. */
const POINTS_MAX = 2_000;

const system = z.string().min(1).describe("Id of a system.");
const seriesQuery = z.strictObject({
  metric: z.string().describe("Id of a metric, as `GET /api/v1/metrics` lists them."),
  ...RANGE,
  step: stepText,
  by: z
    .string()
    .optional()
    .describe("A dimension to group by: `model_version`, or `segment.NAME`."),
  positive: z
    .string()
    .optional()
    .describe("The label that counts as positive; absent: the one that the inventory declares."),
});
const driftQuery = z.strictObject({
  system,
  ...RANGE,
  model_version: z.string().optional().describe("Absent: all versions together."),
  feature: z.string().optional().describe("One feature, with everything that is known of it."),
  baseline: z
    .string()
    .optional()
    .describe("Digest or name of a baseline; absent: the approved one."),
});
const changesQuery = z.strictObject({ system, ...RANGE, ...PAGE });

/** Systems, and what was measured of them. */
export function inventoryRoutes(app: Routes): void {
  app.get("/api/v1/systems", async (c) =>
    pageJson(
      c,
      paged(queryOf(c, pageQuery), await c.var.reads.systems(), ({ id }) => [id], systemJson),
    ),
  );
  app.get("/api/v1/systems/:id", async (c) => {
    const id = c.req.param("id");
    queryOf(c, noQuery);
    const system = await c.var.reads.system(id);
    if (system === null) throw missing("system", id);
    return c.json(systemJson(system));
  });
  app.get("/api/v1/systems/:id/history", async (c) => {
    const id = c.req.param("id");
    const changes = c.var.reads.declarations(id);
    if (changes === null) throw missing("declaration of system", id);
    const numbered = changes.map((change, i) => ({ ...change, number: changes.length - i }));
    const page = paged(
      queryOf(c, pageQuery),
      numbered,
      ({ number }) => [-number],
      ({ number: _, ...change }) => declarationJson(change),
    );
    return pageJson(c, page);
  });
  app.get("/api/v1/systems/:id/series", async (c) => {
    const { metric, step: stepMs, by, positive, ...asked } = queryOf(c, seriesQuery);
    const range = rangeOf(asked, { nowMs: c.var.reads.nowMs() });
    const points = stepMs === null ? 1 : Math.ceil((range.toMs - range.fromMs) / stepMs);
    if (points > POINTS_MAX) {
      const detail = `a series has at most ${POINTS_MAX} points, got ${points}; ask for a longer step or a shorter range`;
      throw new Refusal({ status: 400, code: "invalid_parameter", detail });
    }
    const series = await c.var.reads.series({
      system: c.req.param("id"),
      metric: knownMetric(c, metric),
      range,
      stepMs,
      ...given({ by, positive }),
    });
    return c.json(seriesJson(series));
  });
  app.get("/api/v1/drift", async (c) => {
    const { system, from, to, feature, baseline, ...query } = queryOf(c, driftQuery);
    const asked = {
      system,
      range: rangeOf({ from, to }, { nowMs: c.var.reads.nowMs() }),
      ...given({ modelVersion: query.model_version, baseline }),
    };
    const found =
      feature === undefined
        ? await c.var.reads.drift(asked)
        : await c.var.reads.featureDrift({ ...asked, feature });
    if (baseline !== undefined && found.baseline === null) throw missing("baseline", baseline);
    return c.json("features" in found ? driftJson(found) : featureDriftJson(found));
  });
  app.get("/api/v1/changes", async (c) => {
    const { system, ...query } = queryOf(c, changesQuery);
    const range = rangeOf(query, { nowMs: c.var.reads.nowMs() });
    const changes = await c.var.reads.changes({ system, range });
    const page = paged(
      query,
      changes,
      ({ timeMs, change, summary }) => [timeMs, change, summary],
      changeJson,
    );
    return pageJson(c, page);
  });
  app.get("/api/v1/metrics", (c) => {
    const metrics = c.var.reads.metrics();
    return pageJson(
      c,
      paged(
        queryOf(c, pageQuery),
        metrics,
        ({ id }) => [id],
        ({ ...of }) => of,
      ),
    );
  });
  app.get("/api/v1/status", async (c) => c.json(statusJson(await c.var.reads.status())));
}

function knownMetric(c: Request, id: string): string {
  const known = c.var.reads.metrics().map((metric) => metric.id);
  if (known.includes(id)) return id;
  const detail = `metric must be one of ${known.join(", ")}, got ${JSON.stringify(id.slice(0, 64))}`;
  throw new Refusal({ status: 400, code: "invalid_parameter", detail });
}

export const INVENTORY_ROUTES: Described = {
  "GET /api/v1/systems": {
    tag: "Systems",
    summary: "List the AI systems that are declared or were seen",
    query: pageQuery,
    answers: { 200: { of: "Systems by id, with exact counts.", json: listOf(systemShape) } },
  },
  "GET /api/v1/systems/:id": {
    tag: "Systems",
    summary: "Show one system",
    query: noQuery,
    answers: {
      200: {
        of: "What is declared and what was seen of it.",
        json: systemShape,
        example: {
          id: "credit-scoring",
          owner: "retail risk",
          riskTier: "high",
          declared: true,
          standing: "live",
          environments: ["production"],
          models: [{ name: "xgb", version: "7", predictions: 18442 }],
          firstSeen: "2026-11-01T08:00:00.000Z",
          lastSeen: "2026-11-23T10:00:00.000Z",
          predictions: 18442,
          outcomes: 9120,
          oversight: 311,
          unexplainedLoss: 0,
          openNonconformities: 1,
          baseline: null,
        },
      },
    },
  },
  "GET /api/v1/systems/:id/history": {
    tag: "Systems",
    summary: "List what was declared of a system over time, newest first",
    query: pageQuery,
    answers: { 200: { of: "Changes of its declaration.", json: listOf(declarationShape) } },
  },
  "GET /api/v1/systems/:id/series": {
    tag: "Systems",
    summary: "Measure a metric of a system over time",
    detail:
      "Each point has its sample and its bounds; where nothing was measured its value is null and `note` says why.",
    query: seriesQuery,
    answers: {
      200: {
        of: "The points, oldest first.",
        json: seriesShape,
        example: {
          metric: "accuracy",
          unit: "1",
          points: [
            {
              time: "2026-11-22T10:00:00.000Z",
              by: { "segment.race": "Caucasian" },
              value: 0.2345,
              n: 1488,
              lower: 0.213,
              upper: 0.257,
            },
          ],
        },
      },
    },
  },
  "GET /api/v1/drift": {
    tag: "Systems",
    summary: "Compare what a system is fed with its baseline",
    detail:
      "All features with their PSI; with `feature` one of them, with every distance, both histograms and the segments that the shift comes from.",
    query: driftQuery,
    answers: { 200: { of: "Distances with their bounds.", json: driftShape } },
    problems: { 404: "There is no baseline of that digest or name." },
  },
  "GET /api/v1/changes": {
    tag: "Systems",
    summary: "List what changed about a system: models, deployments, prompts",
    query: changesQuery,
    answers: { 200: { of: "Changes, oldest first.", json: listOf(changeShape) } },
  },
  "GET /api/v1/metrics": {
    tag: "Systems",
    summary: "List the metrics that can be measured",
    query: pageQuery,
    answers: { 200: { of: "The catalogue, by id.", json: listOf(metricShape) } },
  },
  "GET /api/v1/status": {
    tag: "Collector",
    summary: "Say how the collector stands, and what of each journal can be read",
    query: noQuery,
    answers: {
      200: {
        of: "How it stands.",
        json: statusShape,
        example: {
          version: "0.1.0",
          engine: "chdb 3.4.0",
          startedAt: "2026-11-23T10:00:00.000Z",
          ledger: { size: 3, root: "00" },
          problems: [],
          watchdog: { host: "hc-ping.com", heardAt: "2026-11-23T10:00:00.000Z" },
          appliedSeq: { "j-1": 18442 },
          lastSeq: { "j-1": 18442 },
        },
      },
    },
  },
};
