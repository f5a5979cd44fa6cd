import { z } from "zod";
import { instant } from "./instant.ts";

export const ledgerKeyShape: z.ZodType = z
  .strictObject({
    id: z.string().describe("Eight hex digits."),
    vkey: z.string().describe("The public key as text: what an auditor keeps."),
    since: instant,
    index: z.number().describe("Of the entry that says so."),
    by: z.string(),
    isSignedByFormer: z
      .boolean()
      .describe("False of the first, and of one that stands in for a key that was lost."),
  })
  .meta({ id: "LedgerKey", description: "A key that signs, or has signed, the ledger." });

export const anchorShape: z.ZodType = z
  .strictObject({
    name: z.string(),
    kind: z.enum(["copy", "rfc3161", "witness", "rekor"]),
    where: z.string().describe("Where it leads, without secrets."),
    warning: z
      .string()
      .nullable()
      .describe("Something that whoever runs the collector should know of it; null: nothing."),
    obtained: z
      .strictObject({
        at: instant,
        size: z.number(),
        attested: instant
          .nullable()
          .describe("By the other side's clock; null where it does not say."),
        document: z.string().describe("Digest of the document that proves it."),
      })
      .nullable()
      .describe("The newest checkpoint that it has vouched for; null: none yet."),
    failure: z
      .strictObject({
        at: instant,
        failures: z.number(),
        detail: z.string(),
        next: instant,
      })
      .nullable()
      .describe("What failed since; null: nothing."),
  })
  .meta({ id: "LedgerAnchor", description: "One place or party that vouches for checkpoints." });

export const ledgerShape: z.ZodType = z
  .strictObject({
    origin: z.string(),
    size: z.number(),
    root: z.string().describe("SHA-256 in hex."),
    checkpoint: z
      .strictObject({
        size: z.number(),
        text: z.string().describe("The signed note, as it is served."),
        at: instant.nullable().describe("Null: before this start."),
      })
      .nullable()
      .describe("The newest that was signed; null: none yet."),
    keys: z.array(ledgerKeyShape).describe("Oldest first; the last one signs."),
    heartbeat: z
      .strictObject({
        last: instant,
        everySeconds: z.number(),
        count: z.number(),
      })
      .nullable(),
    silences: z
      .array(
        z.strictObject({
          from: instant,
          to: instant,
          maintenance: z
            .string()
            .nullable()
            .describe("The planned maintenance of the collector that it lies in."),
        }),
      )
      .describe("Times of which nobody knows, since no sign of life came; the newest first."),
    gaps: z
      .array(
        z.strictObject({
          at: instant,
          journal: z.string(),
          afterSeq: z.number(),
          beforeSeq: z.number().nullable(),
        }),
      )
      .describe("Telemetry that was acknowledged and can no longer be read; the newest first."),
    seals: z
      .array(
        z.strictObject({
          journal: z.string(),
          toSeq: z.number(),
        }),
      )
      .describe("Journals whose rows are sealed, and up to which of their batches."),
    reconciled: z
      .array(
        z.strictObject({
          at: instant,
          journal: z.string(),
          toSeq: z.number().describe("The last batch that was compared."),
          agrees: z.boolean().nullable().describe("Null: that cannot be said."),
        }),
      )
      .describe(
        "Journals with whose count the store was compared, by the last comparison of each.",
      ),
    erasures: z.number(),
    anchors: z.array(anchorShape),
    anchorEverySeconds: z.number().describe("How often checkpoints are shown to others."),
  })
  .meta({
    id: "LedgerStanding",
    description: "How the ledger stands, and what others need to hold it to its word.",
  });

export const ledgerPastShape: z.ZodType = z
  .strictObject({
    size: z.number(),
    root: z.string().describe("SHA-256 in hex."),
    last: instant.nullable().describe("Of the last entry; null: there was none."),
    nonconformities: z.number(),
    open: z.number(),
    systems: z.number(),
    controls: z.number(),
    baselines: z.number(),
    suspended: z.array(z.string()),
  })
  .meta({ id: "LedgerPast", description: "The state of governance as it was." });

/** Members beside lists of the ledger. */
export const SIZE: Readonly<Record<string, z.ZodType>> = {
  size: z.number().describe("Entries that the ledger has."),
};
export const ORIGIN: Readonly<Record<string, z.ZodType>> = {
  origin: z.string().describe("Name of the log, as checkpoints begin with it."),
};
export const EVERY: Readonly<Record<string, z.ZodType>> = {
  everySeconds: z.number().describe("How often checkpoints are shown to others."),
};

export const ledgerEntryShape: z.ZodType = z
  .strictObject({
    index: z.number(),
    leafHash: z.string(),
    entry: z
      .looseObject({})
      .describe("As it was hashed; its `type` says which members it has (docs/ledger.md)."),
  })
  .meta({ id: "LedgerEntry" });

const hashes = z.array(z.string());

export const proofShape: z.ZodType = z
  .union([
    z.strictObject({
      index: z.number(),
      size: z.number(),
      leafHash: z.string(),
      root: z.string(),
      proof: hashes,
      tlogProof: z
        .string()
        .nullable()
        .describe("The same as text with its checkpoint, if it has one."),
    }),
    z.strictObject({
      from: z.number(),
      fromRoot: z.string(),
      to: z.number(),
      toRoot: z.string(),
      proof: hashes,
    }),
  ])
  .meta({ id: "Proof", description: "RFC 6962: of inclusion, or of consistency." });

export const vkeyShape: z.ZodType = z
  .strictObject({ vkey: z.string().describe("What auditors keep.") })
  .meta({ id: "VerifierKey" });
