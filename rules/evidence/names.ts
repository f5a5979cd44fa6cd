import { addCounts } from "./add-counts.ts";

/**
 * What can be counted by name: of predictions, but for `reviewer`, which is of decisions. A prediction that
 * failed may have no model, version or supplier to name, and is then not counted. `tool` and `finish_reason`
 * are of calls of hosted models, each as often as it was asked for or given.
 */
export type NameOf = "model" | "model_version" | "supplier" | "reviewer" | "tool" | "finish_reason";

/** How often each name stood on a record. */
export interface Names {
  readonly kind: "names";
  /** Name → records. */
  readonly counts: Readonly<Record<string, number>>;
  /** Records without a name. */
  readonly unknown: number;
}

export function emptyNames(): Names {
  return { kind: "names", counts: {}, unknown: 0 };
}

export function mergeNames(a: Names, b: Names): Names {
  return {
    kind: "names",
    counts: addCounts(a.counts, b.counts),
    unknown: a.unknown + b.unknown,
  };
}
