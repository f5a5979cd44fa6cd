import { closureShare, REVIEW_DECISIONS, reviewedCount } from "@tiltmeter/rules";
import { z } from "zod";
import type { ByteBudget } from "../byte-budget.ts";
import type { Request, Routes } from "../environment.ts";
import { jsonBody } from "../json-body.ts";
import { limitOf } from "../paging.ts";
import { iso, isoOrNull } from "../query.ts";
import { missing, Refusal } from "../refusal.ts";
import { dated } from "./shapes.ts";

const review = z.strictObject({
  decided: z.enum(REVIEW_DECISIONS),
  /** Predictions by their id; absent: every one that nobody has looked at. */
  ids: z.array(z.string().min(1).max(1_024)).max(1_000).optional(),
  all_open: z.literal(true).optional(),
});

interface Deps {
  readonly budget: ByteBudget;
}

/** What the machine found out about a record, and the re-review of the decisions that it touches. */
export function findingRoutes(app: Routes, deps: Deps): void {
  app.get("/api/v1/nonconformities/:id/effectiveness", async (c) => {
    const id = c.req.param("id");
    const found = await c.var.reads.effectiveness(id);
    if (found === null) throw missing("nonconformity", id);
    return c.json(dated(found) as object); // of an object it makes an object
  });
  app.get("/api/v1/nonconformities/:id/documents/:digest", async (c) => {
    const { id, digest } = c.req.param();
    await known(c);
    const document = await c.var.reads.recordDocument({ id, digest });
    if (document === null) throw missing("document", digest);
    return c.json(document as object); // content under a verified digest
  });
  app.get("/api/v1/nonconformities/:id/decisions", async (c) => {
    const id = await known(c);
    const state = c.req.query("state") ?? "all";
    if (state !== "all" && state !== "open") {
      const detail = `state must be all or open, got ${JSON.stringify(state.slice(0, 64))}`;
      throw new Refusal({ status: 400, detail });
    }
    const cursor = c.req.query("cursor");
    const page = await c.var.reads.affectedDecisions({
      ...{ id, limit: limitOf(c), isOpenOnly: state === "open" },
      ...(cursor === undefined ? {} : { cursor }),
    });
    if (page === null) throw untold(id);
    const { review: done } = (await c.var.reads.nonconformity(id)) ?? {};
    return c.json({
      affected: page.affected,
      reviewed: done === undefined ? 0 : reviewedCount(done),
      closed: done === undefined ? (page.affected === 0 ? null : 0) : closureShare(done),
      decided: done?.decided ?? null,
      method: page.method,
      items: page.items.map(({ timeMs, decidedMs, ...item }) => ({
        ...item,
        time: iso(timeMs),
        decidedAt: isoOrNull(decidedMs),
      })),
      next: page.next,
    });
  });
  app.get("/api/v1/nonconformities/:id/decisions.csv", async (c) => {
    const id = await known(c);
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
