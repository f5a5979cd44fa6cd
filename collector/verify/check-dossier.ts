import { canonicalJson } from "../tlog/canonical-json.ts";
import type { Findings } from "./finding.ts";
import type { Life } from "./life.ts";
import { asRecord, asText } from "./loose-entry.ts";
import { NewerFormat } from "./manifest.ts";
import type { OpenedPackage } from "./opened-package.ts";
import { parseStrictJson } from "./strict-json.ts";

/** The leaf that a dossier repeats, to be compared with the ledger's. */
export interface RepeatedEntry {
  readonly member: string;
  readonly index: number;
  /** Canonical JSON. */
  readonly bytes: Uint8Array;
}

/** What a dossier says, before it is compared. */
export interface Dossier {
  readonly member: string;
  readonly id: string;
  readonly size: number;
  readonly record: Readonly<Record<string, unknown>>;
  readonly entries: readonly RepeatedEntry[];
}

/** Reads all dossiers. What cannot be read is a finding. */
export async function readDossiers(
  of: OpenedPackage,
  findings: Findings,
): Promise<readonly Dossier[]> {
  const dossiers: Dossier[] = [];
  for (const member of of.members("dossier")) {
    const bytes = await of.read(member, DOSSIER_BYTES_MAX);
    if (bytes === null) continue;
    try {
      dossiers.push(readDossier(bytes, member.path));
    } catch (error) {
      const kind = error instanceof NewerFormat ? "unknown" : "fault";
      const says = error instanceof Error ? error.message : String(error);
      findings.add(kind, { member: member.path }, says);
    }
  }
  return dossiers;
}

/** Compares a dossier with what the entries come to. The entries themselves are compared by their leaves. */
export function checkDossier(
  dossier: Dossier,
  size: number,
  life: Life | undefined,
  findings: Findings,
): void {
  const at = { member: dossier.member };
  if (life === undefined) {
    findings.fault(at, `${dossier.id} was never raised`);
    return;
  }
  if (dossier.size !== size) {
    findings.fault(at, `is of ${dossier.size} entries, the package has ${size}`);
  }
  for (const name of CLAIMS) {
    const said = dossier.record[name];
    if (said !== undefined && said !== life[name]) {
      findings.fault(
        at,
        `${dossier.id}: ${name} is ${JSON.stringify(said)}, the entries come to ${JSON.stringify(life[name])}`,
      );
    }
  }
  const listed = new Set(dossier.entries.map(({ index }) => index));
  for (const index of life.entries) {
    if (!listed.has(index)) {
      findings.fault(
        { ...at, entry: index },
        `${dossier.id}: the entry is about it and was left out`,
      );
    }
  }
  const own = new Set(life.entries);
  for (const { index } of dossier.entries) {
    if (!own.has(index))
      findings.fault({ ...at, entry: index }, `${dossier.id}: the entry is not about it`);
  }
}

function readDossier(bytes: Uint8Array, member: string): Dossier {
  const value = asRecord(parseStrictJson(bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes));
  if (value === null || value["format"] !== "tiltmeter-dossier") {
    throw new Error("a dossier has the format tiltmeter-dossier");
  }
  const version = value["version"];
  if (typeof version === "number" && version > 1) {
    throw new NewerFormat(`the dossier has version ${version}, this program knows 1`);
  }
  const { id, size, record, entries } = value;
  if (version !== 1 || asText(id) === null || !Number.isSafeInteger(size)) {
    throw new Error("a dossier has version 1, an id and a size");
  }
  const of = asRecord(record);
  if (of === null || !Array.isArray(entries)) throw new Error("a dossier has a record and entries");
  return {
    member,
    id: String(id),
    size: Number(size),
    record: of,
    entries: entries.map((each) => {
      const { index, entry } = asRecord(each) ?? {};
      if (!Number.isSafeInteger(index)) throw new Error("an entry of a dossier is {index, entry}");
      return { member, index: Number(index), bytes: Buffer.from(canonicalJson(entry), "utf8") };
    }),
  };
}

/** Fields of `record` that the entries determine. */
const CLAIMS = [
  "id",
  "state",
  "severity",
  "owner",
  "control",
  "controlRevision",
  "system",
  "raisedMs",
  "firstBreachMs",
  "evidence",
] as const;
const DOSSIER_BYTES_MAX = 64 * 1024 * 1024;
