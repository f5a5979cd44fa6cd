import type { DutyItem } from "@tiltmeter/dashboards";
import {
  type Hold,
  INCIDENT_KINDS,
  type IncidentEvent,
  REPORT_STAGES,
  SERIOUSNESS,
  SEVERITIES,
  type StatutoryClock,
} from "@tiltmeter/rules";
import { z } from "zod";
import type { ByteBudget } from "../byte-budget.ts";
import type { Described } from "../described.ts";
import type { Request, Routes } from "../environment.ts";
import { given } from "../given.ts";
import { jsonBody } from "../json-body.ts";
import {
  cursorAt,
  noQuery,
  notOurs,
  PAGE,
  type Place,
  paged,
  pageJson,
  placeIn,
} from "../paging.ts";
import { iso, isoOrNull, queryOf, sentInstant } from "../query.ts";
import { missing } from "../refusal.ts";
import { dutyShape, holdShape, recordDutiesShape } from "../shapes/duty.ts";
import { listOf } from "../shapes/list-of.ts";
import { accept } from "./accept.ts";
import { clockJson, type Json } from "./shapes.ts";

const incident = z.strictObject({
  serious: z.enum(SERIOUSNESS),
  kinds: z.array(z.enum(INCIDENT_KINDS)).default([]),
  aware_at: sentInstant
    .nullable()
    .default(null)
    .describe("When the organisation became aware; the clocks of the law start then."),
  reason: z.string().default(""),
});
const report = z.strictObject({
  duty: z.string().describe("Id of the reporting duty, as the record's duties name it."),
  stage: z.enum(REPORT_STAGES).default("initial"),
  made_at: sentInstant.nullable().default(null).describe("When it was sent; absent: now."),
  reference: z.string().default(""),
});
const aside = z.strictObject({ duty: z.string(), reason: z.string().default("") });
const placing = z.strictObject({
  system: z.string().min(1),
  record: z.string().nullable().default(null),
  reason: z.string().default(""),
});
const releasing = z.strictObject({ reason: z.string().default("") });

const dutiesQuery = z.strictObject({
  owner: z.string().optional().describe("A name; `me`: the asker's."),
  system: z.string().optional(),
  state: z.enum(["on_track", "at_risk", "breached"]).optional(),
  kind: z.enum(["work", "action", "acceptance", "report"]).optional(),
  ...PAGE,
});
const holdsQuery = z.strictObject({ system: z.string().optional(), ...PAGE });

