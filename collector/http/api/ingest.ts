import type { Routes } from "../environment.ts";
import type { IngestDeps } from "../ingest-request.ts";
import { otlpLogs } from "../otlp-logs.ts";
import { plainJson } from "../plain-json.ts";

/** Everything that appends. */
export function ingestRoutes(app: Routes, deps: IngestDeps): void {
  app.post("/v1/logs", (c) => otlpLogs(c, deps));
  for (const path of [
    "predictions",
    "outcomes",
    "oversight",
    "scores",
    "concerns",
    "changes",
  ] as const) {
    app.post(`/api/v1/${path}`, (c) => plainJson(c, path, deps));
  }
}
