import { z } from "zod";
import { asOf } from "./applicability.ts";
import { ENTRY_TYPE } from "./entry-type.ts";
import { instant } from "./instant.ts";

export const auditStateShape: z.ZodType = z
  .strictObject({
    at: instant,
    asOf: asOf,
    controls: z.array(
      z.strictObject({
        id: z.string(),
        revision: z.string(),
        title: z.string().nullable().describe("As its text says; null where that was not kept."),
        owner: z.string().nullable(),
        status: z.string().nullable(),
        limit: z.string().nullable(),
        approvedAt: instant.nullable(),
      }),
    ),
    systems: z.array(
      z.strictObject({
        id: z.string(),
        status: z.string(),
        owner: z.string().nullable(),
        deputy: z.string().nullable(),
        riskTier: z.string().nullable(),
        oversightRole: z.string().nullable(),
      }),
    ),
    policies: z.array(
      z.strictObject({
        id: z.string(),
        version: z.number(),
        title: z.string(),
        approvedAt: instant.nullable(),
      }),
    ),
    nonconformities: z.array(
      z.strictObject({
        id: z.string(),
        system: z.string(),
        control: z.string().nullable(),
        title: z.string(),
        severity: z.string(),
        state: z.string(),
        owner: z.string().nullable(),
        raisedAt: instant,
      }),
    ),
  })
  .meta({ id: "AuditState", description: "The management system as it stood at a past instant." });

/** What is drawn, of what, and by which seed. */
const drawn = {
  id: z.string(),
  at: instant,
  by: z.string(),
  of: z.enum(["nonconformities", "approvals", "evaluations"]),
  seed: z.string(),
  count: z.number(),
  from: instant,
  to: instant,
  population: z.strictObject({
    size: z.number(),
    digest: z.string(),
  }),
  document: z.string(),
  asOf: asOf,
};

export const auditSampleShape: z.ZodType = z
  .strictObject({
    ...ENTRY_TYPE,
    ...drawn,
  })
  .meta({ id: "AuditSample" });

export const workpaperShape: z.ZodType = z
  .strictObject({
    ...ENTRY_TYPE,
    method: z.string(),
    items: z.array(
      z.strictObject({
        id: z.string(),
        item: z.unknown(),
      }),
    ),
    ...drawn,
  })
  .meta({ id: "Workpaper", description: "What was drawn, with how to draw it again." });
