import { basename } from "node:path";
import {
  type ClauseIndex,
  type Governance,
  type GovernanceChange,
  governanceChanges,
  parseGovernance,
} from "@tiltmeter/rules";
import { readConfigured } from "./read-configured.ts";
import type { Transact } from "./transact.ts";

/** As the ledger records it. */
export interface GovernanceLoaded {
  readonly type: "governance_loaded";
  readonly atMs: number;
  readonly by: string;
  readonly file: string | null;
  readonly document: string | null;
  readonly changes: { readonly added: number; readonly changed: number; readonly removed: number };
  readonly changed: readonly GovernanceChange[];
}

interface Loaded {
  readonly roadmap: {
    readonly governance_loaded: readonly Pick<GovernanceLoaded, "file" | "document">[];
  };
}

/** A governance file that cannot be put in force. The message has one line for each finding. */
export class GovernanceRefused extends Error {
  override readonly name = "GovernanceRefused";
}

/** More is a new file; what it is can be read from the documents. */
const CHANGES_MAX = 100;

/**
 * Puts a governance file in force, all or nothing, and records it where it differs from `before`;
 * null: none is configured. Returns what is in force from here on, and what changed.
 *
 * Throws `GovernanceRefused`, with line and column; what was in force still is.
 */
export async function loadGovernance(
  file: string | null,
  of: {
    readonly nowMs: number;
    /** What is in force; null: nothing ever was. */
    readonly before: Governance | null;
    /** Ids of the controls in force. */
    readonly controls: readonly string[];
    readonly clauses: ClauseIndex;
    readonly put: (value: unknown) => Promise<string>;
    readonly transact: Transact<Loaded, GovernanceLoaded>;
  },
): Promise<{
  readonly governance: Governance | null;
  readonly changes: readonly GovernanceChange[];
}> {
  const governance = file === null ? null : await readGovernanceFile(file, of);
  const changes = governanceChanges(of.before, governance);
  // The document first: an entry that names it must find it.
  const document = governance === null ? null : await of.put(governance);
  const said = { file: file === null ? null : basename(file), document };
  await of.transact(({ roadmap }) => {
    const last = roadmap.governance_loaded.at(-1) ?? { file: null, document: null };
    if (last.file === said.file && last.document === said.document) {
      return { entries: [], result: undefined };
    }
    const entry: GovernanceLoaded = {
      ...{ type: "governance_loaded", atMs: of.nowMs, by: "tiltmeter" },
      ...said,
      changes: countChanges(changes),
      changed: changes.slice(0, CHANGES_MAX),
    };
    return { entries: [entry], result: undefined };
  });
  return { governance, changes };
}

/** Reads a governance file and changes nothing. Throws `GovernanceRefused`. */
async function readGovernanceFile(
  file: string,
  of: Pick<Parameters<typeof loadGovernance>[1], "before" | "controls" | "clauses">,
): Promise<Governance> {
  const { value } = await readConfigured(file, {
    ...{ key: "governance", named: "the governance file", refused: GovernanceRefused },
    parse: (text) => {
      const { governance, findings } = parseGovernance(text, file, of);
      return { value: governance, findings };
    },
  });
  return value;
}

function countChanges(changes: readonly GovernanceChange[]): GovernanceLoaded["changes"] {
  const count = (kind: GovernanceChange["change"]): number =>
    changes.filter(({ change }) => change === kind).length;
  return { added: count("added"), changed: count("changed"), removed: count("removed") };
}
