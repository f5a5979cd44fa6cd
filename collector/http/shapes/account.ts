import { z } from "zod";
import { PEOPLES_ROLES, ROLES } from "../role.ts";
import { instant } from "./instant.ts";

const systems = z.array(z.string()).nullable().describe("Null: all.");

export const accountShape: z.ZodType = z
  .strictObject({
    id: z.string().describe("A pseudonym: how the person stands in the ledger."),
    name: z.string(),
    email: z.string(),
    role: z.enum([...PEOPLES_ROLES, "none"]).describe("`none`: the provider gives none any more."),
    systems,
    state: z.enum(["active", "invited", "disabled"]),
    hasPassword: z.boolean(),
    hasIdentity: z.boolean().describe("Signs in through the provider."),
    isProvided: z.boolean().describe("Its rights come from the provider at each sign-in."),
    sessions: z.int(),
    createdAt: instant,
    invitedUntil: instant.nullable().describe("Until when its link works; null: there is none."),
    lastSeenAt: instant.nullable(),
  })
  .meta({ id: "Account" });

export const invitationShape: z.ZodType = z
  .strictObject({
    id: z.string(),
    path: z.string().describe("The link, behind the collector's address. It works once."),
    expiresAt: instant,
  })
  .meta({ id: "Invitation" });

export const firstAccountShape: z.ZodType = z
  .strictObject({
    id: z.string(),
    password: z.string().describe("It only serves to sign in once and set another one."),
    mustChange: z.boolean(),
  })
  .meta({ id: "FirstAccount" });

export const whoShape: z.ZodType = z
  .strictObject({
    name: z.string(),
    role: z.enum(ROLES),
    systems,
    via: z.enum(["key", "session"]),
    isPerson: z.boolean().describe("False: a key that is nobody's own."),
    session: z.string().nullable(),
    account: accountShape.nullable(),
  })
  .meta({ id: "Who" });

export const sessionShape: z.ZodType = z
  .strictObject({
    id: z.string(),
    browser: z.string(),
    way: z.string().describe("How its owner signed in, in words."),
    isThis: z.boolean(),
    since: instant,
    lastSeenAt: instant,
    endsAt: instant.describe("When it ends unless it is used."),
  })
  .meta({ id: "Session" });

export const administrationShape: z.ZodType = z
  .strictObject({
    entry: z.int().describe("Index of the ledger's entry."),
    at: instant,
    by: z.string(),
    via: z.string().nullable().describe("`signed in`, or by which key; null: the machine."),
    what: z.string(),
  })
  .meta({ id: "Administration" });
