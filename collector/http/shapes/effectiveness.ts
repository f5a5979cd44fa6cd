import { z } from "zod";
import { instant } from "./instant.ts";

const plannedSample = z
  .strictObject({
    needed: z
      .number()
      .nullable()
      .describe("Per window and instance: what a pass needs; null where it is not known."),
    usual: z
      .number()
      .nullable()
      .describe(
        "What a window had of late, of the instance with the least (median); null where nothing was measured.",
      ),
    conclusive: z
      .number()
      .nullable()
      .describe(
        "Share of recent windows that were conclusive, 0 to 1, of the instance with the least; null: none were seen.",
      ),
    takesSeconds: z
      .number()
      .nullable()
      .describe(
        "From the end of the actions to the last window's verdict; null: it cannot be told, or never.",
      ),
    clockSeconds: z.number().describe("The time that the effectiveness clock leaves."),
    isReachable: z
      .boolean()
      .nullable()
      .describe("Whether it can be shown within the clock; null: nobody can tell yet."),
  })
  .meta({ id: "PlannedSample", description: "What the plan takes at the present traffic." });

const measuredPlan = z
  .strictObject({
    kind: z.literal("measured"),
    control: z.string(),
    revision: z.string(),
    measure: z.string(),
    limit: z
      .strictObject({
        min: z.number().nullable(),
        max: z.number().nullable(),
      })
      .describe(
        "At least as strict as the limit that was breached; null: none on that side, or a list of names.",
      ),
    limitInWords: z.string(),
    baseline: z
      .string()
      .nullable()
      .describe("Digest of the baseline that the control compared with then; null: none."),
    proof: z
      .enum(["bound", "fact", "value"])
      .describe(
        "`bound`: the bound at `confidence`, one-sided, has to be inside. `fact`, `value`: the value itself.",
      ),
    confidence: z.number(),
    windowSeconds: z.number(),
    everySeconds: z.number(),
    windows: z.number().describe("Conclusive windows in a row that have to pass, at least 3."),
    refutedBy: z
      .number()
      .describe(
        "Windows in a row that breach and so refute the action, at least 1: as many as raise an episode.",
      ),
    coverageMin: z
      .number()
      .describe("Share of the windows of that run that have to be conclusive."),
    episodesMax: z.literal(0).describe("Episodes that may fire from the start on."),
    instances: z
      .array(z.record(z.string(), z.string()))
      .describe(
        "What has to pass, without model versions, since a successor stands for its predecessor; at most 50.",
      ),
    sample: plannedSample,
    cycle: z
      .number()
      .describe("1, and one more each time that the record goes back to its analysis."),
    plannedAt: instant,
    statement: z.string().describe("The whole plan in a few sentences."),
  })
  .meta({
    id: "MeasuredPlan",
    description: "The control that found the matter shows that it is gone.",
  });

const unmeasuredPlan = z
  .strictObject({
    kind: z.literal("unmeasured"),
    reason: z.string(),
    cycle: z
      .number()
      .describe("1, and one more each time that the record goes back to its analysis."),
    plannedAt: instant,
    statement: z.string().describe("The whole plan in a few sentences."),
  })
  .meta({
    id: "UnmeasuredPlan",
    description: "No control can show it: people judge, with the criterion that they wrote down.",
  });

export const effectivenessPlan: z.ZodType = z.union([measuredPlan, unmeasuredPlan]).meta({
  id: "EffectivenessPlan",
  description:
    "How it will be shown that the corrective action worked: fixed before the actions begin, so that it cannot be fitted to their result, and never changed afterwards.",
});

const effectivenessResult = z.enum(["demonstrated", "not_demonstrated", "refuted"]);

const judgementReason = z
  .strictObject({
    code: z.enum([
      "bound",
      "shown",
      "successor",
      "windows_missing",
      "coverage",
      "no_data",
      "not_pooled",
      "control_gone",
      "control_revised",
      "control_weakened",
      "baseline_changed",
      "episode",
      "breach",
      "pooled_breach",
    ]),
    text: z.string(),
  })
  .meta({ id: "JudgementReason", description: "One reason, for programs and for people." });

const judgedWindows = z
  .strictObject({
    scheduled: z.number().describe("That have closed and could be judged."),
    passed: z.number(),
    breached: z.number(),
    open: z.number().describe("Inconclusive, without data, in error, or never evaluated."),
    run: z
      .number()
      .describe(
        "Passes of the run that counts: without a breach, and with the coverage that the plan asks for.",
      ),
    coverage: z
      .number()
      .nullable()
      .describe("Conclusive ÷ scheduled in that run; null where there is none."),
  })
  .meta({ id: "JudgedWindows", description: "Windows since the start." });

const pooledMeasurement = z
  .strictObject({
    value: z.number(),
    lower: z.number().nullable(),
    upper: z.number().nullable(),
    n: z.number(),
  })
  .meta({ id: "PooledMeasurement", description: "One measurement over the whole time." });

/** What telemetry says of a plan, whether or not it has been recorded. */
const judged = {
  cycle: z.number(),
  result: effectivenessResult,
  judgedAt: instant,
  startAt: instant.describe("The actions were done: windows that begin before count for nothing."),
  toAt: instant.describe(
    "End of the last window that was looked at; the start where there is none yet.",
  ),
  reasons: z
    .array(judgementReason)
    .describe(
      "What is missing, or what refutes it; for `demonstrated` what shows it. At least one.",
    ),
  windows: judgedWindows.describe("Of the instance that is furthest from its proof."),
  pooled: pooledMeasurement
    .nullable()
    .describe("Over all windows together, of the same instance; null where nothing was measured."),
  successors: z
    .array(z.string())
    .describe("Model versions that it was judged on in place of those that were replaced."),
};

export const effectivenessJudgement: z.ZodType = z
  .strictObject({
    ...judged,
    evidence: z.string().describe("SHA-256 (hex) of the evidence document."),
  })
  .meta({
    id: "EffectivenessJudgement",
    description: "The machine's answer to a plan: people may not say otherwise.",
  });

export const effectivenessShape: z.ZodType = z
  .strictObject({
    plan: z
      .union([measuredPlan, unmeasuredPlan])
      .nullable()
      .describe("Of the present cycle; null: nothing is planned yet."),
    isPreview: z.boolean().describe("The plan is what would be promised if the actions began now."),
    standing: z
      .strictObject(judged)
      .nullable()
      .describe(
        "What telemetry says at present; null: nothing is under test, or nobody has looked yet.",
      ),
  })
  .meta({
    id: "EffectivenessView",
    description: "How the effect of a record's actions is shown, and how far that has come.",
  });
