import { z } from "zod";
import { instant } from "./instant.ts";

export const concernShape: z.ZodType = z
  .strictObject({
    system: z.string(),
    id: z.string(),
    standing: z.enum(["open", "acknowledged", "resolved"]),
    kind: z.string(),
    summary: z.string(),
    reportedAt: instant.nullable(),
    acknowledgedAt: instant.nullable(),
    resolvedAt: instant.nullable(),
    steps: z
      .array(
        z.strictObject({
          at: instant,
          status: z.string().describe("`reported`, `acknowledged` or `resolved`."),
          kind: z.string(),
          summary: z.string(),
          by: z.string().describe("Empty: anonymous."),
          environment: z.string(),
        }),
      )
      .describe("The oldest first."),
  })
  .meta({ id: "Concern", description: "What somebody said of a system, and what became of it." });
