import { isProxy } from "node:util/types";
import { dataProperty } from "./data-property.ts";
import { maskText } from "./redaction/mask.ts";

/** Names of classes, also of other languages: identifiers, joined by dots and the like. */
const CLASS_NAME = /^[\p{L}_$][\p{L}\p{N}_$.:]{0,127}$/u;
/** What programs say of a failure that they record themselves: also a status or a code in kebab-case. */
const FAILURE_CODE = /^[\p{L}\p{N}_$][\p{L}\p{N}_$.:/-]{0,127}$/u;

/**
 * The class of a failure (`error.type`): the error's own name where it has one, else its class; never a message, and
 * nothing that could be one.
 *
 * Runs no getter and no Proxy trap of the thrown value: the host must not see that it was looked at.
 * `_OTHER` where nothing says, as OpenTelemetry's conventions have it.
 */
export function errorType(error: unknown): string {
  if (typeof error !== "object" || error === null || isProxy(error)) return "_OTHER";
  if (error instanceof DOMException) return isClassName(error.name) ? error.name : "DOMException";
  const made = dataProperty(error, "constructor");
  const className = typeof made === "function" ? dataProperty(made, "name") : "";
  // `this.name = "AbortError"` says more than the class; the class more than an inherited "Error".
  for (const name of [ownName(error), className, dataProperty(error, "name")]) {
    if (typeof name === "string" && isClassName(name)) return name;
  }
  return "_OTHER";
}

/** The code of a failure that a program recorded itself; `_OTHER` where it is a message. */
export function failureCode(text: string): string {
  return FAILURE_CODE.test(text) && isNobodys(text) ? text : "_OTHER";
}

function isClassName(name: string): boolean {
  return CLASS_NAME.test(name) && isNobodys(name);
}

function isNobodys(name: string): boolean {
  return maskText(name) === name;
}

function ownName(error: object): unknown {
  return Object.getOwnPropertyDescriptor(error, "name")?.value;
}
