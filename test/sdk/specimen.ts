import fc from "fast-check";

// Generated functions and the ways to use them. A specimen is built twice from one description, once to be
// watched and once not; whatever a host could notice goes into the log of its run.

export type Log = (line: string) => void;

export interface Description {
  readonly shape:
    | "sync"
    | "async"
    | "promise"
    | "thenable"
    | "lazy"
    | "subclass"
    | "generator"
    | "async generator"
    | "iterator"
    | "async iterator"
    | "stream"
    | "abortable";
  readonly value:
    | "number"
    | "undefined"
    | "plain"
    | "frozen"
    | "getters"
    | "proxy"
    | "array"
    | "function";
  readonly failure: "none" | "error" | "string" | "null" | "frozen" | "getters" | "proxy";
  /** Items a stream yields before it ends or fails. */
  readonly items: number;
  /** Turns of the microtask queue before an asynchronous answer. */
  readonly turns: number;
  readonly isMethod: boolean;
  readonly use: "await" | "then" | "catch" | "finally" | "all" | "twice" | "ignore value";
  readonly consume: "all" | "break" | "throw" | "return" | "concurrent" | "spread" | "never";
}

export const descriptions: fc.Arbitrary<Description> = fc.record({
  shape: fc.constantFrom(
    "sync",
    "async",
    "promise",
    "thenable",
    "lazy",
    "subclass",
    "generator",
    "async generator",
    "iterator",
    "async iterator",
    "stream",
    "abortable",
  ),
  value: fc.constantFrom(
    "number",
    "undefined",
    "plain",
    "frozen",
    "getters",
    "proxy",
    "array",
    "function",
  ),
  failure: fc.oneof(
    { weight: 2, arbitrary: fc.constant("none" as const) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("error", "string", "null", "frozen", "getters", "proxy"),
    },
  ),
  items: fc.nat(3),
  turns: fc.nat(2),
  isMethod: fc.boolean(),
  use: fc.constantFrom("await", "then", "catch", "finally", "all", "twice", "ignore value"),
  consume: fc.constantFrom("all", "break", "throw", "return", "concurrent", "spread", "never"),
});

export type Callable = (this: unknown, ...args: unknown[]) => unknown;

export interface Specimen {
  readonly call: Callable;
  /** What the function made, for identity: the last answer and failure. */
  readonly made: { answer?: unknown; failure?: unknown };
}

/** Everything that looks at the object is heard. */
function listening(name: string, target: object, log: Log): object {
  const traps: ProxyHandler<object> = {};
  for (const trap of [
    "get",
    "has",
    "ownKeys",
    "getPrototypeOf",
    "getOwnPropertyDescriptor",
  ] as const) {
    Object.assign(traps, {
      [trap]: (...args: [object, PropertyKey, unknown]) => {
        log(`${name} ${trap} ${trap === "get" || trap === "has" ? String(args[1]) : ""}`);
        return Reflect.apply(Reflect[trap], undefined, args);
      },
    });
  }
  return new Proxy(target, traps);
}

function withGetters(name: string, target: object, log: Log): object {
  for (const key of ["then", "next", "name", "message", "constructor", "value", "done", "label"]) {
    Object.defineProperty(target, key, {
      configurable: true,
      enumerable: true,
      get() {
        log(`${name} getter ${key}`);
        return undefined;
      },
    });
  }
  return target;
}

function makeValue(of: Description["value"], log: Log): unknown {
  switch (of) {
    case "number":
      return 42;
    case "undefined":
      return undefined;
    case "plain":
      return { label: "yes", nested: { a: 1 } };
    case "frozen":
      return Object.freeze({ label: "yes" });
    case "getters":
      return withGetters("value", {}, log);
    case "proxy":
      return listening("value", { label: "yes" }, log);
    case "array":
      return ["a", "b"];
    case "function":
      return () => "answer";
  }
}

function makeFailure(of: Description["failure"], log: Log): unknown {
  switch (of) {
    case "none":
    case "error":
      return new RangeError("out of range");
    case "string":
      return "just a string";
    case "null":
      return null;
    case "frozen":
      return Object.freeze(new TypeError("frozen"));
    case "getters":
      return withGetters("failure", new Error("hostile"), log);
    case "proxy":
      return listening("failure", new Error("proxied"), log);
  }
}

class Deferred extends Promise<unknown> {
  readonly #secret = 7;
  secret(): number {
    return this.#secret;
  }
}

export function build(description: Description, log: Log): Specimen {
  const { shape, items, turns } = description;
  const made: { answer?: unknown; failure?: unknown } = {};
  const isFailing = description.failure !== "none";
  const value = (): unknown => {
    const given = makeValue(description.value, log);
    return given;
  };
  const fail = (): never => {
    made.failure = makeFailure(description.failure, log);
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
    log(`called with ${args.length} on ${this === undefined ? "nothing" : typeof this}`);
    made.answer = make(args[1]);
    return made.answer;
  }
  return { call: predict, made };
}
