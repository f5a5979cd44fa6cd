import { shown } from "./table-error.ts";

/** Which columns of a file are wanted. */
export interface ColumnChoice {
  /** These and no others; absent: all. */
  readonly only?: readonly string[];
  readonly exclude?: readonly string[];
  /** Categories whatever their values look like. */
  readonly asText?: readonly string[];
}

/** Whether a column, or one that lies in it, is wanted. */
export function isWanted(column: string, choice: ColumnChoice): boolean {
  if (choice.exclude?.includes(column) === true) return false;
  if (choice.only === undefined) return true;
  return choice.only.some((name) => name === column || name.startsWith(`${column}.`));
}

/** `no column "agee"; did you mean "age"?` */
export function noColumn(name: string, present: readonly string[]): string {
  const near = nearestName(name, present);
  const listed = present.slice(0, 20).join(", ");
  const more = present.length > 20 ? ` and ${present.length - 20} more` : "";
  const hint = near === null ? `its columns are ${listed}${more}` : `did you mean ${shown(near)}?`;
  return `no column ${shown(name)}; ${hint}`;
}

/** The name that a misspelt one most likely is: at most a third of its letters wrong; null where none is. */
export function nearestName(name: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Edit distance in which a swap of neighbours is one mistake; at least `limit` where it is that much. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      }
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
