import { z } from "zod";
import { MEASURED } from "./measurement.ts";

export const systemFeatureShape: z.ZodType = z
  .strictObject({
    feature: z.string(),
    kind: z
      .enum(["numeric", "categorical", "vectors"])
      .describe("`vectors`: a mean of embeddings. Without a baseline: how most of it came."),
    values: z.number().describe("Predictions of the range that had a value of it."),
    predictions: z.number().describe("All that could have had one."),
    coverage: z.number().nullable().describe("The share that had one; null without predictions."),
    baseline: z
      .strictObject({ values: z.number(), missing: z.number() })
      .nullable()
      .describe("What the baseline has of it; null: it is not in it, or there is none."),
    distance: z
      .strictObject({
        metric: z.string().describe("`psi`; of vectors the distance of their means."),
        ...MEASURED,
      })
      .nullable()
      .describe("How far the range stands from the baseline; null without one."),
  })
  .meta({
    id: "SystemFeature",
    description: "One feature of a system: what it is, how much of it came, and how far it moved.",
  });

/** What the list says beside its items. */
export const FEATURES_OF: Readonly<Record<string, z.ZodType>> = {
  baseline: z
    .strictObject({ name: z.string(), digest: z.string(), rows: z.number() })
    .nullable()
    .describe("The approved baseline; null: there is none."),
  from: z.string().describe("As asked, or by default."),
  to: z.string(),
};
