import { z } from "zod";
import { instant } from "./instant.ts";

const backtestEpisode = z
  .strictObject({
    instance: z.record(z.string(), z.string()),
    firstBreachMs: z.number(),
    firedMs: z.number(),
    endedMs: z.number().nullable().describe("Null: it lasted beyond the end."),
    value: z.number().nullable(),
    n: z.number().nullable(),
    bound: z.string().nullable(),
    incident: z.string().nullable().describe("The known incident that it falls into; null: none."),
  })
  .meta({ id: "BacktestEpisode", description: "One episode that would have been." });

const foundIncident = z
  .strictObject({
    fragments: z.number().describe("Episodes that fell into it."),
    afterMs: z
      .number()
      .nullable()
      .describe("From its begin until the first of them was told; null: never."),
    warnedAfterMs: z
      .number()
      .nullable()
      .describe("From its begin until the first warning; null: none."),
    name: z.string(),
    fromMs: z.number(),
    toMs: z.number(),
    system: z.string().nullable().describe("Null: whichever."),
  })
  .meta({ id: "FoundIncident", description: "How a known incident would have been found." });

const backtest = z
  .strictObject({
    control: z.string(),
    title: z.string(),
    revision: z.string(),
    measure: z.string(),
    owner: z.string(),
    severity: z.string(),
    clauses: z.record(z.string(), z.array(z.string())),
    terms: z
      .strictObject({
        limit: z.string(),
        proof: z.string(),
        for: z.string(),
      })
      .describe("As people read them."),
    fromMs: z.number(),
    toMs: z.number(),
    windows: z.number().describe("Windows that were judged, of all that closed."),
    missed: z.number(),
    instances: z.number(),
    verdicts: z
      .strictObject({
        pass: z.number(),
        breach: z.number(),
        inconclusive: z.number(),
        no_data: z.number(),
        error: z.number(),
      })
      .describe("Verdicts, one an instance and window."),
    conclusive: z.number().nullable().describe("Pass or breach ÷ all; null without any."),
    episodes: z
      .array(backtestEpisode)
      .describe("The first `EPISODES_MAX`, in the order in which they fired."),
    episodeCount: z.number(),
    inside: z.number(),
    outside: z.number(),
    incidents: z.array(foundIncident),
    raised: z.number().describe("Records that would have been raised."),
    gaps: z
      .array(
        z.strictObject({
          fromMs: z.number(),
          toMs: z.number(),
        }),
      )
      .describe("Stretches in which nothing at all was seen; the first hundred."),
    timeline: z
      .string()
      .describe(
        "One letter a stretch of `timelineMs`: firing, recovering, pending, error, breach, inconclusive, pass, no data.",
      ),
    timelineMs: z.number(),
    errors: z.array(z.string()),
    cost: z.strictObject({
      ms: z.number(),
      questions: z
        .number()
        .describe("Questions that the store was asked, and how long it took over them."),
      storeMs: z.number(),
    }),
  })
  .meta({
    id: "Backtest",
    description:
      "What a control would have made of a stretch of the past. Instants are Unix milliseconds.",
  });

export const backtestShape: z.ZodType = z
  .strictObject({
    id: z.string(),
    by: z.string(),
    started: instant,
    status: z.enum(["waiting", "running", "done", "failed"]),
    share: z.number().optional().describe("Done, from 0 to 1."),
    reason: z.string().optional().describe("Why it failed."),
    result: backtest.optional().describe("There once it is done."),
  })
  .meta({ id: "BacktestReport", description: "Where a backtest stands." });
