import { ACTION_ACTS, NONCONFORMITY_STATES, SEVERITIES, SOURCES } from "@tiltmeter/rules";
import { z } from "zod";
import { authorityOf } from "../authority.ts";
import type { ByteBudget } from "../byte-budget.ts";
import type { Request, Routes } from "../environment.ts";
import { jsonBody } from "../json-body.ts";
import { limitOf } from "../paging.ts";
import { missing, Refusal } from "../refusal.ts";
import { accept, refusal } from "./accept.ts";
import { nonconformityItemJson, nonconformityJson } from "./shapes.ts";

const fields = z.record(z.string(), z.string()).default({});
const reason = z.string().default("");
const citations = z.record(z.string(), z.array(z.string())).default({});
const transition = z.strictObject({ to: z.enum(NONCONFORMITY_STATES), fields, reason });
const comment = z.strictObject({ text: z.string().min(1).max(16_384) });
const report = z.strictObject({
  fields,
  cites: citations,
  concern: z.strictObject({ system: z.string(), id: z.string() }).nullable().default(null),
});
const edit = z.strictObject({ fields, cites: citations, uncites: citations, reason });
const action = z.strictObject({
  act: z.enum(ACTION_ACTS),
  action: z.string().default(""),
  fields,
  reason,
});

interface Deps {
  readonly budget: ByteBudget;
}

/** The records that people work, whoever raised them: read, raised, moved on, changed. */
export function nonconformityRoutes(app: Routes, deps: Deps): void {
  app.get("/api/v1/nonconformities", async (c) => {
    const asked = {
      state: oneOf(c, "state", ["open", "ended", ...NONCONFORMITY_STATES] as const),
      severity: oneOf(c, "severity", SEVERITIES),
      source: oneOf(c, "source", SOURCES),
    };
    const { system, control, owner, cursor } = c.req.query();
    const limit = limitOf(c);
    const after = cursor === undefined ? undefined : Buffer.from(cursor, "base64url").toString();
    const query = given({ ...asked, system, control, owner, after });
    const page = await c.var.reads.recordPage({ ...query, limit });
    if (page === null) {
      const detail = "cursor is of no item here; begin without one";
      throw new Refusal({ status: 400, detail });
    }
    const last = page.items.at(-1);
    const isMore = page.offset + page.items.length < page.total && last !== undefined;
    return c.json({
      items: page.items.map(nonconformityJson),
      next: isMore ? Buffer.from(last.id).toString("base64url") : null,
    });
  });
  app.post("/api/v1/nonconformities", async (c) => {
    const body = await jsonBody(c, report, deps);
    const answer = await c.var.acts.report({ ...body, by: c.get("caller").name });
    if (answer.kind === "refused") throw refusal(answer);
    c.header("location", `/api/v1/nonconformities/${answer.id}`);
    return showRecord(c, answer.id, 201);
  });
  app.get("/api/v1/nonconformities/:id", (c) => showRecord(c, c.req.param("id")));
  app.patch("/api/v1/nonconformities/:id", async (c) => {
    const id = await known(c);
    const body = await jsonBody(c, edit, deps);
    const version = versionOf(c);
    accept(await c.var.acts.editRecord({ id, ...body, version, by: c.get("caller").name }), id);
    return showRecord(c, id);
  });
  app.post("/api/v1/nonconformities/:id/transitions", async (c) => {
    const id = await known(c);
    const body = await jsonBody(c, transition, deps);
    const { name: by, role } = c.get("caller");
    const who = { by, authority: authorityOf(role), version: versionOf(c) };
    accept(await c.var.acts.transition({ id, ...body, ...who }), id);
    return showRecord(c, id);
  });
  app.post("/api/v1/nonconformities/:id/actions", async (c) => {
    const id = await known(c);
    const body = await jsonBody(c, action, deps);
    const version = versionOf(c);
    accept(await c.var.acts.actOnAction({ id, ...body, version, by: c.get("caller").name }), id);
    return showRecord(c, id);
  });
  app.post("/api/v1/nonconformities/:id/comments", async (c) => {
    const id = await known(c);
    const { text } = await jsonBody(c, comment, deps);
    accept(await c.var.acts.comment({ id, text, by: c.get("caller").name }), id);
    return showRecord(c, id);
  });
}

/** What was asked; what was not is left out. */
function given<Query extends object>(
  of: {
    [Name in keyof Query]: Query[Name] | undefined;
  },
): Partial<Query> {
  const asked = Object.entries(of).filter(([, value]) => value !== undefined);
  return Object.fromEntries(asked) as Partial<Query>; // some of its own members
}

async function known(c: Request): Promise<string> {
  const id = c.req.param("id") ?? "";
  if ((await c.var.reads.nonconformity(id)) === null) throw missing("nonconformity", id);
  return id;
}

function oneOf<T extends string>(c: Request, name: string, allowed: readonly T[]): T | undefined {
  const text = c.req.query(name);
  if (text === undefined) return undefined;
  const found = allowed.find((each) => each === text);
  if (found !== undefined) return found;
  const got = JSON.stringify(text.slice(0, 64));
  throw new Refusal({
    status: 400,
    detail: `${name} must be one of ${allowed.join(", ")}, got ${got}`,
  });
}

/** The record as it stands; `ETag` is what a change sends back as `If-Match`. */
async function showRecord(c: Request, id: string, status: 200 | 201 = 200): Promise<Response> {
  const record = await c.var.reads.nonconformity(id);
  if (record === null) throw missing("nonconformity", id);
  const clocks = (await c.var.reads.recordDuties(id))?.clocks ?? [];
  return c.json(nonconformityItemJson(record, clocks), status, { etag: `"${record.version}"` });
}

function versionOf(c: Request): number {
  const header = c.req.header("if-match");
  if (header === undefined) {
    const detail = 'If-Match is required: send the ETag of the record that you saw, such as "3"';
    throw new Refusal({ status: 428, detail });
  }
  const [, version] = /^(?:W\/)?"?(\d+)"?$/.exec(header.trim()) ?? [];
  if (version !== undefined) return Number(version);
  const detail = `If-Match must be the record's version such as "3", got ${JSON.stringify(header.slice(0, 64))}`;
  throw new Refusal({ status: 400, detail });
}
