import { z } from "zod";

const bytesOf = z.number().describe("Bytes on the disk, indices included.");

export const storageShape: z.ZodType = z
  .strictObject({
    bytes: bytesOf,
    oldBytes: z.number().describe("Merged or deleted, and not off the disk yet."),
    classes: z.array(
      z.strictObject({
        name: z.string().describe("A class of retention, `sums`, `seals`, or `others`."),
        rows: z.number(),
        bytes: bytesOf,
        tables: z.array(
          z.strictObject({
            table: z.string(),
            rows: z.number(),
            bytes: bytesOf,
            bytesARow: z.number().nullable(),
            ratio: z.number().nullable().describe("Of its size unpacked."),
          }),
        ),
      }),
    ),
    aPrediction: z
      .strictObject({
        core: z.number().describe("The prediction itself and the sums by minute."),
        features: z.number().describe("The values that went in."),
        seals: z.number().describe("What stands behind the seals."),
      })
      .nullable()
      .describe("Bytes a prediction; null: there is none."),
    growthBytesADay: z.number().describe("By what came in the last week."),
    freeBytes: z.number().nullable().describe("On the disk of the data; null: it is a server's."),
    budgetBytes: z.number().nullable(),
    taken: z.number().nullable().describe("Share of the budget, or else of the disk."),
    daysLeft: z
      .number()
      .nullable()
      .describe("Until the budget, or else the disk, is full; what expires is not taken off."),
  })
  .meta({ id: "Storage", description: "What is stored, what it takes, until when there is room." });
