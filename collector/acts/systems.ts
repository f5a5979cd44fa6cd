import { readFile } from "node:fs/promises";
import {
  changedFields,
  type Finding,
  findingInWords,
  parseSystems,
  type SystemDeclaration,
  type Zones,
} from "@tiltmeter/rules";
import type { Transact } from "./transact.ts";

type SystemEntry = { readonly atMs: number; readonly by: string; readonly system: string } & (
  | (Omit<SystemDeclaration, "id"> & {
      readonly type: "system_declared";
      readonly changed: readonly string[];
    })
  | { readonly type: "system_withdrawn" }
);

interface Declared {
  readonly systems: ReadonlyMap<string, SystemDeclaration>;
}

/** An inventory that cannot be put in force. The message has one line for each finding. */
export class SystemsRefused extends Error {
  override readonly name = "SystemsRefused";
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[], cause?: unknown) {
    super(findings.map(findingInWords).join("\n"), { cause });
    this.findings = findings;
  }
}

/** Reads `systems.yaml` and changes nothing. Throws `SystemsRefused`, with line and column. */
export async function readSystemsFile(
  file: string,
  zones: Zones,
): Promise<readonly SystemDeclaration[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    const finding: Finding = {
      ...{ file, line: 1, column: 1, code: "unreadable", severity: "error" },
      message: "the inventory cannot be read",
      fix: "name an existing file under systems in the configuration",
    };
    throw new SystemsRefused([finding], cause);
  }
  const { systems, findings } = parseSystems(text, file, { zones });
  if (findings.length > 0) throw new SystemsRefused(findings);
  return systems;
}

/**
 * Records what is declared where it differs from what stands: the inventory keeps its history.
 *
 * With `isWhole`, a system that is not listed is withdrawn: it stands in the inventory no more, and
 * is found as undeclared should it still be heard of. Returns the ids of what changed.
 */
export function declareSystems(
  of: {
    readonly declarations: readonly SystemDeclaration[];
    readonly isWhole: boolean;
    readonly nowMs: number;
  },
  transact: Transact<Declared, SystemEntry>,
): Promise<readonly string[]> {
  const stamp = { atMs: of.nowMs, by: "tiltmeter" };
  const listed = new Set(of.declarations.map(({ id }) => id));
  return transact(({ systems }) => {
    const declared = of.declarations.flatMap(({ id, ...said }): readonly SystemEntry[] => {
      const before = systems.get(id) ?? null;
      const changed = changedFields(before, said);
      if (before !== null && changed.length === 0) return [];
      return [{ type: "system_declared", ...stamp, system: id, ...said, changed }];
    });
    const withdrawn = [...systems.keys()]
      .filter((id) => of.isWhole && !listed.has(id))
      .map((id): SystemEntry => ({ type: "system_withdrawn", ...stamp, system: id }));
    const entries = [...declared, ...withdrawn];
    return { entries, result: entries.map(({ system }) => system) };
  });
}
