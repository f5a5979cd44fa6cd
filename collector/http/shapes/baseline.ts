import { z } from "zod";
import { instant } from "./instant.ts";

export const baselineShape: z.ZodType = z
  .strictObject({
    digest: z.string(),
    system: z.string(),
    name: z.string(),
    version: z.number(),
    createdAt: instant,
    rows: z.number(),
    rolling: z
      .strictObject({
        days: z.number(),
        everyDays: z.number(),
        rule: z.string().optional(),
      })
      .optional()
      .describe(
        "Renewed from the last `days` days every `everyDays`; `rule` is the version that was approved so.",
      ),
    approvedAt: instant.nullable(),
    approvedBy: z.string().nullable(),
  })
  .meta({
    id: "BaselineSummary",
    description: "One distributionsShape, without the distributions.",
  });

const numericBaseline = z
  .strictObject({
    kind: z.literal("numeric"),
    edges: z.array(z.number()),
    deciles: z.array(z.number()),
    counts: z.array(z.number()),
    missing: z.number(),
    discrete: z
      .literal(true)
      .optional()
      .describe("At most 50 distinct values: whatever stands between them is an unseen code."),
    magnitudes: z.record(z.string(), z.number()).optional(),
    min: z
      .number()
      .optional()
      .describe("The smallest and largest finite value; absent where there is none."),
    max: z.number().optional(),
    hourly: z.array(z.array(z.tuple([z.number(), z.number()]))).optional(),
  })
  .meta({
    id: "NumericBaseline",
    description:
      "The reference distribution of one numeric feature. `edges` ascend strictly; cell i holds (edges[i−1], edges[i]], so `counts.length === edges.length + 1`. The first edge is the double below the smallest value and the last one is the largest value: both end cells are empty in the distributionsShape and catch what is out of range later (±Infinity too). Between them stand the quantiles at k/200 (inverted CDF); a value with 0.5 % of the mass, and every value of a discrete feature, has a cell of its own. `deciles` is a subset of the edges, the bounds of the bins. A distributionsShape stored before there were end cells has its own smallest and largest values in them, and none of the optional fields.",
  });

const categoricalBaseline = z
  .strictObject({
    kind: z.literal("categorical"),
    categories: z.array(z.string()).describe("The 100 most frequent, ties by text."),
    rare: z
      .array(z.string())
      .optional()
      .describe("Every other one that is known, sorted by code units."),
    counts: z.array(z.number()),
    missing: z.number(),
    hourly: z.array(z.array(z.tuple([z.number(), z.number()]))).optional(),
  })
  .meta({
    id: "CategoricalBaseline",
    description:
      "The reference distribution of one categorical feature. With `rare`: a cell for each of `categories`, one for all rare ones, and a last one for what was never seen, which is empty here: `counts.length === categories.length + 2`. Without `rare` (stored before there was such a list, or over 10,000 rare ones) new values cannot be told from rare ones and share the last cell: `counts.length === categories.length + 1`.",
  });

const chance = z
  .strictObject({
    resamples: z.number(),
    median: z.number(),
    p95: z.number(),
    p99: z.number(),
  })
  .meta({
    id: "Chance",
    description:
      "What two samples of the distributionsShape itself show: quantiles of h·MMD² over random halves of it, h = nm/(n+m). Divided by the h of a comparison they are its false-alarm limits.",
  });

const sumsBaseline = z
  .strictObject({
    kind: z.literal("sums"),
    of: z
      .enum(["components", "fourier"])
      .describe("Of the embedding's own components, or of its 256 random Fourier features."),
    counts: z.array(z.number()),
    missing: z.number(),
    chance: chance
      .optional()
      .describe("For `fourier`, where there were vectors enough: what chance shows."),
  })
  .meta({
    id: "SumsBaseline",
    description:
      "The reference mean of vectors: `counts[0]` of them were summed, and the rest are the sums of their components in units of 2⁻²⁰ (whole numbers, also negative). Not cells: nothing here is a share.",
  });

const featureBaseline = z
  .union([numericBaseline, categoricalBaseline, sumsBaseline])
  .meta({ id: "FeatureBaseline" });

const derived = z
  .union([
    z.strictObject({
      kind: z.literal("text"),
    }),
    z.strictObject({
      kind: z.literal("embedding"),
      dimensions: z.number(),
      seed: z.number().describe("Seeds the random directions; a whole number in [0, 2³²)."),
      bandwidth: z
        .number()
        .describe(
          "σ of the Gaussian kernel: the median distance of two distributionsShape vectors.",
        ),
    }),
  ])
  .meta({
    id: "Derived",
    description:
      "How a text or an embedding becomes ordinary features, named `NAME:…` in the distributionsShape.",
  });

export const distributionsShape: z.ZodType = z
  .strictObject({
    digest: z.string().describe("SHA-256 of the canonical JSON of everything else here, hex."),
    system: z.string(),
    name: z.string(),
    version: z.number().describe("Counts up from 1 for one system and name."),
    createdMs: z.number(),
    origin: z.string().describe("Where it came from, in words: `window 2026-11-01…`, `columns`."),
    rows: z.number(),
    features: z.record(z.string(), featureBaseline),
    derived: z
      .record(z.string(), derived)
      .optional()
      .describe(
        "Texts and embeddings by name; their features are filled by profiles, never by a store.",
      ),
    seasonal: z
      .literal("hour_of_week")
      .optional()
      .describe("Windows are compared with the same hours of the week."),
    scores: z
      .record(z.string(), z.record(z.string(), z.array(z.number())))
      .optional()
      .describe(
        "Scores of a past whose truth was known: predicted label → true label → predictions by score bin (see `SCORE_BINS`). Performance without labels is estimated from it.",
      ),
    outputs: z
      .record(z.string(), z.number())
      .optional()
      .describe(
        'What the model answered: predicted label → predictions, at most 1,000 labels; `""`: all others together. Absent where nobody said.',
      ),
    rates: z
      .strictObject({
        overrideRate: z.number().optional(),
        errorRate: z.number().optional(),
        accuracy: z.number().optional(),
      })
      .describe("Rates accepted when the distributionsShape was approved; absent where not known."),
  })
  .meta({
    id: "Baseline",
    description: "A named, versioned, digested reference that current data are compared with.",
  });
