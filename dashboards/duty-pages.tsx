import type { Context, Hono } from "hono";
import type { DutyActs } from "./acts.ts";
import { duties } from "./pages/duties.tsx";
import type { ReturnedDuty } from "./pages/duty-form.tsx";
import { holds } from "./pages/holds.tsx";
import { forbidden } from "./pages/problem.tsx";
import { type DutyView, recordDuties } from "./pages/record-duties.tsx";
import type { PageContent } from "./parts/document.tsx";
import {
  doneDuty,
  type PostedDuty,
  postAside,
  postHold,
  postIncident,
  postRelease,
  postReport,
} from "./post-duties.ts";
import type { Reads } from "./reads.ts";

/** Who asks, and what they may do. */
interface Asking {
  readonly actor: (c: Context) => string | null;
  readonly decider: (c: Context) => string | null;
  readonly nameOf?: (actor: string) => string;
}

type Answer = Response | Promise<Response>;

/** The pages of what falls due and what is held, with their forms. */
export function dutyPages(
  app: Hono,
  of: {
    readonly readsFor: (c: Context) => Reads;
    readonly actFor: (c: Context) => DutyActs;
    readonly options: Asking;
    readonly show: (c: Context, content: PageContent) => Answer;
    /** A path of this site, never another's. */
    readonly localPath: (text: string) => string;
  },
): void {
  const { readsFor, actFor, options, show } = of;
  const viewOf = (
    c: Context,
    returned: ReturnedDuty | null = null,
    status: PageContent["status"] = 200,
  ): DutyView => ({
    mayState: options.actor(c) !== null,
    mayDecide: options.decider(c) !== null,
    returned,
    done: doneDuty(c.req.query("done")),
    status,
  });
  const post = async (
    c: Context,
    of: {
      readonly by: string | null;
      readonly act: (form: FormData, by: string) => Promise<PostedDuty>;
      readonly page: (view: DutyView) => Promise<PageContent>;
    },
  ): Promise<Response> => {
    if (of.by === null) return show(c, forbidden("A key that may act here is needed"));
    const posted = await of.act(await c.req.formData(), of.by);
    switch (posted.kind) {
      case "moved":
        return c.redirect(localPath(posted.location), 303);
      case "forbidden":
        return show(c, forbidden(posted.reason));
      case "returned":
        return show(c, await of.page(viewOf(c, posted.returned, posted.status)));
    }
  };
  const { localPath } = of;

  app.get("/duties", async (c) => {
    const actor = options.actor(c);
    const by = actor === null ? [] : [actor, options.nameOf?.(actor) ?? actor];
    return show(c, await duties(readsFor(c), c.req.query(), by));
  });
  app.get("/holds", async (c) => show(c, await holds(readsFor(c), viewOf(c))));
  app.get("/nonconformities/:id/duties", async (c) =>
    show(c, await recordDuties(readsFor(c), c.req.param("id"), viewOf(c))),
  );
  app.post("/nonconformities/:id/incident", (c) => {
    const id = c.req.param("id");
    return post(c, {
      by: options.actor(c),
      act: (form, by) => postIncident(actFor(c), id, form, by),
      page: (view) => recordDuties(readsFor(c), id, view),
    });
  });
  app.post("/nonconformities/:id/reports", (c) => {
    const id = c.req.param("id");
    return post(c, {
      by: options.decider(c),
      act: (form, by) => postReport(actFor(c), id, form, by),
      page: (view) => recordDuties(readsFor(c), id, view),
    });
  });
  app.post("/nonconformities/:id/set-aside", (c) => {
    const id = c.req.param("id");
    return post(c, {
      by: options.decider(c),
      act: (form, by) => postAside(actFor(c), id, form, by),
      page: (view) => recordDuties(readsFor(c), id, view),
    });
  });
  app.post("/holds", (c) =>
    post(c, {
      by: options.actor(c),
      act: (form, by) => postHold(actFor(c), form, by),
      page: (view) => holds(readsFor(c), view),
    }),
  );
  app.post("/holds/:id/release", (c) =>
    post(c, {
      by: options.decider(c),
      act: (form, by) => postRelease(actFor(c), c.req.param("id"), form, by),
      page: (view) => holds(readsFor(c), view),
    }),
  );
}
