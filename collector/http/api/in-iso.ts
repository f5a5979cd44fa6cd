import { iso } from "../query.ts";
import type { Json } from "./shapes.ts";

/**
 * A value in which every number under a name that ends in `Ms` is an instant: the same as JSON, with the
 * instant in ISO 8601 under the name that the API has for it, `atMs` as `at` and `lastSeenMs` as `lastSeenAt`.
 */
export function inIso(of: object): Json {
  return Object.fromEntries(
    Object.entries(of).map(([name, value]) => [nameOf(name), turned(name, value)]),
  );
}

function turned(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => turned("", each));
  if (typeof value === "object" && value !== null) return inIso(value);
  return typeof value === "number" && name.endsWith("Ms") ? iso(value) : value;
}

/** `fromMs` and `toMs` are `from` and `to`, as everywhere in the API. */
function nameOf(name: string): string {
  if (!name.endsWith("Ms")) return name;
  const stem = name.slice(0, -2);
  return BARE.has(stem) ? stem : `${stem}At`;
}

const BARE: ReadonlySet<string> = new Set(["at", "from", "to", "until", "since", "due", "expires"]);
