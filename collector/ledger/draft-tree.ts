type Leaf<V> = ReadonlyMap<number, V>;
type Branch<V> = ReadonlyMap<string, Leaf<V>>;

/** A map of maps of maps under change: what is first written to is copied, once for each draft. */
export class DraftTree<V> {
  readonly #base: ReadonlyMap<string, Branch<V>>;
  readonly #branches = new Map<string, Map<string, Leaf<V>>>();
  /** Leaves that were copied here, so may be written to. */
  readonly #leaves = new Map<Leaf<V>, Map<number, V>>();

  constructor(base: ReadonlyMap<string, Branch<V>>) {
    this.#base = base;
  }

  has(branch: string, leaf: string, key: number): boolean {
    const leaves = this.#branches.get(branch) ?? this.#base.get(branch);
    return leaves?.get(leaf)?.has(key) ?? false;
  }

  set(branch: string, leaf: string, key: number, value: V): void {
    const leaves = this.#branches.get(branch) ?? new Map(this.#base.get(branch));
    this.#branches.set(branch, leaves);
    const known = leaves.get(leaf) ?? new Map<number, V>();
    const own = this.#leaves.get(known) ?? new Map(known);
    this.#leaves.set(own, own);
    leaves.set(leaf, own);
    own.set(key, value);
  }

  /** The tree as it is now. The draft is not used after this. */
  done(): ReadonlyMap<string, Branch<V>> {
    return this.#branches.size === 0 ? this.#base : new Map([...this.#base, ...this.#branches]);
  }
}
