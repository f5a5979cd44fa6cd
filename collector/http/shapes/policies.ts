import { z } from "zod";
import { ENTRY_TYPE } from "./entry-type.ts";
import { instant } from "./instant.ts";

const policyStatement = z
  .strictObject({
    id: z.string(),
    text: z.string(),
    controls: z.array(z.string()).describe("Ids of the controls that show whether it is kept."),
  })
  .meta({
    id: "PolicyStatement",
    description: "One sentence of a policy that controls can be held to.",
  });

const policy = z
  .strictObject({
    id: z.string(),
    version: z.number(),
    title: z.string(),
    owner: z.string().nullable(),
    document: z.string().nullable().describe("SHA-256 of the document, hex."),
    reviewBy: z
      .string()
      .nullable()
      .describe("The day by which it is reviewed again, `2027-03-31`."),
    statements: z.array(policyStatement),
    controls: z.array(z.string()).describe("Controls of the policy as a whole."),
    acknowledgedBy: z.array(z.string()).describe("Roles whose holders acknowledge each version."),
  })
  .meta({
    id: "Policy",
    description: "A policy, in one version. The document itself lies elsewhere; its hash is here.",
  });

const objective = z
  .strictObject({
    id: z.string(),
    version: z.number(),
    title: z.string(),
    policy: z.string().nullable().describe("Policy that it serves."),
    target: z.string().describe("In words: `agreement with the adjudicated outcome ≥ 91 %`."),
    control: z.string(),
    owner: z.string().nullable(),
    by: z.string().nullable().describe("The day by which it is to be reached."),
  })
  .meta({
    id: "Objective",
    description: "Something to be reached, and the control that measures whether it is.",
  });

export const risk: z.ZodType = z
  .strictObject({
    id: z.string(),
    description: z.string(),
    owner: z.string().nullable(),
    systems: z.array(z.string()).describe("Systems that it is about; empty: all."),
    controls: z
      .array(z.string())
      .describe("Controls whose breach is the risk come true; none: nobody measures it."),
    likelihood: z
      .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)])
      .nullable(),
    severity: z
      .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)])
      .nullable(),
    treatment: z.string().nullable(),
  })
  .meta({
    id: "Risk",
    description: "A risk as it was assessed: what people guess stands beside what is observed.",
  });

export const supplier: z.ZodType = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    providers: z
      .array(z.string())
      .describe("Names under which telemetry knows it: `openai`, `azure.ai.openai`."),
    models: z.array(z.string()).nullable().describe("Null: any model of it."),
    regions: z.array(z.string()).nullable().describe("Null: any region."),
    assessed: z.string().nullable().describe("The day of the last assessment."),
    validUntil: z.string().nullable().describe("The last day on which that holds."),
    terms: z.array(z.string()).describe("Controls that measure terms of the contract."),
    notice: z.string().nullable().describe("What was agreed about telling of changes, in words."),
    document: z.string().nullable().describe("SHA-256 of the contract or the assessment."),
  })
  .meta({ id: "Supplier", description: "Somebody whose models or services are used." });

const authorisedReviewer = z
  .strictObject({
    id: z.string(),
    role: z.string(),
    systems: z.array(z.string()).describe("Empty: of all systems."),
    until: z
      .string()
      .nullable()
      .describe("The last day on which the competence holds; null: it does not end."),
  })
  .meta({
    id: "AuthorisedReviewer",
    description: "Somebody who may decide about predictions. Always a pseudonym.",
  });

const issue = z
  .strictObject({
    id: z.string(),
    kind: z.enum(["external", "internal", "interested_party"]),
    title: z.string(),
    since: z.string().describe("The day since which it stands as it does."),
    note: z.string().nullable(),
  })
  .meta({
    id: "Issue",
    description:
      "What bears on the management system: an issue from outside or inside, or what a party needs.",
  });

const applicability = z
  .strictObject({
    framework: z.string(),
    clause: z.string(),
    applies: z.boolean(),
    justification: z.string(),
  })
  .meta({
    id: "Applicability",
    description: "Whether a clause or a control of a framework applies, and why.",
  });

