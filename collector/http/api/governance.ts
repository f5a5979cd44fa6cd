import { z } from "zod";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { noQuery, paged, pageJson, pageQuery } from "../paging.ts";
import { queryOf } from "../query.ts";
import { missing } from "../refusal.ts";
import { controlShape, evaluationShape } from "../shapes/control.ts";
import { evidenceShape } from "../shapes/evidence.ts";
import { listOf } from "../shapes/list-of.ts";
import { EVALUATIONS, evaluationsPage } from "./evaluations.ts";
import { controlJson, evidenceJson } from "./shapes.ts";

const evaluationsQuery = z.strictObject(EVALUATIONS);

/** Controls, their evaluations, and the evidence of what they raised. */
export function governanceRoutes(app: Routes): void {
  app.get("/api/v1/controls", async (c) =>
    pageJson(
      c,
      paged(queryOf(c, pageQuery), await c.var.reads.controls(), ({ id }) => [id], controlJson),
    ),
  );
  app.get("/api/v1/controls/:id/evaluations", async (c) => {
    const id = c.req.param("id");
    const control = (await c.var.reads.controls()).find((each) => each.id === id);
    if (control === undefined) throw missing("control", id);
    return evaluationsPage(c, queryOf(c, evaluationsQuery), id);
  });
  app.get("/api/v1/evaluations", async (c) => evaluationsPage(c, queryOf(c, evaluationsQuery)));
  app.get("/api/v1/evidence/:digest", async (c) => {
    const digest = c.req.param("digest");
    queryOf(c, noQuery);
    const evidence = /^[0-9a-f]{64}$/.test(digest) ? await c.var.reads.evidence(digest) : null;
    if (evidence === null) throw missing("evidence", digest);
    return c.json(evidenceJson(evidence));
  });
}

const RANGED = {
  from: z.string().describe("The beginning of the range, as it was asked or by default."),
  to: z.string(),
};

export const CONTROL_ROUTES: Described = {
  "GET /api/v1/controls": {
    tag: "Controls",
    summary: "List the controls in force, and where each instance stands",
    query: pageQuery,
    answers: { 200: { of: "Controls by id.", json: listOf(controlShape) } },
  },
  "GET /api/v1/controls/:id/evaluations": {
    tag: "Controls",
    summary: "List the evaluations of one control, newest window first",
    query: evaluationsQuery,
    answers: { 200: { of: "Passes too.", json: listOf(evaluationShape, RANGED) } },
  },
  "GET /api/v1/evaluations": {
    tag: "Controls",
    summary: "List the evaluations of all controls, newest window first",
    query: evaluationsQuery,
    answers: { 200: { of: "Passes too.", json: listOf(evaluationShape, RANGED) } },
  },
  "GET /api/v1/evidence/:digest": {
    tag: "Controls",
    summary: "Show the evidence snapshot that a nonconformity rests on",
    query: noQuery,
    answers: { 200: { of: "As it was when it was raised.", json: evidenceShape } },
  },
};
