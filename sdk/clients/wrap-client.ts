import { isProxy } from "node:util/types";
import { dataProperty } from "../data-property.ts";
import type { GenerativeApi } from "../wire/served/answer-reader.ts";

/**
 * Where a client has its methods: a property's own plan, an interface where it is a method that asks the model, or
 * `helper` where it is one that asks through such a method.
 */
export interface ClientPlan {
  readonly [property: string]: ClientPlan | GenerativeApi | "helper";
}

type Method = (...args: unknown[]) => unknown;

/** Runs one call of the model: calls the original and sees how its answer ends. */
export type Ask = (of: {
  readonly api: GenerativeApi;
  /** From the client, e.g. `["chat", "completions", "create"]`. */
  readonly path: readonly string[];
  /** The client itself, unwrapped. */
  readonly client: object;
  readonly original: Method;
  readonly self: object;
  readonly args: readonly unknown[];
}) => unknown;

/**
 * The client, seen: a Proxy of this one instance. No module is patched, and whoever holds the client itself is not
 * watched.
 *
 * Methods run on the original objects, so that private fields work. Helpers of the client, which ask through its
 * other methods, run on the wrapped ones, so that what they ask is seen: once, for it is asked once.
 */
export function wrapClient<C extends object>(client: C, plan: ClientPlan, ask: Ask): C {
  const wrap = (target: object, of: ClientPlan, path: readonly string[]): object => {
    const made = new Map<PropertyKey, { readonly from: unknown; readonly value: unknown }>();
    const proxy: object = new Proxy(target, {
      get(_, key) {
        // With the original as receiver: a getter may read private fields.
        const value: unknown = Reflect.get(target, key, target);
        if (path.length > 0 && key === "_client" && value === client) return wrapped;
        if (key === "constructor" || isFixed(target, key)) return value;
        const known = made.get(key);
        if (known !== undefined && known.from === value) return known.value;
        const given = substitute(value, key);
        if (given !== value) made.set(key, { from: value, value: given });
        return given;
      },
      set: (_, key, value) => Reflect.set(target, key, value, target),
    });
    const substitute = (value: unknown, key: PropertyKey): unknown => {
      const planned = typeof key === "string" && Object.hasOwn(of, key) ? of[key] : undefined;
      if (isMethod(value)) return method(value, key, planned);
      if (typeof planned === "object" && isObject(value)) {
        return wrap(value, planned, [...path, String(key)]);
      }
      return value;
    };
    const method = (
      original: Method,
      key: PropertyKey,
      planned: ClientPlan[string] | undefined,
    ): Method =>
      new Proxy(original, {
        apply(_, self, args: unknown[]) {
          if (self !== proxy) return Reflect.apply(original, self, args);
          if (planned === "helper") return Reflect.apply(original, proxy, args);
          if (typeof planned === "string") {
            const at = [...path, String(key)];
            return ask({ api: planned, path: at, client, original, self: target, args });
          }
          const result = Reflect.apply(original, target, args);
          // What gives itself back for chaining gives what it was called on.
          if (result === target) return proxy;
          const isCopy = path.length === 0 && key === "withOptions" && isObject(result);
          return isCopy ? wrapClient(result, plan, ask) : result;
        },
      });
    return proxy;
  };
  const wrapped = wrap(client, plan, []);
  wrappers.add(wrapped);
  return wrapped as C; // a Proxy of it, and of its type
}

const wrappers = new WeakSet<object>();

/** Whether it is a client that `wrapClient` gave: wrapped again, its calls would count twice. */
export function isWrapped(client: object): boolean {
  return wrappers.has(client);
}

/** A Proxy must give such a property as it is: of a frozen client nothing can be seen. */
function isFixed(target: object, key: PropertyKey): boolean {
  const own = Object.getOwnPropertyDescriptor(target, key);
  return own !== undefined && own.configurable === false && own.writable === false;
}

function isMethod(value: unknown): value is Method {
  return typeof value === "function";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !isProxy(value);
}

/** The method of a client at a path, with the object it is a method of; null where there is none. */
export function methodAt(
  client: object,
  path: readonly string[],
): { readonly original: Method; readonly self: object } | null {
  let self: object = client;
  for (const key of path.slice(0, -1)) {
    const next: unknown = Reflect.get(self, key);
    if (typeof next !== "object" || next === null) return null;
    self = next;
  }
  const original = dataProperty(self, path.at(-1) ?? "");
  return isMethod(original) ? { original, self } : null;
}
