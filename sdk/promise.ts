import { isPromise } from "node:util/types";
import type { Observer } from "./observer.ts";

// Taken at load: a host that replaces them later changes nothing here.
const promiseThen = Promise.prototype.then;
const promisePrototype = Promise.prototype;

/** A promise whose `then` runs nobody's code: no subclass, no constructor of its own. */
export function isPlainPromise(value: object): boolean {
  return (
    isPromise(value) &&
    Object.getPrototypeOf(value) === promisePrototype &&
    !Object.hasOwn(value, "constructor")
  );
}

/**
 * Reacts to the end of a plain promise; `onError` hears of a rejection before the call does.
 *
 * Runs with each watched call: two closures, and none where `onValue` is one function for all.
 */
export function observePromise(
  promise: object,
  call: Observer,
  onValue: (value: unknown, call: Observer) => void,
  onError: () => void = nothing,
): void {
  Reflect.apply(promiseThen, promise, [
    (value: unknown) => {
      try {
        onValue(value, call);
      } catch {
        giveUp(call);
      }
    },
    (error: unknown) => {
      try {
        onError();
        call.threw(error);
      } catch {
        giveUp(call);
      }
    },
  ]);
}

/** Runs our own code inside the host's: a mistake in it ends the observation and nothing else. */
export function guarded(call: Observer, observe: () => void): void {
  try {
    observe();
  } catch {
    giveUp(call);
  }
}

function giveUp(call: Observer): void {
  try {
    call.abandoned();
  } catch {
    // At the end of the stack nothing more can be done: the call goes unseen.
  }
}

const nothing = (): undefined => undefined;
