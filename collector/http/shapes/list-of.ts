import { z } from "zod";

/** One page of a list; `more` are members beside its items. */
export function listOf(item: z.ZodType, more: Readonly<Record<string, z.ZodType>> = {}): z.ZodType {
  return z.strictObject({
    items: z.array(item),
    next: z
      .string()
      .nullable()
      .describe("Send it as `cursor` for the next page; null: this is the last one."),
    ...more,
  });
}
