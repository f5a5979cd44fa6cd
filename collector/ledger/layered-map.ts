/** Writes that the uppermost layer takes before they move down: what a transaction copies at most. */
const TOP_MAX = 128;
/** And the one below, for a map that is not larger still. */
const MIDDLE_MAX = 8_192;
const MIDDLE_SHARE = 8;

/**
 * A large map that never changes, and whose next version costs little: two small layers of what was
 * written last lie over a large one that versions share. Keys come in the order of their first writing.
 *
 * A read is three look-ups in native maps at most, and so is each step of a walk; no value is null or
 * undefined. Beside the ordered map of the library `immutable` 5.2.1, over 100,000 entries in one run: a
 * read is a tenth, a write three times as much, about 10 µs. What changed between two versions that share
 * their largest layer is known without a walk.
 */
export class LayeredMap<K, V> implements ReadonlyMap<K, V> {
  /** From the largest to the newest. */
  readonly #bottom: ReadonlyMap<K, V>;
  readonly #middle: ReadonlyMap<K, V>;
  readonly #top: ReadonlyMap<K, V>;
  readonly size: number;

  private constructor(
    layers: {
      readonly bottom: ReadonlyMap<K, V>;
      readonly middle: ReadonlyMap<K, V>;
      readonly top: ReadonlyMap<K, V>;
    },
    size: number,
  ) {
    this.#bottom = layers.bottom;
    this.#middle = layers.middle;
    this.#top = layers.top;
    this.size = size;
  }

  /** A map that must not be written to any more, as the lowest layer. */
  static over<K, V>(map: ReadonlyMap<K, V>): LayeredMap<K, V> {
    if (map instanceof LayeredMap) return map;
    return new LayeredMap<K, V>({ bottom: map, middle: NONE, top: NONE }, map.size);
  }

  /** A map of one's own with what was written last, to write on; `with` takes it back. */
  newest(): Map<K, V> {
    return new Map(this.#top);
  }

  /** The version in which what was written last is `newest`. It must not be written to any more. */
  with(newest: ReadonlyMap<K, V>): LayeredMap<K, V> {
    let size = this.size;
    for (const key of newest.keys()) if (!this.has(key)) size += 1;
    let [bottom, middle, top] = [this.#bottom, this.#middle, newest];
    if (top.size > TOP_MAX) {
      middle = joined(middle, top);
      top = NONE;
    }
    if (middle.size > Math.max(MIDDLE_MAX, bottom.size / MIDDLE_SHARE)) {
      bottom = joined(bottom, middle);
      middle = NONE;
    }
    return new LayeredMap({ bottom, middle, top }, size);
  }

  get(key: K): V | undefined {
    return this.#top.get(key) ?? this.#middle.get(key) ?? this.#bottom.get(key);
  }

  has(key: K): boolean {
    return this.#top.has(key) || this.#middle.has(key) || this.#bottom.has(key);
  }

  /**
   * Keys that are new or may have another value in a later version, in that one's order; null where one
   * has to look at all. Costs what was written since the lowest layer was made.
   */
  changedIn(later: LayeredMap<K, V>): readonly K[] | null {
    if (later.#bottom !== this.#bottom || later.size < this.size) return null;
    const written = new Set<K>();
    const layers = [this.#middle, later.#middle, this.#top, later.#top];
    for (const layer of this.#middle === later.#middle ? layers.slice(2) : layers) {
      for (const key of layer.keys()) if (this.get(key) !== later.get(key)) written.add(key);
    }
    return [...written];
  }

  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.entries()) callback(value, key, this);
  }

  *entries(): MapIterator<[K, V]> {
    for (const key of this.keys()) {
      const value = this.get(key);
      if (value !== undefined) yield [key, value];
    }
  }

  *keys(): MapIterator<K> {
    yield* this.#bottom.keys();
    for (const key of this.#middle.keys()) if (!this.#bottom.has(key)) yield key;
    for (const key of this.#top.keys()) {
      if (!this.#middle.has(key) && !this.#bottom.has(key)) yield key;
    }
  }

  *values(): MapIterator<V> {
    const [bottom, middle, top] = [this.#bottom, this.#middle, this.#top];
    for (const [key, value] of bottom) yield top.get(key) ?? middle.get(key) ?? value;
    for (const [key, value] of middle) if (!bottom.has(key)) yield top.get(key) ?? value;
    for (const [key, value] of top) if (!middle.has(key) && !bottom.has(key)) yield value;
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }
}

/** As `changedIn`, of any two maps. */
export function changedKeys<K, V>(
  before: ReadonlyMap<K, V>,
  now: ReadonlyMap<K, V>,
): readonly K[] | null {
  const isKnown = before instanceof LayeredMap && now instanceof LayeredMap;
  return isKnown ? before.changedIn(now) : null;
}

function joined<K, V>(under: ReadonlyMap<K, V>, over: ReadonlyMap<K, V>): Map<K, V> {
  const map = new Map(under);
  for (const [key, value] of over) map.set(key, value);
  return map;
}

const NONE: ReadonlyMap<never, never> = new Map<never, never>();
