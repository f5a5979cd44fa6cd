import { z } from "zod";

export const severity: z.ZodType = z.enum(["low", "medium", "high", "critical"]);
