import type { Grouping } from "@tiltmeter/rules";
import { type NotifiedEvent, noticeKey } from "./message.ts";
import type { Announced, Attempted, DigestMade, ItemRef, QuietEnded } from "./outbox-state.ts";

/** Something announced that a channel is owed. */
export interface Item {
  readonly announced: Announced;
  /** Among all announcements. */
  readonly position: number;
  /** Tells events of a record apart that can come more than once; null of the others. */
  readonly about: string | null;
  /** With what it is told together; null: on its own, at once. */
  readonly group: (Grouping & { readonly key: string }) | null;
  /** Until when quiet hours hold it; null: they do not. */
  heldUntilMs: number | null;
  unit: Unit;
}

/** One message: of one item unless it was composed, or of none. */
export interface Unit {
  /** Null: of one item that was never tried, whose id follows from it. */
  message: string | null;
  readonly items: readonly Item[];
  /** Names the group over all its messages. */
  readonly group: string | null;
  /** What it says where it says nothing of items. */
  readonly other: DigestMade | QuietEnded | null;
  readonly isComposed: boolean;
  readonly atMs: number;
  /** Tries so far, those of a place it led to before not among them. */
  attempts: number;
  /** When it is tried next. */
  nextMs: number;
}

/** Events that are no news of a record that is done with. */
const PASSING: ReadonlySet<NotifiedEvent> = new Set(["moved", "due", "escalated", "repeated"]);
/** Events that come once a record; every other is told apart by what made it. */
const ONCE: ReadonlySet<NotifiedEvent> = new Set(["raised", "closed"]);

/** What one channel is owed: a fold of what was announced and of what was recorded of telling it. */
export class Owed {
  /** Record → what is owed of it, in order. */
  readonly #queues = new Map<string, Item[]>();
  /** By message: those that were composed or tried, and are still owed. */
  readonly #units = new Map<string, Unit>();
  /** Of no item. */
  readonly #loose = new Set<Unit>();
  /** All tries used: until the channel leads elsewhere, or somebody asks. */
  readonly #givenUp = new Set<Unit>();
  /** Records that the channel heard of. */
  readonly #heard = new Set<string>();
  /** Group → when its last message was composed. */
  readonly #groups = new Map<string, number>();
  /** Never tried, part of no message of several, and not held. */
  readonly #open = new Set<Item>();
  /** Of those, what goes out on its own. */
  readonly #immediate = new Set<Item>();
  /** Of those, what waits for others, by group. */
  readonly #waiting = new Map<string, Set<Item>>();
  /** Group → when it goes out; absent: to be found out anew. */
  readonly #dueMs = new Map<string, number>();
  /** The same, held by quiet hours. */
  readonly #held = new Set<Item>();
  /** No quiet hours let anything go before. */
  #heldUntilMs = Number.POSITIVE_INFINITY;
  /** Null: something changed since it was put together. */
  #ready: readonly Unit[] | null = null;
  #target: string;

  constructor(target: string) {
    this.#target = target;
  }

  announce(
    announced: Announced,
    position: number,
    of: { isRouted: boolean; group: Item["group"] },
  ): void {
    const { id } = announced.record;
    const queue = this.#queues.get(id) ?? [];
    if (announced.event === "closed") this.#expire(queue);
    const isEnd = announced.event === "closed" && (this.#heard.has(id) || queue.length > 0);
    if (!of.isRouted && !isEnd) return;
    const about = ONCE.has(announced.event)
      ? null
      : (noticeKey(announced.due) ?? `${announced.index}`);
    const item = newItem(announced, position, about, of.isRouted ? of.group : null);
    queue.push(item);
    this.#queues.set(id, queue);
    this.#open.add(item);
    this.#ready = null;
    if (item.group === null) this.#immediate.add(item);
    else this.#wait(item, item.group.key);
  }

  #wait(item: Item, key: string): void {
    const waiting = this.#waiting.get(key) ?? new Set();
    waiting.add(item);
    this.#waiting.set(key, waiting);
    const dueMs = this.#dueMs.get(key);
    if (dueMs !== undefined) this.#dueMs.set(key, Math.min(dueMs, this.#dueOf(item)));
  }

