import { isOpen, type Nonconformity } from "@tiltmeter/rules";
import type { Block } from "./block.ts";
import { type Section, text } from "./block.ts";
import { dossierEvidence } from "./dossier-evidence.ts";
import { dossierWork } from "./dossier-work.ts";
import { moment, stamp } from "./instant.ts";
import type { Material, RecordMaterial } from "./material.ts";
import { labelOf, sinceMs } from "./record-facts.ts";
import { labelsInWords } from "./register.ts";

/** What is handed over of one nonconformity, or of one review, in the order in which an auditor reads. */
export interface Dossier {
  /** What kind of document it is, in words. */
  readonly what: string;
  readonly id: string;
  readonly title: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly sections: readonly Section[];
}

/** The dossier of one record: everything that is known of it, and at the end what is not shown. */
export function dossierOf(of: RecordMaterial, material: DossierTerms): Dossier {
  const { record } = of;
  return {
    what: "Nonconformity dossier",
    id: record.id,
    title: record.controlTitle,
    facts: titleBlock(record, material),
    sections: [
      requirement(record, material),
      { title: "Statement", blocks: [text(record.statement)] },
      timeline(of),
      ...dossierEvidence(of),
      ...dossierWork(of),
      ledgerReferences(of, material),
      notShown(of),
    ],
  };
}

/** What a dossier takes of the whole. */
export type DossierTerms = Pick<Material, "origin" | "generator" | "madeMs" | "by" | "ledger"> & {
  /** `iso42001 9.1` → its title, where the clause is known. */
  readonly titleOfClause: (framework: string, clause: string) => string | null;
};

function titleBlock(
  record: Nonconformity,
  material: DossierTerms,
): readonly (readonly [string, string])[] {
  return [
    [
      "State",
      `${record.state}${!isOpen(record) ? "" : " (open)"}, since ${moment(sinceMs(record))}`,
    ],
    [
      "Severity",
      record.isCandidate === true
        ? `${record.severity}, a candidate that a person confirms first`
        : record.severity,
    ],
    ["System", record.system === "" ? "the management system itself" : record.system],
    ["Model version", labelOf(record, "model_version") ?? "not named"],
    ["Owner", record.owner ?? "nobody yet"],
    ["First breach", moment(record.firstBreachMs)],
    ["Raised", `${moment(record.raisedMs)}, source: ${record.source.replaceAll("_", " ")}`],
    ["Cycle", String(record.cycle)],
    ["As known at", `ledger size ${material.ledger.size}, ${moment(material.madeMs)}`],
    ["Root of the ledger", material.ledger.root],
  ];
}

function requirement(record: Nonconformity, material: DossierTerms): Section {
  const clauses = Object.entries(record.clauses).flatMap(([framework, ids]) =>
    ids.map((id) => [framework, id, material.titleOfClause(framework, id) ?? "not known to us"]),
  );
  return {
    title: "Requirement",
    blocks: [
      text(record.requirement),
      {
        kind: "facts",
        rows: [
          ["Control", record.control ?? "none: a person raised this record"],
          ["Revision in force", record.controlRevision ?? "none"],
          ["About", labelsInWords(record.group) || "the whole"],
        ],
      },
      clauses.length === 0
        ? { kind: "quiet", text: "The control cites no clause of a framework." }
        : {
            kind: "table",
            head: ["Framework", "Clause", "Title (numbers and titles only; no text of a standard)"],
            widths: [0.2, 0.16, 0.64],
            rows: clauses,
          },
    ],
  };
}

function timeline({ record }: RecordMaterial): Section {
  return {
    title: "Timeline",
    blocks: [
      {
        kind: "table",
        head: ["When (UTC)", "By", "What", "Words"],
        widths: [0.17, 0.17, 0.21, 0.45],
        rows: record.steps.map((step) => [
          stamp(step.atMs),
          step.by,
          stepInWords(step),
          [
            // The statement stands above.
            step.kind === "raised" && step.text.includes(record.statement) ? "" : step.text,
            ...Object.entries(step.fields).map(([name, value]) => `${name}: ${value}`),
          ]
            .filter((part) => part !== "")
            .join("\n"),
        ]),
      },
      ...record.postscripts.map(
        ({ atMs, by, text: words }): Block => ({
          kind: "text",
          text: `Remark of ${by}, ${moment(atMs)}, after the record was done with: ${words}`,
        }),
      ),
    ],
  };
}

function stepInWords(step: Nonconformity["steps"][number]): string {
  if (step.kind === "moved") return `${step.from ?? ""} → ${step.to ?? ""}`;
  return step.kind.replaceAll("_", " ");
}

function ledgerReferences({ record, entries }: RecordMaterial, material: DossierTerms): Section {
  return {
    title: "In the ledger",
    blocks: [
      {
        kind: "text",
        text: `Every step above is an entry of the ledger ${material.origin}, which can be verified with the package that this dossier comes from. The record is at version ${record.version}; its evidence is ${record.evidence ?? "none"}.`,
      },
      entries.length === 0
        ? { kind: "quiet", text: "No entry of the ledger names this record." }
        : {
            kind: "table",
            head: ["Entry", "When (UTC)", "Kind", "By"],
            widths: [0.12, 0.24, 0.4, 0.24],
            rows: entries.map(({ index, entry }) => [
              String(index),
              stamp(entry.atMs),
              entry.type,
              entry.by,
            ]),
          },
    ],
  };
}

function notShown(of: RecordMaterial): Section {
  const { record, evidence, clocks } = of;
  const lines = [
    "Inputs, prompts and texts of single decisions are not in this document; the ids of example predictions are in the evidence.",
    "Whether the root cause is the right one, and whether actions were apt, is for people to judge; the record shows who said so and when.",
    "A clause that is cited is a help to find evidence. It is no statement of conformity.",
  ];
  if ([...evidence.values()].some((document) => document === null)) {
    lines.push("An evidence snapshot is not in the content store any more: its digest is shown.");
  }
  if (clocks.length === 0) lines.push("No clocks were computed for this record.");
  if (isOpen(record)) lines.push("The record is open: its end is not in this document.");
  return { title: "What this dossier does not show", blocks: lines.map((line) => text(line)) };
}
