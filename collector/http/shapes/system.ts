import { z } from "zod";
import { instant } from "./instant.ts";

const inventoryStanding = z.enum(["live", "silent", "shadow", "stray", "planned", "retired"]);

export const systemShape: z.ZodType = z
  .strictObject({
    id: z.string(),
    owner: z.string().nullable(),
    riskTier: z.string().nullable(),
    declared: z.boolean(),
    standing: inventoryStanding.describe("How declaration and telemetry agree."),
    environments: z.array(z.string()),
    models: z.array(
      z.strictObject({
        name: z.string(),
        version: z.string(),
        predictions: z.number(),
      }),
    ),
    firstSeen: instant.nullable(),
    lastSeen: instant.nullable(),
    predictions: z.number(),
    outcomes: z.number(),
    oversight: z.number(),
    unexplainedLoss: z
      .number()
      .nullable()
      .describe(
        'Null: not measured (a producer without sequence numbers). Never zero for "not measured".',
      ),
    openNonconformities: z.number(),
    baseline: z
      .strictObject({
        name: z.string(),
        digest: z.string(),
        approvedAt: instant.nullable(),
      })
      .nullable()
      .describe("Has an approved baseline."),
  })
  .meta({ id: "SystemSummary" });

const seriesPoint = z
  .strictObject({
    time: instant,
    by: z
      .record(z.string(), z.string())
      .describe("Group labels beyond the system, e.g. `segment.race`."),
    value: z.number().nullable().describe("Null where nothing was measured; `note` says why."),
    n: z.number(),
    lower: z.number().nullable(),
    upper: z.number().nullable(),
    note: z.string().optional().describe("Why nothing was measured."),
  })
  .meta({ id: "SeriesPoint" });

export const seriesShape: z.ZodType = z
  .strictObject({
    metric: z.string(),
    unit: z.string(),
    points: z.array(seriesPoint),
  })
  .meta({ id: "Series" });

export const metricShape: z.ZodType = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    unit: z.string(),
    worse: z.enum(["higher", "lower", "both"]),
    source: z.string(),
  })
  .meta({ id: "MetricSummary", description: "One metric of the catalogue, as the API lists it." });

export const declarationShape: z.ZodType = z
  .strictObject({
    at: instant,
    by: z.string(),
    field: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
  })
  .meta({
    id: "DeclarationChange",
    description: "One change of what is declared of a system, in the words of `systems.yaml`.",
  });

export const changeShape: z.ZodType = z
  .strictObject({
    time: instant,
    kind: z.string().describe("`model`, `deployment`, `prompt` …"),
    summary: z.string(),
  })
  .meta({
    id: "Change",
    description: "Something that changed about a system: a marker on its charts.",
  });
