import { NONCONFORMITY_STATES } from "@tiltmeter/rules";
import { z } from "zod";
import { clockShape } from "./clock.ts";
import { decisionReview } from "./decision-review.ts";
import { effectivenessJudgement, effectivenessPlan } from "./effectiveness.ts";
import { examination } from "./examination.ts";
import { instant } from "./instant.ts";
import { nextState } from "./next-state.ts";
import { severity } from "./severity.ts";

const episode = z
  .strictObject({
    id: z.string().describe("Content hash of control, instance and first breaching window."),
    instance: z.record(z.string(), z.string()),
    firstBreachAt: instant,
    firedAt: instant,
    endedAt: instant.nullable().describe("Null while it lasts."),
    value: z.number().describe("The value, bounds and sample of the window in which it fired."),
    lower: z.number().nullable(),
    upper: z.number().nullable(),
    n: z.number(),
  })
  .meta({
    id: "Episode",
    description: "One uninterrupted breach of one control instance, as the record keeps it.",
  });

const concernRef = z
  .strictObject({
    system: z.string(),
    id: z.string(),
  })
  .meta({ id: "ConcernRef", description: "A concern of telemetry that a record was raised from." });

const actionDone = z
  .strictObject({
    at: instant,
    by: z.string(),
    evidence: z.string().describe("A reference that somebody else can look up."),
  })
  .meta({
    id: "ActionDone",
    description: "Who says that an action is done, and where that can be seen.",
  });

const correctiveAction = z
  .strictObject({
    id: z.string().describe("`A1`, `A2` …: counts up within the record."),
    cycle: z.number().describe("The cycle of the record in which it was planned."),
    what: z.string(),
    owner: z.string(),
    due: z.string().describe("The last day for it, such as `2027-03-31`."),
    change: z
      .string()
      .nullable()
      .describe(
        "The change that carries it out (a commit, a release, a ticket); null: not named yet.",
      ),
    plannedAt: instant,
    done: actionDone.nullable(),
    dropped: z
      .strictObject({
        at: instant,
        by: z.string(),
        text: z.string(),
      })
      .nullable()
      .describe("Found not to be needed, and why; null while it stands."),
  })
  .meta({
    id: "CorrectiveAction",
    description:
      "What removes the cause, so that it does not happen again. What stopped the harm at hand is the correction, a field of the record.",
  });

const postscript = z
  .strictObject({
    at: instant,
    by: z.string(),
    text: z.string(),
  })
  .meta({
    id: "Postscript",
    description:
      "A word on a record that is done with: it stands beside the record, which stays as it was.",
  });

export const stepShape: z.ZodType = z
  .strictObject({
    at: instant,
    by: z.string().describe("Pseudonym or key name; `tiltmeter` for the machine."),
    kind: z.enum([
      "raised",
      "episode_added",
      "episode_ended",
      "moved",
      "commented",
      "edited",
      "dismissal_proposed",
      "merged_from",
      "action_planned",
      "action_changed",
      "action_dropped",
      "action_done",
    ]),
    from: z.enum(NONCONFORMITY_STATES).nullable(),
    to: z.enum(NONCONFORMITY_STATES).nullable(),
    text: z.string(),
    fields: z.record(z.string(), z.string()),
    severityBefore: z
      .enum(["low", "medium", "high", "critical"])
      .optional()
      .describe("Where the stepShape set another severity: the one before."),
  })
  .meta({ id: "Step", description: "One stepShape in the life of a record." });

