import { z } from "zod";
import type { Caller } from "../authenticate.ts";
import type { Described } from "../described.ts";
import type { Request, Routes } from "../environment.ts";
import type { EventFeed, HappenedEvent } from "../event-feed.ts";
import { countText, iso, queryOf } from "../query.ts";
import { Refusal } from "../refusal.ts";
import type { Waiting } from "../waiting.ts";

/** A quarter of the connections that the server takes (`server.ts`): whoever sends must get in, too. */
const FOLLOWERS_MAX = 128;
/** Tabs of one person, and then some. */
const FOLLOWERS_EACH_MAX = 16;
/** Between two looks at whether the follower is still let in, and whether data were applied. */
const LOOK_MS = 2_000;
/** A proxy cuts a silent connection after 30 s or more. */
const HEARTBEAT_MS = 15_000;
/** A browser that lost the connection asks again after so long. */
const RETRY_MS = 3_000;
/** Whoever has missed more reads everything again, which is cheaper for both. */
const BACKLOG_MAX = 10_000;
const FULL_RETRY_S = 30;

const eventsQuery = z.strictObject({
  system: z.string().optional().describe("Absent: of all systems that the caller may see."),
  record: z.string().optional().describe("Absent: of all records."),
  after: countText
    .optional()
    .describe("Index of the last entry that is known, as `Last-Event-ID`."),
});

export interface EventDeps {
  readonly feed: EventFeed;
  /** Entries of the ledger so far. */
  readonly size: () => number;
  /** Counts up with every batch that can be read from the store. */
  readonly applied: () => number;
  /** Told of every append; its own, since its followers are many and wait long. */
  readonly waiting: Waiting;
}

/**
 * Server-sent events: what happened since the follower came, or since the entry that `Last-Event-ID`
 * (or `?after=`) names. `?system=` and `?record=` leave out what is about others.
 *
 * - `ledger` is an entry, `verdict` one that moved a control's state; `id` is its index.
 * - `applied`: newer data can be read. It has no id: nobody needs an old one.
 * - `reset`: too much was missed, so everything is to be read again.
 *
 * Nothing is held for a slow follower: it is sent what it takes, from where it stands in the ledger.
 */
export function eventRoutes(app: Routes, deps: EventDeps): void {
  const following = new Map<string, number>();
  app.get("/api/v1/events", (c) => {
    const caller = c.get("caller");
    const all = [...following.values()].reduce((sum, many) => sum + many, 0);
    const own = following.get(caller.id) ?? 0;
    if (all >= FOLLOWERS_MAX || own >= FOLLOWERS_EACH_MAX || deps.waiting.isClosed()) {
      const detail = deps.waiting.isClosed()
        ? "the collector is ending; ask again in a moment"
        : `${own >= FOLLOWERS_EACH_MAX ? "you have" : "there are"} too many open streams of events (${own >= FOLLOWERS_EACH_MAX ? own : all}); close one`;
      throw new Refusal({ status: 503, detail, retryAfterS: FULL_RETRY_S });
    }
    const { system, record, after: asked } = queryOf(c, eventsQuery);
    const after = lastSeen(c) ?? asked ?? null;
    following.set(caller.id, own + 1);
    const gone = new AbortController();
    c.req.raw.signal.addEventListener("abort", () => gone.abort(), { once: true });
    const messages = follow(deps, {
      ...{ after, signal: gone.signal, isStillLetIn: c.get("isStillLetIn") },
      concerns: concerns(caller, system, record),
    });
    return c.body(
      streamed(messages, gone, () => leave(following, caller.id)),
      200,
      {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        // A proxy that gathers an answer before it passes it on would hold back every event.
        "x-accel-buffering": "no",
      },
    );
  });
}

interface Follower {
  /** The index of the last entry that is known; null: from now on. */
  readonly after: number | null;
  readonly signal: AbortSignal;
  readonly isStillLetIn: () => boolean;
  readonly concerns: (event: HappenedEvent) => boolean;
}

