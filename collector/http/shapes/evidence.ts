import { z } from "zod";
import { instant } from "./instant.ts";
import { measurement } from "./measurement.ts";

const instance = z.strictObject({
  labels: z.record(z.string(), z.string()),
  episode: z.string().optional().describe("Of the breach, as the record has it."),
  bound: z.string().optional().describe("The limit that it broke, in words."),
  measurement,
  bins: z
    .array(
      z.strictObject({
        label: z.string(),
        baseline: z.number(),
        current: z.number(),
        contribution: z.number(),
      }),
    )
    .describe("Both histograms, where it is a distance."),
  evidence: z.unknown().optional().describe("Every number that it was measured on."),
});

/** As it was frozen: what a kind of evidence has of its own is plain JSON. */
export const evidenceShape: z.ZodType = z
  .strictObject({
    control: z.strictObject({ id: z.string(), revision: z.string(), text: z.string() }),
    window: z.strictObject({ from: instant, to: instant }),
    group: z.record(z.string(), z.string()).optional().describe("What the record is about."),
    instances: z.array(instance).describe("Those that fired, the worst first; at most 200."),
    instancesFired: z.number().optional(),
    baseline: z
      .strictObject({ name: z.string(), version: z.number().optional(), digest: z.string() })
      .nullable(),
    predictions: z.array(z.string()).describe("Ids of a few, to look at."),
    engine: z.string().describe("Name and version of the store that answered."),
    query: z
      .strictObject({ text: z.string(), request: z.unknown() })
      .optional()
      .describe("What the store was asked, in words and as it was."),
    completeness: z
      .unknown()
      .optional()
      .describe("Of the system's telemetry; null: its producers send no sequence numbers."),
    missing: z.array(z.string()).optional().describe("What could not be read, and why."),
  })
  .meta({
    id: "EvidenceSnapshot",
    description: "What a finding rests on, frozen as it was raised.",
  });
