import type { Tree } from "../control/document.ts";
import {
  type Fields,
  openTable,
  optional,
  type Reader,
  readText,
  required,
} from "../control/fields.ts";
import type { Report } from "../control/finding.ts";
import type { GovernanceContext } from "./governance-context.ts";
import { readName } from "./read-values.ts";

/** The context, with the policies that the file itself has. */
export interface Known extends GovernanceContext {
  readonly policies: readonly string[];
}

/** An item of a list, opened. */
export interface Item {
  readonly fields: Fields;
  readonly id: string | undefined;
  /** A text that must be there; empty where it is not, which the report says. */
  readonly text: (key: string, why: string) => string;
  /** Null: not given. */
  readonly maybe: <T>(key: string, read: Reader<T>) => T | null;
}

/** Opens an item: a key without a value says nothing. */
export function openItem(
  tree: Tree,
  name: string,
  keys: readonly string[],
  report: Report,
): Item | undefined {
  const fields = openTable(tree, { name, keys }, report);
  if (fields === undefined) return undefined;
  const maybe: Item["maybe"] = (key, read) => {
    const value = fields.get(key);
    const isEmpty = value?.kind === "scalar" && value.value === null;
    return isEmpty ? null : (optional(fields, key, read, report) ?? null);
  };
  const hasId = keys.includes("id");
  return {
    fields,
    id: hasId ? required(fields, { key: "id", why: "it names it" }, readName, report) : undefined,
    text: (key, why) => required(fields, { key, why }, readText, report) ?? "",
    maybe,
  };
}
