import { z } from "zod";
import { ENTRY_TYPE } from "./entry-type.ts";
import { instant } from "./instant.ts";
import { risk, supplier } from "./policies.ts";

const observedRate = z
  .strictObject({
    breached: z.number(),
    decided: z.number(),
    rate: z.number(),
    lower: z.number(),
    upper: z.number(),
  })
  .meta({
    id: "ObservedRate",
    description: "A share of the decided windows, with its bounds at 95 %.",
  });

const observedRisk = z
  .strictObject({
    risk: risk,
    observed: observedRate.nullable().describe("Null: nothing decided; `unmeasured` says why."),
    earlier: observedRate.nullable(),
    trend: z
      .enum(["rising", "falling", "steady", "unknown"])
      .describe("Whether the later half differs from the earlier one beyond chance, at 95 %."),
    grade: z
      .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)])
      .nullable()
      .describe("The grade that the observed rate has."),
    guessedScore: z
      .number()
      .nullable()
      .describe(
        "Guessed likelihood × severity, and observed × severity; null where a factor is missing.",
      ),
    observedScore: z.number().nullable(),
    unmeasured: z.string().nullable().describe("Null: it is measured."),
  })
  .meta({
    id: "ObservedRisk",
    description: "What was observed of a risk over a period, beside what people guessed.",
  });

const reassessmentCause = z.enum(["model", "prompt", "population", "supplier", "purpose"]);

const reassessmentTask = z
  .strictObject({
    ...ENTRY_TYPE,
    recordedAt: instant
      .nullable()
      .describe("When the ledger recorded it; null: it does so within minutes."),
    settledBy: z.string().nullable().describe("The assessment that answered it; null: it is open."),
    isOverdue: z.boolean(),
    key: z.string().describe("The same change has the same key, however often it is looked for."),
    system: z.string(),
    cause: reassessmentCause,
    detail: z.string(),
    since: instant,
    due: instant,
  })
  .meta({
    id: "ReassessmentTask",
    description: "A change that calls for an assessment, and what has become of it.",
  });

const recordedAssessment = z
  .strictObject({
    ...ENTRY_TYPE,
    id: z.string(),
    at: instant,
    by: z.string(),
    system: z.string(),
    conclusion: z.string(),
    evidence: z.string(),
    risks: z.array(
      z.strictObject({
        id: z.string(),
        likelihood: z.number(),
        severity: z.number(),
        observed: z.number().nullable(),
        windows: z.number(),
      }),
    ),
  })
  .meta({ id: "RecordedAssessment" });

export const risksShape: z.ZodType = z
  .strictObject({
    range: z.strictObject({ from: instant, to: instant }),
    risks: z.array(observedRisk),
    tasks: z.array(reassessmentTask),
    assessments: z.array(recordedAssessment).describe("Newest first."),
  })
  .meta({ id: "Risks" });

const supplierStanding = z.enum(["assessed", "ends_soon", "expired", "not_assessed"]);

const supplierLine = z
  .strictObject({
    supplier: supplier,
    standing: supplierStanding,
    predictions: z.number(),
    systems: z.array(z.string()),
    lastSeenAt: instant.nullable(),
    outside: z
      .array(
        z.strictObject({
          what: z.enum(["model", "region"]),
          name: z.string(),
          systems: z.array(z.string()),
          predictions: z.number(),
        }),
      )
      .describe("Models and regions in traffic that the assessment does not cover."),
  })
  .meta({ id: "SupplierLine", description: "One supplier of the register beside its traffic." });

export const suppliersShape: z.ZodType = z
  .strictObject({
    lines: z.array(supplierLine),
    unregistered: z
      .array(
        z.strictObject({
          provider: z.string(),
          systems: z.array(z.string()),
          models: z.array(z.string()),
          predictions: z.number(),
          firstSeenAt: instant,
          lastSeenAt: instant,
        }),
      )
      .describe("Names in traffic that no supplier of the register has."),
    unnamed: z
      .number()
      .describe("Predictions that do not say who answered: nothing is known of these."),
  })
  .meta({ id: "SupplierRegister", description: "The register beside what was seen." });
