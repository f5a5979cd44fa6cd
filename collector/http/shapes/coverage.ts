import { z } from "zod";
import { instant } from "./instant.ts";

const clauseControl = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    status: z.string(),
    fit: z
      .enum(["strong", "partial", "weak", "none"])
      .nullable()
      .describe("How far this control evidences the clause."),
    everySeconds: z.number(),
    lastConclusive: instant
      .nullable()
      .describe(
        "End of the newest window of the range with a pass or a breach; null where there is none.",
      ),
    lastVerdict: z
      .enum(["pass", "breach"])
      .nullable()
      .describe(
        "The worst of the newest verdicts of its instances; null where none was conclusive.",
      ),
  })
  .meta({ id: "ClauseControl", description: "A control that cites a clause." });

const clauseCoverage = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    fit: z
      .enum(["strong", "partial", "weak", "none"])
      .nullable()
      .describe(
        "How far telemetry can evidence it; `none`: it is for people to attest. Null: a clause unknown to us.",
      ),
    records: z.string().nullable().describe("Which records speak to it."),
    confidence: z
      .enum(["high", "medium", "unconfirmed"])
      .nullable()
      .describe("How sure the mapping is that the clause exists under this number and title."),
    verifiedOn: z.string().nullable().describe("The day on which somebody compared it, ISO 8601."),
    controls: z.array(clauseControl),
  })
  .meta({ id: "ClauseCoverage" });

const frameworkCoverage = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    sources: z.array(z.string()).describe("Where its clauses were compared: what each source is."),
    clauses: z
      .array(clauseCoverage)
      .describe(
        "In the order of the framework; one that controls cite and the framework does not have comes last.",
      ),
    scheduled: z
      .number()
      .describe(
        "Evaluations that the schedule asked for, of the controls that cite it, each control once.",
      ),
    conclusive: z.number().describe("Of those, pass or breach."),
  })
  .meta({ id: "FrameworkCoverage" });

export const coverageShape: z.ZodType = z
  .strictObject({
    from: instant,
    to: instant,
    frameworks: z.array(frameworkCoverage),
  })
  .meta({
    id: "Coverage",
    description: "Which clauses of which framework the controls give evidence for, over a range.",
  });
