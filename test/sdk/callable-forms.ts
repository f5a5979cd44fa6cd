import { types } from "node:util";
import { listening } from "./hostile-values.ts";
import type { Callable, Log } from "./specimen.ts";

// The forms in which a function can be handed to be watched.

export const FORMS = [
  "function",
  "arrow",
  "method",
  "bound",
  "properties",
  "frozen",
  "proxied",
  "class",
  "subclass of a class",
  "constructor",
  "without prototype",
  "native",
] as const;
export type Form = (typeof FORMS)[number];

/** Forms that are made instances of. */
export const isConstructed = (form: Form): boolean =>
  form === "class" || form === "subclass of a class" || form === "constructor";

/** The body in the form asked for: each looks, runs and is named alike, however often it is built. */
export function inForm(form: Form, body: Callable, log: Log): Callable {
  switch (form) {
    case "function":
    case "native":
      return body;
    case "arrow":
      return (a: unknown, ...rest: unknown[]) => Reflect.apply(body, undefined, [a, ...rest]);
    case "method":
      return {
        predict(this: unknown, a: unknown, b: unknown, ...rest: unknown[]): unknown {
          return Reflect.apply(body, this, [a, b, ...rest]);
        },
      }.predict;
    case "bound":
      return body.bind(Object.freeze({ bound: true }));
    case "properties":
      return withProperties(body, log);
    case "frozen":
      return Object.freeze(withProperties(body, log));
    case "proxied": {
      // Its target is a function, and so is it.
      const proxied = listening("function", withProperties(body, log), log) as Callable;
      return new Proxy(proxied, {
        apply: (target, self, args: unknown[]) => {
          log(`applied with ${args.length}`);
          return Reflect.apply(target, self, args);
        },
      });
    }
    case "class":
      return classOf(body, log);
    case "subclass of a class": {
      // Constructed, never called: TypeScript does not know a class as a callable.
      const Base = classOf(body, log) as unknown as new (...args: unknown[]) => object;
      class Derived extends Base {
        readonly derived = true;
      }
      return Derived as unknown as Callable;
    }
    case "constructor":
      return function Model(this: unknown, ...args: unknown[]): unknown {
        log(`constructed ${new.target === undefined ? "without new" : new.target.name}`);
        Object.assign(Object(this), { args: args.length });
        return left(Reflect.apply(body, this, args));
      };
    case "without prototype":
      return Object.setPrototypeOf(
        (...args: unknown[]) => Reflect.apply(body, undefined, args),
        null,
      );
  }
}

/** Nobody looks at what a constructor's body made: its rejection is nobody's to handle. */
function left(answer: unknown): unknown {
  if (types.isPromise(answer)) Promise.prototype.then.call(answer, undefined, () => undefined);
  return answer;
}

function withProperties(body: Callable, log: Log): Callable {
  const made = function predict(this: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(body, this, args);
  };
  Object.defineProperty(made, "computed", {
    enumerable: true,
    configurable: true,
    get() {
      log(`computed on ${this === undefined ? "nothing" : typeof this}`);
      return 7;
    },
  });
  Object.defineProperty(made, "name", { value: "renamed", configurable: true });
  Object.defineProperty(made, "fixed", { value: 1 });
  return Object.assign(made, { version: "7", nested: { a: 1 }, [Symbol.for("mark")]: true });
}

function classOf(body: Callable, log: Log): Callable {
  class Model {
    static readonly made = "Model";
    readonly #weight: unknown;
    constructor(...args: unknown[]) {
      log(`constructed ${new.target.name} ${new.target.made}`);
      this.#weight = args.length;
      // What a constructor returns that is no object is left out by the language.
      left(Reflect.apply(body, this, args));
    }
    weight(): unknown {
      return this.#weight;
    }
  }
  return Model as unknown as Callable;
}
