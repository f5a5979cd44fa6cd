import type { DutyItem } from "@tiltmeter/dashboards";
import {
  type Hold,
  INCIDENT_KINDS,
  type IncidentEvent,
  REPORT_STAGES,
  SERIOUSNESS,
  type StatutoryClock,
} from "@tiltmeter/rules";
import { z } from "zod";
import type { ByteBudget } from "../byte-budget.ts";
import type { Request, Routes } from "../environment.ts";
import { jsonBody } from "../json-body.ts";
import { limitOf, paged } from "../paging.ts";
import { instantMs, iso, isoOrNull } from "../query.ts";
import { missing, Refusal } from "../refusal.ts";
import { accept } from "./accept.ts";
import { clockJson, type Json } from "./shapes.ts";

const instant = z
  .string()
  .refine(
    (text) => instantMs(text) !== null,
    "must be an ISO 8601 date, or instant with a time zone",
  )
  .nullable()
  .default(null);

const incident = z.strictObject({
  serious: z.enum(SERIOUSNESS),
  kinds: z.array(z.enum(INCIDENT_KINDS)).default([]),
  aware_at: instant,
  reason: z.string().default(""),
});
const report = z.strictObject({
  /** Id of the reporting duty, as the record's duties name it. */
  duty: z.string(),
  stage: z.enum(REPORT_STAGES).default("initial"),
  made_at: instant,
  reference: z.string().default(""),
});
const aside = z.strictObject({ duty: z.string(), reason: z.string().default("") });
const placing = z.strictObject({
  system: z.string().min(1),
  record: z.string().nullable().default(null),
  reason: z.string().default(""),
});
const releasing = z.strictObject({ reason: z.string().default("") });

/** What falls due, what has to be reported, and what is held. */
export function dutyRoutes(app: Routes, deps: { readonly budget: ByteBudget }): void {
  app.get("/api/v1/duties", async (c) => {
    const { owner, system, cursor } = c.req.query();
    const page = await c.var.reads.duties({
      by: [c.get("caller").name],
      limit: limitOf(c),
      ...given("owner", owner),
      ...given("system", system),
      ...given("state", choice(c, "state", STATES)),
      ...given("kind", choice(c, "kind", KINDS)),
      ...given("after", cursor && Buffer.from(cursor, "base64url").toString()),
    });
    if (page === null) {
      throw new Refusal({ status: 400, detail: "cursor is of no item here; begin without one" });
    }
    const last = page.items.at(-1);
    return c.json({
      items: page.items.map(dutyJson),
      next: page.isMore && last ? Buffer.from(last.id).toString("base64url") : null,
    });
  });
  app.get("/api/v1/nonconformities/:id/duties", (c) => show(c, c.req.param("id")));
  app.post("/api/v1/nonconformities/:id/incident", async (c) => {
    const record = c.req.param("id");
    const { aware_at: aware, ...said } = await jsonBody(c, incident, deps);
    await checkRecord(c, record);
    const awareMs = aware === null ? null : instantMs(aware);
    accept(await c.var.acts.stateIncident({ record, ...said, awareMs, by: byOf(c) }), record);
    return show(c, record);
  });
  app.post("/api/v1/nonconformities/:id/reports", async (c) => {
    const record = c.req.param("id");
    const { made_at: made, ...said } = await jsonBody(c, report, deps);
    await checkRecord(c, record);
    const madeMs = made === null ? null : instantMs(made);
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
    const { system } = c.req.query();
    const found = (await c.var.reads.holds()).filter(
      (hold) => system === undefined || hold.system === system,
    );
    return c.json(paged(c, found, ({ id }) => id, holdJson));
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

const STATES = ["on_track", "at_risk", "breached"] as const;
const KINDS = ["work", "action", "acceptance", "report"] as const;

function choice<T extends string>(c: Request, name: string, known: readonly T[]): T | undefined {
  const value = c.req.query(name);
  const found = known.find((each) => each === value);
  if (value === undefined || found !== undefined) return found;
  const detail = `${name} must be ${known.join(", ")}, got ${JSON.stringify(value.slice(0, 64))}`;
  throw new Refusal({ status: 400, detail });
}

function given<Name extends string, T>(
  name: Name,
  value: T | undefined,
): { readonly [Key in Name]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]: T }); // by its name
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
