import {
  ACTION_ACTS,
  NONCONFORMITY_STATES,
  placeOf,
  type RecordPlace,
  SEVERITIES,
  SOURCES,
} from "@tiltmeter/rules";
import { z } from "zod";
import { authorityOf } from "../authority.ts";
import type { ByteBudget } from "../byte-budget.ts";
import type { Described, RouteDescription } from "../described.ts";
import type { Request, Routes } from "../environment.ts";
import { given } from "../given.ts";
import { requiredVersion } from "../if-match.ts";
import { jsonBody } from "../json-body.ts";
import { cursorAt, noQuery, notOurs, PAGE, type Place, pageJson, placeIn } from "../paging.ts";
import { queryOf } from "../query.ts";
import { missing } from "../refusal.ts";
import { listOf } from "../shapes/list-of.ts";
import { nonconformityItemShape, nonconformityShape } from "../shapes/nonconformity.ts";
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

const recordsQuery = z.strictObject({
  state: z
    .enum(["open", "ended", ...NONCONFORMITY_STATES])
    .optional()
    .describe("`open` and `ended` are several states."),
  severity: z.enum(SEVERITIES).optional(),
  source: z.enum(SOURCES).optional(),
  system: z.string().optional(),
  control: z.string().optional(),
  owner: z.string().optional().describe("A name; empty: those that nobody owns."),
  ...PAGE,
});

interface Deps {
  readonly budget: ByteBudget;
}

