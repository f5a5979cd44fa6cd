/**
 * The dimensions that evidence can be grouped by. `system` is always among them. `feature` is for
 * `cells` only, `role` (of the reviewer; empty where not said) for `reviews` only, `control` for
 * `facts` only; `supplier`, `request_model` and `operation` (empty where not said) for `calls` and `costs` only.
 */
export type Dimension =
  | "system"
  | "model_version"
  | "feature"
  | "role"
  | "control"
  | CallDimension
  | `segment.${string}`;

/** What calls of hosted models can be grouped by beside what predictions can. */
export type CallDimension = "supplier" | "request_model" | "operation";

export function isCallDimension(dimension: string): dimension is CallDimension {
  return dimension === "supplier" || dimension === "request_model" || dimension === "operation";
}

/** Names one group of records, or one instance of a control: dimension → value. */
export type Labels = Readonly<Record<string, string>>;

/** The same text for the same labels in any order: JSON of the sorted pairs. */
export function labelsKey(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
