import { type BareFrame, refusedPage } from "@tiltmeter/dashboards";
import { TIME_HEADER } from "@tiltmeter/sdk/wire/attributes";
import { Hono } from "hono";
import { compress } from "hono/compress";
import { acceptCheck } from "./accept-check.ts";
import { type AcknowledgeDeps, acknowledgeRoutes } from "./acknowledge.ts";
import type { ApiActs } from "./acts.ts";
import { accountRoutes } from "./api/accounts.ts";
import { type ApiBacktests, backtestRoutes } from "./api/backtests.ts";
import { type ApiBackups, backupRoutes } from "./api/backups.ts";
import { baselineRoutes } from "./api/baselines.ts";
import { callRoutes } from "./api/calls.ts";
import { type ApiChannels, channelRoutes } from "./api/channels.ts";
import { clientMetricRoutes } from "./api/client-metrics.ts";
import { concernRoutes } from "./api/concerns.ts";
import { type ApiContent, contentRoutes } from "./api/content.ts";
import { controlFileRoutes, type SendControls } from "./api/control-files.ts";
import { coverageRoutes } from "./api/coverage.ts";
import { describedRoutes } from "./api/described-routes.ts";
import { type DirectiveDeps, directiveRoutes } from "./api/directives.ts";
import { dutyRoutes } from "./api/duties.ts";
import { type ApiErasure, erasureRoutes } from "./api/erasures.ts";
import { type EventDeps, eventRoutes } from "./api/events.ts";
import { type ApiExports, exportRoutes } from "./api/exports.ts";
import { findingRoutes } from "./api/findings.ts";
import { governanceRoutes } from "./api/governance.ts";
import { ingestRoutes } from "./api/ingest.ts";
import { instrumentationRoutes } from "./api/instrumentation.ts";
import { inventoryRoutes } from "./api/inventory.ts";
import { keyRoutes } from "./api/keys.ts";
import { type LedgerApi, ledgerRoutes } from "./api/ledger.ts";
import { type ApiMaintenance, maintenanceRoutes } from "./api/maintenance.ts";
import { nonconformityRoutes } from "./api/nonconformities.ts";
import { type ApiNotifications, notificationRoutes } from "./api/notifications.ts";
import { openApiRoutes } from "./api/openapi.ts";
import { type ApiQuarantine, quarantineRoutes } from "./api/quarantine.ts";
import { type ApiRetention, type ApiStorage, retentionRoutes } from "./api/retention.ts";
import { roadmapRoutes } from "./api/roadmap.ts";
import { roadmapActRoutes } from "./api/roadmap-acts.ts";
import { type ApiSeals, sealRoutes } from "./api/seals.ts";
import { sessionRoutes } from "./api/sessions.ts";
import { suspensionRoutes } from "./api/suspension.ts";
import { systemFeatureRoutes } from "./api/system-features.ts";
import type { Identities } from "./authenticate.ts";
import { BodyMemory } from "./body-memory.ts";
import { type ByteBudget, createByteBudget } from "./byte-budget.ts";
import type { Environment, Request, Routes } from "./environment.ts";
import { etags } from "./etags.ts";
import { assertPolicies, guard, policiesOf } from "./guard.ts";
import { hostCheck } from "./host.ts";
import type { HttpAccess } from "./http-access.ts";
import { type IngestGate, OPEN_GATE } from "./ingest-gate.ts";
import type { Receive } from "./ingest-request.ts";
import { type MetricFamily, metricsRoute } from "./metrics.ts";
import { openApi } from "./openapi.ts";
import { encodingOf, otlpProblem } from "./otlp-reply.ts";
import { POLICY } from "./policy.ts";
import { headersOf, type Problem, problemJson, problemOf, retryAfter } from "./problem.ts";
import type { ApiReads } from "./reads.ts";
import { Refusal } from "./refusal.ts";
import type { Scopes } from "./scope/create-scopes.ts";
import { SECURITY_HEADERS, TRANSPORT_SECURITY } from "./security-headers.ts";
import { signInRoutes } from "./sign-in.ts";

