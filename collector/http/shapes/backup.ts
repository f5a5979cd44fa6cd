import { z } from "zod";

export const backupShape: z.ZodType = z
  .strictObject({
    id: z.string(),
    folder: z.string().describe("On the collector's machine; `files.json` in it lists the files."),
    takenAt: z.string().describe("The moment that the data are of."),
    dataVersion: z.number().describe("Of the layout of the data folder."),
    server: z.string().nullable().describe("The ClickHouse server that has the rest, if any."),
    bytes: z.number(),
    files: z.number(),
  })
  .meta({ id: "BackupGathered", description: "What a backup is copied from." });
