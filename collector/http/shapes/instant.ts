import { z } from "zod";

/** An instant as the API writes it. */
export const instant: z.ZodType = z.iso
  .datetime()
  .meta({ id: "Instant", description: "ISO 8601 in UTC: `2026-11-23T10:00:00.000Z`." });
