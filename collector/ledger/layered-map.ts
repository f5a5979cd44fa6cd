/** Writes that the uppermost layer takes before they move down: what a transaction copies at most. */
const TOP_MAX = 128;
/** And the one below, for a map that is not larger still. */
const MIDDLE_MAX = 8_192;
const MIDDLE_SHARE = 8;

/**
 * A large map that never changes, and whose next version costs little: two small layers of what was
 * written last lie over a large one that versions share. Keys come in the order of their first writing.
 *
 * A read is three look-ups in native maps at most; no value is null or undefined. Beside the ordered map
 * of the library `immutable` 5.2.1, over 100,000 entries in one run: a read is a tenth, a second walk a
 * tenth (the first one is a native copy), a write three times as much, about 10 µs.
 */
export class LayeredMap<K, V> implements ReadonlyMap<K, V> {
  /** From the largest to the newest. */
  #bottom: ReadonlyMap<K, V>;
  #middle: ReadonlyMap<K, V>;
  #top: ReadonlyMap<K, V>;
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

  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.#whole()) callback(value, key, this);
  }

  entries(): MapIterator<[K, V]> {
    return this.#whole().entries();
  }

  keys(): MapIterator<K> {
    return this.#whole().keys();
  }

  values(): MapIterator<V> {
    return this.#whole().values();
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  /** Whoever walks through it pays for one copy; the next walk, and later versions, find it done. */
  #whole(): ReadonlyMap<K, V> {
    if (this.#middle.size > 0 || this.#top.size > 0) {
      const middle = this.#top.size > 0 ? joined(this.#middle, this.#top) : this.#middle;
      this.#bottom = joined(this.#bottom, middle);
      this.#middle = NONE;
      this.#top = NONE;
    }
    return this.#bottom;
  }
}

function joined<K, V>(under: ReadonlyMap<K, V>, over: ReadonlyMap<K, V>): Map<K, V> {
  const map = new Map(under);
  for (const [key, value] of over) map.set(key, value);
  return map;
}

const NONE: ReadonlyMap<never, never> = new Map<never, never>();
