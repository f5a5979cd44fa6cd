import { isOpen } from "@tiltmeter/rules";
import { iso, moment } from "./instant.ts";
import { type Material, VERDICT_KINDS } from "./material.ts";
import { type Member, reading } from "./member.ts";
import { operationTotals } from "./operation.ts";

/** `00-README.md`: what this is, how to check it without us, and what it does not cover. */
export function readmeMember(of: Material, vkey: string): Member {
  const totals = operationTotals(of);
  const open = of.records.filter(({ record }) => isOpen(record)).length;
  const lines = [
    `# Audit package of ${of.origin}`,
    "",
    `- Period: ${iso(of.period.fromMs)} to ${iso(of.period.toMs)} (the end is not part of it)`,
    `- Systems: ${of.systems === null ? "all" : of.systems.join(", ")}`,
    `- Made: ${moment(of.madeMs)} by ${of.by}, with ${of.generator} on ${of.engine}`,
    `- As known at: ledger size ${of.ledger.size}, root ${of.ledger.root}`,
    "",
    "Everything opens without our software: text, CSV, JSON, PDF and SVG.",
    "",
    "## In short",
    "",
    `- AI systems: ${of.inventory.length}`,
    `- Control revisions in force in the period: ${of.controls.length}`,
    `- Windows scheduled, executed, missed: ${totals.scheduled}, ${totals.executed}, ${totals.missed}`,
    `- Verdicts: ${VERDICT_KINDS.map((kind) => `${kind} ${totals.verdicts[kind]}`).join(", ")}`,
    `- Nonconformities that the period touches: ${of.records.length}, of them open: ${open}`,
    "",
    "## How to verify, three ways",
    "",
    `The key that signs this package says of itself: \`${vkey}\`. A package cannot vouch for its own signer: compare the key with one that you hold from elsewhere.`,
    "",
    "1. With the program that made it, offline: `tiltmeter verify FOLDER --key KEY`.",
    "2. With the second verifier, written from the format's description alone (Python 3 and the package `cryptography`): `python3 verify.py FOLDER --key KEY`.",
    "3. By hand, with any tool: `sha256sum` of each file against `01-manifest.json`, the signature of which is `01-manifest.note` (a C2SP signed note, Ed25519); entries in `10-integrity/entries` are the leaves of an RFC 6962 tree whose root the last line of `10-integrity/checkpoints.jsonl` signs.",
    "",
    "## Parts",
    "",
    ...PARTS.map(([folder, what]) => `- \`${folder}\`: ${what}`),
    "",
    "Each part begins with a page `ABOUT.md` that gives its figures and what it does not cover.",
    "",
    "## What this package does not cover",
    "",
    "- AI that sends no telemetry to this collector, and everything that happened outside what telemetry shows.",
    "- Clauses for people to attest: leadership, competence, contracts, minutes. `03-controls/coverage.csv` names each of them.",
    "- It is no statement of conformity. A clause that is evidenced may still not be fulfilled; that is the auditor's to say.",
    "- Inputs, prompts and texts of single decisions: they are left out on purpose.",
    "- That nothing was omitted before it was recorded: completeness is measured, in `10-integrity`, and not proven.",
    ...of.missing.map((each) => `- Could not be read when the package was made: ${each}`),
    "",
  ];
  return reading("00-README.md", lines.join("\n"));
}

const PARTS: readonly (readonly [string, string])[] = [
  ["01-manifest.json", "every file with size, SHA-256 and class, signed"],
  ["02-scope", "systems declared and discovered, owners, tiers, history"],
  ["03-controls", "all versions of the controls in force, coverage of each clause"],
  ["04-operation", "evaluations scheduled, executed and missed; matrix of verdicts"],
  ["05-nonconformities", "register, and a dossier of each record"],
  ["06-oversight", "what people did with what systems said"],
  ["07-incidents", "clocks, notifications, holds"],
  ["08-suppliers", "models in use, approvals, changes"],
  ["09-management-review", "packs and decisions"],
  ["10-integrity", "entries, checkpoints, documents, completeness, erasures, keys"],
  ["11-samples", "predictions drawn by the auditor's seed"],
  ["12-oscal", "plan, results, plan of action, mapping as OSCAL"],
];
