import { z } from "zod";
import { instant } from "./instant.ts";

const tables = z.array(z.strictObject({ table: z.string(), rows: z.number() }));
const system = z.string().nullable().describe("The one system it is about; null: all others.");

const dueGroup = z.strictObject({
  system,
  days: z.number().describe("Days from receipt."),
  before: instant.describe("What was received before is past its time."),
  gone: instant.describe("What was received before goes with the next run."),
  tables,
  rows: z.number(),
  toConfirm: z
    .string()
    .nullable()
    .describe("Why nothing of it goes before a person confirms it; null: it goes by itself."),
});

const heldRows = z.strictObject({
  system: z.string(),
  holds: z.array(z.string()).describe("Ids of the holds that keep it."),
  rows: z.number(),
});

const classStanding = z
  .strictObject({
    name: z.string(),
    holds: z.string().describe("What is in it."),
    days: z.number().nullable().describe("Null: for as long as the data folder."),
    floorDays: z.number().describe("Fewer are refused."),
    goes: z.enum(["day", "month"]).describe("With the day, or with its calendar month."),
    groups: z
      .array(dueGroup)
      .describe("What is due: of all, then of systems with days of their own."),
    held: z.array(heldRows),
  })
  .meta({ id: "RetentionClass" });

export const retentionRunShape: z.ZodType = z
  .strictObject({
    at: instant,
    isDry: z.boolean(),
    expired: z.array(
      z.strictObject({
        class: z.string(),
        system,
        tables,
        entry: z
          .number()
          .nullable()
          .describe("Index of the entry that says so; null in a dry run."),
      }),
    ),
    stayed: z.array(z.strictObject({ class: z.string(), system, reason: z.string() })),
  })
  .meta({ id: "RetentionRun", description: "What a run deleted, and what stayed and why." });

export const retentionShape: z.ZodType = z
  .strictObject({
    classes: z.array(classStanding),
    last: retentionRunShape.nullable().describe("The last run since the start; null: none yet."),
    failure: z.string().nullable().describe("Why the last run did not come to its end."),
    expiries: z
      .array(
        z.strictObject({
          entry: z.number(),
          at: instant,
          class: z.string(),
          system,
          days: z.number(),
          before: instant,
          rows: z.number(),
        }),
      )
      .describe("The last hundred ends of retention that the ledger tells of, the latest first."),
  })
  .meta({ id: "Retention", description: "What is kept for how long, what is due, what is held." });
