import type { Routes } from "../environment.ts";
import { iso, isoOrNull } from "../query.ts";
import { missing } from "../refusal.ts";

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
  app.get("/api/v1/seals", (c) => c.json(standingJson(deps.seals)));
  app.post("/api/v1/seals/check", (c) => {
    deps.seals.start();
    return c.json(standingJson(deps.seals), 202);
  });
  app.get("/api/v1/nonconformities/:id/completeness", async (c) => {
    const id = c.req.param("id");
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
  };
}

function reportJson({ startedMs, endedMs, ...report }: SealsReport) {
  return { started: iso(startedMs), ended: iso(endedMs), ...report };
}
