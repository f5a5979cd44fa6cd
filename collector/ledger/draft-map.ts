/** A map under change: the first write copies it, so the map it came from stays as it was. */
export class DraftMap<K, V> {
  readonly #base: ReadonlyMap<K, V>;
  #copy: Map<K, V> | null = null;

  constructor(base: ReadonlyMap<K, V>) {
    this.#base = base;
  }

  get(key: K): V | undefined {
    return (this.#copy ?? this.#base).get(key);
  }

  set(key: K, value: V): void {
    this.#copy ??= new Map(this.#base);
    this.#copy.set(key, value);
  }

  delete(key: K): void {
    if (this.get(key) === undefined) return;
    this.#copy ??= new Map(this.#base);
    this.#copy.delete(key);
  }

  /** The map as it is now. The draft is not used after this. */
  done(): ReadonlyMap<K, V> {
    return this.#copy ?? this.#base;
  }
}
