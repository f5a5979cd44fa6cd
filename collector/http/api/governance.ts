import type { ActAnswer } from "@tiltmeter/dashboards";
import { NONCONFORMITY_STATES } from "@tiltmeter/rules";
import { z } from "zod";
import type { ApiActs } from "../acts.ts";
import type { ByteBudget } from "../byte-budget.ts";
import type { Request, Routes } from "../environment.ts";
import { jsonBody } from "../json-body.ts";
import { paged } from "../paging.ts";
import type { ApiReads } from "../reads.ts";
import { missing, Refusal } from "../refusal.ts";
import { evaluationsPage } from "./evaluations.ts";
import { controlJson, evidenceJson, nonconformityJson } from "./shapes.ts";

const transition = z.strictObject({
  to: z.enum(NONCONFORMITY_STATES),
  fields: z.record(z.string(), z.string()).default({}),
  reason: z.string().default(""),
});
const comment = z.strictObject({ text: z.string().min(1).max(16_384) });

/** Controls, their evaluations, and the nonconformities that they raised. */
export function governanceRoutes(
  app: Routes,
  deps: { readonly reads: ApiReads; readonly acts: ApiActs; readonly budget: ByteBudget },
): void {
  const { reads, acts } = deps;
  app.get("/api/v1/controls", async (c) =>
    c.json(paged(c, await reads.controls(), (control) => control.id, controlJson)),
  );
  app.get("/api/v1/controls/:id/evaluations", async (c) => {
    const id = c.req.param("id");
    const control = (await reads.controls()).find((each) => each.id === id);
    if (control === undefined) throw missing("control", id);
    return c.json(await evaluationsPage(c, reads, id));
  });
  app.get("/api/v1/evaluations", async (c) => c.json(await evaluationsPage(c, reads)));
  app.get("/api/v1/nonconformities", async (c) => {
    const { state, system, control } = c.req.query();
    const found = (await reads.nonconformities()).filter(
      (record) =>
        (state === undefined || record.state === state) &&
        (system === undefined || record.system === system) &&
        (control === undefined || record.control === control),
    );
    return c.json(paged(c, found, (record) => record.id, nonconformityJson));
  });
  app.get("/api/v1/nonconformities/:id", (c) => showRecord(c, c.req.param("id"), reads));
  app.post("/api/v1/nonconformities/:id/transitions", async (c) => {
    const id = c.req.param("id");
    const body = await jsonBody(c, transition, deps);
    if ((await reads.nonconformity(id)) === null) throw missing("nonconformity", id);
    const version = versionOf(c);
    accept(await acts.transition({ id, ...body, version, by: c.get("caller").name }), id);
    return showRecord(c, id, reads);
  });
  app.post("/api/v1/nonconformities/:id/comments", async (c) => {
    const id = c.req.param("id");
    const { text } = await jsonBody(c, comment, deps);
    if ((await reads.nonconformity(id)) === null) throw missing("nonconformity", id);
    accept(await acts.comment({ id, text, by: c.get("caller").name }), id);
    return showRecord(c, id, reads);
  });
  app.get("/api/v1/evidence/:digest", async (c) => {
    const digest = c.req.param("digest");
    const evidence = /^[0-9a-f]{64}$/.test(digest) ? await reads.evidence(digest) : null;
    if (evidence === null) throw missing("evidence", digest);
    return c.json(evidenceJson(evidence));
  });
}

/** The record as it stands; `ETag` is what a transition sends back as `If-Match`. */
async function showRecord(c: Request, id: string, reads: ApiReads): Promise<Response> {
  const record = await reads.nonconformity(id);
  if (record === null) throw missing("nonconformity", id);
  return c.json(nonconformityJson(record), 200, { etag: `"${record.version}"` });
}

function versionOf(c: Request): number {
  const header = c.req.header("if-match");
  if (header === undefined) {
    const detail = 'If-Match is required: send the ETag of the record that you saw, such as "3"';
    throw new Refusal({ status: 428, detail });
  }
  const [, version] = /^(?:W\/)?"?(\d+)"?$/.exec(header.trim()) ?? [];
  if (version !== undefined) return Number(version);
  const detail = `If-Match must be the record's version such as "3", got ${JSON.stringify(header.slice(0, 64))}`;
  throw new Refusal({ status: 400, detail });
}

/** Passes what was done; throws what was not: 403, 409, 412 or 422. */
export function accept(answer: ActAnswer, id: string): void {
  switch (answer.kind) {
    case "done":
      return;
    case "outdated": {
      const detail = `${id} has changed since that version; read it again and decide anew`;
      throw new Refusal({ status: 412, detail });
    }
    case "forbidden":
      throw new Refusal({ status: 403, detail: answer.reason });
    case "refused": {
      const { reason, fields } = answer;
      const ofFields = Object.keys(fields).length > 0;
      throw new Refusal({
        status: ofFields ? 422 : 409,
        detail: reason,
        ...(ofFields ? { more: { fields } } : {}),
      });
    }
  }
}
