import { ROADMAP_ACTS, type RoadmapAct } from "@tiltmeter/rules";
import type { Context, Hono } from "hono";
import type { PageActs } from "./acts.ts";
import { forbidden } from "./pages/problem.tsx";
import { applicability } from "./pages/roadmap/applicability.tsx";
import { audit } from "./pages/roadmap/audit.tsx";
import type { Visit } from "./pages/roadmap/frame.tsx";
import { governance } from "./pages/roadmap/governance.tsx";
import { heldReview, managementReview } from "./pages/roadmap/management-review.tsx";
import { oversightRecords } from "./pages/roadmap/oversight-records.tsx";
import { risks } from "./pages/roadmap/risks.tsx";
import { suppliers } from "./pages/roadmap/suppliers.tsx";
import type { PageContent } from "./parts/document.tsx";
import { postRoadmap } from "./post-roadmap.ts";
import type { Reads } from "./reads.ts";

/** The pages about the records of the roadmap, and their forms. */
export function roadmapPages(
  app: Hono,
  of: {
    readonly readsFor: (c: Context) => Reads;
    readonly actFor: (c: Context) => PageActs;
    /** Who may do an act; null: whoever asks may not. */
    readonly actor: (c: Context, act: RoadmapAct) => string | null;
    /** Who may fetch what is handed over. */
    readonly mayExport: (c: Context) => boolean;
    readonly show: (c: Context, content: PageContent) => Response | Promise<Response>;
  },
): void {
  const { readsFor, actFor, show } = of;
  const may =
    (c: Context): Visit["may"] =>
    (act) =>
      of.actor(c, act) !== null;
  const visit = (c: Context): Visit => ({
    ...{ query: c.req.query(), may: may(c), mayExport: of.mayExport(c) },
    returned: null,
  });
  app.get("/governance", async (c) => show(c, await governance(readsFor(c), visit(c))));
  app.get("/risks", async (c) => show(c, await risks(readsFor(c), visit(c))));
  app.get("/suppliers", async (c) => show(c, await suppliers(readsFor(c), visit(c))));
  app.get("/oversight", async (c) => show(c, await oversightRecords(readsFor(c), visit(c))));
  app.get("/applicability", async (c) => show(c, await applicability(readsFor(c), visit(c))));
  app.get("/management-review", async (c) =>
    show(c, await managementReview(readsFor(c), visit(c))),
  );
  app.get("/management-review/:id", async (c) =>
    show(c, await heldReview(readsFor(c), c.req.param("id"), visit(c))),
  );
  app.get("/audit", async (c) => show(c, await audit(readsFor(c), visit(c))));
  for (const act of ROADMAP_ACTS) {
    app.post(`/roadmap/${act}`, async (c) => {
      const by = of.actor(c, act);
      if (by === null) return show(c, forbidden("A key with another role is needed"));
      const form = await c.req.formData();
      const asking = { may: may(c), mayExport: of.mayExport(c) };
      const answer = await postRoadmap(readsFor(c), actFor(c), { act, by, form, ...asking });
      return answer.kind === "moved" ? c.redirect(answer.location, 303) : show(c, answer.content);
    });
  }
}