export interface HttpDeps {
  readonly receive: Receive;
  /** What one item of each path of the plain JSON ingest is, for the description of the API. */
  readonly ingestItems: Parameters<typeof describedRoutes>[0]["ingest"];
  /** Of the collector, as the description of the API says it. */
  readonly version: string;
  readonly reads: ApiReads;
  readonly acts: ApiActs;
  /** What is left of both for callers who may see some systems alone. */
  readonly scopes: Scopes;
  readonly ledger: LedgerApi;
  readonly erasure: ApiErasure;
  readonly seals: ApiSeals;
  readonly retention: ApiRetention;
  readonly content: ApiContent;
  readonly storage: ApiStorage;
  /** What was sent and refused. */
  readonly quarantine: ApiQuarantine;
  readonly sendControls: SendControls;
  readonly channels: ApiChannels;
  readonly notifications: ApiNotifications;
  /** The links of messages. */
  readonly links: Omit<AcknowledgeDeps, "identities" | "budget" | "frame" | "isSecure">;
  readonly directives: Omit<DirectiveDeps, "nowMs">;
  readonly events: EventDeps;
  readonly backtests: ApiBacktests;
  readonly exports: ApiExports;
  readonly backups: ApiBackups;
  readonly maintenance: ApiMaintenance;
  /** Keys, accounts and sessions: who asks. */
  readonly identities: Identities;
  readonly access: HttpAccess;
  /** Uniform in [0, 1): jitter. */
  readonly random: () => number;
  /** A cryptographic source, for keys. */
  readonly randomBytes: (bytes: number) => Uint8Array;
  /** Null where the collector may be sent to; else why not. */
  readonly notReady: () => string | null;
  /** How the collector itself stands, for a monitoring system. */
  readonly metrics: () => readonly MetricFamily[];
  /** Told of every error that is our own fault or the store's, before the answer. */
  readonly report: (error: unknown) => void;
  /** Pages and assets, mounted at `/` behind the same policy table. */
  readonly pages?: Hono;
  /** The page for an address that nothing answers; absent: a plain one. */
  readonly notFoundPage?: (c: Request) => Response | Promise<Response>;
  /** How pages look that stand outside the others, such as the one to sign in on; absent: plain. */
  readonly frame?: BareFrame;
  /** Where the server listens. */
  readonly boundHost: string;
  /** Where people reach it; null: as it listens. */
  readonly publicUrl: string | null;
  readonly budget?: ByteBudget;
  /** Absent: everybody may bring telemetry at any time. */
  readonly gate?: IngestGate;
}

