import { z } from "zod";

export const measurement: z.ZodType = z
  .union([
    z.strictObject({
      kind: z.literal("measured"),
      value: z.number(),
      lower: z
        .number()
        .nullable()
        .describe("Bounds at the confidence that was asked; null where the metric has none."),
      upper: z.number().nullable(),
      n: z
        .number()
        .describe(
          "Sample size: predictions, labelled predictions or decisions, as the metric says.",
        ),
      proportion: z
        .strictObject({
          successes: z.number(),
          trials: z.number(),
        })
        .optional()
        .describe("The trials that it was measured in, where there are such."),
      detail: z
        .record(z.string(), z.unknown())
        .describe(
          "Anything that a reader needs to recompute or understand the value, as plain data.",
        ),
    }),
    z.strictObject({
      kind: z.literal("insufficient"),
      n: z.number(),
      reason: z.string(),
      detail: z
        .record(z.string(), z.unknown())
        .optional()
        .describe("What can be shown all the same, such as both histograms."),
    }),
    z.strictObject({
      kind: z.literal("no_data"),
      reason: z.string(),
    }),
  ])
  .meta({
    id: "Measurement",
    description:
      "What a metric says of one group: a number with its sample and bounds, or why there is none.",
  });

/** What a metric said, laid flat beside what it is of: a number with its sample and bounds, or a note why not. */
export const MEASURED: Readonly<Record<string, z.ZodType>> = {
  value: z.number().nullable().describe("Null where nothing was measured; `note` says why."),
  lower: z
    .number()
    .nullable()
    .describe("Bounds at the confidence that was asked; null where the metric has none."),
  upper: z.number().nullable(),
  n: z.number().optional().describe("Sample size; absent where nothing was measured."),
  detail: z
    .record(z.string(), z.unknown())
    .optional()
    .describe("What a reader needs to recompute the value, as plain data."),
  note: z.string().optional().describe("Why nothing was measured."),
};
