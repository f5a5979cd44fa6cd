import { addCounts } from "./add-counts.ts";

/** What can be counted by name: of predictions, but for `reviewer`, which is of decisions. */
export type NameOf = "model" | "model_version" | "supplier" | "reviewer";

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
