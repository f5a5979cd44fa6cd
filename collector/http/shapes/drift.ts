import { z } from "zod";
import { instant } from "./instant.ts";
import { MEASURED } from "./measurement.ts";

const bin = z
  .strictObject({
    label: z.string().describe("Bounds or name, for people."),
    baseline: z.number(),
    current: z.number(),
    contribution: z.number().describe("The bin's part of the PSI."),
  })
  .meta({ id: "Bin" });
const missing = z.strictObject({ baseline: z.number(), current: z.number() });
const kind = z.enum(["numeric", "categorical", "vectors"]);

const featureDrift = z
  .strictObject({
    feature: z.string(),
    kind,
    metric: z.literal("psi"),
    ...MEASURED,
    bins: z.array(bin).describe("The bins that PSI used, with counts of both sides."),
    missing,
  })
  .meta({ id: "FeatureDrift", description: "How far one feature stands from its baseline." });

const drift = z
  .strictObject({
    system: z.string(),
    baseline: z.strictObject({ name: z.string(), digest: z.string(), rows: z.number() }).nullable(),
    features: z.array(featureDrift).describe("Most drifted first. Empty without a baseline."),
  })
  .meta({ id: "Drift", description: "Every feature of a system beside its baseline." });

const baselineFacts = z
  .strictObject({
    name: z.string(),
    version: z.number(),
    digest: z.string(),
    rows: z.number(),
    origin: z.string().describe("Where it came from, in words."),
    createdAt: instant,
    approvedAt: instant.nullable().describe("Null: not approved, so no control is judged by it."),
    approvedBy: z.string().nullable(),
    seasonal: z.boolean().describe("Compared with the same hours of the week."),
  })
  .meta({
    id: "BaselineFacts",
    description: "The reference that a feature is compared with, and who answers for it.",
  });

const featureDistance = z
  .strictObject({
    id: z
      .string()
      .describe(
        "As in the catalogue; `largest_difference`, `chi_squared` and `cramers_v` are in none.",
      ),
    title: z.string(),
    ...MEASURED,
    bracket: z
      .strictObject({
        lower: z.number(),
        upper: z.number(),
      })
      .nullable()
      .describe(
        "Counted in cells, the statistic of the values themselves lies in here; null: nothing is hidden.",
      ),
    pValue: z.number().nullable(),
    threshold: z
      .number()
      .nullable()
      .describe(
        "What counts as a shift where a control names no limit of its own; null: for information.",
      ),
    source: z.string(),
  })
  .meta({
    id: "FeatureDistance",
    description: "One distance between a feature's baseline and its live values.",
  });

const qualityCheck = z
  .strictObject({
    id: z.string().describe("As in the catalogue."),
    title: z.string(),
    ...MEASURED,
    isFound: z
      .boolean()
      .nullable()
      .describe("Whether something is wrong; null: it could not be told."),
    words: z.string().describe("What was found, or why it could not be told."),
  })
  .meta({ id: "QualityCheck", description: "One look at how good the values of a feature are." });

const segmentShift = z
  .strictObject({
    dimension: z.string().describe("`segment.race`"),
    total: z.number().describe("The PSI of all of them together: the sum of the contributions."),
    parts: z
      .array(
        z.strictObject({
          segment: z
            .string()
            .nullable()
            .describe("Null: all values of the segment beyond the largest, put together."),
          together: z
            .number()
            .describe("How many values of the segment are put together; 1 for one of its own."),
          n: z.number(),
          share: z.number().describe("Of the range's values."),
          contribution: z
            .number()
            .describe("Below 0 where the segment makes the range more like the baseline."),
        }),
      )
      .describe("The largest contribution first."),
  })
  .meta({
    id: "SegmentShift",
    description: "Which values of one segment a feature's PSI comes from.",
  });

const featureFindings = z
  .strictObject({
    feature: z.string(),
    metric: z.literal("psi"),
    ...MEASURED,
    kind: kind.describe("`vectors`: a mean of embeddings, which has no bins."),
    predictions: z.number(),
    values: z.number().describe("Predictions with a value of this feature."),
    missing,
    notANumber: z
      .number()
      .describe("Of the missing: NaN, and values of a kind that the feature does not have."),
    wrongType: z.number(),
    infinite: z.number().describe("Of the values: ±Infinity."),
    extremes: z
      .strictObject({
        baseline: z
          .strictObject({
            min: z.number(),
            max: z.number(),
          })
          .nullable(),
        current: z
          .strictObject({
            min: z.number(),
            max: z.number(),
          })
          .nullable(),
      })
      .describe(
        "Smallest and largest finite value of each side; null without one, and for categories.",
      ),
    bins: z
      .array(bin)
      .describe("Both histograms with each bin's part of the PSI; empty for vectors."),
    distances: z.array(featureDistance),
    smallestDetectable: z
      .number()
      .nullable()
      .describe(
        "The smallest PSI that these sample sizes can tell from chance; null where there is none.",
      ),
    quality: z.array(qualityCheck),
    segments: z.array(segmentShift),
    segmentsLeft: z.array(z.string()).describe("Segments that were not looked into."),
  })
  .meta({ id: "FeatureFindings", description: "What was found of one feature in one range." });

const featureDetail = z
  .strictObject({
    system: z.string(),
    modelVersion: z.string().nullable().describe("Null: all versions together."),
    related: z
      .array(z.string())
      .optional()
      .describe(
        "Other features that the same embedding became, and that say more of it as a whole.",
      ),
    baseline: baselineFacts.nullable(),
    problem: z.string().optional().describe("Why there was nothing to compare, and what to do."),
    features: z.array(featureFindings).describe("The one that was asked for, or none."),
  })
  .meta({ id: "FeatureDetail", description: "Everything about one feature of a system." });

/** All features, or one with everything that is known of it where `feature` was asked for. */
export const driftShape: z.ZodType = z.union([drift, featureDetail]);
