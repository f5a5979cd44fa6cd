import { hashFromBase64 } from "../tlog/base64.ts";
import { canonicalJson } from "../tlog/canonical-json.ts";
import { verifyInclusion } from "../tlog/proof.ts";
import { columnsOf } from "../tlog/row-columns.ts";
import { rowLeaf, schemaDigest } from "../tlog/row-encoding.ts";
import type { EntryFacts } from "./entry-facts.ts";
import type { Findings } from "./finding.ts";
import { linesOf } from "./json-lines.ts";
import { asRecord, asText, type LooseEntry } from "./loose-entry.ts";
import { NewerFormat } from "./manifest.ts";
import type { OpenedPackage } from "./opened-package.ts";
import { parseStrictJson } from "./strict-json.ts";

/** Compares each stored row with the seal that the ledger has of its batch. Returns how many there were. */
export async function checkRows(
  of: OpenedPackage,
  facts: EntryFacts,
  findings: Findings,
): Promise<number> {
  let rows = 0;
  for (const member of of.members("rows")) {
    const bytes = await of.read(member);
    if (bytes === null) continue;
    const place = { member: member.path };
    let encoder: number | null = null;
    for (const line of linesOf(bytes, (byte, says) => findings.fault({ ...place, byte }, says))) {
      const at = { ...place, line: line.number };
      try {
        const value = asRecord(parseStrictJson(line.bytes)) ?? {};
        if (line.number === 1) encoder = encoderOf(value);
        else {
          checkRow(value, encoder, facts.seals);
          rows += 1;
        }
      } catch (error) {
        const says = error instanceof Error ? error.message : String(error);
        findings.add(error instanceof NewerFormat ? "unknown" : "fault", at, says);
        if (line.number === 1) break; // what follows cannot be read
      }
    }
  }
  return rows;
}

/** The first line says how rows are encoded: the version, and the columns of each table. */
function encoderOf(value: Readonly<Record<string, unknown>>): number {
  const { encoder, columns } = value;
  if (!Number.isSafeInteger(encoder) || asRecord(columns) === null) {
    throw new Error("rows begin with {columns, encoder}");
  }
  const known = columnsOf(Number(encoder));
  if (known === null) {
    throw new NewerFormat(`the rows are of encoder ${encoder}, which this program does not know`);
  }
  if (canonicalJson(columns) !== canonicalJson(known)) {
    throw new Error(`the columns are not those of encoder ${encoder}`);
  }
  return Number(encoder);
}

function checkRow(
  value: Readonly<Record<string, unknown>>,
  encoder: number | null,
  seals: ReadonlyMap<number, LooseEntry>,
): void {
  const [row, proof, table] = [asRecord(value["row"]), value["proof"], asText(value["table"])];
  const { seal: index, index: position } = value;
  if (row === null || !Array.isArray(proof) || table === null || encoder === null) {
    throw new Error("a row is {index, proof, row, seal, table}");
  }
  const seal = seals.get(Number(index));
  if (seal === undefined) throw new Error(`entry ${index} is no seal of rows`);
  if (seal["encoder"] !== encoder || seal["schema"] !== schemaDigest(encoder)) {
    throw new Error(`entry ${index} seals rows of another encoding`);
  }
  const tables = Array.isArray(seal["tables"]) ? seal["tables"].map(asRecord) : [];
  const sealed = tables.find((each) => each?.["table"] === table);
  const root = asText(sealed?.["root"]);
  if (root === null) throw new Error(`entry ${index} seals no rows of ${table}`);
  const isProven = verifyInclusion({
    index: Number(position),
    size: Number(sealed?.["rows"]),
    leafHash: rowLeaf(encoder, table, row),
    proof: proof.map((each, i) => hashFromBase64(String(each), `hash ${i + 1} of the proof`)),
    root: Buffer.from(root, "hex"),
  });
  if (!isProven)
    throw new Error(`the row is not row ${position} of ${table} as entry ${index} seals it`);
}
