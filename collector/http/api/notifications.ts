import { z } from "zod";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { noQuery, PAGE, paged, pageJson } from "../paging.ts";
import { iso, isoOrNull, queryOf } from "../query.ts";
import { missing, Refusal } from "../refusal.ts";
import { listOf } from "../shapes/list-of.ts";
import {
  channelShape,
  MESSAGE_OUTCOMES,
  messageShape,
  messageWithTriesShape,
} from "../shapes/notification.ts";

interface Message {
  readonly id: string;
  /** Counts up with the messages. */
  readonly place: number;
  readonly channel: string;
  readonly kind: string;
  readonly event: string;
  readonly records: readonly string[];
  readonly atMs: number;
  readonly tries: readonly {
    readonly atMs: number;
    readonly attempt: number;
    readonly outcome: string;
    readonly status: number | null;
    readonly detail: string;
    readonly nextMs: number | null;
  }[];
  readonly outcome: (typeof MESSAGE_OUTCOMES)[number];
  readonly nextMs: number | null;
  readonly retried: { readonly by: string; readonly atMs: number } | null;
}

interface Standing {
  readonly channel: string;
  readonly kind: string | null;
  readonly waiting: number;
  readonly held: number;
  readonly retrying: number;
  readonly givenUp: number;
  readonly deliveredMs: number | null;
  readonly failed: { readonly atMs: number; readonly detail: string } | null;
  readonly goneMs: number | null;
}

/** What the API reads and does of telling people. */
export interface ApiNotifications {
  /** Resolves when what is read below is at hand, which after a start takes a while. */
  readonly caughtUp: () => Promise<void>;
  /** Oldest first. */
  readonly messages: () => readonly Message[];
  readonly message: (id: string) => Message | null;
  readonly waiting: () => readonly {
    readonly channel: string;
    readonly record: string;
    readonly event: string;
    readonly announcedMs: number;
    readonly why: "group" | "quiet" | "turn";
    readonly untilMs: number | null;
  }[];
  readonly channels: () => readonly Standing[];
  readonly retry: (id: string, by: string) => Promise<"retried" | "not needed" | "unknown">;
  /** False: the record needs nobody, or is not there. */
  readonly acknowledge: (record: string, by: string) => Promise<boolean>;
  readonly nowMs: () => number;
}

const listQuery = z.strictObject({
  channel: z.string().optional(),
  record: z.string().optional().describe("Id of a record that the message is about."),
  outcome: z.enum(MESSAGE_OUTCOMES).optional(),
  ...PAGE,
});

/** What went to whom, what came of it, and how the channels stand. */
export function notificationRoutes(
  app: Routes,
  deps: { readonly notifications: ApiNotifications },
): void {
  const { notifications } = deps;
  const found = (id: string): Message => {
    const message = notifications.message(id);
    if (message === null) throw missing("notification", id);
    return message;
  };
  app.get("/api/v1/notifications", async (c) => {
    await notifications.caughtUp();
    const { channel, record, outcome, ...query } = queryOf(c, listQuery);
    const messages = notifications
      .messages()
      .filter(
        (each) =>
          (channel === undefined || each.channel === channel) &&
          (record === undefined || each.records.includes(record)) &&
          (outcome === undefined || each.outcome === outcome),
      );
    return pageJson(
      c,
      paged(query, messages, ({ place }) => [-place], messageJson),
    );
  });
  app.get("/api/v1/notifications/:id", async (c) => {
    await notifications.caughtUp();
    queryOf(c, noQuery);
    return c.json(messageWithTries(found(c.req.param("id"))));
  });
  app.post("/api/v1/notifications/:id/retry", async (c) => {
    const id = c.req.param("id");
    await notifications.caughtUp();
    const answer = await notifications.retry(id, c.get("caller").name);
    if (answer === "unknown") throw missing("notification", id);
    if (answer === "not needed") {
      const { outcome } = found(id);
      const detail = `only a message that was given up is tried again on request, and ${id} is ${outcome}`;
      throw new Refusal({ status: 409, detail });
    }
    return c.json(messageWithTries(found(id)), 202);
  });
  app.get("/api/v1/notification-channels", async (c) => {
    await notifications.caughtUp();
    const query = queryOf(c, z.strictObject(PAGE));
    const channels = notifications.channels();
    return pageJson(
      c,
      paged(query, channels, ({ channel }) => [channel], channelJson),
    );
  });
  app.post("/api/v1/nonconformities/:id/acknowledgement", async (c) => {
    const id = c.req.param("id");
    if ((await c.var.reads.nonconformity(id)) === null) throw missing("nonconformity", id);
    const isDone = await notifications.acknowledge(id, c.get("caller").name);
    if (!isDone) {
      const detail = `${id} is done with: there is nothing to acknowledge`;
      throw new Refusal({ status: 409, detail });
    }
    return c.json({ record: id, acknowledgedAt: iso(notifications.nowMs()) }, 201);
  });
}

