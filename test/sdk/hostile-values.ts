import type { Log } from "./specimen.ts";

// Values that hosts pass, return and throw. What looks at one of the listening kinds is heard.

export const VALUE_KINDS = [
  "number",
  "bigint",
  "symbol",
  "undefined",
  "null",
  "plain",
  "frozen",
  "sealed",
  "without prototype",
  "cyclic",
  "getters",
  "throwing getters",
  "toJSON",
  "toPrimitive",
  "proxy",
  "revoked",
  "array",
  "holes",
  "species",
  "function",
  "private",
  "date",
  "map",
  "error",
  "response",
] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

export const FAILURE_KINDS = [
  "error",
  "string",
  "null",
  "frozen",
  "getters",
  "throwing getters",
  "proxy",
  "revoked",
  "dom exception",
  "aggregate",
  "undefined",
] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** Lines that hostile values write when they are looked at; by who is not known. */
export const LOOKED_AT = /^(value|failure|argument) (get|has|ownKeys|getter|calls)/;

/** Everything that looks at the object is heard. */
export function listening(name: string, target: object, log: Log): object {
  const traps: ProxyHandler<object> = {};
  for (const trap of [
    "get",
    "has",
    "ownKeys",
    "getPrototypeOf",
    "getOwnPropertyDescriptor",
    "set",
    "defineProperty",
    "deleteProperty",
    "preventExtensions",
    "isExtensible",
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

function withGetters(name: string, target: object, log: Log, isThrowing: boolean): object {
  for (const key of [
    "then",
    "next",
    "name",
    "message",
    "constructor",
    "value",
    "done",
    "label",
    "id",
    "amount",
  ]) {
    Object.defineProperty(target, key, {
      configurable: true,
      enumerable: true,
      get() {
        log(`${name} getter ${key}`);
        if (isThrowing) throw new Error(`the getter of ${key}`);
        return undefined;
      },
    });
  }
  return target;
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

class Listed extends Array<unknown> {
  static override get [Symbol.species](): ArrayConstructor {
    throw new Error("nobody may make another");
  }
}

class Private {
  readonly #label = "yes";
  label(): string {
    return this.#label;
  }
}

const calling = (name: string, key: string | symbol, log: Log): object => ({
  label: "yes",
  [key]() {
    log(`${name} calls ${String(key)}`);
    return "made";
  },
});

export function makeValue(kind: ValueKind, name: string, log: Log): unknown {
  switch (kind) {
    case "number":
      return 42;
    case "bigint":
      return 42n;
    case "symbol":
      return Symbol.for("answer");
    case "undefined":
      return undefined;
    case "null":
      return null;
    case "plain":
      return { label: "yes", nested: { a: 1 } };
    case "frozen":
      return Object.freeze({ label: "yes", id: "a-1" });
    case "sealed":
      return Object.seal({ label: "yes" });
    case "without prototype":
      return Object.assign(Object.create(null), { label: "yes" });
    case "cyclic": {
      const cyclic: Record<string, unknown> = { label: "yes" };
      cyclic["self"] = cyclic;
      return cyclic;
    }
    case "getters":
      return withGetters(name, {}, log, false);
    case "throwing getters":
      return withGetters(name, {}, log, true);
    case "toJSON":
      return calling(name, "toJSON", log);
    case "toPrimitive":
      return calling(name, Symbol.toPrimitive, log);
    case "proxy":
      return listening(name, { label: "yes", id: "a-1" }, log);
    case "revoked":
      return revoked();
    case "array":
      return ["a", "b"];
    case "holes":
      return Object.assign(new Array(3), { 1: "b" });
    case "species":
      return Listed.of("a", "b");
    case "function":
      return () => "answer";
    case "private":
      return new Private();
    case "date":
      return new Date(0);
    case "map":
      return new Map([["label", "yes"]]);
    case "error":
      return new Error("returned, not thrown");
    case "response":
      return new Response("body");
  }
}

export function makeFailure(kind: FailureKind, log: Log): unknown {
  switch (kind) {
    case "error":
      return new RangeError("out of range");
    case "string":
      return "just a string";
    case "null":
      return null;
    case "undefined":
      return undefined;
    case "frozen":
      return Object.freeze(new TypeError("frozen"));
    case "getters":
      return withGetters("failure", new Error("hostile"), log, false);
    case "throwing getters":
      return withGetters("failure", new Error("hostile"), log, true);
    case "proxy":
      return listening("failure", new Error("proxied"), log);
    case "revoked":
      return revoked();
    case "dom exception":
      return new DOMException("by the host", "AbortError");
    case "aggregate":
      return new AggregateError([new Error("a"), "b"], "both");
  }
}
