import type { Routes } from "../environment.ts";
import { paged } from "../paging.ts";
import { missing } from "../refusal.ts";
import { evaluationsPage } from "./evaluations.ts";
import { controlJson, evidenceJson } from "./shapes.ts";

/** Controls, their evaluations, and the evidence of what they raised. */
export function governanceRoutes(app: Routes): void {
  app.get("/api/v1/controls", async (c) =>
    c.json(paged(c, await c.var.reads.controls(), (control) => control.id, controlJson)),
  );
  app.get("/api/v1/controls/:id/evaluations", async (c) => {
    const id = c.req.param("id");
    const control = (await c.var.reads.controls()).find((each) => each.id === id);
    if (control === undefined) throw missing("control", id);
    return c.json(await evaluationsPage(c, id));
  });
  app.get("/api/v1/evaluations", async (c) => c.json(await evaluationsPage(c)));
  app.get("/api/v1/evidence/:digest", async (c) => {
    const digest = c.req.param("digest");
    const evidence = /^[0-9a-f]{64}$/.test(digest) ? await c.var.reads.evidence(digest) : null;
    if (evidence === null) throw missing("evidence", digest);
    return c.json(evidenceJson(evidence));
  });
}
