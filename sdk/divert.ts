import type { Call } from "./call.ts";
import type { DirectiveSource } from "./directive.ts";
import { stopOf } from "./stop-of.ts";
import type { Oversight } from "./wire/oversight.ts";

/** What a watched function does while its system is suspended. */
export interface Diversion {
  readonly directive: Pick<DirectiveSource, "isSuspended" | "count">;
  readonly fallback: (this: unknown, ...args: readonly unknown[]) => unknown;
  readonly isShadow: boolean;
  /** Takes a record; does not throw. */
  readonly record: (
    stop: Oversight,
    trace: { readonly traceId: string; readonly spanId: string },
  ) => void;
}

interface DivertedCall {
  readonly original: (...args: never[]) => unknown;
  readonly self: unknown;
  readonly args: readonly unknown[];
  /** Hears the id of the call. */
  readonly onCall: (id: string) => void;
}

/**
 * Answers a call by the fallback instead of the model. What it returns or throws goes on as it is.
 *
 * Each call that is kept from the model is recorded as an oversight decision, `stop`, about the
 * prediction that the model would have made: somebody with authority has stopped the model, and this is
 * what came of it. It is no prediction, which would count as an answer of the model in every rate, and
 * no mere count, since people want to know of this one case who decided it. Rates of oversight leave
 * stops out, and records of this class are the last to be dropped.
 */
export function divert(diversion: Diversion, call: Call | null, of: DivertedCall): unknown {
  try {
    diversion.directive.count();
    if (call !== null) {
      of.onCall(call.id);
      recordStops(diversion, call);
      // After the caller's turn: the model, which may take its time, must not delay the fallback's answer.
      if (diversion.isShadow) setImmediate(() => void runShadow(call, of));
    }
  } catch {
    // At the end of the stack even a guard cannot be called: the call goes unseen.
  }
  return Reflect.apply(diversion.fallback, of.self, of.args);
}

function recordStops({ record }: Diversion, call: Call): void {
  const { ids, timeMs, trace } = call.announced();
  for (const id of ids) record(stopOf(id, timeMs), trace);
}

/** Calls the model for its prediction alone. Never rejects: its failure is recorded and reaches nobody. */
async function runShadow(call: Call, of: DivertedCall): Promise<void> {
  try {
    call.started();
    const value: unknown = await Reflect.apply(of.original, of.self, of.args as never[]); // what it was called with
    const end = endOf(value);
    if (end === null) call.returned(value);
    else {
      // Nobody reads it: what it would have said is not known, and its source must not wait for a reader.
      call.abandoned();
      await end();
    }
  } catch (error) {
    call.threw(error);
  }
}

/** What ends a stream that nobody reads; null where the value is none. */
function endOf(value: unknown): (() => unknown) | null {
  if (typeof value !== "object" || value === null) return null;
  const method = (name: string): (() => unknown) | null => {
    const found: unknown = Reflect.get(value, name);
    return typeof found === "function" ? () => Reflect.apply(found, value, []) : null;
  };
  if (method("getReader") !== null) return method("cancel") ?? nothing;
  if (method("pipe") !== null) return method("destroy") ?? nothing;
  const isIterator = method("next") !== null;
  if (isIterator || Symbol.asyncIterator in value) return method("return") ?? nothing;
  return null;
}

const nothing = (): undefined => undefined;
