import {
  endOfQuiet,
  fulfils,
  isOpen,
  lastDigestMs,
  type Nonconformity,
  nextDigestMs,
  type Route,
  routedOf,
  type ZoneOffsets,
} from "@tiltmeter/rules";
import type { Book } from "./book.ts";
import { idOf } from "./message.ts";
import type {
  Digest,
  DigestMade,
  Escalated,
  OutboxState,
  QuietEnded,
  Repeated,
} from "./outbox-state.ts";
import type { Plan } from "./plan.ts";

/** What is decided with beside the state. */
export interface TimeTerms {
  readonly offsets: ZoneOffsets;
  /** When the next step of a record's work is due; null: nothing is. */
  readonly dueMs: (record: Nonconformity) => number | null;
  /** Channels that there are and that have a place for a digest. */
  readonly digestChannels: ReadonlySet<string>;
}

/** Records that a digest names of each kind. */
const NAMED_MAX = 50;
/** Entries of one look: others wait for the ledger too. */
const AT_ONCE = 200;
/** Records in one entry, which has 64 KiB. */
const RECORDS_MAX = 500;

/** Escalations, and open records that are told of again. */
export function planWatched(
  book: Book,
  state: OutboxState,
  nowMs: number,
): Plan<Escalated | Repeated> {
  const steps = book.watching.steps(state, nowMs);
  const repeats = book.watching.repeats(state, nowMs);
  const stamp = { atMs: nowMs, by: MACHINE };
  const entries = [
    ...steps.due.map((step): Escalated => ({ type: "notice_escalated", ...stamp, ...step })),
    ...repeats.due.flatMap(({ records, ...of }): readonly Repeated[] =>
      Array.from({ length: Math.ceil(records.length / RECORDS_MAX) }, (_, i) => ({
        ...({ type: "notices_repeated", ...stamp } as const),
        ...of,
        records: records.slice(i * RECORDS_MAX, (i + 1) * RECORDS_MAX),
      })),
    ),
  ];
  const isMore = entries.length > AT_ONCE;
  const nextMs = isMore ? nowMs : Math.min(steps.nextMs, repeats.nextMs);
  return { entries: entries.slice(0, AT_ONCE), nextMs };
}

/** Digests that are due, and quiet hours that are over for good. */
export function planTimes(
  book: Book,
  state: OutboxState,
  nowMs: number,
  terms: TimeTerms,
): Plan<DigestMade | QuietEnded> {
  const { routes } = state;
  if (routes === null || routes.routes === null) return NOTHING;
  const entries: (DigestMade | QuietEnded)[] = [];
  let nextMs = Number.POSITIVE_INFINITY;
  for (const route of routes.routes.routes) {
    const { digest } = route;
    if (digest === undefined) continue;
    const fromMs = book.digests.get(route.id) ?? routes.atMs;
    const toMs = lastDigestMs(digest, nowMs, terms.offsets);
    if (toMs > fromMs) entries.push(digestOf(route, { fromMs, toMs, nowMs }, state, terms));
    nextMs = Math.min(nextMs, nextDigestMs(digest, nowMs, terms.offsets));
  }
  for (const quiet of routes.routes.quiet ?? []) {
    const untilMs = endOfQuiet(quiet, terms.offsets);
    if (book.quietEnded.has(`${quiet.id} ${untilMs}`)) continue;
    // Whoever loads a file with quiet hours that are over is told there.
    if (routes.atMs >= untilMs) continue;
    if (untilMs > nowMs) {
      nextMs = Math.min(nextMs, untilMs);
      continue;
    }
    const told = [...new Set([...quiet.channels, ...routes.routes.compliance])];
    const messages = told
      .filter((channel) => terms.digestChannels.has(channel))
      .map((channel) => ({ channel, message: idOf(["quiet", quiet.id, untilMs, channel]) }));
    entries.push({
      ...({ type: "quiet_hours_ended", atMs: nowMs, by: MACHINE, quiet: quiet.id } as const),
      ...{ owner: quiet.owner, untilMs, messages },
    });
  }
  return { entries, nextMs };
}

function digestOf(
  route: Route,
  of: { readonly fromMs: number; readonly toMs: number; readonly nowMs: number },
  state: OutboxState,
  terms: TimeTerms,
): DigestMade {
  const { fromMs, toMs, nowMs } = of;
  const content = contentOf(route, of, state, terms.dueMs);
  const isEmpty = Object.values(content.counts).every((count) => count === 0);
  const channels = route.channels.filter((channel) => terms.digestChannels.has(channel));
  const messages = channels.map((channel) => ({
    channel,
    message: idOf(["digest", route.id, toMs, channel]),
  }));
  return {
    ...({ type: "digest_made", atMs: nowMs, by: MACHINE, route: route.id } as const),
    ...{ fromMs, toMs, content, messages: isEmpty ? [] : messages },
  };
}

/** New, closed, open by deadline and overdue, of the records that the route asks for. */
function contentOf(
  { when }: Route,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  { nonconformities, systems }: OutboxState,
  dueMs: TimeTerms["dueMs"],
): Digest {
  const raised: string[] = [];
  const closed: string[] = [];
  const open: { readonly record: string; readonly dueMs: number | null }[] = [];
  for (const record of nonconformities.values()) {
    if (record.raisedMs > toMs) continue;
    const endedMs = isOpen(record) ? null : (record.steps.at(-1)?.atMs ?? record.raisedMs);
    if (endedMs !== null && endedMs <= fromMs) continue;
    if (!fulfils(when, routedOf(record, systems.get(record.system)))) continue;
    if (record.raisedMs > fromMs) raised.push(record.id);
    if (endedMs !== null && endedMs <= toMs) closed.push(record.id);
    else open.push({ record: record.id, dueMs: dueMs(record) });
  }
  open.sort((a, b) => (a.dueMs ?? Number.MAX_VALUE) - (b.dueMs ?? Number.MAX_VALUE));
  const overdue = open.filter((each) => each.dueMs !== null && each.dueMs <= toMs).length;
  return {
    counts: { raised: raised.length, closed: closed.length, open: open.length, overdue },
    raised: raised.slice(-NAMED_MAX),
    closed: closed.slice(-NAMED_MAX),
    open: open.slice(0, NAMED_MAX),
  };
}

const NOTHING: Plan<never> = { entries: [], nextMs: Number.POSITIVE_INFINITY };

/** Who the ledger names for what no person did. */
const MACHINE = "tiltmeter";
