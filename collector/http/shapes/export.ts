import { z } from "zod";
import { instant } from "./instant.ts";

export const exportShape: z.ZodType = z
  .strictObject({
    id: z.string(),
    by: z.string(),
    started: instant,
    kind: z.enum(["audit", "register", "oscal"]),
    from: instant,
    to: instant,
    systems: z.array(z.string()).nullable().describe("Null: all."),
    sample: z.strictObject({ count: z.number(), seed: z.string() }).nullable(),
    status: z.enum(["waiting", "running", "done", "failed"]),
    share: z.number().optional().describe("Done, from 0 to 1."),
    what: z.string().optional().describe("What it is at."),
    reason: z.string().optional().describe("Why it failed."),
    digest: z.string().optional().describe("Of the main file."),
    files: z
      .array(
        z.strictObject({
          name: z.string(),
          bytes: z.number(),
          sha256: z.string(),
        }),
      )
      .optional(),
    missing: z.array(z.string()).optional().describe("What could not be handed over."),
  })
  .meta({
    id: "ExportReport",
    description: "Where an export stands.",
  });
