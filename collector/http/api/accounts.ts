import { z } from "zod";
import type { ByteBudget } from "../byte-budget.ts";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import type { HttpAccess } from "../http-access.ts";
import { jsonBody } from "../json-body.ts";
import { noQuery, paged, pageJson, pageQuery } from "../paging.ts";
import { queryOf } from "../query.ts";
import { missing } from "../refusal.ts";
import { PEOPLES_ROLES } from "../role.ts";
import {
  accountShape,
  administrationShape,
  firstAccountShape,
  invitationShape,
  whoShape,
} from "../shapes/account.ts";
import { listOf } from "../shapes/list-of.ts";
import { acceptAccess, accessOf, adminOf, systemsBody } from "./access-answer.ts";
import { accountJson, administrationJson, invitationJson, whoJson } from "./access-shapes.ts";

const NAME = z.string().min(1).max(64);
const EMAIL = z.string().min(3).max(254);

const invited = z.strictObject({
  name: NAME,
  email: EMAIL,
  role: z.enum(PEOPLES_ROLES),
  systems: systemsBody.default(null),
});

const changed = z
  .strictObject({
    role: z.enum(PEOPLES_ROLES).optional(),
    systems: systemsBody.optional(),
    state: z.enum(["active", "disabled"]).optional(),
    email: EMAIL.optional(),
  })
  .refine((body) => Object.keys(body).length > 0, "names nothing that is to change");

const first = z.strictObject({ name: NAME, email: EMAIL });

/** Accounts: who has one, invitations, and what administrators change. Passwords are never in an answer but the first one's. */
export function accountRoutes(
  app: Routes,
  deps: {
    readonly access: HttpAccess;
    readonly budget: ByteBudget;
    readonly randomBytes: (bytes: number) => Uint8Array;
  },
): void {
  const { access } = deps;
  app.get("/api/v1/account", (c) => {
    queryOf(c, noQuery);
    const { who, own } = accessOf(c, access);
    const account = own.account();
    return c.json({ ...whoJson(who), account: account === null ? null : accountJson(account) });
  });
  app.get("/api/v1/accounts", (c) => {
    const query = queryOf(c, pageQuery);
    const all = adminOf(c, access).accounts();
    return pageJson(
      c,
      paged(query, all, ({ createdMs, person }) => [createdMs, person], accountJson),
    );
  });
  app.post("/api/v1/accounts", async (c) => {
    const body = await jsonBody(c, invited, deps);
    const made = acceptAccess(await adminOf(c, access).invite(body), "account", body.name);
    return c.json(invitationJson(made), 201);
  });
  app.post("/api/v1/accounts/first", async (c) => {
    const body = await jsonBody(c, first, deps);
    // 192 bits: nobody types it twice, since it only serves to set another.
    const password = Buffer.from(deps.randomBytes(24)).toString("base64url");
    const answer = await accessOf(c, access).own.beFirst({ ...body, password, mustChange: true });
    const { person: id } = acceptAccess(answer, "account", body.name);
    return c.json({ id, password, mustChange: true }, 201);
  });
  app.get("/api/v1/accounts/:person", (c) => {
    const person = c.req.param("person");
    queryOf(c, noQuery);
    const found = adminOf(c, access).account(person);
    if (found === null) throw missing("account", person);
    return c.json(accountJson(found));
  });
  app.patch("/api/v1/accounts/:person", async (c) => {
    const person = c.req.param("person");
    const { state, ...rest } = await jsonBody(c, changed, deps);
    const asked = {
      person,
      ...(rest.role !== undefined && { role: rest.role }),
      ...(rest.systems !== undefined && { systems: rest.systems }),
      ...(rest.email !== undefined && { email: rest.email }),
      ...(state !== undefined && { isActive: state === "active" }),
    };
    const admin = adminOf(c, access);
    acceptAccess(await admin.change(asked), "account", person);
    const found = admin.account(person);
    return c.json(found === null ? {} : accountJson(found));
  });
  app.post("/api/v1/accounts/:person/invitation", async (c) => {
    const person = c.req.param("person");
    const answer = await adminOf(c, access).renewInvitation(person);
    return c.json(invitationJson(acceptAccess(answer, "account", person)), 201);
  });
  app.delete("/api/v1/accounts/:person/sessions", async (c) => {
    const person = c.req.param("person");
    acceptAccess(await adminOf(c, access).endSessions(person), "account", person);
    return c.body(null, 204);
  });
  app.get("/api/v1/administration", (c) => {
    const query = queryOf(c, pageQuery);
    const all = adminOf(c, access).log(Number.POSITIVE_INFINITY);
    return pageJson(
      c,
      paged(query, all, ({ index }) => [-index], administrationJson),
    );
  });
}

export const ACCOUNT_ROUTES: Described = {
  "GET /api/v1/account": {
    tag: "Access",
    summary: "Say who you are here",
    query: noQuery,
    answers: { 200: { of: "Who asks, and their account where they have one.", json: whoShape } },
  },
  "GET /api/v1/accounts": {
    tag: "Access",
    summary: "List accounts",
    query: pageQuery,
    answers: { 200: { of: "Accounts, oldest first.", json: listOf(accountShape) } },
  },
  "POST /api/v1/accounts": {
    tag: "Access",
    summary: "Invite somebody",
    detail: "Makes an account and a link with which the person sets a password, once.",
    body: invited,
    example: {
      ...{ name: "Ada Berg", email: "ada@example.org", role: "compliance" },
      systems: ["credit-scoring"],
    },
    answers: { 201: { of: "The link: this answer alone has it.", json: invitationShape } },
  },
  "POST /api/v1/accounts/first": {
    tag: "Access",
    summary: "Make the first administrator's account",
    detail:
      "With an admin key that is nobody's own, while no administrator has an account. The password only serves to sign in once and set another one.",
    body: first,
    example: { name: "Ada Berg", email: "ada@example.org" },
    answers: { 201: { of: "The password: this answer alone has it.", json: firstAccountShape } },
  },
  "GET /api/v1/accounts/:person": {
    tag: "Access",
    summary: "Show an account",
    query: noQuery,
    answers: { 200: { of: "The account.", json: accountShape } },
  },
  "PATCH /api/v1/accounts/:person": {
    tag: "Access",
    summary: "Change an account",
    detail: "Where a right changes, or it is disabled, the person is signed out everywhere.",
    body: changed,
    example: { role: "operator", systems: null },
    answers: { 200: { of: "The account as it stands now.", json: accountShape } },
  },
  "POST /api/v1/accounts/:person/invitation": {
    tag: "Access",
    summary: "Make another link to set a password",
    answers: { 201: { of: "The link; one of before is void.", json: invitationShape } },
    problems: { 409: "The account is disabled." },
  },
  "DELETE /api/v1/accounts/:person/sessions": {
    tag: "Access",
    summary: "Sign somebody out everywhere",
    answers: { 204: { of: "Every session of the person is void." } },
  },
  "GET /api/v1/administration": {
    tag: "Access",
    summary: "List what was changed about access, by whom",
    query: pageQuery,
    answers: { 200: { of: "Acts, newest first.", json: listOf(administrationShape) } },
  },
};
