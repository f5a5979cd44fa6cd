import type { KeyTerms } from "@tiltmeter/dashboards";
import { z } from "zod";
import type { ByteBudget } from "../byte-budget.ts";
import type { Described, RouteDescription } from "../described.ts";
import type { Request, Routes } from "../environment.ts";
import type { HttpAccess } from "../http-access.ts";
import { jsonBody } from "../json-body.ts";
import { paged, pageJson, pageQuery } from "../paging.ts";
import { iso, queryOf } from "../query.ts";
import { ROLES } from "../role.ts";
import { createdKeyShape, keyShape, rotatedKeyShape } from "../shapes/key.ts";
import { listOf } from "../shapes/list-of.ts";
import { acceptAccess, accessOf, adminOf, expiresBody, systemsBody } from "./access-answer.ts";
import { keyJson, madeKeyJson } from "./access-shapes.ts";

const creation = z.strictObject({
  role: z.enum(ROLES),
  name: z.string().min(1).max(64),
  systems: systemsBody.default(null).describe("Absent or null: all systems."),
  expiresAt: expiresBody.default(null).describe("Absent or null: it does not expire."),
});
const ownCreation = creation.extend({ name: z.string().max(64).default("") });

const HOUR_S = 3_600;
const DAYS_MAX = 30;
const rotation = z.strictObject({
  liveSeconds: z
    .int()
    .min(0)
    .max(DAYS_MAX * 24 * HOUR_S)
    .default(24 * HOUR_S)
    .describe("How long the old key goes on working; absent: a day."),
});

const BASES = [
  { path: "/api/v1/keys", isOwn: false },
  { path: "/api/v1/account/keys", isOwn: true },
] as const;

/** API keys, of programs and of the caller's own. The text of a key is in the answer that made it and nowhere else, ever. */
export function keyRoutes(
  app: Routes,
  deps: { readonly access: HttpAccess; readonly budget: ByteBudget },
): void {
  const { access } = deps;
  for (const { path, isOwn } of BASES) {
    const desk = (c: Request) => (isOwn ? accessOf(c, access).own : adminOf(c, access));
    app.get(path, (c) => {
      const query = queryOf(c, pageQuery);
      return pageJson(
        c,
        paged(query, desk(c).keys(), ({ createdMs, id }) => [createdMs, id], keyJson),
      );
    });
    app.post(path, async (c) => {
      const { expiresAt, ...rest } = await jsonBody(c, isOwn ? ownCreation : creation, deps);
      const terms: KeyTerms = { ...rest, expiresMs: expiresAt };
      const made = acceptAccess(await desk(c).createKey(terms), "key", "");
      const key = desk(c)
        .keys()
        .find(({ id }) => id === made.id);
      return c.json({ ...(key === undefined ? {} : keyJson(key)), ...madeKeyJson(made) }, 201);
    });
    app.post(`${path}/:id/rotation`, async (c) => {
      const { liveSeconds } = await jsonBody(c, rotation, deps);
      const id = c.req.param("id") ?? "";
      const answer = await desk(c).rotateKey({ id, liveMs: liveSeconds * 1_000 });
      const made = acceptAccess(answer, "key", id);
      return c.json({ ...madeKeyJson(made), former: id, formerExpiresAt: iso(made.untilMs) }, 201);
    });
    app.delete(`${path}/:id`, async (c) => {
      const id = c.req.param("id") ?? "";
      acceptAccess(await desk(c).revokeKey(id), "key", id);
      return c.body(null, 204);
    });
  }
}

const LISTED: RouteDescription = {
  tag: "Access",
  summary: "List API keys, without their secrets",
  query: pageQuery,
  answers: { 200: { of: "Keys, oldest first.", json: listOf(keyShape) } },
};
const CREATED: RouteDescription = {
  tag: "Access",
  summary: "Create an API key",
  body: creation,
  example: {
    ...{ role: "ingest", name: "credit scoring, production", systems: ["credit-scoring"] },
    expiresAt: "2027-12-31T00:00:00Z",
  },
  answers: { 201: { of: "The key: this answer alone has its secret.", json: createdKeyShape } },
};
const ROTATED: RouteDescription = {
  tag: "Access",
  summary: "Make a key's successor, and let the old one live for a while",
  detail:
    "The successor has the same role, systems and owner. Change over, then let the old one expire or revoke it; until then it cannot be rotated again.",
  body: rotation,
  example: { liveSeconds: 86_400 },
  answers: {
    201: { of: "The successor: this answer alone has its secret.", json: rotatedKeyShape },
  },
  problems: { 409: "It is revoked or expired, or two of its kind live already." },
};
const REVOKED: RouteDescription = {
  tag: "Access",
  summary: "Revoke an API key",
  answers: { 204: { of: "It opens nothing any more." } },
  problems: { 409: "It is the last way in of an administrator." },
};

export const KEY_ROUTES: Described = {
  "GET /api/v1/keys": LISTED,
  "POST /api/v1/keys": CREATED,
  "POST /api/v1/keys/:id/rotation": ROTATED,
  "DELETE /api/v1/keys/:id": REVOKED,
  "GET /api/v1/account/keys": { ...LISTED, summary: "List your own keys" },
  "POST /api/v1/account/keys": {
    ...CREATED,
    summary: "Create a key of your own",
    detail: "It does at most what you may do, also later; what it does is recorded as yours.",
    body: ownCreation,
    example: { role: "viewer" },
  },
  "POST /api/v1/account/keys/:id/rotation": { ...ROTATED, summary: "Rotate a key of your own" },
  "DELETE /api/v1/account/keys/:id": { ...REVOKED, summary: "Revoke a key of your own" },
};
