import { z } from "zod";
import type { ByteBudget } from "../byte-budget.ts";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { jsonBody } from "../json-body.ts";
import { noQuery } from "../paging.ts";
import { iso, queryOf } from "../query.ts";
import { retentionRunShape, retentionShape } from "../shapes/retention.ts";
import { storageShape } from "../shapes/storage.ts";

interface Tables {
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
}

interface Run {
  readonly atMs: number;
  readonly isDry: boolean;
  readonly expired: readonly (Tables & {
    readonly class: string;
    readonly system: string | null;
    readonly entry: number | null;
  })[];
  readonly stayed: readonly {
    readonly class: string;
    readonly system: string | null;
    readonly reason: string;
  }[];
}

/** What the API tells and does of the end of retention. */
export interface ApiRetention {
  readonly standing: () => Promise<
    readonly {
      readonly name: string;
      readonly holds: string;
      readonly days: number | null;
      readonly floorDays: number;
      readonly goes: "day" | "month";
      readonly groups: readonly (Tables & {
        readonly system: string | null;
        readonly days: number;
        readonly beforeMs: number;
        readonly goneMs: number;
        readonly rows: number;
        readonly toConfirm: string | null;
      })[];
      readonly held: readonly {
        readonly system: string;
        readonly holds: readonly string[];
        readonly rows: number;
      }[];
    }[]
  >;
  readonly run: (of: { readonly isDry: boolean; readonly isConfirmed: boolean }) => Promise<Run>;
  readonly last: () => Run | null;
  readonly failure: () => string | null;
  /** Ends of retention that the ledger tells of, oldest first. */
  readonly expiries: () => readonly (Tables & {
    readonly index: number;
    readonly atMs: number;
    readonly class: string;
    readonly days: number;
    readonly beforeMs: number;
    readonly system?: string;
  })[];
}

/** What is stored and what it takes. */
export type ApiStorage = () => Promise<object>;

const EXPIRIES_MAX = 100;

const asked = z.strictObject({
  dryRun: z.boolean().default(false),
  confirm: z.boolean().default(false),
});

/** How long what is stored is kept, and its end. */
export function retentionRoutes(
  app: Routes,
  deps: {
    readonly retention: ApiRetention;
    readonly storage: ApiStorage;
    readonly budget: ByteBudget;
  },
): void {
  const { retention } = deps;
  app.get("/api/v1/storage", async (c) => {
    queryOf(c, noQuery);
    return c.json(await deps.storage());
  });
  app.get("/api/v1/retention", async (c) => {
    queryOf(c, noQuery);
    const classes = await retention.standing();
    const last = retention.last();
    return c.json({
      classes: classes.map(({ groups, ...of }) => ({
        ...of,
        groups: groups.map(({ beforeMs, goneMs, ...group }) => ({
          ...group,
          ...{ before: iso(beforeMs), gone: iso(goneMs) },
        })),
      })),
      last: last === null ? null : runJson(last),
      failure: retention.failure(),
      expiries: retention
        .expiries()
        .slice(-EXPIRIES_MAX)
        .reverse()
        .map(({ index, atMs, beforeMs, tables, system = null, days, class: name }) => ({
          ...{ entry: index, at: iso(atMs), class: name, system, days, before: iso(beforeMs) },
          rows: tables.reduce((sum, { rows }) => sum + rows, 0),
        })),
    });
  });
  app.post("/api/v1/retention/runs", async (c) => {
    const { dryRun, confirm } = await jsonBody(c, asked, deps);
    return c.json(runJson(await retention.run({ isDry: dryRun, isConfirmed: confirm })));
  });
}

function runJson({ atMs, ...run }: Run) {
  return { at: iso(atMs), ...run };
}

export const RETENTION_ROUTES: Described = {
  "GET /api/v1/retention": {
    tag: "Evidence",
    summary: "Say what is kept for how long, what is due, and what is held",
    query: noQuery,
    answers: { 200: { of: "By class of telemetry.", json: retentionShape } },
  },
  "GET /api/v1/storage": {
    tag: "Evidence",
    summary: "Say what is stored, what it takes, and until when there is room",
    query: noQuery,
    answers: { 200: { of: "By class and table.", json: storageShape } },
  },
  "POST /api/v1/retention/runs": {
    tag: "Evidence",
    summary: "Delete what is past its time, now",
    detail:
      "The collector does so once a day by itself. With `dryRun` it is counted and nothing is done. What a jump of the clock, fewer days in the configuration or a first run make due goes with `confirm` alone.",
    body: asked,
    example: { dryRun: true, confirm: false },
    answers: { 200: { of: "What went, and what stayed and why.", json: retentionRunShape } },
  },
};
