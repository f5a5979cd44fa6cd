import type { Bound, Wanted } from "@tiltmeter/rules";

/** Whether a number is what was written: `3`, `>= 200`. */
export function holds({ sign, than }: Bound, value: number): boolean {
  switch (sign) {
    case "=":
      return value === than;
    case "!=":
      return value !== than;
    case "<":
      return value < than;
    case "<=":
      return value <= than;
    case ">":
      return value > than;
    case ">=":
      return value >= than;
  }
}

/** A bound as it is written. */
export function boundInWords({ sign, than }: Bound): string {
  return sign === "=" ? String(than) : `${sign} ${than}`;
}

/** One field that is not what was written. */
export interface Difference {
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * Where a value differs from what was written of it. Only what is written is compared: of a table
 * the members that it names, of a list the items that have to be in it.
 */
export function differences(wanted: Wanted, found: unknown, path = ""): readonly Difference[] {
  switch (wanted.kind) {
    case "bound":
      return typeof found === "number" && holds(wanted.bound, found)
        ? []
        : [{ path, expected: boundInWords(wanted.bound), found: shown(found) }];
    case "text": {
      const same =
        typeof found === "number" ? Number(wanted.text) === found : String(found) === wanted.text;
      return same ? [] : [{ path, expected: wanted.text, found: shown(found) }];
    }
    case "list": {
      const items: readonly unknown[] = Array.isArray(found) ? found : [];
      return wanted.items.flatMap((item) =>
        items.some((each) => differences(item, each).length === 0)
          ? []
          : [{ path, expected: `… ${inWords(item)} …`, found: shown(found) }],
      );
    }
    case "table": {
      if (typeof found !== "object" || found === null) {
        return [{ path, expected: inWords(wanted), found: shown(found) }];
      }
      const members: Readonly<Record<string, unknown>> = { ...found };
      return Object.entries(wanted.members).flatMap(([key, member]) => {
        const inner = path === "" ? key : `${path}.${key}`;
        return differences(member, Object.hasOwn(members, key) ? members[key] : undefined, inner);
      });
    }
  }
}

function inWords(wanted: Wanted): string {
  switch (wanted.kind) {
    case "bound":
      return boundInWords(wanted.bound);
    case "text":
      return wanted.text;
    case "list":
      return `[${wanted.items.map(inWords).join(", ")}]`;
    case "table":
      return `{ ${Object.entries(wanted.members)
        .map(([key, member]) => `${key}: ${inWords(member)}`)
        .join(", ")} }`;
  }
}

function shown(found: unknown): string {
  if (found === undefined) return "nothing of that name";
  return typeof found === "string" ? found : JSON.stringify(found);
}