/** The records that people work, whoever raised them: read, raised, moved on, changed. */
export function nonconformityRoutes(app: Routes, deps: Deps): void {
  app.get("/api/v1/nonconformities", async (c) => {
    const { cursor, ...asked } = queryOf(c, recordsQuery);
    const after = cursor === undefined ? undefined : recordIn(cursor);
    const page = await c.var.reads.recordPage({
      ...given({ ...asked, after }),
      limit: asked.limit,
    });
    if (page === null) throw notOurs();
    const last = page.items.at(-1);
    const isMore = page.offset + page.items.length < page.total && last !== undefined;
    return pageJson(c, {
      items: page.items.map(nonconformityJson),
      next: isMore ? cursorAt(partsOf(placeOf(last))) : null,
    });
  });
  app.post("/api/v1/nonconformities", async (c) => {
    const body = await jsonBody(c, report, deps);
    const answer = await c.var.acts.report({ ...body, by: c.get("caller").name });
    if (answer.kind === "refused") throw refusal(answer);
    c.header("location", `/api/v1/nonconformities/${answer.id}`);
    return showRecord(c, answer.id, 201);
  });
  app.get("/api/v1/nonconformities/:id", (c) => {
    queryOf(c, noQuery);
    return showRecord(c, c.req.param("id"));
  });
  app.patch("/api/v1/nonconformities/:id", async (c) => {
    const id = await known(c);
    const body = await jsonBody(c, edit, deps);
    const version = requiredVersion(c);
    accept(await c.var.acts.editRecord({ id, ...body, version, by: c.get("caller").name }), id);
    return showRecord(c, id);
  });
  app.post("/api/v1/nonconformities/:id/transitions", async (c) => {
    const id = await known(c);
    const body = await jsonBody(c, transition, deps);
    const { name: by, role } = c.get("caller");
    const who = { by, authority: authorityOf(role), version: requiredVersion(c) };
    accept(await c.var.acts.transition({ id, ...body, ...who }), id);
    return showRecord(c, id);
  });
  app.post("/api/v1/nonconformities/:id/actions", async (c) => {
    const id = await known(c);
    const body = await jsonBody(c, action, deps);
    const version = requiredVersion(c);
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

async function known(c: Request): Promise<string> {
  const id = c.req.param("id") ?? "";
  if ((await c.var.reads.nonconformity(id)) === null) throw missing("nonconformity", id);
  return id;
}

function partsOf({ isOpen, severity, raisedMs, id }: RecordPlace): Place {
  return [isOpen ? 1 : 0, severity, raisedMs, id];
}

function recordIn(cursor: string): RecordPlace {
  const [open, grade, raisedMs, id] = placeIn(cursor);
  const severity = SEVERITIES.find((each) => each === grade);
  if (severity === undefined || typeof raisedMs !== "number" || typeof id !== "string") {
    throw notOurs();
  }
  return { isOpen: open === 1, severity, raisedMs, id };
}

/** The record as it stands; `ETag` is what a change sends back as `If-Match`. */
async function showRecord(c: Request, id: string, status: 200 | 201 = 200): Promise<Response> {
  const record = await c.var.reads.nonconformity(id);
  if (record === null) throw missing("nonconformity", id);
  const clocks = (await c.var.reads.recordDuties(id))?.clocks ?? [];
  return c.json(nonconformityItemJson(record, clocks), status, { etag: `"${record.version}"` });
}

const RECORD = "Id of the record, such as `NC-2026-0042`.";
const CHANGE: Pick<RouteDescription, "tag" | "path" | "headers" | "answers" | "problems"> = {
  tag: "Nonconformities",
  path: { id: RECORD },
  headers: { "If-Match": "Required: the `ETag` of the record that you saw." },
  answers: { 200: { of: "The record as it stands now.", json: nonconformityItemShape } },
  problems: {
    403: "The role may not, or a second person is needed.",
    409: "The record's state does not lead there.",
    412: "Others changed it since; `since` has their steps.",
    428: "`If-Match` is missing.",
  },
};

export const NONCONFORMITY_ROUTES: Described = {
  "GET /api/v1/nonconformities": {
    tag: "Nonconformities",
    summary: "List nonconformities in the order of an inbox",
    detail:
      "Open before ended; open ones the gravest and oldest first, ended ones the newest first.",
    query: recordsQuery,
    answers: { 200: { of: "Records without their clocks.", json: listOf(nonconformityShape) } },
  },
  "POST /api/v1/nonconformities": {
    tag: "Nonconformities",
    summary: "Raise a nonconformity that a person found",
    body: report,
    example: {
      fields: {
        title: "Refusals without a reason",
        system: "credit-scoring",
        severity: "high",
        source: "complaint",
        statement: "eleven people were refused and not told why",
        requirement: "every refusal has a reason",
      },
      cites: { "iso-42001": ["A.8.3"] },
    },
    answers: {
      201: { of: "The record.", json: nonconformityItemShape, headers: { Location: "Of it." } },
    },
    problems: { 409: "It cannot be raised so." },
  },
  "GET /api/v1/nonconformities/:id": {
    tag: "Nonconformities",
    summary: "Show one nonconformity: evidence, timeline, clocks, and where it may go",
    path: { id: RECORD },
    query: noQuery,
    answers: { 200: { of: "The record.", json: nonconformityItemShape } },
  },
  "PATCH /api/v1/nonconformities/:id": {
    ...CHANGE,
    summary: "Change answers or citations of a record",
    body: edit,
    example: { fields: { owner: "mara" }, reason: "jo is on leave" },
  },
  "POST /api/v1/nonconformities/:id/transitions": {
    ...CHANGE,
    summary: "Move a record on to its next state",
    detail: "`next` of the record says where it may go, and which fields each way takes.",
    body: transition,
    example: { to: "assessing", fields: { owner: "mara" }, reason: "" },
  },
  "POST /api/v1/nonconformities/:id/actions": {
    ...CHANGE,
    summary: "Plan a corrective action, change, drop or finish it",
    body: action,
    example: {
      act: "plan",
      fields: { what: "retrain without the leaked column", owner: "mara", due: "2026-12-15" },
    },
  },
  "POST /api/v1/nonconformities/:id/comments": {
    tag: "Nonconformities",
    summary: "Comment on a record",
    path: { id: RECORD },
    body: comment,
    example: { text: "the upstream table was reloaded on Friday" },
    answers: { 200: { of: "The record with the comment.", json: nonconformityItemShape } },
    problems: { 409: "It cannot be commented on." },
  },
};
