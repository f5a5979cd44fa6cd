import type { AnswerNames } from "./clients/answer-names.ts";
import type { Instruments } from "./clients/instruments.ts";
import type { ContentOf } from "./content.ts";
import type { DirectiveSource } from "./directive.ts";
import type { Intake } from "./intake.ts";
import type { Observer } from "./observer.ts";

/** What our own wrappers of clients ask of a monitor, and its users do not. */
export interface MonitorInternals {
  readonly contentOf: ContentOf;
  readonly isOpen: () => boolean;
  /** Takes a prediction; does not throw. */
  readonly predict: Intake["prediction"];
  /** Takes a statement about one; does not throw. */
  readonly state: Intake["statement"];
  readonly onFault: Intake["onFault"];
  readonly directive: Pick<DirectiveSource, "start" | "isSuspended" | "count">;
  readonly names: Pick<AnswerNames, "name">;
  readonly instruments: Pick<Instruments, "add">;
  /** Calls whose answer is a stream that has not ended. */
  readonly open: Set<Pick<Observer, "abandoned">>;
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
