import { isProxy } from "node:util/types";

/** Longer chains are not looked through. */
const PROTOTYPES_MAX = 16;

/**
 * The value of a data property, own or inherited, found without running a getter or a Proxy trap.
 *
 * Undefined for accessors, for whatever a Proxy hides, and where there is none.
 */
export function dataProperty(of: object, key: PropertyKey): unknown {
  let holder: object | null = of;
  for (let depth = 0; depth < PROTOTYPES_MAX && holder !== null; depth += 1) {
    if (isProxy(holder)) return undefined;
    const descriptor = Object.getOwnPropertyDescriptor(holder, key);
    if (descriptor !== undefined) return descriptor.value;
    holder = Object.getPrototypeOf(holder);
  }
  return undefined;
}
