import type { Baseline, Distributions, FeatureBaseline } from "@tiltmeter/rules";
import { OUTPUT_LABELS_MAX } from "@tiltmeter/rules";
import { z } from "zod";

/** 200 cells, as many atoms with an edge below them too, and the ends; words have 1,024 buckets. */
const CELLS_MAX = 2_048;
const FEATURES_MAX = 5_000;
const RARE_MAX = 10_000;
const HOURS = 168;
const SCORE_BINS = 200;
const DIMENSIONS_MAX = 4_096;

const count = z.int().min(0);
const name = z.string().min(1).max(256);
const text = z.string().max(32_768);
const hourly = z
  .array(z.array(z.tuple([count, count])).max(CELLS_MAX))
  .length(HOURS)
  .optional();

const numeric = z.strictObject({
  kind: z.literal("numeric"),
  edges: z.array(z.number()).max(CELLS_MAX),
  deciles: z.array(z.number()).max(10),
  counts: z.array(count).max(CELLS_MAX),
  missing: count,
  discrete: z.literal(true).optional(),
  magnitudes: z.record(z.string().regex(/^\d{1,5}$/), count).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  hourly,
});
const categorical = z.strictObject({
  kind: z.literal("categorical"),
  categories: z.array(text).max(CELLS_MAX),
  rare: z.array(text).max(RARE_MAX).optional(),
  counts: z.array(count).max(CELLS_MAX),
  missing: count,
  hourly,
});
const chance = z.strictObject({
  resamples: z.int().min(1),
  median: z.number(),
  p95: z.number(),
  p99: z.number(),
});
const sums = z.strictObject({
  kind: z.literal("sums"),
  of: z.enum(["components", "fourier"]),
  counts: z
    .array(z.int())
    .min(2)
    .max(DIMENSIONS_MAX + 1),
  missing: count,
  chance: chance.optional(),
});
const feature = z
  .discriminatedUnion("kind", [numeric, categorical, sums])
  .superRefine((value, context) => {
    const broken = brokenFeature(value);
    if (broken !== null) context.addIssue({ code: "custom", message: broken });
  });
const recipe = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("text") }),
  z.strictObject({
    kind: z.literal("embedding"),
    dimensions: z.int().min(1).max(DIMENSIONS_MAX),
    seed: z.int().min(0).max(4_294_967_295),
    bandwidth: z.number().positive(),
  }),
]);
const bins = z.array(count).length(SCORE_BINS);
/** What the model answered: label → predictions; `""` for all labels beyond the most frequent. */
export const outputCounts: z.ZodType<Readonly<Record<string, number>>> = z
  .record(text, count)
  .refine(
    (labels) => Object.keys(labels).length <= OUTPUT_LABELS_MAX + 1,
    `must have at most ${OUTPUT_LABELS_MAX} labels, and "" for all others`,
  );

const body = z
  .strictObject({
    /** Of what they were made, in words: `file validation.parquet`. */
    origin: z.string().min(1).max(500),
    rows: z.int().min(1),
    features: z.record(name, feature),
    derived: z.record(name, recipe).optional(),
    scores: z.record(text, z.record(text, bins)).optional(),
    outputs: outputCounts.optional(),
  })
  .superRefine(({ rows, features, derived = {} }, context) => {
    const names = Object.keys(features);
    if (names.length === 0 || names.length > FEATURES_MAX) {
      const message = `must have 1 to ${FEATURES_MAX} features, got ${names.length}`;
      context.addIssue({ code: "custom", path: ["features"], message });
    }
    for (const [own, { kind, counts, missing }] of Object.entries(features)) {
      // Words of a text are more than its rows, and sums are no counts.
      if (kind === "sums" || Object.keys(derived).some((from) => own.startsWith(`${from}:`)))
        continue;
      const counted = counts.reduce((sum, each) => sum + each, 0) + missing;
      if (counted === rows) continue;
      const message = `must count every row once, ${rows}, got ${counted}`;
      context.addIssue({ code: "custom", path: ["features", own], message });
    }
  });

/** What a sender made of its rows: the distributions of a baseline, and what calibrates it. */
export interface SentDistributions {
  readonly origin: string;
  readonly distributions: Distributions;
  readonly scores?: NonNullable<Baseline["scores"]>;
  readonly outputs?: NonNullable<Baseline["outputs"]>;
}

/**
 * `distributions` of `POST /api/v1/baselines`: a baseline whose rows stay with the sender, as
 * `distributionsOf` of the rules makes it.
 *
 * Checked as what verdicts will rest on: edges ascend, there are as many counts as cells, and every row
 * is counted once.
 */
export const sentDistributions: z.ZodType<SentDistributions> = body.transform(
  ({ origin, rows, features, derived, scores, outputs }) => ({
    origin,
    distributions: {
      rows,
      features: features as Record<string, FeatureBaseline>, // as checked; absent members differ from undefined ones only for the compiler
      ...(derived === undefined ? {} : { derived }),
    },
    ...(scores === undefined ? {} : { scores }),
    ...(outputs === undefined ? {} : { outputs }),
  }),
);

function brokenFeature(
  feature: z.infer<typeof numeric | typeof categorical | typeof sums>,
): string | null {
  const { counts } = feature;
  if (feature.kind === "sums") return null;
  const cells =
    feature.kind === "numeric"
      ? feature.edges.length + 1
      : feature.categories.length + (feature.rare === undefined ? 1 : 2);
  if (counts.length !== cells) return `must have ${cells} counts, one a cell, got ${counts.length}`;
  const late = feature.hourly?.flat().find(([cell]) => cell >= cells);
  if (late !== undefined) return `hourly names cell ${late[0]} of ${cells}`;
  if (feature.kind === "numeric") {
    const { edges, deciles } = feature;
    if (!isAscending(edges)) return "edges must ascend";
    const known = new Set(edges);
    if (!isAscending(deciles) || !deciles.every((edge) => known.has(edge))) {
      return "deciles must ascend and be edges";
    }
    return null;
  }
  const names = [...feature.categories, ...(feature.rare ?? [])];
  return new Set(names).size === names.length ? null : "a category must stand once";
}

function isAscending(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || (values[i - 1] ?? 0) < value);
}
