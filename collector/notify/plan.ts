import {
  type QuietHours,
  quietUntil,
  type Routed,
  routedOf,
  type ZoneOffsets,
} from "@tiltmeter/rules";
import { idOf } from "./message.ts";
import type { Composed, Held, ItemRef, OutboxState } from "./outbox-state.ts";
import type { Owed } from "./owed.ts";
import { type Item, isImmediate, isUndecided } from "./owed-item.ts";

/** What is decided with beside the state. */
export interface PlanTerms {
  readonly offsets: ZoneOffsets;
  /** Whether a channel's messages are about one record each. */
  readonly perRecord: (channel: string) => boolean;
  /** Others routes are in force than when it was last looked whether quiet hours still hold what they held. */
  readonly isQuietNew: boolean;
}

/** What is to be recorded before anything more is sent, and when the next decision may be due. */
export interface Plan<E> {
  readonly entries: readonly E[];
  readonly nextMs: number;
}

/** An entry has 64 KiB; an item in it some forty bytes. */
const ITEMS_MAX = 500;

/**
 * What a channel is told together, and what quiet hours hold: whatever nobody decided on yet.
 *
 * A group goes out when its first has waited, or the last message of it lies long enough back; something
 * critical shortens the wait for all of them. What passes takes along what waits or is held of the same
 * record, so that its messages keep their order. What was held goes out at the end of the quiet hours, or
 * as soon as those in force no longer hold it.
 */
export function planChannel(
  channel: string,
  owed: Owed,
  state: Pick<OutboxState, "routes" | "systems">,
  nowMs: number,
  terms: PlanTerms,
): Plan<Composed | Held> {
  const quiet = (state.routes?.routes?.quiet ?? []).filter(({ channels }) =>
    channels.includes(channel),
  );
  const quietOf = quietFor(quiet, { channel, state, nowMs, offsets: terms.offsets });
  const holding = new Map<
    string,
    { readonly quiet: string; readonly untilMs: number; readonly items: Item[] }
  >();
  const released: Item[] = [];
  let nextMs = Number.POSITIVE_INFINITY;
  if (terms.isQuietNew || owed.heldUntilMs <= nowMs) {
    for (const item of owed.held()) {
      const untilMs = item.heldUntilMs ?? nowMs;
      if (untilMs <= nowMs || quietOf(item) === null) released.push(item);
      else nextMs = Math.min(nextMs, untilMs);
    }
  } else {
    nextMs = Math.min(nextMs, owed.heldUntilMs);
  }
  const grouped = new Map<string, readonly Item[]>();
  for (const { key, items, dueMs } of owed.groups()) {
    if (dueMs <= nowMs) grouped.set(key, [...items]);
    else nextMs = Math.min(nextMs, dueMs);
  }
  const isHeld = (item: Item): boolean => {
    const hold = quietOf(item);
    if (hold === null) return false;
    const key = `${hold.id} ${hold.untilMs}`;
    const held = holding.get(key) ?? { quiet: hold.id, untilMs: hold.untilMs, items: [] };
    held.items.push(item);
    holding.set(key, held);
    nextMs = Math.min(nextMs, hold.untilMs);
    return true;
  };
  const messages: Message[] = [];
  const taken = new Set<Item>();
  const take = (items: readonly Item[], why: Composed["why"], group: string | null): void => {
    const own = items.filter((item) => !taken.has(item));
    const all = own.flatMap((item) => [...before(item, owed, taken), item]);
    const distinct = [...new Set(all)].sort((a, b) => a.position - b.position);
    if (distinct.length === 0) return;
    for (const item of distinct) taken.add(item);
    messages.push({ items: distinct, why, group });
  };
  for (const [key, items] of grouped)
    take(
      items.filter((item) => !isHeld(item)),
      "grouped",
      key,
    );
  for (const item of owed.immediate()) {
    if (taken.has(item) || isHeld(item)) continue;
    if (!before(item, owed, taken).every(isImmediate)) take([item], "together", null);
  }
  take(released, "held", null);
  const held = [...holding.values()].flatMap(({ items, ...of }): readonly Held[] => {
    const left = items.filter((item) => !taken.has(item));
    return chunks(left).map((chunk) => ({
      ...({ type: "notices_held", atMs: nowMs, by: MACHINE, channel } as const),
      ...of,
      items: chunk.map(refOf),
    }));
  });
  const split = terms.perRecord(channel) ? messages.flatMap(byRecord) : messages;
  const composed = split.flatMap(({ items, why, group }) =>
    chunks(items).map((chunk): Composed => {
      const refs = chunk.map(refOf);
      const said = refs.map(({ index, record }) => `${index} ${record}`);
      const message = idOf(["several", channel, ...said]);
      const stamp = { type: "notices_composed", atMs: nowMs, by: MACHINE } as const;
      return { ...stamp, message, channel, why, group, items: refs };
    }),
  );
  return { entries: [...held, ...composed], nextMs };
}

interface Message {
  readonly items: readonly Item[];
  readonly why: Composed["why"];
  readonly group: string | null;
}

/** What of the same record was announced before it, and nobody decided on. */
function before(item: Item, owed: Owed, taken: ReadonlySet<Item>): readonly Item[] {
  return owed
    .of(item.announced.record.id)
    .filter((each) => each.position < item.position && isUndecided(each) && !taken.has(each));
}

/** Asked once for all items that it holds alike. */
function quietFor(
  quiet: readonly QuietHours[],
  of: {
    readonly channel: string;
    readonly state: Pick<OutboxState, "systems">;
    readonly nowMs: number;
    readonly offsets: ZoneOffsets;
  },
): (item: Item) => { readonly untilMs: number; readonly id: string } | null {
  if (quiet.length === 0) return () => null;
  const known = new Map<string, ReturnType<typeof quietUntil>>();
  return ({ announced }) => {
    const { record, due } = announced;
    const routed: Routed = routedOf(record, of.state.systems.get(record.system));
    const clock = due?.clock ?? null;
    const key = JSON.stringify([routed, clock]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const about = { channel: of.channel, record: routed, clock };
    const found = quietUntil(quiet, about, of.nowMs, of.offsets);
    known.set(key, found);
    return found;
  };
}

function byRecord({ items, ...of }: Message): readonly Message[] {
  const records = new Map<string, Item[]>();
  for (const item of items) {
    const { id } = item.announced.record;
    const own = records.get(id);
    if (own === undefined) records.set(id, [item]);
    else own.push(item);
  }
  return [...records.values()].map((own) => ({ ...of, items: own }));
}

function chunks<T>(items: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / ITEMS_MAX);
  return Array.from({ length: count }, (_, i) => items.slice(i * ITEMS_MAX, (i + 1) * ITEMS_MAX));
}

function refOf({ announced }: Item): ItemRef {
  return { index: announced.index, record: announced.record.id };
}

/** Who the ledger names for what no person did. */
const MACHINE = "tiltmeter";
