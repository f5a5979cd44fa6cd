import { dataProperty } from "./data-property.ts";

type Method = (...args: unknown[]) => unknown;

/**
 * Lays a method of our own over an object's, on the object itself; returns what takes it away again.
 *
 * The object stays the same object: identity, prototype, private fields and `instanceof` hold, which a
 * Proxy of it could not promise. The method keeps its name and length. Null where there is
 * no such method, or where the object cannot be changed (frozen, sealed).
 */
export function shadow(
  target: object,
  key: PropertyKey,
  instead: (original: Method, self: unknown, args: unknown[]) => unknown,
): (() => void) | null {
  const original = dataProperty(target, key);
  if (!isMethod(original)) return null;
  const own = Object.getOwnPropertyDescriptor(target, key);
  const method = new Proxy(original, {
    apply: (_, self, args: unknown[]) => instead(original, self, args),
  });
  const isLaid = Reflect.defineProperty(target, key, {
    value: method,
    enumerable: own?.enumerable ?? false,
    writable: own?.writable ?? true,
    configurable: true,
  });
  if (!isLaid) return null;
  return () => {
    // Someone else laid theirs over ours: taking it away would undo what is not ours.
    if (Object.getOwnPropertyDescriptor(target, key)?.value !== method) return;
    if (own === undefined) Reflect.deleteProperty(target, key);
    else Reflect.defineProperty(target, key, own);
  };
}

function isMethod(value: unknown): value is Method {
  return typeof value === "function";
}
