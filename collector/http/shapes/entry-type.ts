import { z } from "zod";

/** A member of what is shown as the ledger has it. */
export const ENTRY_TYPE: Readonly<Record<string, z.ZodType>> = {
  type: z.string().optional().describe("Of the ledger's entry that says so."),
};
