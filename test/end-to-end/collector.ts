import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BARE_DECLARATION, type SystemDeclaration } from "@tiltmeter/rules";
import { type App, open } from "tiltmeter/app";
import { AUTH_DEFAULTS } from "tiltmeter/auth-config";
import { type Config, loadConfig } from "tiltmeter/config";
import { listen } from "tiltmeter/http/server";
import { LEDGER_DEFAULTS } from "tiltmeter/ledger-config";
import { LIMITS_DEFAULTS } from "tiltmeter/limits-config";
import type { ChannelConfig } from "tiltmeter/notify/channels/open-channels";
import { OPERATION_DEFAULTS } from "tiltmeter/operation-config";
import { RETENTION_DEFAULTS, STORAGE_DEFAULTS } from "tiltmeter/retention-config";
import { expectDescribed } from "../collector/http/described-answer.ts";

/** A whole collector in this process: the real engine, a real port, and a clock that the test moves. */
export interface Collector extends AsyncDisposable {
  readonly app: App;
  readonly url: string;
  readonly admin: string;
  readonly ingest: string;
  readonly clock: { nowMs: number };
  /** Where its own control file lies. */
  readonly controls: string;
  /** The routes file; null where it has none. */
  readonly routes: string | null;
  /** The policy file; null where it has none. */
  readonly policy: string | null;
  /** What the collector told its log. */
  readonly log: readonly string[];
  /** Calls the API as the administrator; throws unless the answer is 2xx. */
  readonly api: (
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Record<string, unknown>>;
}

export async function startCollector(of: {
  readonly nowMs: number;
  readonly controls?: string;
  /** The shipped controls; absent: off, so that a test sees its own alone. */
  readonly library?: Config["library"];
  /** What is left out is not declared. */
  readonly systems?: readonly (Pick<SystemDeclaration, "id"> & Partial<SystemDeclaration>)[];
  /** Text of a file that declares the systems instead. */
  readonly systemsText?: string;
  readonly channels?: Readonly<Record<string, ChannelConfig>>;
  /** Text of the routes file; absent: none. */
  readonly routes?: string;
  /** Text of the governance file; absent: none. */
  readonly governance?: string;
  /** Text of the price file; absent: the shipped one. */
  readonly prices?: string;
  /** Text of the policy file; absent: none. */
  readonly policy?: string;
  /** Of the ledger's signatures; absent: the defaults. */
  readonly ledger?: Partial<Config["ledger"]>;
  /** What is taken; absent: as usual, but for the guards that a busy machine of tests would trip. */
  readonly limits?: Partial<Config["limits"]>;
  /** How long what is stored is kept; absent: as shipped. */
  readonly retention?: Config["retention"];
  /** How people sign in; absent: accounts and keys, with the usual limits. */
  readonly auth?: Partial<Config["auth"]>;
  /** How it is looked after; absent: no watchdog, maintenance of at most a day. */
  readonly operation?: Partial<Config["operation"]>;
  /** A ClickHouse server; absent: embedded. */
  readonly store?: string;
  /** A data folder that is used before or after, and stays; absent: a new one that is removed. */
  readonly data?: string;
  /** The administrator's key of a data folder that has keys already. */
  readonly admin?: string;
}): Promise<Collector> {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-"));
  const log: string[] = [];
  const controls = join(folder, "controls.yaml");
  if (of.controls !== undefined) await writeFile(controls, of.controls);
  const systemsFile = join(folder, "systems.yaml");
  if (of.systemsText !== undefined) await writeFile(systemsFile, of.systemsText);
  const routes = of.routes === undefined ? null : join(folder, "routes.yaml");
  if (routes !== null) await writeFile(routes, of.routes ?? "");
  const policy = of.policy === undefined ? null : join(folder, "policy.yaml");
  if (policy !== null) await writeFile(policy, of.policy ?? "");
  const governance = of.governance === undefined ? null : join(folder, "governance.yaml");
  if (governance !== null) await writeFile(governance, of.governance ?? "");
  const prices = of.prices === undefined ? null : join(folder, "prices.yaml");
  if (prices !== null) await writeFile(prices, of.prices ?? "");
  const clock = { nowMs: of.nowMs };
  const config: Config = {
    listen: { host: "127.0.0.1", port: 0 },
    data: of.data ?? join(folder, "data"),
    store: loadConfig({ env: {}, flags: of.store === undefined ? {} : { store: of.store } }).store,
    controls: of.controls === undefined ? [] : [controls],
    library: of.library ?? "off",
    systems: (of.systems ?? []).map((system) => ({ ...BARE_DECLARATION, ...system })),
    systemsFile: of.systemsText === undefined ? null : systemsFile,
    channels: of.channels ?? {},
    routes,
    policy,
    governance,
    prices,
    ledger: { ...LEDGER_DEFAULTS, ...of.ledger },
    limits: {
      ...{ ...LIMITS_DEFAULTS, loopDelayMsMax: null },
      disk: { ...LIMITS_DEFAULTS.disk, ballastBytes: 0 },
      ...of.limits,
    },
    retention: of.retention ?? RETENTION_DEFAULTS,
    storage: STORAGE_DEFAULTS,
    operation: { ...OPERATION_DEFAULTS, ...of.operation },
    auth: { ...AUTH_DEFAULTS, ...of.auth },
    bootstrapKey: of.admin ?? null,
    publicUrl: null,
    evaluateEveryMs: 0, // judged on request only: the test moves the clock and asks
  };
  const app = await open(config, {
    clock: { now: () => clock.nowMs },
    log: (line) => void log.push(line),
  });
  const server = await listen({ fetch: app.fetch, ...config.listen });
  const admin = app.firstKeys?.admin ?? of.admin;
  if (admin === undefined) throw new Error("a data folder that has keys is opened with one");
  return {
    app,
    url: server.url,
    admin,
    ingest: app.firstKeys?.ingest ?? admin,
    clock,
    controls,
    routes,
    policy,
    log,
    api: async (path, body, headers = {}) => {
      const method = body === undefined ? "GET" : "POST";
      const response = await fetch(`${server.url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${admin}`,
          "content-type": "application/json",
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const asked = { method, path: `/api/v1${path.replace(/\?.*$/s, "")}` };
      await expectDescribed(asked, response);
      const text = await response.text();
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
      return JSON.parse(text) as Record<string, unknown>; // our own API, described in OpenAPI
    },
    [Symbol.asyncDispose]: async () => {
      app.release();
      await server.close();
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A declared system with everything that tests do not care about filled in. */
export function declare(id: string, more: Partial<SystemDeclaration> = {}): SystemDeclaration {
  return { ...BARE_DECLARATION, id, owner: "team", riskTier: "high", ...more };
}

/** A list of the API. */
export function items(answer: Record<string, unknown>): readonly Record<string, unknown>[] {
  const list = answer["items"];
  if (!Array.isArray(list))
    throw new Error(`a list has items, got ${JSON.stringify(answer).slice(0, 200)}`);
  return list;
}
