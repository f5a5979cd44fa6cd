import { z } from "zod";

export const channelTestShape: z.ZodType = z
  .strictObject({
    channel: z.string(),
    outcome: z.enum(["delivered", "failed", "gone"]).describe("`gone`: it wants no more messages."),
    status: z.number().nullable().describe("Of HTTP or SMTP; null where no answer came."),
    detail: z.string(),
    words: z.string().describe("The first words of the answer, at most 80 characters."),
  })
  .meta({ id: "ChannelTest", description: "What came of a test message." });
