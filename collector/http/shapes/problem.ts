import { z } from "zod";
import { PROBLEM_CODES } from "../problem-codes.ts";

const codes = Object.keys(PROBLEM_CODES);
const detail = z.string().describe("Which rule it breaks.");

/** A problem as it is answered; members beyond these are said by their routes. */
export const problemShape: z.ZodType = z
  .looseObject({
    type: z.literal("about:blank"),
    title: z.string().describe("The status in words."),
    status: z.number(),
    code: z.enum(codes).describe("For programs; it keeps its meaning."),
    detail: z.string().describe("For people: the thing, the rule, the value and the next step."),
    instance: z.string().describe("The path that was asked for."),
    errors: z
      .array(
        z.union([
          z.strictObject({
            pointer: z
              .string()
              .describe("JSON pointer into the body (RFC 6901); empty: all of it."),
            detail,
          }),
          z.strictObject({
            pointer: z.string().describe("JSON pointer to a text of the body."),
            line: z.number().describe("In that text, from 1."),
            column: z.number(),
            detail,
          }),
          z.strictObject({ parameter: z.string(), detail }),
          z.strictObject({ header: z.string(), detail }),
        ]),
      )
      .optional()
      .describe("Each mistake, where there are several or one has a place."),
  })
  .meta({ id: "Problem", description: "Why a request was not answered (RFC 9457)." });
