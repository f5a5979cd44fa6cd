import { isOpen } from "@tiltmeter/rules";
import { type LinkSubject, readLink, signLink } from "./link.ts";
import type { Notice, NoticeLine } from "./notice.ts";
import type { Acknowledged, Announced, ItemRef, OutboxState } from "./outbox-state.ts";
import { type UnitTerms, unitNotice } from "./unit-notice.ts";

/** How long a link lets its reader acknowledge: over a weekend and a holiday. */
const LINK_MS = 7 * 86_400_000;

/** Why a link opens nothing. `earlier`: what it is about was taken up again since. */
export type LinkRefusal = "forged" | "expired" | "other_purpose" | "earlier";

/** What a link is about: no more than the message said. */
export interface LinkShown {
  readonly channel: string;
  readonly subject: string;
  readonly lines: readonly NoticeLine[];
  /** When everything that it says was acknowledged; null: it was not. */
  readonly acknowledgedMs: number | null;
  /** Nothing of it needs anybody any more. */
  readonly isOver: boolean;
  readonly expiresMs: number;
}

export type LinkRead =
  | { readonly kind: "shown"; readonly shown: LinkShown }
  | { readonly kind: "refused"; readonly why: LinkRefusal };

/** Signs the links of messages, shows what they are about, and records that somebody has seen it. */
export interface Acknowledging {
  readonly linkFor: UnitTerms["acknowledge"];
  readonly read: (token: string) => LinkRead;
  /**
   * Records the acknowledgement once; again it changes nothing. `by`: a pseudonym or the name of a key.
   */
  readonly acknowledge: (token: string, by: string) => Promise<LinkRead>;
  /** The same by a signed-in person, of one record. False: there is nothing to acknowledge. */
  readonly acknowledgeRecord: (record: string, by: string) => Promise<boolean>;
}

export function createAcknowledging<S extends OutboxState>(of: {
  readonly key: Uint8Array;
  readonly now: () => number;
  readonly state: () => S;
  readonly composed: (message: string) => readonly ItemRef[] | undefined;
  readonly transact: <T>(
    decide: (state: S) => { readonly entries: readonly Acknowledged[]; readonly result: T },
  ) => Promise<T>;
  readonly terms: () => Omit<UnitTerms, "acknowledge">;
}): Acknowledging {
  const itemsOf = ({ message, record, index }: LinkSubject): readonly Announced[] => {
    const refs = record === null || index === null ? of.composed(message) : [{ record, index }];
    return announcedIn(of.state(), refs ?? []);
  };

  function read(token: string): LinkRead {
    const found = readLink(of.key, token, of.now());
    if (found.kind !== "valid") return { kind: "refused", why: found.kind };
    const items = itemsOf(found.subject);
    if (items.length === 0) return { kind: "refused", why: "forged" };
    const state = of.state();
    if (items.every((item) => isEarlier(item, state))) return { kind: "refused", why: "earlier" };
    return { kind: "shown", shown: shownOf(found.subject, items, state) };
  }

  function shownOf(
    { channel, message, expiresMs }: LinkSubject,
    items: readonly Announced[],
    state: S,
  ): LinkShown {
    const terms = { ...of.terms(), acknowledge: () => null };
    const { subject, lines }: Notice = unitNotice(unitOf(message, items), channel, state, terms);
    const needed = items.filter(({ record }) => isNeeded(record.id, state));
    const last = needed.map(({ record, index }) => {
      const acknowledged = state.acknowledged.get(record.id);
      return acknowledged !== undefined && acknowledged.index > index ? acknowledged.atMs : null;
    });
    const isAll = last.length > 0 && !last.includes(null);
    return {
      ...{ channel, subject, lines, expiresMs },
      acknowledgedMs: isAll ? Math.max(...last.map((ms) => ms ?? 0)) : null,
      isOver: needed.length === 0,
    };
  }

  return {
    linkFor: ({ message, channel, item, atMs }) => {
      const about = { record: item?.record ?? null, index: item?.index ?? null };
      const expiresMs = atMs + LINK_MS;
      const subject = { purpose: "acknowledge", channel, message, ...about, expiresMs } as const;
      const url = `${of.terms().publicUrl}/acknowledge/${signLink(of.key, subject)}`;
      return { url, expiresMs };
    },
    read,
    acknowledge: async (token, by) => {
      const found = readLink(of.key, token, of.now());
      const before = read(token);
      if (found.kind !== "valid" || before.kind === "refused") return before;
      const { channel, message } = found.subject;
      const items = itemsOf(found.subject);
      await of.transact((state) => {
        const records = untold(items, state);
        const stamp = { type: "notice_acknowledged", atMs: of.now(), by } as const;
        const entry: Acknowledged = { ...stamp, records, link: { channel, message } };
        return { entries: records.length === 0 ? [] : [entry], result: undefined };
      });
      return read(token);
    },
    acknowledgeRecord: (record, by) =>
      of.transact((state) => {
        if (!isNeeded(record, state)) return { entries: [], result: false };
        const stamp = { type: "notice_acknowledged", atMs: of.now(), by } as const;
        return { entries: [{ ...stamp, records: [record], link: null }], result: true };
      }),
  };
}

function isNeeded(record: string, state: OutboxState): boolean {
  const present = state.nonconformities.get(record);
  return present !== undefined && isOpen(present);
}

/** The records that nobody acknowledged since they were announced. */
function untold(items: readonly Announced[], state: OutboxState): readonly string[] {
  const records = items
    .filter(({ record, index }) => {
      const acknowledged = state.acknowledged.get(record.id)?.index ?? -1;
      return acknowledged < index && isNeeded(record.id, state);
    })
    .map(({ record }) => record.id);
  return [...new Set(records)];
}

/** Whether the record was taken up again after it was announced. */
function isEarlier({ record, index }: Announced, { announcements }: OutboxState): boolean {
  for (let i = announcements.length - 1; i >= 0; i -= 1) {
    const each = announcements.at(i);
    if (each === undefined || each.index <= index) return false;
    if (each.event === "reopened" && each.record.id === record.id) return true;
  }
  return false;
}

function announcedIn(
  { announcements }: OutboxState,
  refs: readonly ItemRef[],
): readonly Announced[] {
  const wanted = new Map<number, ItemRef[]>();
  for (const ref of refs) wanted.set(ref.index, [...(wanted.get(ref.index) ?? []), ref]);
  const found: Announced[] = [];
  for (const each of announcements) {
    const own = wanted.get(each.index);
    if (own?.some(({ record }) => record === each.record.id) === true) found.push(each);
  }
  return found;
}

/** The message as it was, out of what it said. */
function unitOf(message: string, items: readonly Announced[]): Parameters<typeof unitNotice>[0] {
  return {
    ...{ message, group: "link", other: null, isComposed: true },
    ...{ atMs: items[0]?.atMs ?? 0, attempts: 0, nextMs: 0 },
    items: items.map((announced, position) => ({ announced, position })),
  };
}