const record = z
  .strictObject({
    id: z
      .string()
      .describe("`NC-2026-0042`: the year of the raise, and a number that counts up within it."),
    state: z.enum(NONCONFORMITY_STATES),
    severity: severity,
    gravest: severity.describe(
      "The gravest severity that it ever had. The separation of duties goes by it: who finds a grave matter less grave afterwards does not free it of its second person.",
    ),
    source: z.enum([
      "control",
      "internal_audit",
      "external_audit",
      "incident",
      "complaint",
      "concern",
      "supplier",
      "management_review",
    ]),
    isCandidate: z
      .literal(true)
      .optional()
      .describe(
        "A person confirms first that it is one; absent where its control raises without asking.",
      ),
    control: z
      .string()
      .nullable()
      .describe("Null where a person raised it: no telemetry says when it has ended."),
    controlTitle: z
      .string()
      .describe("The control's title; of a record that a person raised, its own."),
    controlRevision: z.string().nullable().describe("Null where there is no control."),
    requirement: z.string(),
    clauses: z
      .record(z.string(), z.array(z.string()))
      .describe("Framework → clauses: one record, as many citations as apply."),
    system: z
      .string()
      .describe("Empty where it is about the management system and no system of its own."),
    group: z
      .record(z.string(), z.string())
      .describe("The group's labels (`group_by`): what the record is about."),
    statement: z
      .string()
      .describe("Plain words: which requirement, what was measured, since when."),
    raisedAt: instant,
    firstBreachAt: instant.describe("Of a record that a person raised: when it was found."),
    episodes: z
      .array(episode)
      .describe(
        "Worst first: the instance furthest beyond its limit stands first. Empty without a control.",
      ),
    evidence: z
      .string()
      .nullable()
      .describe(
        "SHA-256 (hex) of the evidence snapshot, in the content store; null without a control.",
      ),
    reportedBy: z
      .string()
      .nullable()
      .describe(
        "Whoever told of it, where a person raised it and the teller gave a name; null: nobody or anonymous.",
      ),
    concern: concernRef.nullable(),
    owner: z.string().nullable(),
    fields: z
      .record(z.string(), z.string())
      .describe(
        "Fields collected on the way, by state left; a later cycle's stand in place of an earlier one's.",
      ),
    cycle: z
      .number()
      .describe(
        "Counts the rounds through cause, action and effect: 1, and one more each time it did not work.",
      ),
    actions: z
      .array(correctiveAction)
      .describe("Corrective actions of every cycle, in the order in which they were planned."),
    proposedDismissal: z
      .strictObject({
        by: z.string(),
        at: instant,
        text: z.string(),
      })
      .nullable()
      .describe(
        "A first person would dismiss what is grave; a second one confirms it or moves the record on.",
      ),
    acceptedUntil: instant
      .nullable()
      .describe(
        "When an accepted risk is looked at again, exclusive; null unless the record is `accepted`.",
      ),
    mergedInto: z.string().nullable().describe("The record that carries this one on."),
    mergedFrom: z.array(z.string()).describe("Records that this one carries on."),
    recurrenceOf: z
      .string()
      .nullable()
      .describe("The closed record of the same matter before this one."),
    refutedBy: z
      .string()
      .nullable()
      .describe("The record that showed that this one's effectiveness had been wrongly found."),
    postscripts: z
      .array(postscript)
      .describe(
        "Said after the record was done with; they change nothing of it, not even its version.",
      ),
    steps: z.array(stepShape),
    version: z
      .number()
      .describe(
        "Counts up with every step: the `If-Match` of a transition. What the machine finds out is no stepShape.",
      ),
    examination: examination
      .optional()
      .describe("What the machine found out last; absent: it has not looked yet."),
    plans: z
      .array(effectivenessPlan)
      .optional()
      .describe("How effectiveness is shown, one plan a cycle, oldest first."),
    judgements: z
      .array(effectivenessJudgement)
      .optional()
      .describe(
        "What telemetry said of the actions, oldest first: each time that the answer changed.",
      ),
    review: decisionReview
      .optional()
      .describe(
        "The re-review of decisions that were made meanwhile; absent: none was reviewed yet.",
      ),
  })
  .meta({
    id: "Nonconformity",
    description: "The record that people work: one or more episodes, a requirement, an owner.",
  });

/** A record as lists have it. */
export const nonconformityShape: z.ZodType = record;

/** A record by itself. */
export const nonconformityItemShape: z.ZodType = record
  .extend({
    clocks: z.array(clockShape).describe("The clocks of its work."),
    next: z.array(nextState).describe("Where it may go from here, the main way first."),
  })
  .meta({
    id: "NonconformityItem",
    description: "A nonconformity, its clocks and its next states.",
  });
