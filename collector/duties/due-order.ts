import { byDue, DUE_KINDS, type DueItem } from "./due-items.ts";
import { Names } from "./names.ts";

/** What is asked of an item, without looking at the item. */
export interface DueRow {
  /** Its place in `DUE_KINDS`. */
  kind: number;
  /** Numbers of the names; an owner of -1: whoever answers for the system. */
  system: number;
  owner: number;
  /** When it shows. */
  fromMs: number;
  atRiskMs: number;
  dueMs: number;
  /** The columns are one run in order, what lies beside them is another. */
  isBeside: boolean;
}

interface Columns {
  readonly kind: Uint8Array;
  readonly system: Uint32Array;
  readonly owner: Int32Array;
  readonly fromMs: Float64Array;
  readonly atRiskMs: Float64Array;
  readonly dueMs: Float64Array;
}

/**
 * Items in the order in which they fall due, for questions that look at all of them: what is asked stands in
 * columns of numbers, half a million of which are looked through in milliseconds, while following as many
 * objects takes most of a second. What changed since the columns were made lies beside them, in order too.
 */
export class DueOrder {
  readonly systems: Names = new Names();
  readonly owners: Names = new Names();
  #items: readonly DueItem[] = [];
  #columns: Columns = columnsFor(0);
  #recent: readonly DueItem[] = [];
  #taken = 0;

  /** Takes some out, which are in it, and others in. Of a few, it is seldom a pass over all. */
  replace(gone: readonly DueItem[], fresh: readonly DueItem[]): void {
    const room = Math.max(BESIDE_MIN, this.#items.length / BESIDE_SHARE);
    const beside = this.#recent.length + gone.length + fresh.length;
    if (beside > room || this.#taken > room) {
      this.#remake(new Set(gone), fresh);
      return;
    }
    const left = new Set<DueItem>();
    for (const item of gone) {
      const at = this.#placeOf(item);
      if (this.#items[at] !== item) {
        left.add(item);
        continue;
      }
      this.#columns.fromMs[at] = Number.POSITIVE_INFINITY;
      this.#taken += 1;
    }
    this.#recent = this.#recent
      .filter((item) => !left.has(item))
      .concat(fresh)
      .sort(byDue);
  }

  /**
   * Calls back for each: first those of the columns, in order, then the others, in order. The row is the
   * same object each time; `item` gives the item while it is looked at. One that was taken out never shows.
   */
  each(look: (row: DueRow, item: () => DueItem) => void): void {
    const { kind, system, owner, fromMs, atRiskMs, dueMs } = this.#columns;
    const times = { fromMs: 0, atRiskMs: 0, dueMs: 0 };
    const row: DueRow = { kind: 0, system: 0, owner: 0, ...times, isBeside: false };
    let [items, at] = [this.#items, 0];
    const item = (): DueItem => items[at] as DueItem; // below its length
    for (; at < items.length; at += 1) {
      row.kind = kind[at] ?? 0;
      row.system = system[at] ?? 0;
      row.owner = owner[at] ?? 0;
      row.fromMs = fromMs[at] ?? 0;
      row.atRiskMs = atRiskMs[at] ?? 0;
      row.dueMs = dueMs[at] ?? 0;
      look(row, item);
    }
    [items, at] = [this.#recent, 0];
    for (; at < items.length; at += 1) {
      Object.assign(row, this.rowOf(item()));
      look(row, item);
    }
  }

  /** Of any item, in the order or not. */
  rowOf({ kind, record, owner, of, waits }: DueItem): DueRow {
    return {
      kind: DUE_KINDS.indexOf(kind),
      system: this.systems.numberOf(record.system),
      owner: owner === null ? -1 : this.owners.numberOf(owner),
      fromMs: waits ? Math.min(of.atRiskMs, of.dueMs) : Number.NEGATIVE_INFINITY,
      atRiskMs: of.atRiskMs,
      dueMs: of.dueMs,
      isBeside: true,
    };
  }

  /** The first in the columns that does not come before an item. */
  #placeOf(item: DueItem): number {
    let [from, to] = [0, this.#items.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      const other = this.#items[middle];
      if (other !== undefined && byDue(other, item) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #remake(gone: ReadonlySet<DueItem>, fresh: readonly DueItem[]): void {
    const { fromMs } = this.#columns;
    const kept = this.#items.filter((_, at) => fromMs[at] !== Number.POSITIVE_INFINITY);
    const items = kept
      .concat(this.#recent)
      .filter((item) => !gone.has(item))
      .concat(fresh);
    // By numbers of their own: following the items in each comparison takes five times as long.
    const dueMs = Float64Array.from(items, ({ of }) => of.dueMs);
    const order = Uint32Array.from(items.keys()).sort((a, b) => {
      const apart = (dueMs[a] ?? 0) - (dueMs[b] ?? 0);
      const [one, other] = [items[a], items[b]];
      return apart || (one === undefined || other === undefined ? 0 : byDue(one, other));
    });
    const columns = columnsFor(items.length);
    const inOrder: DueItem[] = [];
    for (const place of order) {
      const item = items[place];
      if (item === undefined) continue;
      const [at, row] = [inOrder.length, this.rowOf(item)];
      columns.kind[at] = row.kind;
      columns.system[at] = row.system;
      columns.owner[at] = row.owner;
      columns.fromMs[at] = row.fromMs;
      columns.atRiskMs[at] = row.atRiskMs;
      columns.dueMs[at] = row.dueMs;
      inOrder.push(item);
    }
    this.#items = inOrder;
    this.#columns = columns;
    this.#recent = [];
    this.#taken = 0;
  }
}

function columnsFor(length: number): Columns {
  return {
    kind: new Uint8Array(length),
    system: new Uint32Array(length),
    owner: new Int32Array(length),
    fromMs: new Float64Array(length),
    atRiskMs: new Float64Array(length),
    dueMs: new Float64Array(length),
  };
}

/** How much may lie beside the columns: it is followed item by item. */
const BESIDE_MIN = 4_096;
const BESIDE_SHARE = 64;
