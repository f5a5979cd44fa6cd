import { z } from "zod";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { given } from "../given.ts";
import { cursorAt, noQuery, notOurs, PAGE, pageJson, placeIn } from "../paging.ts";
import { iso, queryOf, RANGE, rangeOf } from "../query.ts";
import { missing } from "../refusal.ts";
import { listOf } from "../shapes/list-of.ts";
import { refusedRecordShape } from "../shapes/refused-record.ts";
import type { Json } from "./shapes.ts";

/** A record that was refused; see `collector/store/reads/quarantine.ts`. */
export interface RefusedItem {
  readonly id: string;
  readonly receivedMs: number;
  readonly key: string;
  readonly event: string;
  readonly target: string;
  readonly reason: string;
  readonly record: string;
}

/** What the API reads of the quarantine. */
export interface ApiQuarantine {
  readonly nowMs: () => number;
  /** The latest first. */
  readonly refused: (of: {
    readonly fromMs: number;
    readonly toMs: number;
    readonly event?: string;
    readonly after?: Pick<RefusedItem, "receivedMs" | "id">;
    readonly limit: number;
  }) => Promise<readonly RefusedItem[]>;
  readonly refusedRecord: (id: string) => Promise<RefusedItem | null>;
}

const refusedQuery = z.strictObject({
  ...RANGE,
  event: z.string().optional().describe("Only what said it is this, such as `aims.prediction`."),
  ...PAGE,
});

/** What was sent and not stored, for whoever mends the sender. */
export function quarantineRoutes(app: Routes, quarantine: ApiQuarantine): void {
  app.get("/api/v1/quarantine", async (c) => {
    const { limit, cursor, event, ...asked } = queryOf(c, refusedQuery);
    const range = rangeOf(asked, { nowMs: quarantine.nowMs() + 1 });
    const after = cursor === undefined ? undefined : placeOf(cursor);
    const found = await quarantine.refused({
      ...{ ...range, limit: limit + 1 },
      ...given({ event, after }),
    });
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    const isMore = found.length > limit && last !== undefined;
    const page = {
      items: shown.map(refusedJson),
      next: isMore ? cursorAt([last.receivedMs, last.id]) : null,
    };
    return pageJson(c, page, { from: iso(range.fromMs), to: iso(range.toMs) });
  });
  app.get("/api/v1/quarantine/:id", async (c) => {
    const id = c.req.param("id");
    queryOf(c, noQuery);
    const found = /^[0-9a-f-]{36}\.\d{1,20}\.\d{1,10}$/.test(id)
      ? await quarantine.refusedRecord(id)
      : null;
    if (found === null) throw missing("refused record", id);
    return c.json(refusedJson(found));
  });
}

function placeOf(cursor: string): Pick<RefusedItem, "receivedMs" | "id"> {
  const [receivedMs, id] = placeIn(cursor);
  if (typeof receivedMs !== "number" || typeof id !== "string") throw notOurs();
  return { receivedMs, id };
}

function refusedJson({ receivedMs, ...of }: RefusedItem): Json {
  return { ...of, receivedAt: iso(receivedMs) };
}

const RANGED = { from: z.string().describe("As asked, or by default."), to: z.string() };

export const QUARANTINE_ROUTES: Described = {
  "GET /api/v1/quarantine": {
    tag: "Ingest",
    summary: "List records that were sent and refused, the latest first",
    query: refusedQuery,
    answers: { 200: { of: "With their reasons.", json: listOf(refusedRecordShape, RANGED) } },
  },
  "GET /api/v1/quarantine/:id": {
    tag: "Ingest",
    summary: "Show one refused record",
    path: { id: "Id of the refused record, as the list has it." },
    query: noQuery,
    answers: { 200: { of: "What was sent, and why it was refused.", json: refusedRecordShape } },
  },
};
