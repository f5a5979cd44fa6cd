import { z } from "zod";
import { instant } from "./instant.ts";

export const decisionReview: z.ZodType = z
  .strictObject({
    at: instant,
    affected: z.number().describe("Decisions in the breach windows when it was last written."),
    decided: z
      .strictObject({
        upheld: z.number(),
        corrected: z.number(),
        person_informed: z.number(),
        no_remedy: z.number(),
      })
      .describe("Distinct decisions reviewed so far, by the last word on each."),
    lists: z
      .array(z.string())
      .describe("Digests of the lists, oldest first: prediction ids and what was decided."),
  })
  .meta({
    id: "DecisionReview",
    description: "How far the re-review of a record's affected decisions has come.",
  });

export const affectedItemShape: z.ZodType = z
  .strictObject({
    id: z.string(),
    time: instant,
    modelVersion: z.string(),
    label: z.string(),
    score: z.number().nullable(),
    status: z.string(),
    decided: z
      .enum(["upheld", "corrected", "person_informed", "no_remedy"])
      .nullable()
      .describe("What was said of it on re-review; null: nobody has looked yet."),
    decidedAt: instant.nullable(),
  })
  .meta({
    id: "AffectedItem",
    description: "One decision that was made while the requirement was not fulfilled.",
  });

const decided = z.strictObject({
  upheld: z.number(),
  corrected: z.number(),
  person_informed: z.number(),
  no_remedy: z.number(),
});
const closed = z
  .number()
  .nullable()
  .describe("Share of them that was reviewed; null: there are none.");

/** What stands beside a page of affected decisions. */
export const AFFECTED: Readonly<Record<string, z.ZodType>> = {
  affected: z.number().describe("All that there are."),
  reviewed: z.number(),
  closed,
  decided: decided.nullable().describe("By what was decided; null: nobody has reviewed any."),
  method: z.string().describe("How the windows were found, in a sentence."),
};

export const reviewedShape: z.ZodType = z
  .strictObject({
    reviewed: z.number().describe("By this request."),
    affected: z.number().nullable(),
    closed,
    decided: decided.nullable(),
  })
  .meta({ id: "Reviewed", description: "How far a re-review has come." });

/** Content under a verified digest: each kind has members of its own. */
export const documentShape: z.ZodType = z
  .looseObject({})
  .meta({ id: "Document", description: "Content under its digest; `kind` says what it holds." });
