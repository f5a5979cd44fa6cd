import { Readable } from "node:stream";
import fc from "fast-check";
import { FORMS, type Form, inForm } from "./callable-forms.ts";
import {
  FAILURE_KINDS,
  type FailureKind,
  makeFailure,
  makeValue,
  VALUE_KINDS,
  type ValueKind,
} from "./hostile-values.ts";

// Generated functions and the ways to use them. A specimen is built twice from one description, once to be
// watched and once not; whatever a host could notice goes into the log of its run.

export type Log = (line: string) => void;

const SHAPES = [
  "sync",
  "async",
  "promise",
  "thenable",
  "lazy",
  "getter thenable",
  "subclass",
  "species",
  "own then",
  "generator",
  "async generator",
  "iterator",
  "frozen iterator",
  "built-in iterator",
  "async iterator",
  "stream",
  "web stream",
  "node stream",
  "abortable",
] as const;

export interface Description {
  readonly shape: (typeof SHAPES)[number];
  readonly form: Form;
  readonly argument: ValueKind;
  readonly value: ValueKind;
  readonly failure: "none" | FailureKind;
  /** Items a stream yields before it ends or fails. */
  readonly items: number;
  /** Turns of the microtask queue before an asynchronous answer. */
  readonly turns: number;
  readonly self: "none" | "object" | "frozen" | "primitive";
  readonly use: "await" | "then" | "catch" | "finally" | "all" | "race" | "twice" | "ignore value";
  readonly consume: "all" | "break" | "throw" | "return" | "concurrent" | "spread" | "never";
}

export const descriptions: fc.Arbitrary<Description> = fc.record({
  shape: fc.constantFrom(...SHAPES),
  form: fc.oneof(
    { weight: 2, arbitrary: fc.constant("function" as const) },
    { weight: 1, arbitrary: fc.constantFrom(...FORMS) },
  ),
  argument: fc.constantFrom(...VALUE_KINDS),
  value: fc.constantFrom(...VALUE_KINDS),
  failure: fc.oneof(
    { weight: 2, arbitrary: fc.constant("none" as const) },
    { weight: 1, arbitrary: fc.constantFrom(...FAILURE_KINDS) },
  ),
  items: fc.nat(3),
  turns: fc.nat(2),
  self: fc.constantFrom("none", "object", "frozen", "primitive"),
  use: fc.constantFrom("await", "then", "catch", "finally", "all", "race", "twice", "ignore value"),
  consume: fc.constantFrom("all", "break", "throw", "return", "concurrent", "spread", "never"),
});

export type Callable = (this: unknown, ...args: unknown[]) => unknown;

interface Made {
  answer?: unknown;
  failure?: unknown;
  /** What it is called with, by who drives it. */
  args?: readonly unknown[];
}

const NATIVE: ReadonlySet<string> = new Set(["async", "generator", "async generator"]);

export interface Specimen {
  readonly call: Callable;
  /** What the function was given and made, for identity. */
  readonly made: Made;
}

class Deferred extends Promise<unknown> {
  readonly #secret = 7;
  secret(): number {
    return this.#secret;
  }
}

class Parallel extends Promise<unknown> {
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }
}