  /** It waits no longer: for others, or for its turn. */
  #leave(item: Item): boolean {
    const isOpen = this.#open.delete(item);
    this.#immediate.delete(item);
    const key = item.group?.key ?? "";
    const waiting = this.#waiting.get(key);
    if (waiting?.delete(item) === true) this.#dueMs.delete(key);
    if (waiting?.size === 0) this.#waiting.delete(key);
    return isOpen;
  }

  /** When its group goes out for it alone: something critical shortens the wait. */
  #dueOf({ announced, group }: Item): number {
    const { atMs, record } = announced;
    if (group === null) return atMs;
    const lastMs = this.#groups.get(group.key) ?? Number.NEGATIVE_INFINITY;
    const usual = Math.max(atMs + group.waitMs, lastMs + group.intervalMs);
    return record.severity === "critical" ? Math.min(usual, atMs + group.criticalMs) : usual;
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

  /** What goes out on its own, and nobody decided on yet. */
  immediate(): Iterable<Item> {
    return this.#immediate;
  }

  compose(entry: {
    readonly message: string;
    readonly group: string | null;
    readonly items: readonly ItemRef[];
    readonly atMs: number;
  }): void {
    const items = entry.items.flatMap((ref) => this.#item(ref) ?? []);
    const unit: Unit = {
      ...{ message: entry.message, items, group: entry.group, other: null, isComposed: true },
      ...{ atMs: entry.atMs, attempts: 0, nextMs: entry.atMs },
    };
    for (const item of items) {
      item.unit = unit;
      this.#decided(item);
    }
    this.#units.set(entry.message, unit);
    if (entry.group === null) return;
    this.#groups.set(entry.group, entry.atMs);
    this.#dueMs.delete(entry.group);
  }

  hold(refs: readonly ItemRef[], untilMs: number): void {
    for (const ref of refs) {
      const item = this.#item(ref);
      if (item === undefined || !this.#leave(item)) continue;
      item.heldUntilMs = untilMs;
      this.#held.add(item);
      this.#heldUntilMs = Math.min(this.#heldUntilMs, untilMs);
    }
    this.#ready = null;
  }

  tell(message: string, other: DigestMade | QuietEnded): void {
    const unit: Unit = {
      ...{ message, items: [], group: null, other, isComposed: true },
      ...{ atMs: other.atMs, attempts: 0, nextMs: other.atMs },
    };
    this.#units.set(message, unit);
    this.#loose.add(unit);
    this.#ready = null;
  }

  attempt(entry: Attempted): void {
    const unit = this.#units.get(entry.message) ?? this.#single(entry);
    if (unit === undefined) return;
    this.#ready = null;
    for (const item of unit.items) this.#decided(item);
    if (entry.outcome === "delivered") {
      this.#settle(unit);
      return;
    }
    unit.message = entry.message;
    unit.attempts = entry.attempt;
    this.#units.set(entry.message, unit);
    if (entry.nextMs !== null) unit.nextMs = entry.nextMs;
    else this.#giveUp(unit);
  }

  retry(message: string, atMs: number): void {
    const unit = this.#units.get(message);
    if (unit !== undefined) this.#revive(unit, atMs);
  }

  /** Where it leads elsewhere than before, what the old place never took begins again with the first try. */
  leadTo(target: string): void {
    if (target === this.#target) return;
    this.#target = target;
    for (const unit of this.#units.values()) this.#revive(unit, unit.atMs);
  }

  /** What nobody decided on yet, and nothing holds. */
  undecided(): Iterable<Item> {
    return this.#open;
  }

  /** What quiet hours hold. */
  held(): Iterable<Item> {
    return this.#held;
  }

  /** Before that instant no quiet hours that hold something end. */
  get heldUntilMs(): number {
    if (this.#held.size === 0) this.#heldUntilMs = Number.POSITIVE_INFINITY;
    return this.#heldUntilMs;
  }

  /** What is owed of a record, in order. */
  of(record: string): readonly Item[] {
    return this.#queues.get(record) ?? [];
  }

  hasHeard(record: string): boolean {
    return this.#heard.has(record);
  }

  heard(): Iterable<string> {
    return this.#heard;
  }

  givenUp(): Iterable<Unit> {
    return this.#givenUp;
  }

  /** What may be sent, oldest first: of each record the first alone, so that its messages keep their order. */
  ready(): readonly Unit[] {
    this.#ready ??= this.#findReady();
    return this.#ready;
  }

  #findReady(): readonly Unit[] {
    const ready = new Set<Unit>(this.#loose);
    for (const unit of this.#givenUp) ready.delete(unit);
    for (const queue of this.#queues.values()) {
      const unit = queue[0]?.unit;
      if (unit !== undefined && !ready.has(unit) && this.#isReady(unit)) ready.add(unit);
    }
    return [...ready].sort((a, b) => a.atMs - b.atMs || place(a) - place(b));
  }

  #isReady(unit: Unit): boolean {
    if (unit.isComposed) return unit.items.every((item) => this.#comesFirst(item));
    const [item] = unit.items;
    return item !== undefined && (unit.attempts > 0 || isImmediate(item));
  }

  /** Whether nothing that another message says of its record comes before it. */
  #comesFirst({ announced, unit }: Item): boolean {
    return this.of(announced.record.id)[0]?.unit === unit;
  }

  #item({ index, record }: ItemRef): Item | undefined {
    return this.#queues.get(record)?.find(({ announced }) => announced.index === index);
  }

  #single({ record, event, about }: Attempted): Unit | undefined {
    return this.#queues
      .get(record)
      ?.find((item) => item.announced.event === event && item.about === (about ?? null))?.unit;
  }

  #settle(unit: Unit): void {
    for (const { announced } of unit.items) this.#heard.add(announced.record.id);
    this.#remove(unit);
    this.#loose.delete(unit);
    this.#givenUp.delete(unit);
    if (unit.message !== null) this.#units.delete(unit.message);
  }

  #giveUp(unit: Unit): void {
    this.#remove(unit);
    this.#givenUp.add(unit);
  }

  #decided(item: Item): void {
    this.#leave(item);
    this.#held.delete(item);
    this.#ready = null;
  }

  #revive(unit: Unit, atMs: number): void {
    this.#ready = null;
    unit.attempts = 0;
    unit.nextMs = atMs;
    if (!this.#givenUp.delete(unit)) return;
    for (const item of unit.items) {
      const { id } = item.announced.record;
      const queue = [...this.of(id), item].sort((a, b) => a.position - b.position);
      this.#queues.set(id, queue);
    }
  }

  /** What a record that is done with needs no longer: single messages, whose time has passed. */
  #expire(queue: Item[]): void {
    const left = queue.filter((item) => {
      const { announced, unit } = item;
      const isPast = PASSING.has(announced.event) && unit.items.length === 1;
      if (isPast) this.#decided(item);
      if (isPast && unit.message !== null) this.#units.delete(unit.message);
      return !isPast;
    });
    queue.splice(0, queue.length, ...left);
  }

  #remove({ items }: Unit): void {
    for (const item of items) {
      const { id } = item.announced.record;
      const left = this.of(id).filter((each) => each !== item);
      if (left.length === 0) this.#queues.delete(id);
      else this.#queues.set(id, left);
    }
  }
}

// Plain literals: there is one for everything that ever was announced, and spreading costs thrice as much.
function newItem(
  announced: Announced,
  position: number,
  about: string | null,
  group: Item["group"],
): Item {
  const { atMs } = announced;
  const items: Item[] = [];
  const unit: Unit = {
    message: null,
    items,
    group: null,
    other: null,
    isComposed: false,
    atMs,
    attempts: 0,
    nextMs: atMs,
  };
  const item: Item = { announced, position, about, group, heldUntilMs: null, unit };
  items.push(item);
  return item;
}

/** Goes out on its own as soon as it is announced. */
export function isImmediate({ group, heldUntilMs }: Item): boolean {
  return group === null && heldUntilMs === null;
}

export function isUndecided({ unit }: Item): boolean {
  return !unit.isComposed && unit.attempts === 0;
}

function place({ items }: Unit): number {
  return items[0]?.position ?? 0;
}
