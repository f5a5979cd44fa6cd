import { z } from "zod";
import { ROLES } from "../role.ts";
import { instant } from "./instant.ts";

const systems = z.array(z.string()).nullable().describe("Null: all.");
const role = z.enum(ROLES);

const key = {
  id: z.string(),
  name: z.string(),
  role,
  systems,
  state: z
    .enum(["live", "expired", "revoked", "unusable"])
    .describe("`unusable`: its owner may no longer do what it does, so it is refused."),
  owner: z.string().nullable().describe("Whose own it is; null: a program's."),
  successor: z.string().nullable().describe("The key that takes its place."),
  createdBy: z.string(),
  createdAt: instant,
  expiresAt: instant.nullable().describe("Null: it does not expire."),
  revokedAt: instant.nullable().describe("Null: it was not revoked."),
  lastUsedAt: instant.nullable().describe("To five minutes; null: not seen in use."),
};
const text = z.string().describe("The key itself: it is in this answer and nowhere else, ever.");

export const keyShape: z.ZodType = z
  .strictObject(key)
  .meta({ id: "Key", description: "An API key, without its secret." });

export const createdKeyShape: z.ZodType = z
  .strictObject({ ...key, key: text })
  .meta({ id: "CreatedKey" });

export const rotatedKeyShape: z.ZodType = z
  .strictObject({
    id: z.string().describe("The successor's."),
    key: text,
    expiresAt: instant.nullable(),
    former: z.string().describe("The key that was rotated."),
    formerExpiresAt: instant.describe("Until when it goes on working."),
  })
  .meta({ id: "RotatedKey" });
