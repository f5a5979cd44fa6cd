import type { DirectiveSource } from "./directive.ts";
import type { Diversion } from "./divert.ts";
import type { Intake } from "./intake.ts";

/** Null where the function has no fallback; else the directive is asked for from now on. */
export function diversionOf(
  options: { readonly fallback?: unknown; readonly shadow?: unknown },
  directive: DirectiveSource,
  intake: Intake,
): Diversion | null {
  const { fallback, shadow } = options;
  if (typeof fallback !== "function") return null;
  directive.start();
  return {
    directive,
    fallback(this: unknown, ...args) {
      return Reflect.apply(fallback, this, args);
    },
    isShadow: shadow === true,
    record: (stop, trace) => intake.statement(stop, trace),
  };
}
