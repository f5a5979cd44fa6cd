import { z } from "zod";
import { instant } from "./instant.ts";

export const clockShape: z.ZodType = z
  .strictObject({
    state: z.enum(["on_track", "at_risk", "breached", "met"]),
    used: z
      .number()
      .describe("Of its time, from 0; above 1 where it was exceeded. Of a met one as it was then."),
    clock: z
      .string()
      .describe(
        "`acknowledge`, `contain`, `cause`, `actions`, `effectiveness`, `acceptance`, or `action A1`.",
      ),
    round: z
      .number()
      .describe(
        "From 1; a record that goes back, or is taken up again, begins another round with clocks of its own. Every cycle of the record begins one.",
      ),
    start: instant,
    atRisk: instant,
    due: instant,
    met: instant.nullable().describe("When what it asks for was reached; null while it was not."),
    calendar: z.string().nullable().describe("In calendar time: null."),
  })
  .meta({ id: "Clock", description: "A clockShape of a record at an instant." });
