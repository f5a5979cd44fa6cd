import { NONCONFORMITY_STATES } from "@tiltmeter/rules";
import { z } from "zod";

const fieldKind = z.enum(["text", "person", "option", "date", "instant", "record"]);

const field = z
  .strictObject({
    name: z.string(),
    label: z.string(),
    kind: fieldKind.describe(
      "Free text and persons' names never stand in the ledger itself; what else there is may.",
    ),
    required: z.boolean(),
    options: z
      .array(z.string())
      .optional()
      .describe("The only answers there are; absent: free text."),
  })
  .meta({ id: "Field", description: "One thing that a person fills in." });

export const nextState: z.ZodType = z
  .strictObject({
    to: z.enum(NONCONFORMITY_STATES),
    fields: z.array(field),
    reasonRequired: z.boolean().describe("A passage off the main way asks why."),
    needs: z.enum(["work", "approve", "administer"]),
    byTwo: z
      .boolean()
      .describe("One person proposes it, another one confirms it under their own name."),
  })
  .meta({
    id: "NextState",
    description: "A state that a record may go to next, and what it takes.",
  });
