import type { z } from "zod";
import { AUTH_SHAPE, PROVIDER_SHAPE } from "./auth-config.ts";
import { LEDGER_SHAPE } from "./ledger-config.ts";
import { limitsShape } from "./limits-config.ts";
import { MAINTENANCE_SHAPE, WATCHDOG_SHAPE } from "./operation-config.ts";
import { RETENTION_SHAPE, RETENTION_SYSTEM_SHAPE, STORAGE_SHAPE } from "./retention-config.ts";
import { STORE_SHAPES } from "./store-config.ts";

/** What may stand in a file itself, and below `listen`; every other section has a shape of its own. */
export interface KnownKeys {
  readonly top: object;
  readonly listen: object;
}

/** Everything that is wrong with the configuration file at `path`, a line each: where, and which keys there are. */
export function problemsInWords(
  issues: readonly z.core.$ZodIssue[],
  path: string,
  known: KnownKeys,
): string {
  return issues
    .map((issue) => `${path}: ${issue.path.join(".") || "top level"}: ${said(issue, known)}`)
    .join("\n");
}

function said(issue: z.core.$ZodIssue, known: KnownKeys): string {
  if (issue.code !== "unrecognized_keys") return issue.message;
  const unknown = issue.keys.map((key) => JSON.stringify(key)).join(" and ");
  const keys = Object.keys(shapeAt(issue.path, known)).join(", ");
  return `there is no key ${unknown}; known keys are ${keys}`;
}

/** What may stand where an unknown key stood. */
function shapeAt([first, second, third]: readonly PropertyKey[], known: KnownKeys): object {
  if (first === "ledger") return LEDGER_SHAPE;
  if (first === "watchdog") return WATCHDOG_SHAPE;
  if (first === "maintenance") return MAINTENANCE_SHAPE;
  if (first === "limits") return limitsShape(second, third !== undefined);
  if (first === "retention") return second === "systems" ? RETENTION_SYSTEM_SHAPE : RETENTION_SHAPE;
  if (first === "storage") return STORAGE_SHAPE;
  if (first === "auth") return second === "provider" ? PROVIDER_SHAPE : AUTH_SHAPE;
  if (first === "store") return STORE_SHAPES[String(second ?? "")] ?? {};
  return first === "listen" ? known.listen : known.top;
}
