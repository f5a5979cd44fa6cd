import { z } from "zod";
import { instant } from "./instant.ts";
import { controlState, verdictShape } from "./verdict.ts";

const instanceStatus = z
  .strictObject({
    control: z.string(),
    labels: z.record(z.string(), z.string()),
    state: controlState,
    verdict: verdictShape,
    windowStart: instant,
    windowEnd: instant,
  })
  .meta({ id: "InstanceStatus", description: "One control instance as it stands." });

export const controlShape: z.ZodType = z.strictObject({
  id: z.string(),
  title: z.string(),
  requirement: z.string(),
  severity: z.string(),
  status: z.string(),
  measure: z.string(),
  everySeconds: z.number(),
  windowSeconds: z.number(),
  revision: z.string(),
  due: z
    .string()
    .describe(
      "When the first (or next) verdict is due, in words: `after 412 more predictions`, `at 14:05 UTC`.",
    ),
  text: z.string().describe("The control's own text in its file."),
  owner: z.string(),
  set: z.string().describe("The set of controls that it belongs to."),
  clauses: z.record(z.string(), z.array(z.string())),
  by: z.array(z.string()).describe("What it is judged by, such as `model_version`."),
  changed: z
    .strictObject({
      at: instant,
      by: z.string(),
    })
    .nullable()
    .describe("When and by whom this revision was loaded; null where that is not known."),
  instances: z.array(instanceStatus),
});

export const evaluationShape: z.ZodType = z
  .strictObject({
    control: z.string(),
    revision: z.string().describe("Of the control."),
    labels: z.record(z.string(), z.string()),
    instanceKey: z.string(),
    windowStart: instant,
    windowEnd: instant,
    dataRevision: z.number(),
    evaluatedAt: instant,
    watermark: instant.nullable(),
    backfilled: z.boolean(),
    muted: z.string().nullable(),
    engine: z.string(),
    question: z.string(),
    verdict: verdictShape,
    state: controlState,
    rowsRead: z.number(),
    durationSeconds: z.number(),
  })
  .meta({
    id: "StoredEvaluation",
    description:
      "One stored evaluation of one control instance over one window, and what it rests on.",
  });

export const countsShape: z.ZodType = z
  .strictObject({
    control: z.string(),
    scheduled: z
      .number()
      .describe("Windows of the range that were due since the control was first evaluated."),
    judged: z.number().describe("Windows with at least one stored evaluation."),
    backFilled: z
      .number()
      .describe("Judged only after the next one was due already: made up for after a gap."),
    evaluations: z
      .number()
      .describe(
        "First verdicts on windows of instances; what late data amended is not counted again.",
      ),
    conclusive: z.number().describe("Of those, pass or breach."),
    missed: z.number().describe("Scheduled and not judged."),
    lastConclusive: instant
      .nullable()
      .describe(
        "End of the newest window with a pass or a breach; null where there is none in the range.",
      ),
  })
  .meta({
    id: "EvaluationCounts",
    description:
      "Whether a control was watched over a range: what the schedule asked for, and what was done.",
  });

export const revisionShape: z.ZodType = z
  .strictObject({
    revision: z.string(),
    loadedAt: instant,
    by: z
      .string()
      .describe("Who loaded it: a key's name, or `tiltmeter` for a file that was read at a start."),
    file: z.string().nullable().describe("Name of the file; null where it was not kept."),
    text: z
      .string()
      .nullable()
      .describe("The canonical text, one term a line; null where it was not kept."),
  })
  .meta({ id: "ControlRevision", description: "One version of a control, as it was loaded." });
