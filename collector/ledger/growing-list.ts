/**
 * A list that never changes, and whose next version costs nothing: versions share one array and know how
 * much of it is theirs, as slices of Go do.
 *
 * Of two versions made of the same one the first takes the room behind it and the second copies, so a
 * ledger, which grows by one line of versions, copies nothing.
 */
export class GrowingList<T> implements Iterable<T> {
  /** Shared; only what lies before `length` is this version's. */
  readonly #items: T[];
  readonly length: number;

  private constructor(items: T[], length: number) {
    this.#items = items;
    this.length = length;
  }

  static of<T>(items: Iterable<T> = []): GrowingList<T> {
    const own = [...items];
    return new GrowingList(own, own.length);
  }

  /** The version with one item more. */
  with(item: T): GrowingList<T> {
    const { length } = this;
    // Nothing is ever pushed to an empty one, which many ledgers may begin with.
    const isLast = length > 0 && this.#items.length === length;
    const items = isLast ? this.#items : this.#items.slice(0, length);
    items.push(item);
    return new GrowingList(items, length + 1);
  }

  /** Counted from the end where it is negative, as of an array. */
  at(index: number): T | undefined {
    const from = index < 0 ? this.length + index : index;
    return from < this.length ? this.#items[from] : undefined;
  }

  /** From the end on. */
  findLast(isIt: (item: T) => boolean): T | undefined {
    for (let i = this.length - 1; i >= 0; i -= 1) {
      const item = this.at(i);
      if (item !== undefined && isIt(item)) return item;
    }
    return undefined;
  }

  /** Over a copy, which costs a hundredth of the walk: whoever appends meanwhile is not seen. */
  [Symbol.iterator](): IterableIterator<T> {
    return this.#items.slice(0, this.length).values();
  }
}
