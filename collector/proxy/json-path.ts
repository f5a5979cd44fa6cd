/** One step into a value: a property's name, or a place in a list from 0. */
export type Step = string | number;

/** Where a value stands: from which part of an exchange, and the way into it. */
export interface JsonPath {
  readonly root: string;
  readonly steps: readonly Step[];
  /** As it was written. */
  readonly text: string;
}

const STEP = /\.([^.[\]"\s]+)|\[(\d{1,9})\]|\["((?:[^"\\]|\\.)*)"\]/y;

/**
 * Reads `request.rows[0].age` or `answer["the label"]`: a root, then names after dots, places in brackets, and names
 * with other characters in brackets and quotes. Null where it is no such thing.
 */
export function parsePath(text: string): JsonPath | null {
  const root = /^[a-z]+/.exec(text)?.[0];
  if (root === undefined) return null;
  const steps: Step[] = [];
  STEP.lastIndex = root.length;
  while (STEP.lastIndex < text.length) {
    const found = STEP.exec(text);
    if (found === null) return null;
    const [, name, place, quoted] = found;
    if (place !== undefined) steps.push(Number(place));
    else steps.push(name ?? (quoted ?? "").replace(/\\(.)/g, "$1"));
  }
  return { root, steps, text };
}

/** What stands there; undefined where nothing does. Only own properties: a body is data. */
export function valueAt(root: unknown, steps: readonly Step[]): unknown {
  let value = root;
  for (const step of steps) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) {
      return undefined;
    }
    value = Reflect.get(value, step);
  }
  return value;
}

/** How far the way leads, for a message about where it ends: the last value on it, and the step that it lacks. */
export function whereItEnds(
  root: unknown,
  steps: readonly Step[],
): { readonly value: unknown; readonly missing: Step } | null {
  for (const [index, step] of steps.entries()) {
    if (valueAt(root, steps.slice(0, index + 1)) === undefined) {
      return { value: valueAt(root, steps.slice(0, index)), missing: step };
    }
  }
  return null;
}
