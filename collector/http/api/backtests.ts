import { z } from "zod";
import type { BodyLimits } from "../body.ts";
import type { ByteBudget } from "../byte-budget.ts";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { jsonBody } from "../json-body.ts";
import { noQuery } from "../paging.ts";
import { iso, queryOf, sentInstant } from "../query.ts";
import { missing, Refusal } from "../refusal.ts";
import { backtestShape } from "../shapes/backtest.ts";

/** What is tried out: a control in force, or the text of a control file with one. */
export interface BacktestRequest {
  readonly control: string | null;
  readonly text: string | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly known: readonly {
    readonly name: string;
    readonly fromMs: number;
    readonly toMs: number;
    readonly system: string | null;
  }[];
  readonly by: string;
}

/** Where a backtest stands; `result` is there once it is done. */
export interface BacktestReport {
  readonly id: string;
  readonly by: string;
  readonly startedMs: number;
  readonly status: "waiting" | "running" | "done" | "failed";
  readonly share?: number;
  readonly reason?: string;
  readonly result?: object;
}

/** Trying out controls over the past. */
export interface ApiBacktests {
  /** Started; refused with what is wrong; or null where too many wait. */
  readonly start: (
    request: BacktestRequest,
  ) =>
    | { readonly kind: "started"; readonly report: BacktestReport }
    | { readonly kind: "refused"; readonly reason: string; readonly isUnknown?: true }
    | { readonly kind: "busy" };
  readonly get: (id: string) => BacktestReport | null;
  readonly cancel: (id: string) => boolean;
}

const request = z.strictObject({
  control: z
    .string()
    .max(256)
    .nullable()
    .default(null)
    .describe("Id of a control in force, or of one of `text`."),
  text: z
    .string()
    .max(262_144)
    .nullable()
    .default(null)
    .describe("A control file, for one that is not in force."),
  from: sentInstant,
  to: sentInstant,
  known: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(256),
        from: sentInstant,
        to: sentInstant,
        system: z.string().max(256).nullable().default(null),
      }),
    )
    .max(1000)
    .default([])
    .describe("Incidents that are known: whether it would have found them."),
});

/** A control file has at most 256 KiB, and JSON may double it. */
const LIMITS: BodyLimits = { wireBytesMax: 1_048_576, decodedBytesMax: 1_048_576 };

/** `POST` starts a backtest, `GET` says how far it is and what came of it, `DELETE` breaks it off. */
export function backtestRoutes(
  app: Routes,
  deps: { readonly backtests: ApiBacktests; readonly budget: ByteBudget },
): void {
  const { backtests } = deps;
  app.post("/api/v1/backtests", async (c) => {
    const { control, text, from, to, known } = await jsonBody(c, request, deps, LIMITS);
    const started = backtests.start({
      control,
      text,
      fromMs: from,
      toMs: to,
      known: known.map(({ name, from: fromMs, to: toMs, system }) => ({
        ...{ name, fromMs, toMs, system },
      })),
      by: c.get("caller").name,
    });
    switch (started.kind) {
      case "refused":
        throw new Refusal({ status: started.isUnknown ? 404 : 422, detail: started.reason });
      case "busy": {
        const detail = "too many backtests wait for each other; ask again when one is done";
        throw new Refusal({ status: 429, detail, retryAfterS: 10 });
      }
      case "started":
        c.header("location", `/api/v1/backtests/${started.report.id}`);
        return c.json(reportJson(started.report), 202);
    }
  });
  app.get("/api/v1/backtests/:id", (c) => {
    queryOf(c, noQuery);
    const report = backtests.get(c.req.param("id"));
    if (report === null) throw missing("backtest", c.req.param("id"));
    return c.json(reportJson(report));
  });
  app.delete("/api/v1/backtests/:id", (c) => {
    const id = c.req.param("id");
    if (!backtests.cancel(id)) throw missing("running backtest", id);
    return c.body(null, 204);
  });
}

function reportJson({ startedMs, ...report }: BacktestReport): Readonly<Record<string, unknown>> {
  return { ...report, started: iso(startedMs) };
}

export const BACKTEST_ROUTES: Described = {
  "POST /api/v1/backtests": {
    tag: "Controls",
    summary: "Try out a control over the past",
    detail: "It runs in the background: `Location` says where its result will be.",
    body: request,
    example: { control: "drift.inputs", from: "2026-11-01", to: "2026-11-23" },
    answers: {
      202: { of: "Started.", json: backtestShape, headers: { Location: "Of the backtest." } },
    },
    problems: { 404: "There is no control of that id in force." },
  },
  "GET /api/v1/backtests/:id": {
    tag: "Controls",
    summary: "Say how far a backtest is, and what came of it",
    query: noQuery,
    answers: { 200: { of: "Where it stands.", json: backtestShape } },
  },
  "DELETE /api/v1/backtests/:id": {
    tag: "Controls",
    summary: "Break off a backtest",
    answers: { 204: { of: "It runs no more." } },
  },
};
