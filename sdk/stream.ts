import { isGeneratorObject, isProxy } from "node:util/types";
import { dataProperty } from "./data-property.ts";
import type { Observer } from "./observer.ts";
import { guarded, isPlainPromise, observePromise } from "./promise.ts";
import { shadow } from "./shadow.ts";

/** How the consumer drives an iterator. */
type Step = "next" | "return" | "throw";

// A consumer that simply stops and forgets its iterator says nothing: the collector of garbage does.
const forgotten = new FinalizationRegistry<Observer>((call) => call.abandoned());

/**
 * Sees a stream end, where `value` is one; false where it is not.
 *
 * Streams are generators, other iterators, and async iterables such as the streams of model clients.
 * Nothing is consumed and no iterator made: the consumer's own `next`, `return` and `throw` are seen,
 * through methods laid over the same object and taken away when it ends. Web and Node streams are not
 * followed, for they can be read in too many ways: their call ends when they are handed over.
 */
export function observeStream(value: object, call: Observer): boolean {
  if (isGeneratorObject(value)) {
    observeIterator(value, call);
    return true;
  }
  if (Array.isArray(value)) return false;
  const isAsync = Symbol.asyncIterator in value;
  if (!isAsync && !(Symbol.iterator in value)) return false;
  if (isFunction(value, "next")) {
    observeIterator(value, call);
    return true;
  }
  if (!isAsync || isFunction(value, "getReader") || isFunction(value, "pipe")) return false;
  observeIterable(value, call);
  return true;
}

function isFunction(value: object, key: PropertyKey): boolean {
  return typeof dataProperty(value, key) === "function";
}

function observeIterable(iterable: object, call: Observer): void {
  const restore = shadow(iterable, Symbol.asyncIterator, (original, self, args) => {
    restore?.();
    forgotten.unregister(call);
    const iterator = failing(call, () => Reflect.apply(original, self, args));
    guarded(call, () => {
      if (typeof iterator !== "object" || iterator === null || isProxy(iterator)) call.abandoned();
      else observeIterator(iterator, call);
    });
    return iterator;
  });
  begin(iterable, call, restore !== null);
}

/** Sees an iterator driven to its end by its consumer. */
export function observeIterator(iterator: object, call: Observer): void {
  const restores: ((() => void) | null)[] = [];
  const release = (): void => {
    forgotten.unregister(call);
    for (const restore of restores) restore?.();
  };
  const see = (step: Step, result: unknown): void => {
    if (typeof result !== "object" || result === null || isProxy(result)) return;
    const value = dataProperty(result, "value");
    if (dataProperty(result, "done") !== true) {
      call.item(value);
      return;
    }
    release();
    if (step === "return") call.abandoned();
    else call.exhausted(value);
  };
  for (const step of ["next", "return", "throw"] as const) {
    restores.push(
      shadow(iterator, step, (original, self, args) => {
        const result = failing(call, () => Reflect.apply(original, self, args), release);
        guarded(call, () => {
          const isObject = typeof result === "object" && result !== null;
          if (isObject && isPlainPromise(result)) {
            observePromise(result, call, (settled) => see(step, settled), release);
          } else {
            see(step, result);
          }
        });
        return result;
      }),
    );
  }
  begin(iterator, call, restores[0] !== null);
}

function begin(target: object, call: Observer, isSeen: boolean): void {
  if (!isSeen) {
    call.abandoned();
    return;
  }
  call.opened();
  forgotten.register(target, call, call);
}

/** Runs the host's own step; what it throws is noted and goes on as it was. */
function failing(call: Observer, run: () => unknown, release?: () => void): unknown {
  try {
    return run();
  } catch (error) {
    release?.();
    guarded(call, () => call.threw(error));
    throw error;
  }
}
