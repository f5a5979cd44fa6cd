import { z } from "zod";
import { asOf } from "./applicability.ts";
import { ENTRY_TYPE } from "./entry-type.ts";
import { instant } from "./instant.ts";

const reviewFigure = z
  .strictObject({
    label: z.string(),
    value: z.number().nullable().describe("Null: not known; `note` says why."),
    unit: z.enum(["count", "share", "days"]),
    before: z
      .number()
      .nullable()
      .describe("Of the period before, for the trend; null where that is not known."),
    note: z.string(),
    how: z.string().describe("What was counted, in words."),
    query: z.string().describe("Where the same is read: a path of the API."),
  })
  .meta({
    id: "ReviewFigure",
    description: "One number of the pack, and how anybody computes it again.",
  });

const reviewTable = z
  .strictObject({
    title: z.string(),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    more: z.number().describe("Rows that are not shown."),
  })
  .meta({ id: "ReviewTable", description: "What the figures rest on, one by one." });

const reviewSection = z
  .strictObject({
    input: z.enum(["a", "b", "c", "d1", "d2", "d3", "e"]),
    title: z.string(),
    figures: z.array(reviewFigure),
    tables: z.array(reviewTable),
    notCovered: z.string().describe("What these figures cannot say."),
  })
  .meta({ id: "ReviewSection", description: "One input of the review." });

export const packShape: z.ZodType = z
  .strictObject({
    from: instant,
    to: instant,
    asOf: z
      .strictObject({
        size: z.number(),
        root: z.string(),
        at: instant,
      })
      .describe("The ledger that it was computed from, and when."),
    sections: z.array(reviewSection),
  })
  .meta({
    id: "ReviewPack",
    description:
      "Everything that management reviews over a period, computed from one state of the ledger.",
  });

const reviewAction = z
  .strictObject({
    id: z.string(),
    review: z.string(),
    input: z.string(),
    decision: z.string(),
    owner: z.string(),
    decidedAt: instant,
    due: instant,
    done: z
      .strictObject({
        at: instant,
        by: z.string(),
        evidence: z.string(),
      })
      .nullable()
      .describe("Null: it is open."),
  })
  .meta({
    id: "ReviewAction",
    description: "A decision of an earlier review, which became an action.",
  });

const heldReview = z
  .strictObject({
    ...ENTRY_TYPE,
    id: z.string(),
    at: instant,
    by: z.string(),
    from: instant,
    to: instant,
    document: z.string(),
    asOf: asOf,
    summary: z.string(),
    actions: z.array(reviewAction),
  })
  .meta({ id: "HeldReview" });

export const managementReviewShape: z.ZodType = heldReview;

/** A review by itself. */
export const managementReviewItemShape: z.ZodType = heldReview
  .extend({ pack: packShape.nullable().describe("What was before it.") })
  .meta({ id: "HeldReviewItem" });
