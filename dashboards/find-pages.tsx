import type { Context, Hono } from "hono";
import { search } from "./pages/search.tsx";
import { type ViewForm, views } from "./pages/views.tsx";
import type { PageContent } from "./parts/document.tsx";
import type { Reads } from "./reads.ts";
import type { PageViews } from "./views.ts";

/** The pages by which others are found again: search, and the views that people kept. */
export function findPages(
  app: Hono,
  of: {
    readonly readsFor: (c: Context) => Reads;
    readonly show: (c: Context, content: PageContent) => Response | Promise<Response>;
    readonly mayOpen: (c: Context, href: string) => boolean;
    /** Absent: nothing is kept here. */
    readonly views: PageViews | undefined;
  },
): void {
  const { readsFor, show, mayOpen, views: kept } = of;
  app.get("/search", async (c) =>
    show(
      c,
      await search(readsFor(c), c.req.query("q") ?? "", {
        mayOpen: (href) => mayOpen(c, href),
        views: kept?.list(c) ?? [],
      }),
    ),
  );
  if (kept === undefined) return;
  const shown = (c: Context, form: ViewForm): Response | Promise<Response> =>
    show(c, views({ views: kept.list(c), form, done: doneWords(c.req.query("done")) }));
  app.get("/views", (c) => {
    const { name = "", address = "" } = c.req.query();
    return shown(c, { name, address, isShared: false, fields: {} });
  });
  app.post("/views", async (c) => {
    const form = await c.req.formData();
    const view = {
      name: String(form.get("name") ?? "").trim(),
      address: String(form.get("address") ?? "").trim(),
      isShared: form.get("shared") === "yes",
    };
    const answer = await kept.keep(c, view);
    if (answer.kind === "kept") return c.redirect("/views?done=kept", 303);
    return shown(c, { ...view, fields: answer.fields });
  });
  app.post("/views/forget", async (c) => {
    await kept.forget(c, String((await c.req.formData()).get("id") ?? ""));
    return c.redirect("/views?done=forgotten", 303);
  });
}

function doneWords(done: string | undefined): string | null {
  if (done === "kept") return "The view is saved.";
  return done === "forgotten" ? "The view is forgotten." : null;
}
