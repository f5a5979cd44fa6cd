import type { Nonconformity } from "@tiltmeter/rules";
import { messageId } from "./message.ts";
import type { Notice, NoticeRecord } from "./notice.ts";
import type { Announced, OutboxState } from "./outbox-state.ts";
import type { Unit } from "./owed-item.ts";
import { noticeRecord, recordNotice, type Told } from "./record-notice.ts";
import { digestNotice, quietEndedNotice, severalNotice } from "./several-notice.ts";

/** What messages are made with beside the state. */
export interface UnitTerms {
  readonly publicUrl: string;
  readonly origin: string;
  /** When the next step of a record's work is due; null: nothing is. */
  readonly dueMs: (record: Nonconformity) => number | null;
  /** Turns commitments and pseudonyms into words and names. */
  readonly said: <T>(value: T) => T;
  /** The signed link of a message. */
  readonly acknowledge: (of: {
    readonly message: string;
    readonly channel: string;
    /** Of one announcement alone; null: of everything that the message says. */
    readonly item: { readonly record: string; readonly index: number } | null;
    readonly atMs: number;
  }) => Notice["acknowledge"];
}

/** What a message is made of. */
export type Sayable = Pick<Unit, "message" | "group" | "other" | "isComposed" | "atMs"> & {
  readonly items: readonly Pick<Unit["items"][number], "announced">[];
};

/** The id that the receiver sees. */
export function idOfUnit(unit: Unit, channel: string): string {
  const [item] = unit.items;
  if (unit.message !== null) return unit.message;
  if (item === undefined) throw new Error("a message says something or has an id");
  const { announced, about } = item;
  return messageId({ record: announced.record.id, event: announced.event, channel, about });
}

/** What one message to one channel says: the same for every try, but for what became due meanwhile. */
export function unitNotice(
  unit: Sayable & { readonly message: string },
  channel: string,
  state: Pick<OutboxState, "nonconformities">,
  terms: UnitTerms,
): Notice {
  const id = unit.message;
  const none = { ...terms, acknowledge: null };
  if (unit.other?.type === "quiet_hours_ended") return quietEndedNotice(id, unit.other, none);
  if (unit.other?.type === "digest_made") {
    const { content } = unit.other;
    const ids = [...content.raised, ...content.closed, ...content.open.map(({ record }) => record)];
    const records = ids.flatMap((each): readonly (readonly [string, NoticeRecord])[] => {
      const record = state.nonconformities.get(each);
      return record === undefined ? [] : [[each, presentRecord(record, unit.atMs, terms)]];
    });
    return digestNotice(id, { ...unit.other, records: new Map(records) }, none);
  }
  const told = lastOfEach(unit).map((announced) => toldOf(announced, terms));
  const [first] = told;
  const [item] = unit.items;
  if (first === undefined || item === undefined) throw new Error(`message ${id} says nothing`);
  const single = { record: item.announced.record.id, index: item.announced.index };
  const acknowledge = terms.acknowledge({
    ...{ message: id, channel, atMs: unit.atMs },
    item: unit.isComposed ? null : single,
  });
  const noticeTerms = { publicUrl: terms.publicUrl, origin: terms.origin, acknowledge };
  if (told.length === 1) return recordNotice(id, first, noticeTerms);
  const records = told.map((each) => noticeRecord(each, noticeTerms));
  const occasion = unit.group === null ? "held" : "grouped";
  return severalNotice(id, { records, occasion, group: unit.group, atMs: unit.atMs }, noticeTerms);
}

/** A record as it stands, for a digest. */
function presentRecord(record: Nonconformity, atMs: number, terms: UnitTerms): NoticeRecord {
  const dueMs = terms.dueMs(record);
  const told: Told = { event: "moved", atMs, record: terms.said(record), dueMs };
  return noticeRecord(told, terms);
}

/** Of each record the last thing that the message says, in the order of the first. */
function lastOfEach({ items }: Sayable): readonly Announced[] {
  const last = new Map<string, Announced>();
  for (const { announced } of items) last.set(announced.record.id, announced);
  return [...last.values()];
}

function toldOf({ event, atMs, record, due }: Announced, terms: UnitTerms): Told {
  const isOver = event === "closed";
  return {
    ...{ event, atMs, record: terms.said(record) },
    ...(due === undefined ? {} : { due }),
    dueMs: isOver ? null : terms.dueMs(record),
  };
}
