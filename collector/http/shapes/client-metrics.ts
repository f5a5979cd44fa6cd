import { z } from "zod";
import { instant } from "./instant.ts";

const figure = z.number().min(0).nullable().describe("Null: nothing says it.");
const volume = z.strictObject({
  calls: figure,
  errors: figure,
  inputTokens: figure,
  outputTokens: figure,
});

/** What clients counted themselves beside what was told of. */
export const clientMetricsShape: z.ZodType = z
  .strictObject({
    from: instant,
    to: instant,
    items: z.array(
      z.strictObject({
        supplier: z.string().describe("The provider; empty where it is not said."),
        requestModel: z.string(),
        counted: volume,
        told: volume,
      }),
    ),
  })
  .meta({ id: "ClientMetrics" });
