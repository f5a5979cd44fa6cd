import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import type { HttpAccess } from "../http-access.ts";
import { paged, pageJson, pageQuery } from "../paging.ts";
import { queryOf } from "../query.ts";
import { sessionShape } from "../shapes/account.ts";
import { listOf } from "../shapes/list-of.ts";
import { acceptAccess, accessOf } from "./access-answer.ts";
import { sessionJson } from "./access-shapes.ts";

/** The caller's own sessions. */
export function sessionRoutes(app: Routes, deps: { readonly access: HttpAccess }): void {
  const { access } = deps;
  app.get("/api/v1/account/sessions", (c) => {
    const query = queryOf(c, pageQuery);
    const all = accessOf(c, access).own.sessions();
    return pageJson(
      c,
      paged(query, all, ({ sinceMs, id }) => [-sinceMs, id], sessionJson),
    );
  });
  app.delete("/api/v1/account/sessions", async (c) => {
    acceptAccess(await accessOf(c, access).own.endSessions("all"), "session", "");
    return c.body(null, 204);
  });
  app.delete("/api/v1/account/sessions/:id", async (c) => {
    const id = c.req.param("id");
    acceptAccess(await accessOf(c, access).own.endSessions({ id }), "session", id);
    return c.body(null, 204);
  });
}

export const SESSION_ROUTES: Described = {
  "GET /api/v1/account/sessions": {
    tag: "Access",
    summary: "List where you are signed in",
    query: pageQuery,
    answers: { 200: { of: "Your sessions, newest first.", json: listOf(sessionShape) } },
  },
  "DELETE /api/v1/account/sessions": {
    tag: "Access",
    summary: "Sign out everywhere",
    answers: { 204: { of: "Every session of yours is void." } },
  },
  "DELETE /api/v1/account/sessions/:id": {
    tag: "Access",
    summary: "End one of your sessions",
    answers: { 204: { of: "That browser is signed out." } },
  },
};
