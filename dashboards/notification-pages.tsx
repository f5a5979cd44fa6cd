import type { Context, Hono } from "hono";
import type { PageNotifications } from "./notifications.ts";
import { notifications } from "./pages/notifications.tsx";
import { forbidden } from "./pages/problem.tsx";
import type { PageContent } from "./parts/document.tsx";

/** The log of what went to whom, and the button that tries again. */
export function notificationPages(
  app: Hono,
  of: {
    readonly from: PageNotifications;
    readonly show: (c: Context, content: PageContent) => Response | Promise<Response>;
    /** Who asks; null: someone who may only read. */
    readonly actor: (c: Context) => string | null;
  },
): void {
  const { from, show, actor } = of;
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
}
