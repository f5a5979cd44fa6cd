import { z } from "zod";

export const receiptShape: z.ZodType = z
  .strictObject({
    accepted: z.number(),
    rejected: z
      .array(
        z.strictObject({
          index: z.number().describe("In the array that was sent, from 0."),
          reason: z.string(),
        }),
      )
      .describe("The first thousand; they are kept in quarantine."),
    rejectedCount: z
      .number()
      .optional()
      .describe("How many, where more were rejected than are listed."),
    folded: z
      .number()
      .optional()
      .describe(
        "How many features and segments were put into the feature `_overflow`, since their system has made up too many names today.",
      ),
    receipt: z
      .strictObject({ journal: z.string(), seq: z.number() })
      .nullable()
      .describe(
        "Where it is on disk; `GET /api/v1/status` says when it can be read. Null: nothing was accepted.",
      ),
  })
  .meta({
    id: "Receipt",
    description: "What became of what was sent. It comes once that is on disk.",
  });
