import { z } from "zod";
import { instant } from "./instant.ts";

const count = z.number().int().min(0);
const byName = z.record(z.string(), count);

const seconds = z
  .number()
  .nullable()
  .describe("Seconds, exact to 1 %; null where no call says when its first chunk came.");

/** One step of a series of calls. */
const callPointShape: z.ZodType = z
  .strictObject({
    time: instant,
    calls: count,
    errors: count.describe("Calls that failed; the others were answered."),
    usageUnknown: count.describe("Answered calls that do not say their tokens: no sum has them."),
    tokens: z
      .strictObject({
        input: count.describe("What was read from and written to a cache included."),
        cached: count,
        cacheWrite: count,
        output: count.describe("What was reasoned included."),
        reasoning: count,
        cacheKnown: count.describe("Input tokens of the calls that say how many were cached."),
      })
      .describe("Sums over the calls that say them."),
    cost: z
      .strictObject({
        usd: z
          .number()
          .nullable()
          .describe("Of the calls with known tokens and a price; null where there is none such."),
        unpriced: byName.describe("`provider/model` to calls that the price list does not price."),
      })
      .describe("At the prices of the calls' days."),
    firstChunk: z.strictObject({ p50: seconds, p90: seconds, p95: seconds, p99: seconds }),
    refused: count,
    refusalKnown: count.describe("Calls that say whether the model declined."),
    finishReasons: byName.describe("Reason, in the provider's word, to answers that ended so."),
    unfinished: count.describe("Answered calls that say no reason."),
    tools: byName.describe("Tool to how often it was asked for."),
  })
  .meta({ id: "CallPoint", description: "Calls of hosted models in one step." });

export const callsShape: z.ZodType = z
  .strictObject({
    from: instant,
    to: instant,
    prices: z
      .strictObject({ asOf: z.string(), currency: z.string(), digest: z.string() })
      .nullable()
      .describe("The price list that costs were worked out by."),
    series: z.array(
      z.strictObject({
        by: z.record(z.string(), z.string()),
        points: z.array(callPointShape).describe("Steps with calls, oldest first."),
      }),
    ),
  })
  .meta({ id: "Calls", description: "Calls of hosted models over time." });
