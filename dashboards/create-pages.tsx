import type { Authority, RoadmapAct } from "@tiltmeter/rules";
import { type Context, Hono, type NotFoundHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { setCookie } from "hono/cookie";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { type AccessOptions, accessPages } from "./access-pages.ts";
import type { PageActs } from "./acts.ts";
import type { ApiReference } from "./api-reference.ts";
import { assetNames } from "./assets.ts";
import { dutyPages } from "./duty-pages.tsx";
import type { PageExports } from "./exports.ts";
import { findPages } from "./find-pages.tsx";
import { localPath } from "./formats/local-path.ts";
import { notificationPages } from "./notification-pages.tsx";
import type { PageNotifications } from "./notifications.ts";
import { api } from "./pages/api.tsx";
import { calls } from "./pages/calls.tsx";
import { control } from "./pages/control.tsx";
import { controls } from "./pages/controls.tsx";
import { coverage } from "./pages/coverage.tsx";
import { decisions } from "./pages/decisions.tsx";
import { exports } from "./pages/exports.tsx";
import { feature } from "./pages/feature.tsx";
import { how } from "./pages/how.tsx";
import { inventory } from "./pages/inventory.tsx";
import { ledger } from "./pages/ledger.tsx";
import { nonconformities } from "./pages/nonconformities.tsx";
import { nonconformity } from "./pages/nonconformity.tsx";
import { overview } from "./pages/overview.tsx";
import { prediction } from "./pages/prediction.tsx";
import { failed, forbidden, notFound } from "./pages/problem.tsx";
import { raise } from "./pages/raise.tsx";
import { system } from "./pages/system.tsx";
import type { PageContent } from "./parts/document.tsx";
import { actOnAction, comment, decideOnSystem, editRecord, transition } from "./post-acts.ts";
import { reviewDecisions, reviewedWords } from "./post-decisions.ts";
import { startExport } from "./post-export.ts";
import { postRaise } from "./post-raise.ts";
import type { Reads } from "./reads.ts";
import { mayOpen, respond, THEME_COOKIE, themeOf } from "./respond.tsx";
import { roadmapPages } from "./roadmap-routes.tsx";
import type { PageViews } from "./views.ts";

export interface PageOptions {
  /** Where `createAssets` is mounted: `/assets`. */
  readonly assetsBase: string;
  /** Who asks, as a pseudonym or key name; null: someone who may only read. */
  readonly actor: (c: Context) => string | null;
  /** As `actor`, of those who may suspend systems and let them run; null: someone who may not. */
  readonly decider: (c: Context) => string | null;
  /** Who a pseudonym is; absent: actors are names. */
  readonly nameOf?: (actor: string) => string;
  /** What the asking person may decide on records; absent: `work`. */
  readonly authority?: (c: Context) => Authority;
  /** Absent: nothing is handed over here, and there is no page for it. */
  readonly exports?: PageExports;
  readonly act: PageActs;
  /** Who may come in; absent: there are no pages for it, and nobody is told who is signed in. */
  readonly access?: AccessOptions;
  /** What the asking person may see; absent: everything. */
  readonly readsFor?: (c: Context) => Reads;
  /** `act`, to what the asking person may see; absent: to everything. */
  readonly actFor?: (c: Context) => PageActs;
  /** As `actor`, of an act of the roadmap; absent: whoever may act on records may do any of them. */
  readonly roadmapActor?: (c: Context, act: RoadmapAct) => string | null;
  /** Whether the asking person may open a page of the navigation; absent: what is served without more. */
  readonly mayOpen?: (c: Context, href: string) => boolean;
  /** The views that people kept; absent: none are kept here. */
  readonly views?: PageViews;
  /** Absent: nobody is told of anything here, and there is no page for it. */
  readonly notifications?: PageNotifications | undefined;
  /** The document that describes the API; absent: there is no page of it. */
  readonly reference?: () => ApiReference;
  /** Where the events come from that keep pages fresh; absent: pages ask again by themselves. */
  readonly events?: string;
  /** Told of faults that became an error page. */
  readonly report?: (error: Error) => void;
}

/** A form of a dozen fields, each as long as a page of a book, and then some. */
const FORM_BYTES_MAX = 262_144;
const UNREADABLE = "The form could not be read: load its page again, and send it from there";
const TOO_LONG = "A form holds at most 256 kB; put longer texts where you can link to them";
const YEAR_SECONDS = 31_536_000;

/**
 * The pages, rendered on the server from `reads`; people's acts go to `options.act`. Signing in is
 * the caller's: mount this behind it. A request from a foreign origin cannot act.
 *
 * Throws where the bundle of scripts and styles has not been built.
 */
export function createPages(reads: Reads, options: PageOptions): Hono {
  const assets = assetNames();
  const app = new Hono();
  const readsFor = options.readsFor ?? (() => reads);
  const actFor = options.actFor ?? (() => options.act);
  const show = (c: Context, content: PageContent): Response | Promise<Response> =>
    respond(c, content, { reads: readsFor(c), options, assets });

  app.use(csrf());
  app.use(
    bodyLimit({
      maxSize: FORM_BYTES_MAX,
      onError: () => {
        throw new HTTPException(413);
      },
    }),
  );
  // Read once, here: what a form's route reads is what was read.
  app.use(async (c, next) => {
    if (c.req.method === "POST" && (await formOf(c)) === null) {
      return show(c, { ...forbidden(UNREADABLE), status: 422 });
    }
    return next();
  });
  app.get("/", async (c) => show(c, await overview(readsFor(c), c.req.query())));
  app.get("/systems/:id", async (c) =>
    show(
      c,
      await system(readsFor(c), c.req.param("id"), c.req.query(), {
        mayDecide: options.decider(c) !== null,
      }),
    ),
  );
  app.get("/systems/:id/how", async (c) =>
    show(c, await how(readsFor(c), c.req.param("id"), c.req.query())),
  );
  app.get("/systems/:system/features/:feature", async (c) =>
    show(c, await feature(readsFor(c), c.req.param(), c.req.query())),
  );
  app.get("/systems/:id/calls", async (c) =>
    show(c, await calls(readsFor(c), c.req.param("id"), c.req.query())),
  );
  app.get("/systems/:system/predictions/:prediction", async (c) =>
    show(c, await prediction(readsFor(c), c.req.param())),
  );
  app.get("/nonconformities", async (c) =>
    show(c, await nonconformities(readsFor(c), c.req.query(), options.actor(c) !== null)),
  );
  // Before the record of that name: `new` is no record.
  app.get("/nonconformities/new", async (c) =>
    show(
      c,
      options.actor(c) === null
        ? forbidden("A key that may act on records is needed")
        : await raise(readsFor(c), { query: c.req.query(), returned: null, status: 200 }),
    ),
  );
  app.post("/nonconformities/new", async (c) => {
    const form = await c.req.formData();
    const answer = await postRaise(readsFor(c), actFor(c), { actor: options.actor(c), form });
    return answer.kind === "moved" ? c.redirect(answer.location, 303) : show(c, answer.content);
  });
  app.get("/nonconformities/:id", async (c) =>
    show(
      c,
      await nonconformity(readsFor(c), {
        id: c.req.param("id"),
        authority: options.actor(c) === null ? null : authorityOf(options, c),
        mayDecide: options.decider(c) !== null,
        returned: null,
        done: doneWords(c.req.query("done")),
        status: 200,
      }),
    ),
  );
  app.get("/nonconformities/:id/decisions", async (c) =>
    show(
      c,
      await decisions(readsFor(c), {
        id: c.req.param("id"),
        mayAct: options.actor(c) !== null,
        query: c.req.query(),
        outcome: { problem: null, done: reviewedWords(c.req.query("reviewed")) },
        status: 200,
      }),
    ),
  );
  app.post("/nonconformities/:id/decisions", async (c) => {
    const answer = await reviewDecisions(readsFor(c), actFor(c), {
      id: c.req.param("id"),
      actor: options.actor(c),
      form: await c.req.formData(),
    });
    return answer.kind === "moved" ? c.redirect(answer.location, 303) : show(c, answer.content);
  });
  app.get("/controls", async (c) => show(c, await controls(readsFor(c), c.req.query())));
  app.get("/controls/:id", async (c) =>
    show(c, await control(readsFor(c), c.req.param("id"), c.req.query())),
  );
  const mayExport = (c: Context): boolean => (options.exports?.actor(c) ?? null) !== null;
  app.get("/coverage", async (c) =>
    show(c, await coverage(readsFor(c), c.req.query(), mayExport(c))),
  );
  if (options.exports !== undefined) {
    const made = options.exports;
    app.get("/exports", async (c) =>
      show(
        c,
        await exports(made, {
          returned: null,
          done: c.req.query("done") === "started",
          another: c.req.query("another") === "yes",
        }),
      ),
    );
    app.post("/exports", async (c) => {
      const answer = await startExport(made, {
        actor: made.actor(c),
        form: await c.req.formData(),
      });
      return answer.kind === "moved" ? c.redirect(answer.location, 303) : show(c, answer.content);
    });
  }
  if (options.notifications !== undefined) {
    notificationPages(app, {
      ...{ from: options.notifications, show, readsFor, actor: options.actor },
    });
  }
  app.get("/inventory", async (c) => show(c, await inventory(readsFor(c), c.req.query())));
  roadmapPages(app, {
    ...{ readsFor, actFor, mayExport, show },
    actor: options.roadmapActor ?? ((c) => options.actor(c)),
  });
  const { reference } = options;
  if (reference !== undefined) app.get("/api", (c) => show(c, api(reference())));
  app.get("/ledger", async (c) => show(c, await ledger(readsFor(c), c.req.query())));
  app.post("/nonconformities/:id/transitions", async (c) => {
    const answer = await transition(readsFor(c), actFor(c), {
      id: c.req.param("id"),
      actor: options.actor(c),
      authority: authorityOf(options, c),
      mayDecide: options.decider(c) !== null,
      form: await c.req.formData(),
    });
    return answer.kind === "moved" ? c.redirect(answer.location, 303) : show(c, answer.content);
  });
  app.post("/nonconformities/:id/comments", async (c) => {
    const answer = await comment(readsFor(c), actFor(c), {
      id: c.req.param("id"),
      actor: options.actor(c),
      authority: authorityOf(options, c),
      mayDecide: options.decider(c) !== null,
      form: await c.req.formData(),
    });
    return answer.kind === "moved" ? c.redirect(answer.location, 303) : show(c, answer.content);
  });
  for (const [part, act] of [
    ["actions", actOnAction],
    ["edits", editRecord],
  ] as const) {
    app.post(`/nonconformities/:id/${part}`, async (c) => {
      const answer = await act(readsFor(c), actFor(c), {
        id: c.req.param("id"),
        actor: options.actor(c),
        authority: authorityOf(options, c),
        mayDecide: options.decider(c) !== null,
        form: await c.req.formData(),
      });
      return answer.kind === "moved" ? c.redirect(answer.location, 303) : show(c, answer.content);
    });
  }
  app.post("/systems/:id/suspension", async (c) => {
    const answer = await decideOnSystem(readsFor(c), actFor(c), {
      id: c.req.param("id"),
      actor: options.decider(c),
      authority: authorityOf(options, c),
      mayDecide: options.decider(c) !== null,
      form: await c.req.formData(),
    });
    if (answer.kind === "shown") return show(c, answer.content);
    return c.redirect(localPath(answer.location), 303);
  });
  if (options.access !== undefined) accessPages(app, options.access, show);
  dutyPages(app, { readsFor, actFor, options, show, localPath });
  findPages(app, {
    ...{ readsFor, show, views: options.views },
    mayOpen: (c, href) => mayOpen(options, c, href),
  });
  app.post("/theme", async (c) => {
    const form = await c.req.formData();
    const theme = themeOf(String(form.get("theme")));
    setCookie(c, THEME_COOKIE, theme, { path: "/", maxAge: YEAR_SECONDS, sameSite: "Lax" });
    return c.redirect(localPath(String(form.get("back"))), 303);
  });
  app.notFound((c) => show(c, strayAddress()));
  app.onError((error, c) => {
    if (error instanceof HTTPException) {
      const tooLong = error.status === 413;
      return show(c, forbidden(tooLong ? TOO_LONG : "The form was not sent from a page of ours"));
    }
    options.report?.(error);
    return show(c, failed());
  });
  return app;
}

/** The page for an address that nothing answers. Give it to `app.notFound` of the app that mounts the pages. */
export function createNotFound(reads: Reads, options: PageOptions): NotFoundHandler {
  const assets = assetNames();
  return (c) =>
    respond(c, strayAddress(), { reads: options.readsFor?.(c) ?? reads, options, assets });
}

function strayAddress(): PageContent {
  return notFound(
    "There is no such page",
    "The address may be mistyped, or from an older version.",
  );
}

/** Null: it is of another kind than a form, or cut off. */
async function formOf(c: Context): Promise<FormData | null> {
  try {
    return await c.req.formData();
  } catch {
    return null;
  }
}

function authorityOf({ authority }: PageOptions, c: Context): Authority {
  return authority === undefined ? "work" : authority(c);
}

function doneWords(done: string | undefined): string | null {
  if (done === "moved") return "The record has moved on.";
  if (done === "action") return "The action is on the record.";
  if (done === "edited") return "The record is changed.";
  if (done === "raised") return "The record is raised. It waits for somebody who takes ownership.";
  if (done === "decided") return "The decision is recorded.";
  if (done === "acknowledged")
    return "It is acknowledged: nobody else is told because nobody answered.";
  if (done === "over") return "The record is done with: there is nothing to acknowledge.";
  return done === "commented" ? "The comment is on the record." : null;
}
