import { z } from "zod";
import { instant } from "./instant.ts";

export const statusShape: z.ZodType = z
  .strictObject({
    version: z.string(),
    engine: z.string(),
    startedAt: instant,
    appliedSeq: z
      .record(z.string(), z.number())
      .describe(
        "By journal: what can be read. Wait for the `seq` of a receipt here to read your own writes.",
      ),
    lastSeq: z.record(z.string(), z.number()).describe("By journal: what is on disk."),
    ledger: z.strictObject({
      size: z.number(),
      root: z.string(),
    }),
    problems: z
      .array(z.string())
      .describe("What is not as it should be, in words; empty where all is well."),
    watchdog: z
      .strictObject({ host: z.string(), heardAt: instant.nullable() })
      .nullable()
      .describe("Who is told that the collector works, and when it last heard; null: nobody."),
  })
  .meta({ id: "ServerStatus", description: "How the collector itself stands." });
