import { csvRows } from "./csv-rows.ts";
import type { Findings } from "./finding.ts";
import type { Life } from "./life.ts";
import type { OpenedPackage } from "./opened-package.ts";

/** Compares each register with the entries: the same records, and the same said of them. */
export async function checkRegisters(
  of: OpenedPackage,
  lives: ReadonlyMap<string, Life>,
  findings: Findings,
): Promise<void> {
  for (const member of of.members("register")) {
    const bytes = await of.read(member);
    if (bytes === null) continue;
    try {
      checkRegister(bytes, member.path, of.manifest.systems, lives, findings);
    } catch (error) {
      const says = error instanceof Error ? error.message : String(error);
      findings.fault({ member: member.path }, says);
    }
  }
}

function checkRegister(
  bytes: Uint8Array,
  member: string,
  systems: readonly string[] | null,
  lives: ReadonlyMap<string, Life>,
  findings: Findings,
): void {
  const [header, ...rows] = csvRows(bytes);
  const columns = header?.fields ?? [];
  const idColumn = columns.indexOf("id");
  if (idColumn === -1) throw new Error("a register has a column id");
  const seen = new Set<string>();
  for (const { fields, line } of rows) {
    const at = { member, line };
    const id = fields[idColumn] ?? "";
    const life = lives.get(id);
    if (fields.length !== columns.length) {
      findings.fault(at, `has ${fields.length} fields, the header has ${columns.length}`);
    }
    if (life === undefined) findings.fault(at, `${JSON.stringify(id)} was never raised`);
    else if (seen.has(id)) findings.fault(at, `${id} stands there a second time`);
    seen.add(id);
    for (const [i, column] of columns.entries()) {
      const told = life === undefined ? undefined : CLAIMS[column]?.(life);
      if (told !== undefined && told !== fields[i]) {
        findings.fault(
          at,
          `${id}: ${column} is ${JSON.stringify(fields[i])}, the entries come to ${JSON.stringify(told)}`,
        );
      }
    }
  }
  for (const { id, system } of lives.values()) {
    const isMeant = systems === null || system === "" || systems.includes(system);
    if (isMeant && !seen.has(id))
      findings.fault({ member }, `${id} was raised and is not in the register`);
  }
}

/** Columns that the entries determine, as they are written. */
const CLAIMS: Readonly<Record<string, (life: Life) => string>> = {
  state: ({ state }) => state,
  severity: ({ severity }) => severity,
  control: ({ control }) => control ?? "",
  system: ({ system }) => system,
  evidence: ({ evidence }) => evidence ?? "",
  raised_at: ({ raisedMs }) => instant(raisedMs),
  first_breach_at: ({ firstBreachMs }) => instant(firstBreachMs),
};

function instant(ms: number): string {
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : "";
}
