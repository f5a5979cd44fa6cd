import { z } from "zod";
import { instant } from "./instant.ts";

const examinationOccasion = z.enum(["raised", "episode_added", "assessed", "contained", "acted"]);

const affectedDecisions = z
  .strictObject({
    fromAt: instant,
    toAt: instant,
    predictions: z.number(),
    outcomes: z.number().describe("Of them with a known truth."),
    reviews: z.number().describe("Decisions of people about them."),
    subjects: z
      .number()
      .nullable()
      .describe("Distinct subjects; null where no prediction names one."),
    method: z.string().describe("How these numbers were come by, in a sentence or two."),
  })
  .meta({
    id: "AffectedDecisions",
    description: "What was decided while the requirement was not fulfilled.",
  });

const contribution = z
  .strictObject({
    kind: z.enum(["segment", "feature"]),
    name: z.string(),
    value: z.string().describe('The value of a segment; `""` for features.'),
    n: z.number(),
    measured: z
      .number()
      .describe(
        "What is compared, e.g. the error rate of this segment, or the PSI of this feature.",
      ),
    share: z
      .number()
      .nullable()
      .describe("Share of the whole, 0 to 1; null where the measure does not add up."),
  })
  .meta({
    id: "Contribution",
    description: "One segment, feature or label, and how much of the breach it accounts for.",
  });

const foundChange = z
  .strictObject({
    at: instant,
    kind: z.enum([
      "control",
      "model_version",
      "baseline",
      "declaration",
      "reported",
      "suspension",
      "resumption",
    ]),
    what: z.string(),
  })
  .meta({
    id: "FoundChange",
    description: "Something that changed before the breach and may have caused it.",
  });

const containment = z
  .strictObject({
    sinceAt: instant,
    endedAt: instant.nullable().describe("Null while it lasts."),
    predictions: z
      .number()
      .nullable()
      .describe(
        "Predictions while it was in force: none where every process follows it; null: not found out.",
      ),
  })
  .meta({ id: "Containment", description: "A suspension, and whether telemetry bears it out." });

const elsewhere = z
  .strictObject({
    system: z.string(),
    shares: z
      .array(z.string())
      .describe(
        "What it shares: `model spam-filter v3`, `supplier acme`, `feature income`, `control drift.inputs`.",
      ),
  })
  .meta({
    id: "Elsewhere",
    description: "Another system that shares something with the record's.",
  });

const similarRecord = z
  .strictObject({
    id: z.string(),
    why: z.string(),
  })
  .meta({ id: "SimilarRecord", description: "A record that is open and alike." });

const notFoundOut = z
  .strictObject({
    what: z.string(),
    why: z.string(),
  })
  .meta({ id: "NotFoundOut", description: "What could not be found out, and why." });

export const examination: z.ZodType = z
  .strictObject({
    examinedAt: instant,
    occasion: examinationOccasion,
    episodes: z
      .number()
      .describe("Episodes that the record had then: with more of them it is examined anew."),
    decisions: affectedDecisions
      .nullable()
      .describe("Null: not found out; `unknown` says why. As every part below."),
    contributions: z
      .array(contribution)
      .nullable()
      .describe(
        "Where the breach comes from, the largest contribution first; at most five of each kind.",
      ),
    changes: z
      .strictObject({
        count: z.number(),
        first: z.array(foundChange),
      })
      .nullable()
      .describe(
        "Changes in the seven days before the first breach, newest first; at most ten are named.",
      ),
    since: z
      .strictObject({
        count: z.number(),
        first: z.array(foundChange),
      })
      .nullable()
      .optional()
      .describe(
        "The same of the time since the first breach: what was done about it, as far as telemetry knows.",
      ),
    containment: containment
      .nullable()
      .optional()
      .describe("The last suspension since the first breach; null: there was none."),
    elsewhere: z
      .strictObject({
        count: z.number(),
        first: z.array(elsewhere),
      })
      .nullable()
      .describe("Other systems that the same cause could reach; at most ten are named."),
    similar: z
      .strictObject({
        count: z.number(),
        first: z.array(similarRecord),
      })
      .nullable()
      .describe("Open records that are alike; at most ten are named."),
    unknown: z.array(notFoundOut),
    isIncomplete: z
      .literal(true)
      .optional()
      .describe("Something could not be read and may be at another time: the machine looks again."),
    document: z
      .string()
      .describe("SHA-256 (hex) of the document with everything, in the content store."),
  })
  .meta({
    id: "Examination",
    description:
      "What the machine found out about a record by looking at telemetry and governance: the summary, as the ledger has it. A few kilobytes; the whole is a document in the content store.",
  });
