import { z } from "zod";
import { instant } from "./instant.ts";

const sealsReport = z
  .strictObject({
    started: instant,
    ended: instant,
    seals: z.number(),
    verified: z.number(),
    erased: z.number(),
    expired: z.number(),
    failures: z.array(z.string()),
    failuresTotal: z.number(),
  })
  .meta({ id: "SealsReport" });

const reconciled = z
  .strictObject({
    at: instant,
    fromSeq: z.number(),
    toSeq: z.number(),
    expected: z
      .number()
      .nullable()
      .describe("Records that the journal took in these batches; null: that is not known."),
    stored: z.number().describe("Records that the store has of them."),
    destroyed: z.number().describe("Records that an erasure destroyed."),
    tables: z.array(
      z.strictObject({
        table: z.string(),
        rows: z.number(),
        places: z.number().describe("Different ones: fewer where a row is there twice."),
      }),
    ),
    agrees: z.boolean().nullable().describe("Null: that cannot be said."),
  })
  .meta({
    id: "Reconciled",
    description: "What the store has of batches, beside what the journal took.",
  });

export const sealsShape: z.ZodType = z
  .strictObject({
    journal: z.string(),
    sealedSeq: z.number(),
    appliedSeq: z.number(),
    round: z
      .strictObject({
        seals: z.number(),
        rows: z.number(),
        wholeRound: instant.nullable(),
      })
      .describe("The comparison that runs all the time."),
    failures: z.array(z.string()).describe("What is known to be wrong, in words."),
    running: z
      .strictObject({
        seals: z.number(),
      })
      .nullable()
      .describe("The check that was asked for and runs; null: none does."),
    report: sealsReport.nullable(),
    reconciled: reconciled
      .nullable()
      .describe("The last comparison, made hourly; null: there was none yet."),
  })
  .meta({
    id: "Seals",
    description: "Up to where stored telemetry is sealed, and whether it still is what was.",
  });

const classCompleteness = z
  .strictObject({
    class: z.string().describe("`prediction`, `outcome` and so on."),
    received: z.number().describe("That came and are stored."),
    unnumbered: z
      .number()
      .describe(
        "Of these, those without a number: nothing can be said of what is missing beside them.",
      ),
    expected: z
      .number()
      .nullable()
      .describe(
        "Numbers between the first and the last that came; null: not measured, nobody numbers them.",
      ),
    gaps: z
      .number()
      .nullable()
      .describe("Of the expected, those that came at no time; null: not measured."),
    dropped: z
      .number()
      .nullable()
      .describe(
        "Dropped in the window, by the producers' own word; null: not measured, they send no heartbeats.",
      ),
  })
  .meta({
    id: "ClassCompleteness",
    description:
      "Records of one class of a system in a window, as far as their producers' numbering tells.",
  });

export const completenessShape: z.ZodType = z
  .strictObject({
    system: z.string(),
    from: instant,
    to: instant,
    producers: z.number(),
    classes: z.array(classCompleteness),
    sampled: z
      .number()
      .nullable()
      .describe(
        "The share of calls that is recorded; null: not measured, no producer says that it samples.",
      ),
    sealed: z
      .number()
      .describe("Rows of the window under seals of the ledger, and rows that wait for theirs."),
    unsealed: z.number(),
    broken: z
      .array(z.string())
      .describe(
        "What a comparison of seals with the store found wrong with rows of the window, in words.",
      ),
  })
  .meta({
    id: "RecordCompleteness",
    description:
      "Whether what a record rests on is all that there was, and still what it was. Two different questions.",
  });
