import { z } from "zod";

const instant = z.iso.datetime();
const OUTCOMES = ["waiting", "delivered", "retrying", "given_up", "gone"] as const;

export const triedShape: z.ZodType = z.strictObject({
  at: instant,
  attempt: z.number().int().describe("From 1."),
  outcome: z.enum(["delivered", "failed", "gone"]),
  status: z.number().int().nullable().describe("Of HTTP or SMTP; null: no answer came."),
  detail: z.string(),
  nextAt: instant.nullable(),
});

const message = {
  id: z.string().describe("What the receiver drops repeats by."),
  channel: z.string(),
  kind: z
    .enum(["single", "grouped", "held", "together", "digest", "quiet_ended"])
    .describe(
      "`grouped`: a route tells several at once. `held`: quiet hours held it back. `together`: what passed took along what waited.",
    ),
  event: z.string(),
  records: z.array(z.string()),
  at: instant,
  outcome: z
    .enum(OUTCOMES)
    .describe("`given_up`: all tries are used. `gone`: the receiver wants no more."),
  attempts: z.number().int(),
  detail: z.string().nullable().describe("Of the last try."),
  nextAt: instant.nullable(),
};

/** A message in a list. */
export const messageShape: z.ZodType = z.strictObject(message);

/** A message with every try. */
export const messageWithTriesShape: z.ZodType = z.strictObject({
  ...message,
  tries: z.array(triedShape),
  retried: z.strictObject({ by: z.string(), at: instant }).nullable(),
});

/** How a channel stands. */
export const channelShape: z.ZodType = z.strictObject({
  channel: z.string(),
  kind: z.string().nullable(),
  state: z
    .enum(["well", "failing", "gone"])
    .describe("`failing`: messages are tried again or were given up."),
  waiting: z.number().int(),
  held: z.number().int().describe("Until quiet hours end."),
  retrying: z.number().int(),
  givenUp: z.number().int(),
  deliveredAt: instant.nullable(),
  failedAt: instant.nullable(),
  failure: z.string().nullable(),
  goneAt: instant.nullable(),
});

export const MESSAGE_OUTCOMES: typeof OUTCOMES = OUTCOMES;