export function build(description: Description, log: Log): Specimen {
  const { shape, items, turns } = description;
  const made: Made = {};
  const isFailing = description.failure !== "none";
  const value = (): unknown => {
    return makeValue(description.value, "value", log);
  };
  const fail = (): never => {
    made.failure = description.failure === "none" ? null : makeFailure(description.failure, log);
    throw made.failure;
  };
  const later = async (): Promise<unknown> => {
    for (let turn = 0; turn < turns; turn += 1) await null;
    return isFailing ? fail() : value();
  };
  const makers: Record<Description["shape"], (signal: unknown) => unknown> = {
    sync: () => (isFailing ? fail() : value()),
    async: later,
    promise: () => new Promise((resolve, reject) => later().then(resolve, reject)),
    thenable: () => {
      const settled = later();
      settled.then(undefined, () => undefined);
      return {
        // biome-ignore lint/suspicious/noThenProperty: a thenable is what is tested
        then(...reactions: [() => unknown, () => unknown]) {
          log(`then called with ${reactions.length > 0}`);
          return settled.then(...reactions);
        },
      };
    },
    lazy: () =>
      Object.create({
        // biome-ignore lint/suspicious/noThenProperty: a thenable is what is tested
        then(...reactions: [() => unknown, () => unknown]) {
          log("query runs");
          return later().then(...reactions);
        },
      }),
    "getter thenable": () => {
      const settled = later();
      settled.then(undefined, () => undefined);
      return {
        // biome-ignore lint/suspicious/noThenProperty: a thenable is what is tested
        get then() {
          log("value getter then");
          return (...reactions: [() => unknown, () => unknown]) => settled.then(...reactions);
        },
      };
    },
    species: () => new Parallel((resolve, reject) => later().then(resolve, reject)),
    "own then": () => {
      const promise = later();
      return Object.assign(promise, {
        // biome-ignore lint/suspicious/noThenProperty: a thenable is what is tested
        then(...reactions: [() => unknown, () => unknown]) {
          log("then of its own");
          return Promise.prototype.then.apply(promise, reactions);
        },
      });
    },
    subclass: () => new Deferred((resolve, reject) => later().then(resolve, reject)),
    generator: function* (): Generator<number, unknown, unknown> {
      try {
        for (let i = 0; i < items; i += 1) log(`sent ${String(yield i)}`);
        return isFailing ? fail() : value();
      } finally {
        log("cleaned up");
      }
    },
    "async generator": async function* (): AsyncGenerator<number, unknown, unknown> {
      try {
        for (let i = 0; i < items; i += 1) log(`sent ${String(yield i)}`);
        if (isFailing) fail();
        return value();
      } finally {
        log("cleaned up");
      }
    },
    iterator: () => {
      let i = 0;
      return {
        next() {
          log("next");
          i += 1;
          if (i <= items) return { done: false, value: i };
          return isFailing ? fail() : { done: true, value: undefined };
        },
        return(given: unknown) {
          log("return");
          return { done: true, value: given };
        },
        [Symbol.iterator]() {
          return this;
        },
      };
    },
    "frozen iterator": () => Object.freeze(makers.iterator(undefined)),
    "built-in iterator": () => new Map([["a", 1]]).entries(),
    "web stream": () => {
      let i = 0;
      return new ReadableStream({
        pull(controller) {
          i += 1;
          if (i <= items) controller.enqueue(i);
          else if (isFailing) fail();
          else controller.close();
        },
        cancel(reason) {
          log(`cancelled ${typeof reason}`);
        },
      });
    },
    "node stream": () =>
      Readable.from(
        (function* () {
          for (let i = 1; i <= items; i += 1) yield `item ${i}`;
          if (isFailing) throw new RangeError("within the stream");
        })(),
      ),
    "async iterator": () => {
      let i = 0;
      return {
        next() {
          log("next");
          i += 1;
          const step =
            i > items && !isFailing ? { done: true, value: undefined } : { done: false, value: i };
          return i > items ? later().then(() => step) : Promise.resolve(step);
        },
        [Symbol.asyncIterator]() {
          return this;
        },
      };
    },
    stream: () => {
      // As model clients have it: an async iterable with private state and methods beside.
      class Stream {
        readonly #items = items;
        async *[Symbol.asyncIterator](): AsyncGenerator<number> {
          for (let i = 0; i < this.#items; i += 1) yield i;
          if (isFailing) fail();
        }
        left(): number {
          return this.#items;
        }
      }
      return new Stream();
    },
    abortable: (signal) =>
      new Promise((resolve, reject) => {
        if (!(signal instanceof AbortSignal)) return resolve(value());
        signal.addEventListener("abort", () => {
          made.failure = signal.reason;
          reject(signal.reason);
        });
        if (!isFailing) later().then(resolve, reject);
      }),
  };
  const make = makers[shape];
  function predict(this: unknown, ...args: unknown[]): unknown {
    const isSame = args.every((arg, index) => Object.is(arg, made.args?.[index]));
    log(`called with ${args.length} ${isSame} on ${this === undefined ? "nothing" : typeof this}`);
    made.answer = make(args[1]);
    return made.answer;
  }
  // A generator function and the like as it is, where its answer needs nothing else.
  const native: unknown = make;
  const body = description.form === "native" && NATIVE.has(shape) ? (native as Callable) : predict;
  return { call: inForm(description.form, body, log), made };
}
