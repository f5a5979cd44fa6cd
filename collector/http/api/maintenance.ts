import type { ActAnswer } from "@tiltmeter/dashboards";
import { z } from "zod";
import type { ByteBudget } from "../byte-budget.ts";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { jsonBody } from "../json-body.ts";
import { paged, pageJson, pageQuery } from "../paging.ts";
import { iso, isoOrNull, queryOf, sentInstant } from "../query.ts";
import { missing } from "../refusal.ts";
import { listOf } from "../shapes/list-of.ts";
import { maintenanceShape } from "../shapes/maintenance.ts";
import { accept } from "./accept.ts";
import type { Json } from "./shapes.ts";

/** Planned maintenance that somebody began. */
export interface StartedMaintenance {
  readonly id: string;
  /** Empty: every system, and the collector itself. */
  readonly systems: readonly string[];
  readonly by: string;
  readonly reason: string;
  readonly fromMs: number;
  readonly untilMs: number;
  /** Null: not before its time. */
  readonly endedMs: number | null;
  readonly endedBy: string | null;
}

/** What the API does about maintenance. */
export interface ApiMaintenance {
  readonly nowMs: () => number;
  readonly all: () => readonly StartedMaintenance[];
  readonly find: (id: string) => StartedMaintenance | null;
  readonly start: (of: {
    readonly systems: readonly string[];
    readonly reason: string;
    readonly fromMs: number | null;
    readonly forMs: number;
    readonly by: string;
  }) => Promise<{ readonly answer: ActAnswer; readonly id: string }>;
  readonly end: (of: { readonly id: string; readonly by: string }) => Promise<ActAnswer>;
}

const SYSTEMS_MAX = 200;
const start = z.strictObject({
  systems: z
    .array(z.string().min(1).max(128))
    .max(SYSTEMS_MAX)
    .default([])
    .describe("Absent or empty: every system, and the collector itself."),
  reason: z.string().default(""),
  from: sentInstant.nullable().default(null).describe("Absent or null: now; never in the past."),
  minutes: z.number().describe("How long, at most a day where the configuration says no other."),
});

/** Times in which nothing is raised, by intent. Control files have those that are planned long before. */
export function maintenanceRoutes(
  app: Routes,
  deps: { readonly maintenance: ApiMaintenance; readonly budget: ByteBudget },
): void {
  const { maintenance } = deps;
  const json = (of: StartedMaintenance): Json => maintenanceJson(of, maintenance.nowMs());
  app.get("/api/v1/maintenance", (c) => {
    const query = queryOf(c, pageQuery);
    return pageJson(
      c,
      paged(query, maintenance.all(), ({ fromMs, id }) => [-fromMs, id], json),
    );
  });
  app.post("/api/v1/maintenance", async (c) => {
    const { systems, reason, from, minutes } = await jsonBody(c, start, deps);
    const { answer, id } = await maintenance.start({
      ...{ systems, reason, fromMs: from, forMs: minutes * 60_000 },
      by: c.get("caller").name,
    });
    accept(answer, "maintenance");
    const made = maintenance.find(id);
    return c.json(made === null ? {} : json(made), 201);
  });
  app.post("/api/v1/maintenance/:id/end", async (c) => {
    const id = c.req.param("id");
    if (maintenance.find(id) === null) throw missing("maintenance", id);
    accept(await maintenance.end({ id, by: c.get("caller").name }), id);
    const ended = maintenance.find(id);
    return c.json(ended === null ? {} : json(ended));
  });
}

function maintenanceJson(of: StartedMaintenance, nowMs: number): Json {
  const { fromMs, untilMs, endedMs, ...rest } = of;
  const endMs = Math.min(untilMs, endedMs ?? untilMs);
  return {
    ...rest,
    standing: nowMs >= endMs ? "over" : nowMs >= fromMs ? "under way" : "planned",
    from: iso(fromMs),
    until: iso(untilMs),
    ended: isoOrNull(endedMs),
  };
}

export const MAINTENANCE_ROUTES: Described = {
  "GET /api/v1/maintenance": {
    tag: "Controls",
    summary: "List maintenance that people began, the latest first",
    detail: "Those of control files stand in the files.",
    query: pageQuery,
    answers: { 200: { of: "Each with how it stands.", json: listOf(maintenanceShape) } },
  },
  "POST /api/v1/maintenance": {
    tag: "Controls",
    summary: "Begin planned maintenance, in which nothing is raised",
    detail:
      "Windows that end in it are judged and recorded as always, and raise nothing; what still fires at its end is raised then. It ends by itself.",
    body: start,
    example: { systems: ["credit-scoring"], reason: "move of the feature store", minutes: 120 },
    answers: { 201: { of: "It is under way, or planned.", json: maintenanceShape } },
    problems: { 409: "Too many are under way." },
  },
  "POST /api/v1/maintenance/:id/end": {
    tag: "Controls",
    summary: "End maintenance before its time",
    path: { id: "As it was answered, such as `MNT-2026-0001`." },
    answers: { 200: { of: "It is over.", json: maintenanceShape } },
    problems: { 404: "There is none of that id.", 409: "It is over already." },
  },
};
