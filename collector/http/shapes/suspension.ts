import { z } from "zod";
import { instant } from "./instant.ts";

const proposal = z
  .strictObject({
    at: instant,
    control: z.string(),
    record: z.string().describe("Id of the nonconformity."),
    why: z.string().describe("In plain words."),
  })
  .meta({
    id: "Proposal",
    description: "What a control wants of a system, until a person has decided.",
  });

const suspensionGround = z.enum(["approved", "at_once", "person"]);

const suspended = z
  .strictObject({
    since: instant,
    until: instant
      .nullable()
      .describe("It ends by itself then; null: when a person resumes the system."),
    by: z.string(),
    ground: suspensionGround,
    reason: z.string(),
    records: z.array(z.string()).describe("Ids of the nonconformities it stands on, oldest first."),
    effective: z
      .strictObject({
        at: instant,
        how: z.enum(["acknowledged", "fallback"]),
        producer: z.string(),
      })
      .nullable()
      .describe("The first sign that the system follows it; null while there is none."),
  })
  .meta({ id: "Suspended" });

const moment = { at: instant, by: z.string() };

const directiveEvent = z
  .union([
    z.strictObject({
      ...moment,
      event: z.literal("suspension_proposed"),
      control: z.string(),
      record: z.string(),
      why: z.string(),
    }),
    z.strictObject({
      ...moment,
      event: z.literal("suspension_refused"),
      records: z.array(z.string()),
      reason: z.string(),
    }),
    z.strictObject({
      ...moment,
      event: z.literal("system_suspended"),
      ground: suspensionGround,
      control: z.string().nullable().describe("That did it at once; null where a person did."),
      records: z.array(z.string()),
      reason: z.string(),
      until: instant.nullable(),
    }),
    z.strictObject({
      ...moment,
      event: z.literal("suspension_effective"),
      how: z.enum(["acknowledged", "fallback"]),
      producer: z.string(),
    }),
    z.strictObject({
      ...moment,
      event: z.literal("system_resumed"),
      records: z.array(z.string()),
      reason: z.string(),
      ended: instant.describe("When it ended: the entry of an expiry may come later."),
    }),
  ])
  .meta({ id: "DirectiveEvent", description: "What happened to a system's directive." });

export const suspensionShape: z.ZodType = z
  .strictObject({
    system: z.string(),
    standing: z.enum(["running", "proposed", "suspended"]),
    version: z.number().describe("Counts up with every event: the `If-Match` of a decision."),
    proposals: z.array(proposal).describe("Undecided ones, oldest first, one a record."),
    suspension: suspended.nullable().describe("The one in force; null: the system may run."),
    ended: z
      .strictObject({ at: instant, by: z.string(), reason: z.string() })
      .nullable()
      .describe("How the last one ended."),
    history: z.array(directiveEvent).describe("The last of what happened, oldest first."),
    diverted: z
      .strictObject({
        calls: z.number(),
        first: instant.nullable(),
        last: instant.nullable(),
      })
      .nullable()
      .describe("Calls that the suspension kept from the model; null: the store could not say."),
  })
  .meta({ id: "Suspension", description: "Whether a system may run, and what is proposed." });

export const directiveShape: z.ZodType = z
  .strictObject({
    system: z.string(),
    directive: z.enum(["run", "suspend"]),
    since: z.string().nullable().describe("ISO 8601; null where nothing was ever decided."),
    until: z
      .string()
      .nullable()
      .describe("ISO 8601: a suspension ends by itself then; null: when the collector says so."),
    reason: z
      .string()
      .nullable()
      .describe(
        "`approved`, `at_once`, `person`, `resumed` or `expired`; null where nothing was ever decided.",
      ),
    record: z
      .string()
      .nullable()
      .describe("Id of the nonconformity that it stands on; null: on none."),
    etag: z.string().describe("As in the header `ETag`, without its quotes."),
  })
  .meta({
    id: "DirectiveMessage",
    description:
      "What a collector tells the processes of a system, as `GET /api/v1/directives/SYSTEM` answers it.",
  });
