import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import type { z } from "zod";
import { JSON_SHAPES, type JsonPath } from "./json-shapes.ts";
import { isReserved } from "./limits.ts";
import { nearest } from "./nearest.ts";
import type { Rejection } from "./recognised.ts";
import { show } from "./show.ts";

/** Reads one item of the plain JSON ingest (`POST /api/v1/predictions` and its siblings). */
export function recogniseJson(
  path: JsonPath,
  item: unknown,
): { readonly kind: "telemetry"; readonly telemetry: Telemetry } | Rejection {
  const reserved = reservedName(item);
  if (reserved !== null) {
    return { kind: "rejected", reason: `${show(reserved)} is a reserved name; use another` };
  }
  const shape = JSON_SHAPES[path];
  const parsed = shape.parse(item);
  if (parsed.kind === "telemetry") return parsed;
  return { kind: "rejected", reason: reasonOf(tellingOf(parsed.issues), item, shape.keys) };
}

/** `JSON.parse` makes an own `__proto__`, and the schema would drop it without a word. */
function reservedName(item: unknown): string | null {
  if (typeof item !== "object" || item === null) return null;
  for (const [key, value] of Object.entries(item)) {
    if (isReserved(key)) return key;
    if (typeof value !== "object" || value === null) continue;
    const inner = Object.keys(value).find(isReserved);
    if (inner !== undefined) return `${key}.${inner}`;
  }
  return null;
}

/** An unknown key first: what seems to be missing was often only misspelt. */
function tellingOf(issues: readonly [z.core.$ZodIssue, ...z.core.$ZodIssue[]]): z.core.$ZodIssue {
  return issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0];
}

function reasonOf(issue: z.core.$ZodIssue, item: unknown, keys: readonly string[]): string {
  const name = issue.path.length === 0 ? "" : issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const unknown = issue.keys[0] ?? "";
    const full = name === "" ? unknown : `${name}.${unknown}`;
    const known = keys.filter((key) => key.startsWith(name === "" ? "" : `${name}.`));
    const meant = nearest(full, known);
    const hint = meant === null ? `known keys are ${known.join(", ")}` : `did you mean ${meant}?`;
    return `unknown key ${show(full)}; ${hint}`;
  }
  return `${name === "" ? "an item" : name} must be ${issue.message}, got ${show(valueAt(item, issue.path))}`;
}

function valueAt(item: unknown, path: readonly PropertyKey[]): unknown {
  let value = item;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name === String(key))?.[1];
  }
  return value;
}