/** What falls due, what has to be reported, and what is held. */
export function dutyRoutes(app: Routes, deps: { readonly budget: ByteBudget }): void {
  app.get("/api/v1/duties", async (c) => {
    const { limit, cursor, ...asked } = queryOf(c, dutiesQuery);
    const page = await c.var.reads.duties({
      by: [c.get("caller").name],
      limit,
      ...given({ ...asked, after: cursor === undefined ? undefined : dutyIn(cursor) }),
    });
    if (page === null) throw notOurs();
    const last = page.items.at(-1);
    return pageJson(c, {
      items: page.items.map(dutyJson),
      next: page.isMore && last !== undefined ? cursorAt(partsOf(last)) : null,
    });
  });
  app.get("/api/v1/nonconformities/:id/duties", (c) => {
    queryOf(c, noQuery);
    return show(c, c.req.param("id"));
  });
  app.post("/api/v1/nonconformities/:id/incident", async (c) => {
    const record = c.req.param("id");
    const { aware_at: awareMs, ...said } = await jsonBody(c, incident, deps);
    await checkRecord(c, record);
    accept(await c.var.acts.stateIncident({ record, ...said, awareMs, by: byOf(c) }), record);
    return show(c, record);
  });
  app.post("/api/v1/nonconformities/:id/reports", async (c) => {
    const record = c.req.param("id");
    const { made_at: madeMs, ...said } = await jsonBody(c, report, deps);
    await checkRecord(c, record);
    accept(await c.var.acts.recordReport({ record, ...said, madeMs, by: byOf(c) }), record);
    return show(c, record);
  });
  app.post("/api/v1/nonconformities/:id/set-aside", async (c) => {
    const record = c.req.param("id");
    const said = await jsonBody(c, aside, deps);
    await checkRecord(c, record);
    accept(await c.var.acts.setClockAside({ record, ...said, by: byOf(c) }), record);
    return show(c, record);
  });
  app.get("/api/v1/holds", async (c) => {
    const { system, ...query } = queryOf(c, holdsQuery);
    const found = (await c.var.reads.holds()).filter(
      (hold) => system === undefined || hold.system === system,
    );
    const place = ({ id, released, placedMs }: Hold): Place => [
      released === null ? 0 : 1,
      -placedMs,
      id,
    ];
    return pageJson(c, paged(query, found, place, holdJson));
  });
  app.post("/api/v1/holds", async (c) => {
    const said = await jsonBody(c, placing, deps);
    // A misspelt name would hold nothing; but where the store is away a person's word must count.
    const known = await c.var.reads.system(said.system).catch(() => undefined);
    if (known === null) throw missing("system", said.system);
    accept(await c.var.acts.placeHold({ ...said, by: byOf(c) }), said.system);
    const placed = (await c.var.reads.holds()).find(
      ({ system, released }) => system === said.system && released === null,
    );
    return c.json(placed === undefined ? {} : holdJson(placed), 201);
  });
  app.post("/api/v1/holds/:id/release", async (c) => {
    const hold = c.req.param("id");
    const { reason } = await jsonBody(c, releasing, deps);
    const find = async (): Promise<Hold> => {
      const found = (await c.var.reads.holds()).find(({ id }) => id === hold);
      if (found === undefined) throw missing("hold", hold);
      return found;
    };
    await find();
    accept(await c.var.acts.releaseHold({ hold, reason, by: byOf(c) }), hold);
    return c.json(holdJson(await find()));
  });
}

function byOf(c: Request): string {
  return c.get("caller").name;
}

async function checkRecord(c: Request, id: string): Promise<void> {
  if ((await c.var.reads.nonconformity(id)) === null) throw missing("nonconformity", id);
}

type DutyPlace = Pick<DutyItem, "id" | "dueMs" | "isMine" | "severity">;

function partsOf({ isMine, dueMs, severity, id }: DutyPlace): Place {
  return [isMine ? 1 : 0, dueMs, severity, id];
}

function dutyIn(cursor: string): DutyPlace {
  const [mine, dueMs, grade, id] = placeIn(cursor);
  const severity = SEVERITIES.find((each) => each === grade);
  if (severity === undefined || typeof dueMs !== "number" || typeof id !== "string") {
    throw notOurs();
  }
  return { isMine: mine === 1, dueMs, severity, id };
}

async function show(c: Request, id: string): Promise<Response> {
  const found = await c.var.reads.recordDuties(id);
  if (found === null) throw missing("nonconformity", id);
  return c.json({
    record: id,
    clocks: found.clocks.map(clockJson),
    incident: found.incident.map(eventJson),
    reports: found.reports.map(reportJson),
    holds: found.holds.map(holdJson),
  });
}

function dutyJson({ startMs, dueMs, isMine, ...item }: DutyItem): Json {
  return { ...item, mine: isMine, start: iso(startMs), due: iso(dueMs) };
}

function reportJson(of: StatutoryClock): Json {
  const { statute, duty, standing, round, state, used, startMs, atRiskMs, dueMs } = of;
  const source = statute.sources[duty.source];
  return {
    id: duty.id,
    statute: statute.name,
    citation: duty.citation,
    title: duty.title,
    quote: duty.quote,
    number: duty.number,
    paraphrase: duty.paraphrase,
    recipient: duty.recipient,
    source: source ?? null,
    standing,
    round,
    start: isoOrNull(startMs),
    atRisk: isoOrNull(atRiskMs),
    due: isoOrNull(dueMs),
    state,
    used,
    readings: of.readings.map(({ reading, applies }) => ({
      ...reading,
      sources: reading.sources.map((name) => statute.sources[name] ?? name),
      applies,
    })),
    report: of.report && eventJson(of.report),
    setAside: of.setAside && eventJson(of.setAside),
  };
}

