/** One thing that happened, in short: what to read again, and nothing of what was said. */
export interface HappenedEvent {
  /** Index of its entry in the ledger. */
  readonly index: number;
  readonly kind: string;
  readonly atMs: number;
  /** The systems that it is about; empty: the whole organisation. */
  readonly systems: readonly string[];
  /** Null: none. */
  readonly record: string | null;
  readonly control: string | null;
}

/** What the feed is read from. */
export interface EventSource {
  readonly entries: (of: { readonly from: number; readonly limit: number }) => Promise<{
    readonly items: readonly { readonly index: number; readonly entry: object }[];
  }>;
  /** Entries so far. */
  readonly size: () => number;
  /** The systems of a record; null: there is no such record. */
  readonly systemsOf: (record: string) => readonly string[] | null;
}

/** A page of what happened from an entry on, the oldest first. */
export type EventFeed = (from: number) => Promise<readonly HappenedEvent[]>;

/** As many entries are read at once. */
export const FEED_PAGE = 256;
/** Pages that are remembered: everybody who is up to date asks for the same one. */
const PAGES_KEPT = 8;

/** Reads what happened from the ledger; many who follow it cost one reading of each entry. */
export function createEventFeed(of: EventSource): EventFeed {
  const pages = new Map<string, Promise<readonly HappenedEvent[]>>();
  const read = async (from: number): Promise<readonly HappenedEvent[]> => {
    const { items } = await of.entries({ from, limit: FEED_PAGE });
    return items.map(({ index, entry }) => eventOf(index, entry, of.systemsOf));
  };
  return (from) => {
    const key = `${from}/${of.size()}`;
    const known = pages.get(key);
    if (known !== undefined) return known;
    const page = read(from);
    pages.set(key, page);
    // A page that could not be read is asked for again.
    page.catch(() => pages.delete(key));
    for (const old of [...pages.keys()].slice(0, -PAGES_KEPT)) pages.delete(old);
    return page;
  };
}

/** Entries of every kind name what they are about in the same few fields. */
function eventOf(index: number, entry: object, systemsOf: EventSource["systemsOf"]): HappenedEvent {
  const field = (name: string, within: object = entry): unknown =>
    Object.hasOwn(within, name) ? Reflect.get(within, name) : undefined;
  const raised = field("record");
  const record =
    textOf(raised) ??
    (typeof raised === "object" && raised !== null ? textOf(field("id", raised)) : null) ??
    (/^NC-/.test(String(field("id"))) ? textOf(field("id")) : null);
  const instance = field("instance");
  const named =
    textOf(field("system")) ??
    (typeof instance === "object" && instance !== null ? textOf(field("system", instance)) : null);
  const atMs = field("atMs");
  return {
    ...{ index, record, control: textOf(field("control")) },
    kind: String(field("type")),
    atMs: typeof atMs === "number" ? atMs : 0,
    systems: record === null ? (named === null ? [] : [named]) : (systemsOf(record) ?? []),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
