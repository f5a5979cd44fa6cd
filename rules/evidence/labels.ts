/**
 * The dimensions that evidence can be grouped by. `system` is always among them. `feature` is for
 * `cells` only, `role` (of the reviewer; empty where not said) for `reviews` only, `control` for
 * `facts` only.
 */
export type Dimension =
  | "system"
  | "model_version"
  | "feature"
  | "role"
  | "control"
  | `segment.${string}`;

/** Names one group of records, or one instance of a control: dimension → value. */
export type Labels = Readonly<Record<string, string>>;

/** The same text for the same labels in any order: JSON of the sorted pairs. */
export function labelsKey(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