const governance = z
  .strictObject({
    policies: z.array(policy),
    objectives: z.array(objective),
    risks: z.array(risk),
    suppliers: z.array(supplier),
    reviewers: z.array(authorisedReviewer),
    issues: z.array(issue),
    applicability: z.array(applicability),
  })
  .meta({
    id: "Governance",
    description: "What people lay down about governance, in one file. Plain JSON.",
  });

const governanceChange = z
  .strictObject({
    list: z.enum([
      "policies",
      "objectives",
      "risks",
      "suppliers",
      "reviewers",
      "issues",
      "applicability",
    ]),
    id: z.string(),
    change: z.enum(["added", "changed", "removed"]),
    fields: z
      .array(z.string())
      .describe("Names, as in the code, of what differs; empty where it was added or removed."),
  })
  .meta({ id: "GovernanceChange", description: "One thing of the file that is not what it was." });

export const laidDownShape: z.ZodType = z
  .strictObject({
    file: z.string().nullable().describe("Null: none is configured."),
    document: z.string().nullable(),
    loadedAt: instant.nullable(),
    governance: governance,
    history: z
      .array(
        z.strictObject({
          at: instant,
          document: z.string().nullable(),
          changes: z.strictObject({
            added: z.number(),
            changed: z.number(),
            removed: z.number(),
          }),
          changed: z.array(governanceChange),
        }),
      )
      .describe("Every time that another state of it was put in force, newest first."),
  })
  .meta({ id: "LaidDown", description: "The governance file as it stands." });

const approval = z
  .strictObject({
    ...ENTRY_TYPE,
    at: instant,
    by: z.string(),
    rationale: z.string(),
    backtest: z.string().nullable().describe("Digest of the backtest that it rests on."),
    weakened: z.array(z.string()),
    subject: z.enum(["policy", "objective", "control"]),
    id: z.string(),
    version: z.string().describe("A version, or the revision of a control."),
  })
  .meta({ id: "Approval", description: "One approval as the ledger has it." });

const approvalStanding = z
  .strictObject({
    kind: z.enum(["none", "awaits_second", "approved"]),
    weakened: z
      .array(z.string())
      .describe(
        "Why a second person is needed: what it demands less, as names of the control file.",
      ),
    approvals: z.array(approval),
    approvedAt: instant.nullable().describe("When it was approved in full."),
  })
  .meta({ id: "ApprovalStanding", description: "How the approval of one version stands." });

const chainLink = z
  .strictObject({
    policies: z.array(z.string()),
    objectives: z.array(z.string()),
    risks: z.array(z.string()),
    approval: approvalStanding,
    id: z.string(),
    title: z.string(),
    requirement: z.string(),
    status: z.string(),
    owner: z.string(),
    revision: z.string(),
    limit: z.string().describe("Its approved limit, in words."),
    weakened: z
      .array(z.string())
      .describe("What this revision demands less than the one that was approved before it."),
  })
  .meta({ id: "ChainLink", description: "One control with what leads to it." });

const traceability = z
  .strictObject({
    policies: z.array(
      z.strictObject({
        policy: policy,
        approval: approvalStanding,
        objectives: z.array(
          z.strictObject({
            objective: objective,
            approval: approvalStanding,
          }),
        ),
        unmeasured: z.array(policyStatement).describe("Statements that no control measures."),
        reviewOverdue: z.boolean(),
      }),
    ),
    looseObjectives: z
      .array(
        z.strictObject({
          objective: objective,
          approval: approvalStanding,
        }),
      )
      .describe("Objectives that serve no policy."),
    controls: z.array(chainLink),
    withoutPolicy: z.array(z.string()).describe("Controls in force that no policy leads to."),
    missing: z.array(z.string()).describe("Named by the file and not in force any more."),
  })
  .meta({
    id: "Traceability",
    description:
      "From what people want to what is measured: policies, their statements and objectives, controls, limits.",
  });

export const chainShape: z.ZodType = z.strictObject({
  document: z.string().nullable().describe("Digest of the governance file; null: there is none."),
  chain: traceability,
  approvals: z.array(approval),
  acknowledged: z
    .array(
      z.strictObject({
        policy: z.string(),
        version: z.number(),
        people: z.number(),
        lastAt: instant.nullable(),
      }),
    )
    .describe("People who acknowledged each policy as it is in force."),
  backtested: z
    .array(z.string())
    .describe("Controls of which a backtest of the revision in force can support an approval."),
});
