import { INCIDENT_KINDS, NONCONFORMITY_STATES, REPORT_STAGES, SERIOUSNESS } from "@tiltmeter/rules";
import { z } from "zod";
import { clockShape } from "./clock.ts";
import { instant } from "./instant.ts";
import { severity } from "./severity.ts";

export const dutyShape: z.ZodType = z
  .strictObject({
    id: z.string().describe("The same for as long as it is the same."),
    kind: z
      .enum(["work", "action", "acceptance", "report"])
      .describe(
        "The next step of the work, a corrective action, an accepted risk, or a report to somebody outside.",
      ),
    record: z.string(),
    title: z.string(),
    system: z.string(),
    severity: severity,
    recordState: z.enum(NONCONFORMITY_STATES),
    owner: z
      .string()
      .nullable()
      .describe("Of the action, of the record, or of its system as declared; null: nobody."),
    mine: z.boolean(),
    clock: z.string().describe("A clock's name, or of a report its citation."),
    start: instant,
    due: instant,
    state: z.enum(["on_track", "at_risk", "breached"]),
    used: z.number().describe("Of its time, from 0; above 1 where it was exceeded."),
  })
  .meta({ id: "DutyItem", description: "One thing that falls due, of one record." });

const holdAlarm = z
  .strictObject({
    at: instant,
    what: z.enum([
      "control",
      "model_version",
      "reported_change",
      "baseline",
      "declaration",
      "suspension_ended",
    ]),
    detail: z.string().describe("In plain words."),
  })
  .meta({
    id: "HoldAlarm",
    description: "Something that changed on a system while its evidence was held.",
  });

export const holdShape: z.ZodType = z
  .strictObject({
    id: z.string(),
    system: z.string(),
    placedAt: instant,
    placedBy: z
      .string()
      .describe(
        "A pseudonym or a key's name; `tiltmeter` where a statement of an incident placed it.",
      ),
    statedBy: z
      .string()
      .nullable()
      .describe(
        "Who said that it may be a serious incident; null: a person placed the hold itself.",
      ),
    record: z.string().nullable().describe("The record that it stands on; null: none."),
    reason: z.string(),
    released: z
      .strictObject({
        at: instant,
        by: z.string(),
        reason: z.string(),
      })
      .nullable(),
    alarms: z.array(holdAlarm).describe("Oldest first."),
  })
  .meta({
    id: "Hold",
    description:
      "Nothing of a system expires, is trimmed or erased while one of its holds is not released.",
  });

const statuteSource = z
  .strictObject({
    title: z.string(),
    url: z.string(),
    retrieved: z.string().describe("The day on which it was read: `2026-10-06`."),
  })
  .meta({
    id: "StatuteSource",
    description: "Where a text of law, or a reading of it, was taken from.",
  });

const source = z.union([statuteSource, z.string()]);

const incidentEvent = z
  .union([
    z.strictObject({
      event: z.literal("stated"),
      at: instant,
      by: z.string(),
      serious: z.enum(SERIOUSNESS),
      kinds: z.array(z.enum(INCIDENT_KINDS)),
      awareAt: instant.nullable().describe("When the organisation became aware; null: not said."),
      reason: z.string(),
    }),
    z.strictObject({
      event: z.literal("reported"),
      at: instant,
      by: z.string(),
      duty: z.string().describe("Id of the reporting duty."),
      stage: z.enum(REPORT_STAGES),
      madeAt: instant.describe("When it was sent."),
      reference: z.string().describe("Where the report can be found: a case number, a link."),
    }),
    z.strictObject({
      event: z.literal("set_aside"),
      at: instant,
      by: z.string(),
      duty: z.string(),
      reason: z.string(),
    }),
  ])
  .meta({ id: "IncidentEvent", description: "What was recorded of a record as an incident." });

const reportingDuty = z
  .strictObject({
    id: z.string(),
    statute: z.string(),
    citation: z.string().describe("As it is cited: `Art. 73(2)`."),
    title: z.string(),
    quote: z.string().describe("The law's own words, briefly; they hold `number`."),
    number: z.string().describe("The time as the law writes it: `15 days`, `72 hours`."),
    paraphrase: z.string(),
    recipient: z.string(),
    source: source.nullable(),
    standing: z.enum(["counts", "longer", "not_stated", "not_applicable", "set_aside"]),
    round: z.number().describe("Counts up where a clock that was set aside is started anew."),
    start: instant.nullable().describe("Null: nothing has started it."),
    atRisk: instant.nullable(),
    due: instant.nullable(),
    state: z.enum(["on_track", "at_risk", "breached", "met"]).nullable(),
    used: z.number().describe("Of its time, from 0; above 1 where it was exceeded."),
    readings: z
      .array(
        z.strictObject({
          id: z.string(),
          title: z.string(),
          appliesFrom: z.string().describe("The first day, `2026-08-02`, in UTC."),
          why: z.string(),
          sources: z.array(source),
          applies: z.boolean(),
        }),
      )
      .describe("Whether it applies, by each reading of the law."),
    report: incidentEvent.nullable(),
    setAside: incidentEvent.nullable(),
  })
  .meta({
    id: "ReportingDuty",
    description: "A time within which somebody outside has to be told.",
  });

export const recordDutiesShape: z.ZodType = z
  .strictObject({
    record: z.string(),
    clocks: z.array(clockShape),
    incident: z
      .array(incidentEvent)
      .describe("What was stated, reported and set aside, oldest first."),
    reports: z.array(reportingDuty).describe("Every reporting duty that there is, by law."),
    holds: z.array(holdShape).describe("Of its systems, released ones too."),
  })
  .meta({ id: "RecordDuties", description: "All that falls due of one record." });
