import { Gathering } from "./gathering.ts";
import { type NotifiedEvent, noticeKey } from "./message.ts";
import type { Announced, Attempted, DigestMade, ItemRef, QuietEnded } from "./outbox-state.ts";
import { type Item, isImmediate, newItem, type Unit } from "./owed-item.ts";

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
  /** Never tried, part of no message of several, and not held. */
  readonly #open = new Set<Item>();
  /** Of those, what goes out on its own. */
  readonly #immediate = new Set<Item>();
  /** Of those, what waits for others. */
  readonly #gathering = new Gathering();
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
    else this.#gathering.add(item, item.group.key);
  }

  /** It waits no longer: for others, or for its turn. */
  #leave(item: Item): boolean {
    const isOpen = this.#open.delete(item);
    this.#immediate.delete(item);
    this.#gathering.leave(item);
    return isOpen;
  }

  /** What waits for others, and when it goes out. */
  groups(): ReturnType<Gathering["groups"]> {
    return this.#gathering.groups();
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
    if (entry.group !== null) this.#gathering.told(entry.group, entry.atMs);
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

function place({ items }: Unit): number {
  return items[0]?.position ?? 0;
}
