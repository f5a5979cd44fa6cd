import type { Context, Hono } from "hono";
import { segment } from "./formats/words.ts";
import type { PageNotifications } from "./notifications.ts";
import { notifications } from "./pages/notifications.tsx";
import { forbidden, notFound } from "./pages/problem.tsx";
import type { PageContent } from "./parts/document.tsx";
import type { Reads } from "./reads.ts";

/** The log of what went to whom, and the buttons that try again and that say somebody has seen it. */
export function notificationPages(
  app: Hono,
  of: {
    readonly from: PageNotifications;
    readonly show: (c: Context, content: PageContent) => Response | Promise<Response>;
    readonly readsFor: (c: Context) => Reads;
    /** Who asks; null: someone who may only read. */
    readonly actor: (c: Context) => string | null;
  },
): void {
  const { from, show, actor, readsFor } = of;
  app.get("/notifications", async (c) => {
    await from.caughtUp();
    return show(c, notifications(from, c.req.query(), { mayRetry: actor(c) !== null }));
  });
  app.post("/notifications/:id/retry", async (c) => {
    const by = actor(c);
    if (by === null) return show(c, forbidden("A key that may act on records is needed"));
    await from.caughtUp();
    const answer = await from.retry(c.req.param("id"), by);
    return c.redirect(`/notifications?done=${answer === "retried" ? "retried" : "settled"}`, 303);
  });
  app.post("/nonconformities/:id/acknowledgement", async (c) => {
    const by = actor(c);
    if (by === null) return show(c, forbidden("A key that may act on records is needed"));
    const id = c.req.param("id");
    if ((await readsFor(c).nonconformity(id)) === null) {
      return show(
        c,
        notFound(`No record is called ${id}`, "Records are never deleted: check the number."),
      );
    }
    const isDone = await from.acknowledge(id, by);
    return c.redirect(
      `/nonconformities/${segment(id)}?done=${isDone ? "acknowledged" : "over"}`,
      303,
    );
  });
}
