import {
  allRoutes,
  type Grouping,
  groupOf,
  type Route,
  type Routes,
  routedOf,
} from "@tiltmeter/rules";
import { inSlices } from "./in-slices.ts";
import type { Announced, Noted, OutboxState } from "./outbox-state.ts";
import { Owed } from "./owed.ts";
import type { Item } from "./owed-item.ts";
import { Watching } from "./watching.ts";

/** What is owed to whom at a state of the ledger. */
export interface Book {
  /** Channel → what it is owed; those that were never configured are absent. */
  readonly channels: ReadonlyMap<string, Owed>;
  readonly watching: Watching;
  /** Route → up to when its last digest sums up. */
  readonly digests: ReadonlyMap<string, number>;
  /** `ID UNTIL_MS` of quiet hours whose end was told. */
  readonly quietEnded: ReadonlySet<string>;
}

/** Everything that quickens nothing but the next look: how far the last one came. */
interface Progress {
  readonly channels: Map<string, Owed>;
  readonly watching: Watching;
  readonly digests: Map<string, number>;
  readonly quietEnded: Set<string>;
  readonly deciding: Map<string, readonly Route[]>;
  announced: number;
  noted: number;
  lastAnnounced: Announced | undefined;
  lastNoted: Noted | undefined;
}

/** Reads the book of a state: a look costs what came since the last one. */
export interface BookOf {
  (state: OutboxState): Book;
  /** Catches up with a growing ledger in slices, so that the first look after a start holds nobody up. */
  readonly inSlices: (state: () => OutboxState) => Promise<void>;
}

/**
 * Keeps the book of a ledger: a fold of its announcements and of what was recorded of telling them.
 *
 * A state that is no continuation of the last one is folded from its beginning. `perRecord`: whether a
 * channel's messages are about one record each.
 */
export function createBook(perRecord: (channel: string) => boolean): BookOf {
  let progress = beginning();
  const fold = (state: OutboxState, stepsMax: number): boolean => {
    if (!continues(state, progress)) progress = beginning();
    return catchUp(state, progress, perRecord, stepsMax);
  };
  const bookOf = (state: OutboxState): Book => {
    fold(state, Number.POSITIVE_INFINITY);
    return progress;
  };
  return Object.assign(bookOf, {
    inSlices: (state: () => OutboxState) => inSlices(() => fold(state(), SLICE)),
  });
}

/** A few milliseconds: an entry takes some ten microseconds. */
const SLICE = 500;

function beginning(): Progress {
  return {
    ...{ channels: new Map(), watching: new Watching(), digests: new Map(), quietEnded: new Set() },
    deciding: new Map(),
    ...{ announced: 0, noted: 0, lastAnnounced: undefined, lastNoted: undefined },
  };
}

function continues({ announcements, notifications }: OutboxState, of: Progress): boolean {
  return (
    announcements.length >= of.announced &&
    notifications.length >= of.noted &&
    (of.announced === 0 || announcements.at(of.announced - 1) === of.lastAnnounced) &&
    (of.noted === 0 || notifications.at(of.noted - 1) === of.lastNoted)
  );
}

/** In the order of the ledger: both lists have indices of its entries. False: there is more. */
function catchUp(
  state: OutboxState,
  of: Progress,
  perRecord: (channel: string) => boolean,
  stepsMax: number,
): boolean {
  const { announcements, notifications } = state;
  for (let steps = 0; steps < stepsMax; steps += 1) {
    const announced = announcements.at(of.announced);
    const noted = notifications.at(of.noted);
    if (of.announced < announcements.length && announced !== undefined) {
      if (
        of.noted >= notifications.length ||
        noted === undefined ||
        announced.index < noted.index
      ) {
        announce(state, of, announced, perRecord);
        of.lastAnnounced = announced;
        of.announced += 1;
        continue;
      }
    }
    if (of.noted >= notifications.length || noted === undefined) return true;
    note(of, noted);
    of.lastNoted = noted;
    of.noted += 1;
  }
  return false;
}

function announce(
  state: OutboxState,
  of: Progress,
  announced: Announced,
  perRecord: (channel: string) => boolean,
): void {
  const { routing, channels } = announced;
  const set = routing === undefined ? null : (state.routeSets[routing.set]?.routes ?? null);
  const routes = routing === undefined || set === null ? [] : decidingOf(of, set, routing);
  for (const [name, owed] of of.channels) {
    const isRouted = channels === null || channels.includes(name);
    const group = perRecord(name) || !isRouted ? null : groupFor(announced, routes, name);
    owed.announce(announced, of.announced, { isRouted, group });
  }
  of.watching.announce(announced, routes);
}

/** The routes that decided, kept: a few combinations decide on everything. */
function decidingOf(
  of: Progress,
  set: Routes,
  { set: place, routes }: NonNullable<Announced["routing"]>,
): readonly Route[] {
  const key = `${place} ${routes.join("\n")}`;
  const known = of.deciding.get(key);
  if (known !== undefined) return known;
  const found = allRoutes(set).filter(({ id }) => routes.includes(id));
  of.deciding.set(key, found);
  return found;
}

/** The first route that names a channel says how it is told. */
function groupFor(
  { event, record, index, routing }: Announced,
  routes: readonly Route[],
  channel: string,
): Item["group"] {
  if (event === "repeated") return { ...AT_ONCE, key: `repeated ${index}` };
  const route = routes.find(({ channels }) => channels.includes(channel));
  if (route?.group === undefined) return null;
  const { group } = route;
  const facts = { ...routedOf(record, undefined), owner: routing?.owner ?? null };
  return { ...group, key: `${route.id} ${groupOf(group.by, facts)}` };
}

/** What is told of again in one look is one message. */
const AT_ONCE: Grouping = { by: [], waitMs: 0, intervalMs: 0, criticalMs: 0 };

function note(of: Progress, noted: Noted): void {
  switch (noted.type) {
    case "channel_configured": {
      const owed = of.channels.get(noted.channel) ?? new Owed(noted.target);
      owed.leadTo(noted.target);
      of.channels.set(noted.channel, owed);
      return;
    }
    case "notices_composed":
      of.channels.get(noted.channel)?.compose(noted);
      return;
    case "notices_held":
      of.channels.get(noted.channel)?.hold(noted.items, noted.untilMs);
      of.watching.held(noted);
      return;
    case "notice_escalated":
      of.watching.escalated(noted);
      return;
    case "notices_repeated":
      of.watching.repeated(noted);
      return;
    case "digest_made":
      of.digests.set(noted.route, noted.toMs);
      for (const { channel, message } of noted.messages) {
        of.channels.get(channel)?.tell(message, noted);
      }
      return;
    case "quiet_hours_ended":
      of.quietEnded.add(`${noted.quiet} ${noted.untilMs}`);
      for (const { channel, message } of noted.messages) {
        of.channels.get(channel)?.tell(message, noted);
      }
      return;
    case "notification_retried":
      of.channels.get(noted.channel)?.retry(noted.message, noted.atMs);
      return;
    case "notification_attempted":
      of.channels.get(noted.channel)?.attempt(noted);
      return;
    case "notice_acknowledged":
      return;
  }
}
