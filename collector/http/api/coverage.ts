import type { Routes } from "../environment.ts";
import { paged } from "../paging.ts";
import { iso, isoOrNull, rangeOf } from "../query.ts";
import type { ApiReads } from "../reads.ts";
import { missing } from "../refusal.ts";
import type { Json } from "./shapes.ts";

type Coverage = Awaited<ReturnType<ApiReads["coverage"]>>;
type Counts = Awaited<ReturnType<ApiReads["evaluationCounts"]>>[number];
type Revision = Awaited<ReturnType<ApiReads["controlRevisions"]>>[number];

// The window that ends now has ended: where nothing else is asked, ranges end behind it.

/** That controls ran, which clauses that evidences, and which revisions there were. */
export function coverageRoutes(app: Routes): void {
  app.get("/api/v1/coverage", async (c) =>
    c.json(coverageJson(await c.var.reads.coverage(rangeOf(c, c.var.reads.nowMs() + 1)))),
  );
  app.get("/api/v1/evaluation-counts", async (c) => {
    const counts = await c.var.reads.evaluationCounts({
      range: rangeOf(c, c.var.reads.nowMs() + 1),
    });
    return c.json(paged(c, counts, ({ control }) => control, countsJson));
  });
  app.get("/api/v1/controls/:id/revisions", async (c) => {
    const id = c.req.param("id");
    const revisions = await c.var.reads.controlRevisions(id);
    if (revisions.length === 0) throw missing("control", id);
    // One revision may come back: its place in the history is what names it.
    const placed = revisions.map((revision, i) => ({ ...revision, place: revisions.length - i }));
    return c.json(
      paged(
        c,
        placed,
        ({ place }) => String(place).padStart(9, "0"),
        ({ place: _, ...of }) => revisionJson(of),
      ),
    );
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

function revisionJson({ loadedMs, ...of }: Revision): Json {
  return { ...of, loadedAt: iso(loadedMs) };
}
