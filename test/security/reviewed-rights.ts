import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A line of the reviewed rights: who may use a route, and what is left of it for a part of the systems. */
export interface Right {
  readonly method: string;
  readonly path: string;
  /** `anyone`, or roles. */
  readonly roles: readonly string[];
  readonly scope: "none" | "self" | "filtered" | "all" | "system" | "record";
  /** Of `system` and `record`: the parameter that names it. */
  readonly parameter: string;
  readonly isAsked: boolean;
}

/**
 * The rights as people reviewed them, read from their file and not from the table that the collector goes
 * by: what is expected of an answer shares no code with what gives it.
 */
export function reviewedRights(): readonly Right[] {
  const text = readFileSync(fileURLToPath(new URL("rights.txt", import.meta.url)), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => {
      const [method = "", path = "", scoped = "", roles = ""] = line.split(/ +/);
      const [scope = "", where = "", parameter = ""] = scoped.split(":");
      return {
        ...{ method, path, parameter, isAsked: where === "query" },
        roles: roles.split(","),
        scope: scope as Right["scope"], // a word of the reviewed file
      };
    });
}
