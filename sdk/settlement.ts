import { isProxy } from "node:util/types";
import { dataProperty } from "./data-property.ts";
import type { Observer } from "./observer.ts";
import { guarded, isPlainPromise, observePromise } from "./promise.ts";
import { shadow } from "./shadow.ts";
import { observeStream } from "./stream.ts";

/**
 * Sees how a call's answer ends, without changing, awaiting or consuming it.
 *
 * - A promise gets one more reaction. This is the only trace that watching leaves: a rejection that the
 *   host itself never handles is no longer reported as unhandled, for a promise cannot be watched without
 *   handling it.
 * - Of another thenable, `then` is never called by us (it may run a query): the host's own call is seen.
 * - A Proxy is left alone, since looking at it could run the host's code.
 */
export function observeAnswer(answer: unknown, call: Observer): void {
  if ((typeof answer !== "object" && typeof answer !== "function") || answer === null) {
    call.returned(answer);
  } else if (isPlainPromise(answer)) {
    observePromise(answer, call, observeSettled);
  } else if (isProxy(answer)) {
    call.returned(answer);
  } else if ("then" in answer && typeof dataProperty(answer, "then") === "function") {
    observeThenable(answer, call);
  } else {
    observeSettled(answer, call);
  }
}

function observeSettled(value: unknown, call: Observer): void {
  const isObject = typeof value === "object" && value !== null && !isProxy(value);
  if (!isObject || !observeStream(value, call)) call.returned(value);
}

function observeThenable(thenable: object, call: Observer): void {
  const restore = shadow(thenable, "then", (then, self, [onValue, onError, ...rest]) =>
    Reflect.apply(then, self, [
      seeing(onValue, passOn, (value) => {
        restore?.();
        guarded(call, () => observeSettled(value, call));
      }),
      seeing(onError, throwOn, (error) => {
        restore?.();
        guarded(call, () => call.threw(error));
      }),
      ...rest,
    ]),
  );
  if (restore === null) call.abandoned();
}

// What `then` does where a reaction is left out (Promises/A+ 2.2.7.3 and 2.2.7.4).
const passOn = (value: unknown): unknown => value;
const throwOn = (error: unknown): never => {
  throw error;
};

/** The host's reaction, or its absence, with us looking on. */
function seeing(
  reaction: unknown,
  absent: (value: unknown) => unknown,
  see: (value: unknown) => void,
): unknown {
  return new Proxy(typeof reaction === "function" ? reaction : absent, {
    apply(callback, self, args: unknown[]) {
      see(args[0]);
      return Reflect.apply(callback, self, args);
    },
  });
}
