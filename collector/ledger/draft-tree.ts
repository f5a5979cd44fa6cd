import { DraftMap } from "./draft-map.ts";

type Leaf<V> = ReadonlyMap<number, V>;
type Branch<V> = ReadonlyMap<string, Leaf<V>>;

interface DraftBranch<V> {
  readonly leaves: DraftMap<string, Leaf<V>>;
  /** Leaves that are written to. */
  readonly written: Map<string, DraftMap<number, V>>;
}

/** A map of maps of maps under change: of what is written to, what was written last is copied. */
export class DraftTree<V> {
  readonly #base: DraftMap<string, Branch<V>>;
  readonly #written = new Map<string, DraftBranch<V>>();

  constructor(base: ReadonlyMap<string, Branch<V>>) {
    this.#base = new DraftMap(base);
  }

  has(branch: string, leaf: string, key: number): boolean {
    const written = this.#written.get(branch)?.written.get(leaf);
    const value =
      written === undefined ? this.#base.get(branch)?.get(leaf)?.get(key) : written.get(key);
    return value !== undefined;
  }

  set(branch: string, leaf: string, key: number, value: V): void {
    const found = this.#written.get(branch) ?? {
      leaves: new DraftMap(this.#base.get(branch) ?? new Map<string, Leaf<V>>()),
      written: new Map<string, DraftMap<number, V>>(),
    };
    this.#written.set(branch, found);
    const own =
      found.written.get(leaf) ?? new DraftMap(found.leaves.get(leaf) ?? new Map<number, V>());
    found.written.set(leaf, own);
    own.set(key, value);
  }

  /** The tree as it is now. The draft is not used after this. */
  done(): ReadonlyMap<string, Branch<V>> {
    for (const [branch, { leaves, written }] of this.#written) {
      for (const [leaf, own] of written) leaves.set(leaf, own.done());
      this.#base.set(branch, leaves.done());
    }
    return this.#base.done();
  }
}
