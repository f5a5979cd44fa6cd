import { labelsKey } from "@tiltmeter/rules";
import type { Group, Scope } from "./scope.ts";

/** Rows of one group, each without the values that name the group. */
export interface GroupedRows extends Group {
  readonly rows: (readonly unknown[])[];
}

/** Gathers rows by the group that their first values name. O(rows). */
export function grouped(scope: Scope, rows: readonly (readonly unknown[])[]): GroupedRows[] {
  const groups = new Map<string, GroupedRows>();
  for (const row of rows) {
    const key = JSON.stringify(row.slice(0, scope.width));
    let known = groups.get(key);
    if (known === undefined) {
      known = { ...scope.group(row), rows: [] };
      groups.set(key, known);
    }
    known.rows.push(row.slice(scope.width));
  }
  return [...groups.values()];
}

/** One text per group: joins what two queries say of it. */
export function groupKey({ startMs, system, labels }: Group): string {
  return JSON.stringify([startMs, system, labelsKey(labels)]);
}
