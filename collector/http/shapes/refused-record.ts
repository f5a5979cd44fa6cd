import { z } from "zod";
import { instant } from "./instant.ts";

export const refusedRecordShape: z.ZodType = z
  .strictObject({
    id: z.string(),
    receivedAt: instant,
    key: z.string().describe("Id of the key that sent it; empty where the store refused it later."),
    event: z.string().describe("What it said it is."),
    target: z.string().describe("The table that would not take it; empty: it was refused at once."),
    reason: z.string(),
    record: z
      .string()
      .describe("What was sent, as JSON; of a long one its first 8,192 characters."),
  })
  .meta({ id: "RefusedRecord", description: "A record that was sent and not stored, and why." });