async function* follow(deps: EventDeps, of: Follower): AsyncGenerator<string> {
  let next = of.after === null ? deps.size() : of.after + 1;
  let applied = deps.applied();
  let silentMs = 0;
  yield `retry: ${RETRY_MS}\n: tiltmeter events\n\n`;
  if (deps.size() - next > BACKLOG_MAX || next > deps.size()) {
    next = deps.size();
    yield `event: reset\nid: ${next - 1}\ndata: {}\n\n`;
  }
  while (!of.signal.aborted && !deps.waiting.isClosed() && of.isStillLetIn()) {
    const said: string[] = [];
    if (next < deps.size()) {
      const page = await deps.feed(next);
      next = (page.at(-1)?.index ?? deps.size() - 1) + 1;
      said.push(...page.filter(of.concerns).map(messageOf));
    }
    if (deps.applied() !== applied) {
      applied = deps.applied();
      said.push("event: applied\ndata: {}\n\n");
    }
    if (said.length === 0 && silentMs >= HEARTBEAT_MS) said.push(": here\n\n");
    if (said.length > 0) {
      silentMs = 0;
      yield said.join("");
    }
    const from = next;
    if (from >= deps.size()) {
      const isNews = (): boolean => deps.size() > from || deps.applied() !== applied;
      await deps.waiting.wait(isNews, { ms: LOOK_MS, signal: of.signal });
      silentMs += LOOK_MS;
      // Where too many wait already, `wait` answers at once: this must not spin.
      if (deps.waiting.isFull() && !isNews()) await paused(LOOK_MS, of.signal);
    }
  }
}

function messageOf({ index, kind, atMs, systems, record, control }: HappenedEvent): string {
  const event = kind === "control_transition" ? "verdict" : "ledger";
  const data = { index, kind, at: iso(atMs), systems, record, control };
  // JSON has no line break outside its strings, and escapes those within.
  return `event: ${event}\nid: ${index}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Whether an event is the follower's to know, and asked for. */
function concerns(
  { systems }: Pick<Caller, "systems">,
  system: string | undefined,
  record: string | undefined,
): (event: HappenedEvent) => boolean {
  const own = systems === null ? null : new Set(systems);
  return (event) => {
    const isOwn =
      own === null || (event.systems.length > 0 && event.systems.every((each) => own.has(each)));
    return (
      isOwn &&
      (system === undefined || event.systems.includes(system)) &&
      (record === undefined || event.record === record)
    );
  };
}

/** A stream that makes its next message when the last one was taken. */
function streamed(
  messages: AsyncGenerator<string>,
  gone: AbortController,
  onEnd: () => void,
): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder();
  let hasEnded = false;
  const end = (): void => {
    if (!hasEnded) onEnd();
    hasEnded = true;
  };
  gone.signal.addEventListener("abort", end, { once: true });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await messages.next();
          if (done === true) {
            end();
            controller.close();
          } else controller.enqueue(bytes.encode(value));
        } catch (error) {
          end();
          controller.error(error);
        }
      },
      cancel() {
        gone.abort();
      },
    },
    { highWaterMark: 0 },
  );
}

function leave(following: Map<string, number>, id: string): void {
  const left = (following.get(id) ?? 1) - 1;
  if (left > 0) following.set(id, left);
  else following.delete(id);
}

function lastSeen(c: Request): number | null {
  const text = c.req.header("last-event-id");
  if (text === undefined || text === "") return null;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const detail = `Last-Event-ID must be the index of an entry, got ${JSON.stringify(text.slice(0, 64))}`;
  const errors = [{ header: "Last-Event-ID", detail }];
  throw new Refusal({ status: 400, code: "invalid_parameter", detail, errors });
}

function paused(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
  });
}

export const EVENT_ROUTES: Described = {
  "GET /api/v1/events": {
    tag: "Ledger",
    summary: "Follow what happens, as server-sent events",
    detail:
      "`ledger` is an entry, `verdict` one that moved a control's state; both have the entry's index as `id`. `applied`: newer data can be read. `reset`: too much was missed, so read everything again.",
    query: eventsQuery,
    headers: {
      "Last-Event-ID": "Index of the last entry that is known: what came since is sent first.",
    },
    answers: { 200: { of: "A stream.", text: { "text/event-stream": "Events, one by one." } } },
    problems: { 503: "Too many streams are open, or the collector is ending." },
  },
};