/** How a channel does. */
export function standingOf(of: Standing): "well" | "failing" | "gone" {
  if (of.goneMs !== null) return "gone";
  return of.retrying > 0 || of.givenUp > 0 ? "failing" : "well";
}

function messageJson(message: Message) {
  const { id, channel, kind, event, records, outcome } = message;
  const last = message.tries.at(-1);
  return {
    ...{ id, channel, kind, event, records, at: iso(message.atMs), outcome },
    ...{ attempts: message.tries.length, detail: last?.detail ?? null },
    nextAt: isoOrNull(message.nextMs),
  };
}

function messageWithTries(message: Message) {
  const { retried } = message;
  return {
    ...messageJson(message),
    tries: message.tries.map(({ atMs, nextMs, ...tried }) => ({
      at: iso(atMs),
      ...tried,
      nextAt: isoOrNull(nextMs),
    })),
    retried: retried === null ? null : { by: retried.by, at: iso(retried.atMs) },
  };
}

function channelJson(of: Standing) {
  const { channel, kind, waiting, held, retrying, givenUp, failed } = of;
  return {
    ...{ channel, kind, state: standingOf(of), waiting, held, retrying, givenUp },
    deliveredAt: isoOrNull(of.deliveredMs),
    ...{ failedAt: isoOrNull(failed?.atMs ?? null), failure: failed?.detail ?? null },
    goneAt: isoOrNull(of.goneMs),
  };
}

export const NOTIFICATION_ROUTES: Described = {
  "GET /api/v1/notifications": {
    tag: "Notifications",
    summary: "List what was told to whom, newest first",
    detail:
      "A message is listed once it was composed or first tried; what waits is counted by channel.",
    query: listQuery,
    answers: { 200: { of: "A page of messages.", json: listOf(messageShape) } },
  },
  "GET /api/v1/notifications/:id": {
    tag: "Notifications",
    summary: "Show a message with every try",
    query: noQuery,
    answers: { 200: { of: "The message.", json: messageWithTriesShape } },
  },
  "POST /api/v1/notifications/:id/retry": {
    tag: "Notifications",
    summary: "Try a message again that was given up",
    detail: "Its tries begin anew, and a channel whose receiver wanted no more is used again.",
    answers: { 202: { of: "It is tried within a second.", json: messageWithTriesShape } },
    problems: { 409: "The message was delivered, or is tried again by itself." },
  },
  "GET /api/v1/notification-channels": {
    tag: "Notifications",
    summary: "Say how each channel stands",
    query: z.strictObject(PAGE),
    answers: { 200: { of: "The channels by name.", json: listOf(channelShape) } },
  },
  "POST /api/v1/nonconformities/:id/acknowledgement": {
    tag: "Notifications",
    summary: "Say that you have seen a record, so that nobody else is told because nobody answered",
    detail: "It stops the escalation of routes. It moves no record and stops no clock.",
    answers: {
      201: {
        of: "It is recorded.",
        json: z.strictObject({ record: z.string(), acknowledgedAt: z.iso.datetime() }),
      },
    },
    problems: { 409: "The record is done with." },
  },
};