function eventJson(event: IncidentEvent): Json {
  const { kind, atMs, by } = event;
  const what = { event: kind, at: iso(atMs), by };
  switch (event.kind) {
    case "stated": {
      const { serious, kinds, awareMs, reason } = event;
      return { ...what, serious, kinds, awareAt: isoOrNull(awareMs), reason };
    }
    case "reported": {
      const { duty, stage, madeMs, reference } = event;
      return { ...what, duty, stage, madeAt: iso(madeMs), reference };
    }
    case "set_aside":
      return { ...what, duty: event.duty, reason: event.reason };
  }
}

function holdJson({ placedMs, released, alarms, ...hold }: Hold): Json {
  return {
    ...hold,
    placedAt: iso(placedMs),
    released: released && { at: iso(released.atMs), by: released.by, reason: released.reason },
    alarms: alarms.map(({ atMs, what, detail }) => ({ at: iso(atMs), what, detail })),
  };
}

const RECORD = "Id of the record, such as `NC-2026-0042`.";

export const DUTY_ROUTES: Described = {
  "GET /api/v1/duties": {
    tag: "Duties",
    summary: "List what falls due, the asker's own first, then the soonest",
    query: dutiesQuery,
    answers: {
      200: { of: "Steps of work, actions, acceptances, reports.", json: listOf(dutyShape) },
    },
  },
  "GET /api/v1/nonconformities/:id/duties": {
    tag: "Duties",
    summary: "Show all that falls due of one record, by work and by law",
    path: { id: RECORD },
    query: noQuery,
    answers: { 200: { of: "Clocks, reporting duties and holds.", json: recordDutiesShape } },
  },
  "POST /api/v1/nonconformities/:id/incident": {
    tag: "Duties",
    summary: "State whether a record is a serious incident",
    detail: "A statement that it may be one starts the clocks of the law and holds the evidence.",
    path: { id: RECORD },
    body: incident,
    example: {
      serious: "suspected",
      kinds: ["personal_data_breach"],
      aware_at: "2026-11-23T10:00:00Z",
      reason: "scores of 40 people were shown to others",
    },
    answers: { 200: { of: "What falls due now.", json: recordDutiesShape } },
    problems: { 409: "The record does not stand so that this can be said." },
  },
  "POST /api/v1/nonconformities/:id/reports": {
    tag: "Duties",
    summary: "Record that somebody outside was told",
    path: { id: RECORD },
    body: report,
    example: { duty: "ai-act-73-2", stage: "initial", reference: "BNetzA 2026-117" },
    answers: { 200: { of: "What falls due now.", json: recordDutiesShape } },
    problems: { 409: "There is no such duty, or it was fulfilled." },
  },
  "POST /api/v1/nonconformities/:id/set-aside": {
    tag: "Duties",
    summary: "Set a reporting duty aside, with a reason",
    path: { id: RECORD },
    body: aside,
    example: { duty: "ai-act-73-2", reason: "counsel: no serious incident, see memo 14" },
    answers: { 200: { of: "What falls due now.", json: recordDutiesShape } },
    problems: { 409: "There is no such duty, or it was fulfilled." },
  },
  "GET /api/v1/holds": {
    tag: "Duties",
    summary: "List the systems whose evidence is held, those in force first",
    query: holdsQuery,
    answers: { 200: { of: "Holds, newest first.", json: listOf(holdShape) } },
  },
  "POST /api/v1/holds": {
    tag: "Duties",
    summary: "Hold the evidence of a system: nothing of it expires or is erased",
    body: placing,
    example: { system: "credit-scoring", record: "NC-2026-0042", reason: "litigation" },
    answers: { 201: { of: "The hold.", json: holdShape } },
    problems: { 404: "There is no such system.", 409: "It is held already." },
  },
  "POST /api/v1/holds/:id/release": {
    tag: "Duties",
    summary: "Release a hold, with a reason",
    body: releasing,
    example: { reason: "settled on 2 March" },
    answers: { 200: { of: "The hold, released.", json: holdShape } },
    problems: { 409: "It was released already." },
  },
};
