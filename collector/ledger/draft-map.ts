import { LayeredMap } from "./layered-map.ts";

/** Up to this size a whole copy is quicker than layers. */
const COPIED_MAX = 256;

/** A map under change: the first write copies what was written last, so the map it came from stays as it was. */
export class DraftMap<K, V> {
  readonly #base: ReadonlyMap<K, V>;
  /** Under what is written here; null: the copy is of everything. */
  readonly #under: LayeredMap<K, V> | null;
  #copy: Map<K, V> | null = null;
  /** The same, of everything, after something was taken out. */
  #whole: Map<K, V> | null = null;

  constructor(base: ReadonlyMap<K, V>) {
    this.#base = base;
    this.#under = base.size > COPIED_MAX ? LayeredMap.over(base) : null;
  }

  get(key: K): V | undefined {
    if (this.#whole !== null) return this.#whole.get(key);
    if (this.#copy === null) return this.#base.get(key);
    return this.#copy.get(key) ?? this.#under?.get(key);
  }

  set(key: K, value: V): void {
    if (this.#whole !== null) {
      this.#whole.set(key, value);
      return;
    }
    this.#copy ??= this.#under?.newest() ?? new Map(this.#base);
    this.#copy.set(key, value);
  }

  /** Copies everything once, whatever the size: what is taken out is rare and few. */
  delete(key: K): void {
    if (this.get(key) === undefined) return;
    this.#whole ??= new Map(this.done());
    this.#whole.delete(key);
  }

  /** The map as it is now. The draft is not used after this. */
  done(): ReadonlyMap<K, V> {
    if (this.#whole !== null) return asLedgerMap(this.#whole);
    if (this.#copy === null) return this.#base;
    return this.#under === null ? asLedgerMap(this.#copy) : this.#under.with(this.#copy);
  }
}

/** Large maps are of one kind, however they came to be. The map must not be written to any more. */
export function asLedgerMap<K, V>(map: ReadonlyMap<K, V>): ReadonlyMap<K, V> {
  return map.size > COPIED_MAX ? LayeredMap.over(map) : map;
}
