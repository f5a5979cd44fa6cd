import { z } from "zod";
import { ENTRY_TYPE } from "./entry-type.ts";
import { instant } from "./instant.ts";

export const accountabilityShape: z.ZodType = z
  .strictObject({
    system: z.string(),
    owner: z.string().nullable(),
    deputy: z.string().nullable(),
    oversightRole: z.string().nullable(),
    reviewers: z
      .number()
      .describe("Reviewers of that role or for that system whose competence holds today."),
    openRecords: z.number(),
    gaps: z.array(z.string()).describe("What is missing, in words; empty: nothing."),
  })
  .meta({ id: "Accountability", description: "Who answers for one system." });

export const authorisationShape: z.ZodType = z
  .strictObject({
    system: z.string(),
    role: z.string(),
    decisions: z.number(),
    authorised: z.number(),
    unlisted: z.number().describe("By people who are not on the list for this system."),
    expired: z.number().describe("By people whose competence had expired on the day."),
    anonymous: z.number().describe("By nobody in particular: the decision carries no name."),
    reviewers: z
      .number()
      .nullable()
      .describe("People who decided; null where they are so few that a number would point at one."),
  })
  .meta({
    id: "RoleAuthorisation",
    description:
      "Decisions of one role about one system, by whether whoever made them was allowed to.",
  });

const detectionRate = z
  .strictObject({ rate: z.number(), lower: z.number(), upper: z.number() })
  .meta({ id: "DetectionRate", description: "A share, with its bounds at 95 %." });

const calibrationResult = z
  .strictObject({
    role: z.string(),
    reviewers: z.number(),
    seeded: z.number(),
    detected: z.number(),
    sound: z.number(),
    falseAlarms: z.number(),
    detection: detectionRate.nullable().describe("Detected ÷ seeded; null without any."),
    falseAlarm: detectionRate.nullable().describe("False alarms ÷ sound; null without any."),
  })
  .meta({
    id: "CalibrationResult",
    description:
      "What reviewers of one role made of the errors that they were shown. Sums; no single person.",
  });

export const calibrationShape: z.ZodType = z
  .strictObject({
    ...ENTRY_TYPE,
    id: z.string(),
    at: instant,
    by: z.string(),
    system: z.string(),
    role: z.string(),
    items: z.number(),
    errors: z.number(),
    from: instant,
    until: instant,
    plan: z.string(),
    recorded: z
      .strictObject({
        at: instant,
        by: z.string(),
        results: z.array(calibrationResult),
      })
      .nullable()
      .describe("Null: not held yet."),
  })
  .meta({ id: "Calibration" });

export const drillShape: z.ZodType = z
  .strictObject({
    ...ENTRY_TYPE,
    id: z.string(),
    at: instant,
    by: z.string(),
    system: z.string(),
    heldAt: instant,
    role: z.string(),
    outcome: z.enum(["stopped", "not_stopped"]),
    afterSeconds: z.number().nullable(),
    targetSeconds: z.number().nullable(),
    notes: z.string(),
  })
  .meta({ id: "StopDrill" });

export const stopShape: z.ZodType = z.strictObject({
  system: z.string(),
  since: instant,
  by: z.string(),
  afterSeconds: z
    .number()
    .nullable()
    .describe("Until the first sign that it stood still; null: there was none before it ended."),
  targetSeconds: z.number().nullable(),
});
