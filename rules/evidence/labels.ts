/** The dimensions that evidence can be grouped by. `system` is always among them. */
export type Dimension = "system" | "model_version" | "feature" | `segment.${string}`;

/** Names one group of records, or one instance of a control: dimension → value. */
export type Labels = Readonly<Record<string, string>>;

/** The same text for the same labels in any order: JSON of the sorted pairs. */
export function labelsKey(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
