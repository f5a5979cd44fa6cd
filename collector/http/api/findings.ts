import { closureShare, REVIEW_DECISIONS, reviewedCount } from "@tiltmeter/rules";
import { z } from "zod";
import type { ByteBudget } from "../byte-budget.ts";
import type { Described } from "../described.ts";
import type { Request, Routes } from "../environment.ts";
import { jsonBody } from "../json-body.ts";
import { noQuery, PAGE, pageJson } from "../paging.ts";
import { iso, isoOrNull, queryOf } from "../query.ts";
import { missing, Refusal } from "../refusal.ts";
import {
  AFFECTED,
  affectedItemShape,
  documentShape,
  reviewedShape,
} from "../shapes/decision-review.ts";
import { effectivenessShape } from "../shapes/effectiveness.ts";
import { listOf } from "../shapes/list-of.ts";
import { dated } from "./shapes.ts";

const review = z.strictObject({
  decided: z.enum(REVIEW_DECISIONS),
  ids: z
    .array(z.string().min(1).max(1_024))
    .max(1_000)
    .optional()
    .describe("Predictions by their id."),
  all_open: z
    .literal(true)
    .optional()
    .describe("In place of `ids`: every one that nobody has looked at."),
});
const decisionsQuery = z.strictObject({
  state: z
    .enum(["all", "open"])
    .default("all")
    .describe("`open`: those that nobody has looked at."),
  ...PAGE,
});

interface Deps {
  readonly budget: ByteBudget;
}

/** What the machine found out about a record, and the re-review of the decisions that it touches. */
export function findingRoutes(app: Routes, deps: Deps): void {
  app.get("/api/v1/nonconformities/:id/effectiveness", async (c) => {
    const id = c.req.param("id");
    queryOf(c, noQuery);
    const found = await c.var.reads.effectiveness(id);
    if (found === null) throw missing("nonconformity", id);
    return c.json(dated(found) as object); // of an object it makes an object
  });
  app.get("/api/v1/nonconformities/:id/documents/:digest", async (c) => {
    const { id, digest } = c.req.param();
    queryOf(c, noQuery);
    await known(c);
    const document = await c.var.reads.recordDocument({ id, digest });
    if (document === null) throw missing("document", digest);
    return c.json(document as object); // content under a verified digest
  });
  app.get("/api/v1/nonconformities/:id/decisions", async (c) => {
    const id = await known(c);
    const { state, limit, cursor } = queryOf(c, decisionsQuery);
    const page = await c.var.reads.affectedDecisions({
      ...{ id, limit, isOpenOnly: state === "open" },
      ...(cursor === undefined ? {} : { cursor }),
    });
    if (page === null) throw untold(id);
    const { review: done } = (await c.var.reads.nonconformity(id)) ?? {};
    const items = page.items.map(({ timeMs, decidedMs, ...item }) => ({
      ...item,
      time: iso(timeMs),
      decidedAt: isoOrNull(decidedMs),
    }));
    return pageJson(
      c,
      { items, next: page.next },
      {
        affected: page.affected,
        reviewed: done === undefined ? 0 : reviewedCount(done),
        closed: done === undefined ? (page.affected === 0 ? null : 0) : closureShare(done),
        decided: done?.decided ?? null,
        method: page.method,
      },
    );
  });
  app.get("/api/v1/nonconformities/:id/decisions.csv", async (c) => {
    const id = await known(c);
    queryOf(c, noQuery);
    const file = await c.var.reads.affectedFile(id);
    if (file === null) throw untold(id);
    const name = `${id.replace(/[^\w-]/g, "_")}-decisions.csv`;
    return c.body(streamed(file), 200, {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
    });
  });
  app.post("/api/v1/nonconformities/:id/decisions", async (c) => {
    const id = await known(c);
    const { decided, ids, all_open: all } = await jsonBody(c, review, deps);
    if ((ids === undefined) === (all === undefined)) {
      const detail = 'name decisions in "ids", or say "all_open": true for all that are open';
      throw new Refusal({ status: 422, detail });
    }
    const which =
      ids === undefined ? ({ kind: "all_open" } as const) : ({ kind: "named", ids } as const);
    const by = c.get("caller").name;
    const answer = await c.var.acts.reviewDecisions({ id, which, decided, by });
    if (answer.kind === "refused") throw new Refusal({ status: 409, detail: answer.reason });
    const record = await c.var.reads.nonconformity(id);
    const standing = record?.review;
    return c.json({
      reviewed: answer.count,
      affected: standing?.affected ?? null,
      closed: standing === undefined ? null : closureShare(standing),
      decided: standing?.decided ?? null,
    });
  });
}

async function known(c: Request): Promise<string> {
  const id = c.req.param("id") ?? "";
  if ((await c.var.reads.nonconformity(id)) === null) throw missing("nonconformity", id);
  return id;
}

function untold(id: string): Refusal {
  const detail = `no telemetry says which decisions ${id} is about: no control measured it`;
  return new Refusal({ status: 404, detail });
}

/** A reader that goes away ends the questions to the store. */
function streamed(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const text = new TextEncoder();
  const from = pieces[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await from.next();
      if (done) controller.close();
      else controller.enqueue(text.encode(value));
    },
    async cancel() {
      await from.return?.();
    },
  });
}

const RECORD = "Id of the record, such as `NC-2026-0042`.";

export const FINDING_ROUTES: Described = {
  "GET /api/v1/nonconformities/:id/effectiveness": {
    tag: "Nonconformities",
    summary: "Show how it will be proved that the actions worked, and how far that has come",
    path: { id: RECORD },
    query: noQuery,
    answers: { 200: { of: "The plan, and what telemetry says.", json: effectivenessShape } },
  },
  "GET /api/v1/nonconformities/:id/documents/:digest": {
    tag: "Nonconformities",
    summary: "Fetch a document that a record speaks of",
    path: { id: RECORD },
    query: noQuery,
    answers: { 200: { of: "As it was kept under its digest.", json: documentShape } },
  },
  "GET /api/v1/nonconformities/:id/decisions": {
    tag: "Nonconformities",
    summary: "List the decisions that were made while the requirement was not fulfilled",
    path: { id: RECORD },
    query: decisionsQuery,
    answers: {
      200: { of: "Oldest first.", json: listOf(affectedItemShape, AFFECTED) },
    },
    problems: { 404: "There is no such record, or no telemetry says which decisions they are." },
  },
  "GET /api/v1/nonconformities/:id/decisions.csv": {
    tag: "Nonconformities",
    summary: "Fetch all affected decisions as a table",
    path: { id: RECORD },
    query: noQuery,
    answers: { 200: { of: "One decision a row.", text: { "text/csv": "RFC 4180." } } },
    problems: { 404: "There is no such record, or no telemetry says which decisions they are." },
  },
  "POST /api/v1/nonconformities/:id/decisions": {
    tag: "Nonconformities",
    summary: "Record what the re-review of affected decisions came to",
    path: { id: RECORD },
    body: review,
    example: { decided: "upheld", ids: ["a-1"] },
    answers: { 200: { of: "How far the re-review has come.", json: reviewedShape } },
    problems: { 409: "Nothing of it can be reviewed, or it was reviewed already." },
  },
};
