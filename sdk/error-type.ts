import { isProxy } from "node:util/types";
import { dataProperty } from "./data-property.ts";

/**
 * The class of a failure (`error.type`): the error's own name where it has one, else its class.
 *
 * Runs no getter and no Proxy trap of the thrown value: the host must not see that it was looked at.
 * `_OTHER` where nothing says, as OpenTelemetry's conventions have it.
 */
export function errorType(error: unknown): string {
  if (typeof error !== "object" || error === null || isProxy(error)) return "_OTHER";
  if (error instanceof DOMException) return error.name;
  const made = dataProperty(error, "constructor");
  const className = typeof made === "function" ? dataProperty(made, "name") : "";
  // `this.name = "AbortError"` says more than the class; the class more than an inherited "Error".
  for (const name of [ownName(error), className, dataProperty(error, "name")]) {
    if (typeof name === "string" && name !== "") return name.slice(0, 256);
  }
  return "_OTHER";
}

function ownName(error: object): unknown {
  return Object.getOwnPropertyDescriptor(error, "name")?.value;
}
