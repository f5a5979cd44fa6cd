import { z } from "zod";

export const erasureShape: z.ZodType = z
  .strictObject({
    entries: z.array(z.number()).describe("Of the ledger that say so."),
    texts: z.number(),
    names: z.number(),
    rows: z.number(),
    keys: z.number().describe("Keys under which texts were encrypted."),
  })
  .meta({ id: "Erasure", description: "How much was known, by kind." });
