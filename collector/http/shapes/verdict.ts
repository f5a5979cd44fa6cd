import { z } from "zod";
import { instant } from "./instant.ts";

const numbers = {
  value: z.number(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  n: z.number().describe("Sample size, as the metric says."),
  proportion: z
    .strictObject({ successes: z.number(), trials: z.number() })
    .optional()
    .describe("The trials that it was measured in, where there are such."),
  detail: z.record(z.string(), z.unknown()),
};

export const controlState: z.ZodType = z
  .union([
    z.strictObject({
      phase: z.literal("ok"),
    }),
    z.strictObject({
      phase: z.literal("pending"),
      since: instant,
      windows: z.number(),
    }),
    z.strictObject({
      phase: z.literal("firing"),
      episode: z
        .string()
        .describe("Content hash: the same breach has the same id however often it is replayed."),
      firstBreachAt: instant,
      firedAt: instant,
    }),
    z.strictObject({
      phase: z.literal("recovering"),
      episode: z.string(),
      firstBreachAt: instant,
      firedAt: instant,
      recoveringSince: instant,
      windows: z.number(),
    }),
  ])
  .meta({
    id: "ControlState",
    description: "Where one instance of a control stands. Instants are ends of windows.",
  });
export const verdictShape: z.ZodType = z
  .union([
    z.strictObject({
      kind: z.literal("pass"),
      ...numbers,
      recovered: z
        .boolean()
        .describe("Inside the recovery limit too, so it counts towards the end of an episode."),
      warned: z
        .boolean()
        .describe("Outside the `warn` limit: told to the team, nothing is raised."),
    }),
    z.strictObject({
      kind: z.literal("breach"),
      ...numbers,
      bound: z.string().describe("The limit that it broke, in words."),
    }),
    z.strictObject({
      kind: z.literal("inconclusive"),
      reason: z.string(),
      value: z.number().nullable(),
      n: z.number().nullable(),
    }),
    z.strictObject({ kind: z.enum(["no_data", "error"]), reason: z.string() }),
  ])
  .meta({
    id: "Verdict",
    description: "The five answers of one evaluation. Only an explicit pass moves an episode on.",
  });
