import type { Item } from "./owed-item.ts";

/** What waits for others of its group, and when each group goes out. */
export class Gathering {
  /** Group → when its last message was composed. */
  readonly #toldMs = new Map<string, number>();
  readonly #waiting = new Map<string, Set<Item>>();
  /** Group → when it goes out; absent: to be found out anew. */
  readonly #dueMs = new Map<string, number>();

  add(item: Item, key: string): void {
    const waiting = this.#waiting.get(key) ?? new Set();
    waiting.add(item);
    this.#waiting.set(key, waiting);
    const dueMs = this.#dueMs.get(key);
    if (dueMs !== undefined) this.#dueMs.set(key, Math.min(dueMs, this.#dueOf(item)));
  }

  leave(item: Item): void {
    const key = item.group?.key ?? "";
    const waiting = this.#waiting.get(key);
    if (waiting?.delete(item) === true) this.#dueMs.delete(key);
    if (waiting?.size === 0) this.#waiting.delete(key);
  }

  /** A message of the group was composed: the next one comes a while later. */
  told(key: string, atMs: number): void {
    this.#toldMs.set(key, atMs);
    this.#dueMs.delete(key);
  }

  /** What waits for others, and when it goes out: as soon as one of them has waited. */
  *groups(): Iterable<{
    readonly key: string;
    readonly items: ReadonlySet<Item>;
    readonly dueMs: number;
  }> {
    for (const [key, items] of this.#waiting) {
      let dueMs = this.#dueMs.get(key);
      if (dueMs === undefined) {
        dueMs = Number.POSITIVE_INFINITY;
        for (const item of items) dueMs = Math.min(dueMs, this.#dueOf(item));
        this.#dueMs.set(key, dueMs);
      }
      yield { key, items, dueMs };
    }
  }

  /** When its group goes out for it alone: something critical shortens the wait. */
  #dueOf({ announced, group }: Item): number {
    const { atMs, record } = announced;
    if (group === null) return atMs;
    const lastMs = this.#toldMs.get(group.key) ?? Number.NEGATIVE_INFINITY;
    const usual = Math.max(atMs + group.waitMs, lastMs + group.intervalMs);
    return record.severity === "critical" ? Math.min(usual, atMs + group.criticalMs) : usual;
  }
}
