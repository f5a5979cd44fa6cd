import { z } from "zod";
import { ENTRY_TYPE } from "./entry-type.ts";
import { instant } from "./instant.ts";

export const asOf: z.ZodType = z
  .strictObject({
    size: z.number(),
    root: z.string(),
  })
  .meta({ id: "AsOf", description: "The ledger that an answer was computed from." });

const evidencedBy = z.enum(["telemetry", "stale", "attestation", "nothing", "not_applicable"]);

export const attestationShape: z.ZodType = z
  .strictObject({
    ...ENTRY_TYPE,
    id: z.string(),
    framework: z.string(),
    clause: z.string(),
    statement: z.string(),
    evidence: z.string(),
    by: z.string(),
    at: instant,
    expires: instant,
    withdrawn: z
      .strictObject({
        at: instant,
        by: z.string(),
        reason: z.string(),
      })
      .nullable()
      .describe("Null: it stands."),
  })
  .meta({
    id: "Attestation",
    description: "A person's word that a clause is fulfilled, as the ledger has it.",
  });

const applicabilityLine = z
  .strictObject({
    framework: z.string(),
    clause: z.string(),
    title: z.string(),
    confidence: z.enum(["high", "medium", "unconfirmed"]),
    fit: z.enum(["none", "strong", "partial", "weak"]),
    applies: z
      .boolean()
      .describe("Whether anybody has said that it applies; what nobody excluded applies."),
    justification: z.string().nullable(),
    evidencedBy: evidencedBy,
    controls: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        status: z.string(),
        lastConclusiveAt: instant
          .nullable()
          .describe("End of its newest window with a pass or a breach; null: there was none."),
        lastVerdict: z.enum(["pass", "breach"]).nullable(),
        fit: z.enum(["none", "strong", "partial", "weak"]),
        isFresh: z.boolean(),
      }),
    ),
    attestations: z.array(attestationShape).describe("In force at the time, the newest first."),
    lastAt: instant
      .nullable()
      .describe("End of the newest conclusive window of any of its controls."),
  })
  .meta({
    id: "ApplicabilityLine",
    description: "One line of the statement: one clause, or one control of an annex.",
  });

export const applicabilityShape: z.ZodType = z
  .strictObject({
    at: instant,
    asOf: asOf,
    frameworks: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        sources: z.array(z.string()),
        lines: z.array(applicabilityLine),
      }),
    ),
  })
  .meta({
    id: "StatementOfApplicability",
    description: "The statement of applicability as it stood at an instant.",
  });

export const crossReferenceShape: z.ZodType = z
  .strictObject({
    record: z.string().describe("Kind of record, in words."),
    clauses: z.record(z.string(), z.array(z.string())).describe("Framework → clause ids."),
    source: z.string(),
    verifiedOn: z.string(),
    confidence: z.enum(["high", "medium", "unconfirmed"]),
  })
  .meta({
    id: "CrossReference",
    description: "Clauses of several frameworks that the same record serves.",
  });

export const citationShape: z.ZodType = z
  .strictObject({
    framework: z.string(),
    clause: z.string(),
    title: z.string(),
    confidence: z
      .enum(["high", "medium", "unconfirmed"])
      .describe("The less sure of the mapping and the clause itself."),
    record: z.string().describe("Why: the kind of record."),
  })
  .meta({
    id: "Citation",
    description: "Another citationShape of the same matter, and how sure that is.",
  });

export const citationsShape: z.ZodType = z
  .strictObject({
    cites: z.record(z.string(), z.array(z.string())).describe("Framework → clauses of the record."),
    beside: z.array(citationShape).describe("Clauses of other frameworks that it serves too."),
  })
  .meta({ id: "Citations" });
