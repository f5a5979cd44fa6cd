import { z } from "zod";
import type { ByteBudget } from "../byte-budget.ts";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { given } from "../given.ts";
import { jsonBody } from "../json-body.ts";
import { cursorAt, noQuery, notOurs, PAGE, pageJson, placeIn } from "../paging.ts";
import { iso, queryOf, RANGE, rangeOf } from "../query.ts";
import { missing, Refusal } from "../refusal.ts";
import { listOf } from "../shapes/list-of.ts";
import { decidedRecordShape, refusedRecordShape } from "../shapes/refused-record.ts";
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
  /** What people decided about it; null: nothing yet. */
  readonly decision: {
    readonly kind: "replayed" | "discarded";
    readonly atMs: number;
    readonly by: string;
    readonly reason: string;
    /** Where a replayed one is on disk. */
    readonly receipt: { readonly journal: string; readonly seq: number } | null;
  } | null;
}

/** What became of a decision. `repeated`: it was made before, and stands. */
export type QuarantineAnswer =
  | { readonly kind: "done"; readonly record: RefusedItem; readonly repeated: boolean }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "unknown" };

interface Deciding {
  readonly id: string;
  readonly by: string;
  readonly reason: string;
}

/** What the API reads and decides of the quarantine. */
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
  /** Takes it in through the door of all ingest; what is refused again is said why. */
  readonly replay: (of: Deciding) => Promise<QuarantineAnswer>;
  readonly discard: (of: Deciding) => Promise<QuarantineAnswer>;
}

const refusedQuery = z.strictObject({
  ...RANGE,
  event: z.string().optional().describe("Only what said it is this, such as `aims.prediction`."),
  ...PAGE,
});

const REASON_CHARACTERS_MAX = 2_000;
const deciding = z.strictObject({
  reason: z
    .string({ error: "reason is required: say why, for whoever reads the ledger" })
    .trim()
    .min(1, "reason is required: say why, for whoever reads the ledger")
    .max(REASON_CHARACTERS_MAX, `reason has at most ${REASON_CHARACTERS_MAX} characters`),
});

/** What was sent and not stored, for whoever mends the sender. */
export function quarantineRoutes(
  app: Routes,
  deps: { readonly quarantine: ApiQuarantine; readonly budget: ByteBudget },
): void {
  const { quarantine } = deps;
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
    const found = isId(id) ? await quarantine.refusedRecord(id) : null;
    if (found === null) throw missing("refused record", id);
    return c.json(refusedJson(found));
  });
  for (const act of ["replay", "discard"] as const) {
    app.post(`/api/v1/quarantine/:id/${act}`, async (c) => {
      const id = c.req.param("id");
      const { reason } = await jsonBody(c, deciding, deps);
      const by = c.get("caller").name;
      const answer: QuarantineAnswer = isId(id)
        ? await quarantine[act]({ id, by, reason })
        : { kind: "unknown" };
      if (answer.kind === "unknown") throw missing("refused record", id);
      if (answer.kind === "refused") throw new Refusal({ status: 409, detail: answer.reason });
      return c.json({ ...refusedJson(answer.record), repeated: answer.repeated });
    });
  }
}

function isId(text: string): boolean {
  return /^[0-9a-f-]{36}\.\d{1,20}\.\d{1,10}$/.test(text);
}

function placeOf(cursor: string): Pick<RefusedItem, "receivedMs" | "id"> {
  const [receivedMs, id] = placeIn(cursor);
  if (typeof receivedMs !== "number" || typeof id !== "string") throw notOurs();
  return { receivedMs, id };
}

function refusedJson({ receivedMs, decision, ...of }: RefusedItem): Json {
  const { atMs, ...decided } = decision ?? { atMs: 0 };
  return {
    ...of,
    receivedAt: iso(receivedMs),
    decision: decision && { ...decided, at: iso(atMs) },
  };
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
  "POST /api/v1/quarantine/:id/replay": {
    tag: "Ingest",
    summary: "Take a refused record in after all, with a reason",
    detail:
      "It goes through the same door as everything that is sent, and keeps the time of its first arrival where it has none of its own. Where its key may not append to its system, whoever replays it answers for it. To do it twice changes nothing. A ledger entry says who did it and why.",
    path: { id: "Id of the refused record, as the list has it." },
    body: deciding,
    example: { reason: "sent with the key of the system beside it; the sender is mended" },
    answers: {
      200: { of: "Its batch is on disk; `decision` has the receipt.", json: decidedRecordShape },
    },
    problems: {
      409: "It is refused again, was not kept whole, stands in the journal already, or was discarded.",
    },
  },
  "POST /api/v1/quarantine/:id/discard": {
    tag: "Ingest",
    summary: "Decide that a refused record is of no use, with a reason",
    detail: "What was kept of it stays to be looked at; it cannot be replayed any more.",
    path: { id: "Id of the refused record, as the list has it." },
    body: deciding,
    example: { reason: "a test of the sender" },
    answers: { 200: { of: "It is discarded.", json: decidedRecordShape } },
    problems: { 409: "It was replayed already." },
  },
};
