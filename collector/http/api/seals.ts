import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { noQuery } from "../paging.ts";
import { iso, isoOrNull, queryOf } from "../query.ts";
import { missing } from "../refusal.ts";
import { completenessShape, sealsShape } from "../shapes/seals.ts";

/** What the API reads and does of seals over stored telemetry. */
export interface ApiSeals {
  readonly standing: () => {
    readonly journal: string;
    readonly sealedSeq: number;
    readonly appliedSeq: number;
    /** The comparison that runs all the time. */
    readonly round: {
      readonly seals: number;
      readonly rows: number;
      readonly wholeRoundMs: number | null;
    };
    /** What is known to be wrong, in words. */
    readonly failures: readonly string[];
    /** The check that was asked for and runs; null: none does. */
    readonly running: { readonly seals: number } | null;
    readonly report: SealsReport | null;
  };
  /** The last comparison of the store with what the journal took; null: there was none. */
  readonly reconciled: () => {
    readonly atMs: number;
    readonly fromSeq: number;
    readonly toSeq: number;
    readonly expected: number | null;
    readonly stored: number;
    readonly destroyed: number;
    readonly tables: readonly {
      readonly table: string;
      readonly rows: number;
      readonly places: number;
    }[];
    readonly agrees: boolean | null;
  } | null;
  /** Begins a check of everything, unless one runs. */
  readonly start: () => void;
}

interface SealsReport {
  readonly startedMs: number;
  readonly endedMs: number;
  readonly seals: number;
  readonly verified: number;
  readonly erased: number;
  readonly expired: number;
  readonly failures: readonly string[];
  readonly failuresTotal: number;
}

/** Whether stored telemetry is what was sealed, and whether what a record rests on is complete. */
export function sealRoutes(app: Routes, deps: { readonly seals: ApiSeals }): void {
  app.get("/api/v1/seals", (c) => {
    queryOf(c, noQuery);
    return c.json(standingJson(deps.seals));
  });
  app.post("/api/v1/seals/check", (c) => {
    deps.seals.start();
    return c.json(standingJson(deps.seals), 202);
  });
  app.get("/api/v1/nonconformities/:id/completeness", async (c) => {
    const id = c.req.param("id");
    queryOf(c, noQuery);
    const found = await c.var.reads.recordCompleteness(id);
    if (found === null) throw missing("telemetry of the nonconformity", id);
    const { fromMs, toMs, ...rest } = found;
    return c.json({ from: iso(fromMs), to: iso(toMs), ...rest });
  });
}

function standingJson(seals: ApiSeals) {
  const { round, report, ...standing } = seals.standing();
  const { wholeRoundMs, ...progress } = round;
  return {
    ...standing,
    round: { ...progress, wholeRound: isoOrNull(wholeRoundMs) },
    report: report === null ? null : reportJson(report),
    reconciled: reconciledJson(seals.reconciled()),
  };
}

function reconciledJson(of: ReturnType<ApiSeals["reconciled"]>) {
  if (of === null) return null;
  const { fromSeq, toSeq, expected, stored, destroyed, tables, agrees } = of;
  return { at: iso(of.atMs), fromSeq, toSeq, expected, stored, destroyed, tables, agrees };
}

function reportJson({ startedMs, endedMs, ...report }: SealsReport) {
  return { started: iso(startedMs), ended: iso(endedMs), ...report };
}

export const SEAL_ROUTES: Described = {
  "GET /api/v1/seals": {
    tag: "Evidence",
    summary: "Say whether stored telemetry is still what was sealed",
    query: noQuery,
    answers: { 200: { of: "How the comparison stands.", json: sealsShape } },
  },
  "POST /api/v1/seals/check": {
    tag: "Evidence",
    summary: "Compare everything that is sealed with the store",
    detail: "It runs in the background; `GET /api/v1/seals` says how far it is.",
    answers: { 202: { of: "It runs.", json: sealsShape } },
  },
  "GET /api/v1/nonconformities/:id/completeness": {
    tag: "Evidence",
    summary: "Say whether the telemetry that a record rests on is complete",
    query: noQuery,
    answers: { 200: { of: "By class of record.", json: completenessShape } },
  },
};
