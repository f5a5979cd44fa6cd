import { z } from "zod";
import { ROLES } from "../role.ts";
import { instant } from "./instant.ts";

export const keyShape: z.ZodType = z
  .strictObject({
    id: z.string(),
    role: z.enum(ROLES),
    name: z.string(),
    systems: z.array(z.string()).nullable().describe("Null: all."),
    createdAt: instant,
    revokedAt: instant.nullable().describe("Null: it is in force."),
  })
  .meta({ id: "Key", description: "An API key, without its secret." });

export const createdKeyShape: z.ZodType = z
  .strictObject({
    id: z.string(),
    role: z.enum(ROLES),
    name: z.string(),
    systems: z.array(z.string()).nullable(),
    key: z.string().describe("The key itself: it is in this answer and nowhere else, ever."),
  })
  .meta({ id: "CreatedKey" });
