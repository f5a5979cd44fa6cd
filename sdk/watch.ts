import { Call, type Watched } from "./call.ts";
import { type Diversion, divert } from "./divert.ts";
import { observeAnswer } from "./settlement.ts";

/**
 * The function itself, seen: every property, `this`, `new`, name and length are its own.
 *
 * The original runs exactly once, and what it returns or throws goes on as it is. `isOpen` says whether
 * calls are still observed; `onCall` hears the id of a call once its first, synchronous part is over.
 * Where there is a `diversion` and the system is suspended, the fallback runs in its place.
 */
export function watchFunction<F extends (...args: never[]) => unknown>(
  original: F,
  watched: Watched,
  isOpen: () => boolean,
  onCall: (id: string) => void,
  diversion: Diversion | null = null,
): F {
  return new Proxy(original, {
    apply(target, self, args: unknown[]) {
      const call = isOpen() ? begin(watched, args) : null;
      if (diversion !== null && isSuspended(diversion)) {
        return divert(diversion, call, { original: target, self, args, onCall });
      }
      if (call === null) return Reflect.apply(target, self, args as never[]);
      let answer: unknown;
      try {
        answer = Reflect.apply(target, self, args as never[]);
      } catch (error) {
        try {
          call.threw(error);
          onCall(call.id);
        } catch {
          // At the end of the stack even a guard cannot be called: the call goes unseen.
        }
        throw error;
      }
      try {
        observeAnswer(answer, call);
        onCall(call.id);
      } catch {
        // As above.
      }
      return answer;
    },
  });
}

/** Null where even our own beginning fails, as it does at the end of the stack: the call then goes unseen. */
function begin(watched: Watched, args: readonly unknown[]): Call | null {
  try {
    return new Call(watched, args);
  } catch {
    return null;
  }
}

/** At the end of the stack, where it cannot be asked, the call goes on as it would without us. */
function isSuspended({ directive }: Diversion): boolean {
  try {
    return directive.isSuspended();
  } catch {
    return false;
  }
}
