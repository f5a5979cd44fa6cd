import type { ContentOf } from "./content.ts";

/** What our own wrappers of clients ask of a monitor, and its users do not. */
export interface MonitorInternals {
  readonly contentOf: ContentOf;
}

// Of the process, not of this module: a monitor of the ESM build may meet a wrapper of the CJS build.
const INTERNALS = Symbol.for("tiltmeter.monitor.internals");

/** Puts the internals where `internalsOf` finds them, unseen by who enumerates the monitor. */
export function withInternals<M extends object>(monitor: M, internals: MonitorInternals): M {
  return Object.defineProperty(monitor, INTERNALS, { value: internals });
}

/** Undefined where the value is no monitor of ours. */
export function internalsOf(monitor: unknown): MonitorInternals | undefined {
  if (typeof monitor !== "object" || monitor === null) return undefined;
  const found: unknown = Object.getOwnPropertyDescriptor(monitor, INTERNALS)?.value;
  // Only `withInternals` writes under this symbol.
  return found as MonitorInternals | undefined;
}
