import { z } from "zod";
import { instant } from "./instant.ts";

const decision = z
  .strictObject({
    kind: z.enum(["replayed", "discarded"]),
    at: instant,
    by: z.string(),
    reason: z.string(),
    receipt: z
      .strictObject({ journal: z.string(), seq: z.number() })
      .nullable()
      .describe("Where a replayed one is on disk."),
  })
  .meta({ id: "QuarantineDecision", description: "What people decided about a refused record." });

const RECORD = {
  id: z.string(),
  receivedAt: instant,
  key: z.string().describe("Id of the key that sent it; empty where the store refused it later."),
  event: z.string().describe("What it said it is."),
  target: z.string().describe("The table that would not take it; empty: it was refused at once."),
  reason: z.string(),
  record: z
    .string()
    .describe(
      "What was sent, as JSON; of a long one its first 8,192 characters, and then it cannot be replayed. Beside attributes of OTLP, `tiltmeter.replay` has what else a replay takes.",
    ),
  decision: decision.nullable().describe("Null: nothing was decided yet."),
};

export const refusedRecordShape: z.ZodType = z
  .strictObject(RECORD)
  .meta({ id: "RefusedRecord", description: "A record that was sent and not stored, and why." });

/** The same after it was decided about. */
export const decidedRecordShape: z.ZodType = z.strictObject({
  ...RECORD,
  repeated: z.boolean().describe("It was decided before, and this changed nothing."),
});
