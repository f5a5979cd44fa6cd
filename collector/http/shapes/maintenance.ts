import { z } from "zod";
import { instant } from "./instant.ts";

export const maintenanceShape: z.ZodType = z
  .strictObject({
    id: z.string(),
    systems: z.array(z.string()).describe("Empty: every system, and the collector itself."),
    by: z.string(),
    reason: z.string(),
    standing: z.enum(["planned", "under way", "over"]),
    from: instant,
    until: instant,
    ended: instant.nullable().describe("When somebody ended it before its time."),
    endedBy: z.string().nullable(),
  })
  .meta({ id: "Maintenance", description: "A time in which nothing is raised, by intent." });