/** Everything that is answered over HTTP, as one app. Throws where a route has no policy. */
export function createHttp(deps: HttpDeps): Hono<Environment> {
  const app: Routes = new Hono();
  const budget = deps.budget ?? createByteBudget();
  const frame = deps.frame ?? null;
  const isSecure = deps.publicUrl?.startsWith("https:") ?? false;
  const isOurs = hostCheck(deps);
  app.use(async (c, next) => {
    await next();
    const headers = isSecure ? { ...SECURITY_HEADERS, ...TRANSPORT_SECURITY } : SECURITY_HEADERS;
    for (const [name, value] of Object.entries({ ...headers, "cache-control": "no-store" })) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
  });
  app.use("/v1/*", async (c, next) => {
    await next();
    // Who sends learns how far its clock is from this one.
    c.res.headers.set(TIME_HEADER, `${deps.reads.nowMs()}`);
  });
  // Reads alone: what is sent in is answered in a line, and an event must not wait for a block to fill.
  const compressed = compress();
  app.use("/api/*", (c, next) => (c.req.method === "GET" ? compressed(c, next) : next()));
  app.use(async (c, next) => {
    const host = c.req.header("host") ?? new URL(c.req.url).host;
    if (isOurs(host)) return next();
    const detail = `this collector is not ${JSON.stringify(host.slice(0, 128))}; set public_url if it is meant to be`;
    throw new Refusal({ status: 421, detail });
  });
  app.use(
    guard({
      ...{ identities: deps.identities, frame, isSecure, actingVia: deps.access.actingVia },
      ...{ reads: deps.reads, acts: deps.acts, scopes: deps.scopes },
    }),
  );
  const described = describedRoutes({ ingest: deps.ingestItems });
  app.use(acceptCheck(described));
  app.use("/api/*", etags());
  app.onError((error, c) => answerProblem(c, problemFor(error, deps), deps));

  const gate = deps.gate ?? OPEN_GATE;
  ingestRoutes(app, { receive: deps.receive, budget, gate, bodies: new BodyMemory() });
  quarantineRoutes(app, { quarantine: deps.quarantine, budget });
  inventoryRoutes(app);
  systemFeatureRoutes(app);
  callRoutes(app);
  instrumentationRoutes(app);
  clientMetricRoutes(app);
  concernRoutes(app);
  coverageRoutes(app);
  governanceRoutes(app);
  controlFileRoutes(app, { send: deps.sendControls, budget });
  nonconformityRoutes(app, { budget });
  findingRoutes(app, { budget });
  backtestRoutes(app, { backtests: deps.backtests, budget });
  exportRoutes(app, { exports: deps.exports, budget });
  baselineRoutes(app, { budget });
  dutyRoutes(app, { budget });
  directiveRoutes(app, { ...deps.directives, nowMs: deps.reads.nowMs });
  eventRoutes(app, deps.events);
  suspensionRoutes(app, { budget });
  roadmapRoutes(app);
  roadmapActRoutes(app, { budget });
  keyRoutes(app, { access: deps.access, budget });
  accountRoutes(app, { access: deps.access, budget, randomBytes: deps.randomBytes });
  sessionRoutes(app, { access: deps.access });
  ledgerRoutes(app, deps.ledger);
  sealRoutes(app, { seals: deps.seals });
  contentRoutes(app, { content: deps.content, budget });
  retentionRoutes(app, { retention: deps.retention, storage: deps.storage, budget });
  channelRoutes(app, { channels: deps.channels });
  notificationRoutes(app, { notifications: deps.notifications });
  maintenanceRoutes(app, { maintenance: deps.maintenance, budget });
  backupRoutes(app, { backups: deps.backups });
  erasureRoutes(app, { erasure: deps.erasure, budget });
  const { version } = deps;
  openApiRoutes(app, () => openApi({ described, policies: POLICY, version }));
  healthRoutes(app, deps);
  metricsRoute(app, deps.metrics);
  signInRoutes(app, {
    ...{ identities: deps.identities, budget, frame, isSecure },
    ...deps.access,
  });
  const bare = { identities: deps.identities, budget, frame, isSecure };
  acknowledgeRoutes(app, { ...deps.links, ...bare });
  if (deps.pages !== undefined) app.route("/", deps.pages);
  assertPolicies(app);
  return app;
}

function healthRoutes(app: Routes, deps: HttpDeps): void {
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", (c) => {
    const why = deps.notReady();
    if (why === null) return c.json({ status: "ready" });
    throw new Refusal({ status: 503, detail: why, retryAfterS: retryAfter(deps.random) });
  });
}

function problemFor(error: unknown, deps: HttpDeps): Problem {
  if (error instanceof Refusal) return error.problem;
  const known = problemOf(error, deps.random);
  // Why the store does not answer is for the operator's eyes, not for the answer.
  if (known === null || (error instanceof Error && error.name === "ReadFailed")) deps.report(error);
  if (known !== null) return known;
  return { status: 500, detail: "the collector failed at this request; its log says how" };
}

/** In the form that the route speaks; where there is no route, by the beginning of the path. */
function answerProblem(
  c: Request,
  problem: Problem,
  deps: Pick<HttpDeps, "notFoundPage" | "frame">,
): Response | Promise<Response> {
  switch (policiesOf(c)[0]?.answers ?? formOf(c.req.path)) {
    case "otlp": {
      const encoding = encodingOf(c.req.header("content-type"));
      // OTLP knows no conflict; whatever is not retried is bad data.
      const status = problem.status === 409 ? 400 : problem.status;
      return otlpProblem({ ...problem, status }, encoding);
    }
    case "problem":
      return problemJson(problem, c.req.path);
    case "page": {
      if (problem.status === 404 && deps.notFoundPage !== undefined) return deps.notFoundPage(c);
      const headers = Object.entries(headersOf(problem));
      for (const [name, value] of headers) c.header(name, value);
      c.status(problem.status as 400); // Hono lists the statuses that exist; ours are all among them
      const page = { title: titleOf(problem.status), detail: problem.detail };
      return c.html(refusedPage(page, deps.frame ?? null));
    }
  }
}

function formOf(path: string): "otlp" | "problem" | "page" {
  if (path.startsWith("/v1/")) return "otlp";
  return path.startsWith("/api/") ? "problem" : "page";
}

function titleOf(status: number): string {
  if (status === 404) return "Not found";
  return status >= 500 ? "Something failed" : "That cannot be done";
}
