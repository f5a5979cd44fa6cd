import { z } from "zod";
import type { Described } from "../described.ts";
import { METRICS_ROUTES } from "../metrics.ts";
import { ACCOUNT_ROUTES } from "./accounts.ts";
import { BACKTEST_ROUTES } from "./backtests.ts";
import { BACKUP_ROUTES } from "./backups.ts";
import { BASELINE_ROUTES } from "./baselines.ts";
import { CALL_ROUTES } from "./calls.ts";
import { CHANNEL_ROUTES } from "./channels.ts";
import { CLIENT_METRIC_ROUTES } from "./client-metrics.ts";
import { CONCERN_ROUTES } from "./concerns.ts";
import { CONTENT_ROUTES } from "./content.ts";
import { CONTROL_FILE_ROUTES } from "./control-files.ts";
import { COVERAGE_ROUTES } from "./coverage.ts";
import { DIRECTIVE_ROUTES } from "./directives.ts";
import { DUTY_ROUTES } from "./duties.ts";
import { ERASURE_ROUTES } from "./erasures.ts";
import { EVENT_ROUTES } from "./events.ts";
import { EXPORT_ROUTES } from "./exports.ts";
import { FINDING_ROUTES } from "./findings.ts";
import { CONTROL_ROUTES } from "./governance.ts";
import { ingestDescribed } from "./ingest.ts";
import { INSTRUMENTATION_ROUTES } from "./instrumentation.ts";
import { INVENTORY_ROUTES } from "./inventory.ts";
import { KEY_ROUTES } from "./keys.ts";
import { LEDGER_ROUTES } from "./ledger.ts";
import { MAINTENANCE_ROUTES } from "./maintenance.ts";
import { NONCONFORMITY_ROUTES } from "./nonconformities.ts";
import { NOTIFICATION_ROUTES } from "./notifications.ts";
import { OPENAPI_ROUTES } from "./openapi.ts";
import { QUARANTINE_ROUTES } from "./quarantine.ts";
import { RETENTION_ROUTES } from "./retention.ts";
import { ROADMAP_ROUTES } from "./roadmap.ts";
import { ROADMAP_ACT_ROUTES } from "./roadmap-acts.ts";
import { SEAL_ROUTES } from "./seals.ts";
import { SESSION_ROUTES } from "./sessions.ts";
import { SUSPENSION_ROUTES } from "./suspension.ts";
import { SYSTEM_FEATURE_ROUTES } from "./system-features.ts";

/** Every route that programs use, described; a test holds this to the policy table. */
export function describedRoutes(of: {
  /** One item of each path of the plain JSON ingest. */
  readonly ingest: Parameters<typeof ingestDescribed>[0];
}): Described {
  return {
    ...ingestDescribed(of.ingest),
    ...QUARANTINE_ROUTES,
    ...INVENTORY_ROUTES,
    ...SYSTEM_FEATURE_ROUTES,
    ...CALL_ROUTES,
    ...INSTRUMENTATION_ROUTES,
    ...CLIENT_METRIC_ROUTES,
    ...DIRECTIVE_ROUTES,
    ...SUSPENSION_ROUTES,
    ...CONCERN_ROUTES,
    ...CONTROL_ROUTES,
    ...CONTROL_FILE_ROUTES,
    ...COVERAGE_ROUTES,
    ...MAINTENANCE_ROUTES,
    ...BACKTEST_ROUTES,
    ...BASELINE_ROUTES,
    ...NONCONFORMITY_ROUTES,
    ...FINDING_ROUTES,
    ...DUTY_ROUTES,
    ...NOTIFICATION_ROUTES,
    ...ROADMAP_ROUTES,
    ...ROADMAP_ACT_ROUTES,
    ...LEDGER_ROUTES,
    ...EVENT_ROUTES,
    ...SEAL_ROUTES,
    ...CHANNEL_ROUTES,
    ...EXPORT_ROUTES,
    ...ERASURE_ROUTES,
    ...BACKUP_ROUTES,
    ...RETENTION_ROUTES,
    ...CONTENT_ROUTES,
    ...KEY_ROUTES,
    ...ACCOUNT_ROUTES,
    ...SESSION_ROUTES,
    ...METRICS_ROUTES,
    ...HEALTH_ROUTES,
    ...OPENAPI_ROUTES,
  };
}

const HEALTH_ROUTES: Described = {
  "GET /healthz": {
    tag: "Collector",
    summary: "Say that the process lives",
    answers: { 200: { of: "It does.", json: z.strictObject({ status: z.literal("ok") }) } },
  },
  "GET /readyz": {
    tag: "Collector",
    summary: "Say whether the collector may be sent to",
    answers: { 200: { of: "It may.", json: z.strictObject({ status: z.literal("ready") }) } },
    problems: { 503: "Not now; `detail` says why." },
  },
};
