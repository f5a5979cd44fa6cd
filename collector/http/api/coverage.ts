import { z } from "zod";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { PAGE, paged, pageJson, pageQuery } from "../paging.ts";
import { iso, isoOrNull, queryOf, RANGE, rangeOf } from "../query.ts";
import type { ApiReads } from "../reads.ts";
import { missing } from "../refusal.ts";
import { countsShape, revisionShape } from "../shapes/control.ts";
import { coverageShape } from "../shapes/coverage.ts";
import { listOf } from "../shapes/list-of.ts";
import type { Json } from "./shapes.ts";

type Coverage = Awaited<ReturnType<ApiReads["coverage"]>>;
type Counts = Awaited<ReturnType<ApiReads["evaluationCounts"]>>[number];
type Revision = Awaited<ReturnType<ApiReads["controlRevisions"]>>[number];

// The window that ends now has ended: where nothing else is asked, ranges end behind it.

const coverageQuery = z.strictObject(RANGE);
const countsQuery = z.strictObject({ ...RANGE, ...PAGE });

/** That controls ran, which clauses that evidences, and which revisions there were. */
export function coverageRoutes(app: Routes): void {
  app.get("/api/v1/coverage", async (c) => {
    const range = rangeOf(queryOf(c, coverageQuery), { nowMs: c.var.reads.nowMs() + 1 });
    return c.json(coverageJson(await c.var.reads.coverage(range)));
  });
  app.get("/api/v1/evaluation-counts", async (c) => {
    const query = queryOf(c, countsQuery);
    const range = rangeOf(query, { nowMs: c.var.reads.nowMs() + 1 });
    const counts = await c.var.reads.evaluationCounts({ range });
    const page = paged(query, counts, ({ control }) => [control], countsJson);
    return pageJson(c, page, { from: iso(range.fromMs), to: iso(range.toMs) });
  });
  app.get("/api/v1/controls/:id/revisions", async (c) => {
    const id = c.req.param("id");
    const revisions = await c.var.reads.controlRevisions(id);
    if (revisions.length === 0) throw missing("control", id);
    // One revision may come back: its place in the history is what names it.
    const placed = revisions.map((revision, i) => ({ revision, place: i - revisions.length }));
    const page = paged(
      queryOf(c, pageQuery),
      placed,
      ({ place }) => [place],
      ({ revision }) => revisionJson(revision),
    );
    return pageJson(c, page);
  });
}

function coverageJson({ range, frameworks }: Coverage): Json {
  return {
    from: iso(range.fromMs),
    to: iso(range.toMs),
    frameworks: frameworks.map(({ clauses, ...framework }) => ({
      ...framework,
      clauses: clauses.map(({ controls, ...clause }) => ({
        ...clause,
        controls: controls.map(({ everyMs, lastConclusiveMs, ...control }) => ({
          ...control,
          everySeconds: everyMs / 1000,
          lastConclusive: isoOrNull(lastConclusiveMs),
        })),
      })),
    })),
  };
}

function countsJson({ lastConclusiveMs, ...of }: Counts): Json {
  return { ...of, missed: of.scheduled - of.judged, lastConclusive: isoOrNull(lastConclusiveMs) };
}

/** What the history knows besides is its own. */
function revisionJson({ revision, loadedMs, by, file, text }: Revision): Json {
  return { revision, loadedAt: iso(loadedMs), by, file, text };
}

export const COVERAGE_ROUTES: Described = {
  "GET /api/v1/coverage": {
    tag: "Controls",
    summary: "Show which clauses of which framework the controls give evidence for",
    query: coverageQuery,
    answers: { 200: { of: "Clauses by framework.", json: coverageShape } },
  },
  "GET /api/v1/evaluation-counts": {
    tag: "Controls",
    summary: "Show that controls ran: what the schedule asked for, and what was done",
    query: countsQuery,
    answers: {
      200: {
        of: "Of every control that was evaluated in the range.",
        json: listOf(countsShape, { from: z.string(), to: z.string() }),
      },
    },
  },
  "GET /api/v1/controls/:id/revisions": {
    tag: "Controls",
    summary: "List the revisions of a control, newest first",
    query: pageQuery,
    answers: { 200: { of: "With their text, where it was kept.", json: listOf(revisionShape) } },
  },
};
