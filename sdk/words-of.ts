import { isProxy } from "node:util/types";
import { dataProperty } from "./data-property.ts";
import { errorType } from "./error-type.ts";
import { InputError } from "./input-error.ts";

/**
 * What an error says, for people: our own words, and of an error of the host's its class alone, for its message may
 * hold values. Nothing of the host's is run.
 */
export function wordsOf(error: unknown): string {
  if (isOurs(error)) return error.message;
  const type = errorType(error);
  if (type === "_OTHER") return "no error was thrown, but something else";
  return `it threw ${type}${codeOf(error)}`;
}

/** Node's own word for what failed, such as ECONNREFUSED. */
function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || isProxy(error)) return "";
  const code = dataProperty(error, "code");
  return typeof code === "string" && /^[A-Z][A-Z_]{2,40}$/.test(code) ? ` (${code})` : "";
}

function isOurs(error: unknown): error is InputError {
  try {
    return error instanceof InputError;
  } catch {
    // A Proxy that throws when it is looked at.
    return false;
  }
}
