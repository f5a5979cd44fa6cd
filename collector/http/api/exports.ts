import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { z } from "zod";
import type { ByteBudget } from "../byte-budget.ts";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { jsonBody } from "../json-body.ts";
import { noQuery, type Place, paged, pageJson, pageQuery } from "../paging.ts";
import { iso, queryOf, sentInstant } from "../query.ts";
import { missing, Refusal } from "../refusal.ts";
import { exportShape } from "../shapes/export.ts";
import { listOf } from "../shapes/list-of.ts";

/** What is asked to be handed over. */
export interface ExportRequest {
  readonly kind: "audit" | "register" | "oscal";
  readonly fromMs: number;
  readonly toMs: number;
  readonly systems: readonly string[] | null;
  readonly sample: { readonly count: number; readonly seed: string } | null;
}

/** Where an export stands; see `collector/export/exports.ts`. */
export interface ExportReport {
  readonly id: string;
  readonly by: string;
  readonly startedMs: number;
  readonly terms: ExportRequest;
  readonly status: "waiting" | "running" | "done" | "failed";
  readonly share?: number;
  readonly what?: string;
  readonly reason?: string;
  readonly digest?: string;
  readonly files?: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly sha256: string;
  }[];
  readonly missing?: readonly string[];
}

/** Making what compliance hands over. */
export interface ApiExports {
  /** Started; refused with what is wrong; or null where too many wait. */
  readonly start: (of: { readonly by: string; readonly terms: ExportRequest }) => Promise<
    | { readonly kind: "started"; readonly report: ExportReport }
    | { readonly kind: "refused"; readonly reason: string }
    | { readonly kind: "busy" }
    /** The asker had many made lately. */
    | { readonly kind: "often"; readonly waitMs: number }
  >;
  /** Newest first. */
  readonly list: () => readonly ExportReport[];
  readonly get: (id: string) => ExportReport | null;
  /** Where a file lies; null where there is none of that name. */
  readonly path: (id: string, name: string) => string | null;
  readonly drop: (id: string) => Promise<boolean>;
}

const request = z.strictObject({
  kind: z.enum(["audit", "register", "oscal"]),
  from: sentInstant,
  to: sentInstant,
  systems: z
    .array(z.string().min(1).max(256))
    .min(1)
    .max(1000)
    .nullable()
    .default(null)
    .describe("Absent or null: all."),
  sample: z
    .strictObject({ count: z.int().min(1).max(10_000), seed: z.string().min(1).max(256) })
    .nullable()
    .default(null),
});

/** `POST` starts an export, `GET` says how far it is, its files can be fetched, `DELETE` ends or removes it. */
export function exportRoutes(
  app: Routes,
  deps: { readonly exports: ApiExports; readonly budget: ByteBudget },
): void {
  const { exports: made } = deps;
  app.get("/api/v1/exports", (c) => {
    const place = ({ id, startedMs }: ExportReport): Place => [-startedMs, id];
    return pageJson(c, paged(queryOf(c, pageQuery), made.list(), place, reportJson));
  });
  app.post("/api/v1/exports", async (c) => {
    const { from: fromMs, to: toMs, ...asked } = await jsonBody(c, request, deps);
    const terms = { ...asked, fromMs, toMs };
    const started = await made.start({ by: c.get("caller").name, terms });
    switch (started.kind) {
      case "refused":
        throw new Refusal({ status: 422, detail: started.reason });
      case "busy": {
        const detail = "too many exports wait for each other; ask again when one is done";
        throw new Refusal({ status: 429, detail, retryAfterS: 30 });
      }
      case "often": {
        const retryAfterS = Math.ceil(started.waitMs / 1000);
        const detail = `you had many exports made within the hour; the next can be in ${retryAfterS} s`;
        throw new Refusal({ status: 429, detail, retryAfterS });
      }
      case "started":
        c.header("location", `/api/v1/exports/${started.report.id}`);
        return c.json(reportJson(started.report), 202);
    }
  });
  app.get("/api/v1/exports/:id", (c) => {
    queryOf(c, noQuery);
    const report = made.get(c.req.param("id"));
    if (report === null) throw missing("export", c.req.param("id"));
    return c.json(reportJson(report));
  });
  app.get("/api/v1/exports/:id/files/:name", (c) => {
    const { id, name } = c.req.param();
    const path = made.path(id, name);
    const file = made.get(id)?.files?.find((each) => each.name === name);
    if (path === null || file === undefined) throw missing("file of an export", `${id}/${name}`);
    c.header("content-type", typeOf(name));
    c.header("content-length", String(file.bytes));
    c.header("content-disposition", `attachment; filename="${name}"`);
    const bytes = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>; // the platform's two names of one thing
    return c.body(bytes);
  });
  app.delete("/api/v1/exports/:id", async (c) => {
    const id = c.req.param("id");
    if (!(await made.drop(id))) throw missing("export", id);
    return c.body(null, 204);
  });
}

function reportJson({ startedMs, terms, ...report }: ExportReport): object {
  const { fromMs, toMs, ...asked } = terms;
  return { ...report, ...asked, from: iso(fromMs), to: iso(toMs), started: iso(startedMs) };
}

function typeOf(name: string): string {
  if (name.endsWith(".tar")) return "application/x-tar";
  if (name.endsWith(".json")) return "application/json";
  return name.endsWith(".csv") ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8";
}

export const EXPORT_ROUTES: Described = {
  "GET /api/v1/exports": {
    tag: "Evidence",
    summary: "List what was made to be handed over, newest first",
    query: pageQuery,
    answers: { 200: { of: "Exports.", json: listOf(exportShape) } },
  },
  "POST /api/v1/exports": {
    tag: "Evidence",
    summary: "Make an audit package, a register or an OSCAL document",
    detail: "It runs in the background: `Location` says where it will be.",
    body: request,
    example: { kind: "register", from: "2026-10-01", to: "2026-11-01" },
    answers: {
      202: { of: "Started.", json: exportShape, headers: { Location: "Of the export." } },
    },
  },
  "GET /api/v1/exports/:id": {
    tag: "Evidence",
    summary: "Say how far an export is, and which files it has",
    query: noQuery,
    answers: { 200: { of: "Where it stands.", json: exportShape } },
  },
  "GET /api/v1/exports/:id/files/:name": {
    tag: "Evidence",
    summary: "Fetch a file of an export",
    answers: {
      200: {
        of: "The file.",
        text: {
          "application/x-tar": "An audit package.",
          "application/json": "A document.",
          "application/jsonl": "A register, one record a line.",
          "text/csv": "A register, one record a row.",
        },
      },
    },
  },
  "DELETE /api/v1/exports/:id": {
    tag: "Evidence",
    summary: "End or remove an export",
    answers: { 204: { of: "It is gone, with its files." } },
  },
};
