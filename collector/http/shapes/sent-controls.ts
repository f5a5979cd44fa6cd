import { z } from "zod";

const warning = z.strictObject({
  line: z.number().describe("From 1."),
  column: z.number().describe("From 1."),
  code: z.string(),
  message: z.string(),
  fix: z.string(),
});

export const sentControlsShape: z.ZodType = z
  .strictObject({
    file: z.string(),
    outcome: z.enum(["same", "changed"]),
    controls: z
      .array(z.strictObject({ id: z.string(), revision: z.string() }))
      .describe("Those of the file; none where it was taken back."),
    warnings: z.array(warning).describe("What is doubtful in it, and in force all the same."),
  })
  .meta({ id: "SentControls", description: "A control file that was sent, in force." });
