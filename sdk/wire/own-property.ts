/**
 * Sets a property whose name is data. `__proto__`, which would set the prototype, becomes a property.
 *
 * A plain object and this check, not an object without a prototype: those are several times slower to fill.
 */
export function setOwn<T>(map: Record<string, T>, name: string, value: T): void {
  if (name === "__proto__") {
    Object.defineProperty(map, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else {
    map[name] = value;
  }
}
