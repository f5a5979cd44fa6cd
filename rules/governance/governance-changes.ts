import { canonicalJson } from "../canonical-json.ts";
import { type Governance, NO_GOVERNANCE } from "./governance.ts";

/** One thing of the file that is not what it was. */
export interface GovernanceChange {
  readonly list: keyof Governance;
  readonly id: string;
  readonly change: "added" | "changed" | "removed";
  /** Names, as in the code, of what differs; empty where it was added or removed. */
  readonly fields: readonly string[];
}

/** What differs between two states of the file, in the order of the newer, what is gone last. */
export function governanceChanges(
  before: Governance | null,
  after: Governance | null,
): readonly GovernanceChange[] {
  const lists = Object.keys(NO_GOVERNANCE) as (keyof Governance)[]; // its own keys
  return lists.flatMap((list) => changesOf(list, before ?? NO_GOVERNANCE, after ?? NO_GOVERNANCE));
}

/** What one thing of a list is called: its id, or `iso42001 A.7.3` of a clause. */
export function nameOf(
  of: { readonly id: string } | { readonly framework: string; readonly clause: string },
): string {
  return "id" in of ? of.id : `${of.framework} ${of.clause}`;
}

function changesOf(
  list: keyof Governance,
  before: Governance,
  after: Governance,
): readonly GovernanceChange[] {
  const was = new Map(before[list].map((each) => [nameOf(each), each]));
  const is = new Map(after[list].map((each) => [nameOf(each), each]));
  const changed = [...is].flatMap(([id, each]): readonly GovernanceChange[] => {
    const old = was.get(id);
    if (old === undefined) return [{ list, id, change: "added", fields: [] }];
    const fields = differing(old, each);
    return fields.length === 0 ? [] : [{ list, id, change: "changed", fields }];
  });
  const removed = [...was.keys()]
    .filter((id) => !is.has(id))
    .map((id): GovernanceChange => ({ list, id, change: "removed", fields: [] }));
  return [...changed, ...removed];
}

/** Names of the fields of two things of one kind that differ. */
export function differing(before: object, after: object): readonly string[] {
  const was = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after).flatMap(([name, value]) =>
    canonicalJson(was.get(name) ?? null) === canonicalJson(value ?? null) ? [] : [name],
  );
}
