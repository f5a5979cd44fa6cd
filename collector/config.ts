import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { findingInWords, parseSystems, type SystemDeclaration } from "@tiltmeter/rules";
import { parseDocument } from "yaml";
import { z } from "zod";
import {
  AUTH_DEFAULTS,
  type AuthConfig,
  type AuthFile,
  authFile,
  CLIENT_SECRET_VARIABLE,
  resolvedAuth,
} from "./auth-config.ts";
import { type ChannelSources, readChannels } from "./channel-config.ts";
import { problemsInWords } from "./config-problems.ts";
import { LEDGER_DEFAULTS, type LedgerConfig, ledgerFile, resolvedLedger } from "./ledger-config.ts";
import { LIMITS_DEFAULTS, type LimitsConfig, limitsFile } from "./limits-config.ts";
import type { ChannelConfig } from "./notify/channels/open-channels.ts";
import { Secret } from "./notify/secret.ts";
import {
  maintenanceFile,
  type OperationConfig,
  resolvedOperation,
  WATCHDOG_FILE_DEFAULTS,
  WATCHDOG_VARIABLE,
  watchdogFile,
} from "./operation-config.ts";
import {
  RETENTION_DEFAULTS,
  type RetentionConfig,
  retentionFile,
  STORAGE_DEFAULTS,
  type StorageConfig,
  storageFile,
} from "./retention-config.ts";
import {
  resolvedStore,
  STORE_DEFAULTS,
  type StoreConfig,
  type StoreSources,
  storeFile,
} from "./store-config.ts";
import { ZONES } from "./zones.ts";

/** Everything that `serve` can be told, validated and complete. */
export interface Config {
  readonly listen: { readonly host: string; readonly port: number };
  /** Folder of the journal, the ledger and the embedded engine; absolute. */
  readonly data: string;
  /** A ClickHouse server; null: the embedded engine. */
  readonly store: StoreConfig | null;
  /** Control files, absolute paths. */
  readonly controls: readonly string[];
  /** What the shipped controls do: evaluated only, raising too, or nothing. A file's own take their place. */
  readonly library: "shadow" | "enforce" | "off";
  /** Systems declared in the configuration itself; empty: it says nothing of any. */
  readonly systems: readonly SystemDeclaration[];
  /** File that declares the systems instead, absolute path; null: none. */
  readonly systemsFile: string | null;
  readonly channels: Readonly<Record<string, ChannelConfig>>;
  /** File that says which channel is told of what, absolute path; null: each of everything. */
  readonly routes: string | null;
  /** File that says how soon work has to be done, absolute path; null: as shipped. */
  readonly policy: string | null;
  /** File of policies, objectives, risks, suppliers and reviewers, absolute path; null: none. */
  readonly governance: string | null;
  /** File of what hosted models cost, absolute path; null: the shipped one. */
  readonly prices: string | null;
  readonly ledger: LedgerConfig;
  readonly limits: LimitsConfig;
  readonly retention: RetentionConfig;
  readonly storage: StorageConfig;
  readonly operation: OperationConfig;
  readonly auth: AuthConfig;
  /** First admin key in full format; null: one is made and printed once. */
  readonly bootstrapKey: string | null;
  /** Address that people reach the pages under; null: the address listened on. */
  readonly publicUrl: string | null;
  /** How often due windows are looked for, milliseconds. */
  readonly evaluateEveryMs: number;
}

/** A configuration that cannot be used; the message names the file or variable, the key, the value and the rule. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

const listen = z.strictObject({
  host: z.string().min(1).default("127.0.0.1"),
  port: z.number().int().min(0).max(65_535).default(4318),
});

const LIBRARY = ["shadow", "enforce", "off"] as const;

const file = z.strictObject({
  listen: listen.default({ host: "127.0.0.1", port: 4318 }),
  data: z.string().min(1).default("tiltmeter-data"),
  store: storeFile.default(STORE_DEFAULTS),
  controls: z.array(z.string().min(1)).default([]),
  library: z.enum(LIBRARY).default("shadow"),
  // A list is read by the rules of the inventory, which know the place of every mistake.
  systems: z
    .union([z.string().min(1), z.array(z.unknown())], {
      message: "is a list of systems, or the name of a file that has it, such as systems.yaml",
    })
    .default([]),
  // Read by its own rules, which know where secrets are kept.
  channels: z.record(z.string(), z.unknown()).default({}),
  routes: z.string().min(1).nullable().default(null),
  policy: z.string().min(1).nullable().default(null),
  governance: z.string().min(1).nullable().default(null),
  prices: z.string().min(1).nullable().default(null),
  ledger: ledgerFile.default(LEDGER_DEFAULTS),
  limits: limitsFile.default(LIMITS_DEFAULTS),
  retention: retentionFile.default(RETENTION_DEFAULTS),
  storage: storageFile.default(STORAGE_DEFAULTS),
  watchdog: watchdogFile.default(WATCHDOG_FILE_DEFAULTS),
  maintenance: maintenanceFile.default({ hours_max: 24 }),
  auth: authFile.default(AUTH_DEFAULTS),
  public_url: z.url().nullable().default(null),
  evaluate_every: z.number().min(0.1).max(3600).default(1),
});

/** What the command line says; each beats the environment, which beats the file. */
export interface ConfigFlags {
  readonly host?: string;
  readonly port?: number;
  readonly data?: string;
  readonly store?: string;
  readonly storeReader?: string;
  readonly controls?: readonly string[];
  readonly prices?: string;
}

/**
 * Reads and validates the configuration: flags, then `TILTMETER_*` variables, then the file, then defaults.
 *
 * Paths in the file are relative to it, all others to the working directory. Throws `ConfigError`.
 */
export function loadConfig(options: {
  readonly file?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags?: ConfigFlags;
}): Config {
  const { env, flags = {} } = options;
  const path = options.file ?? env["TILTMETER_CONFIG"];
  const base = path === undefined ? process.cwd() : dirname(resolve(path));
  const parsed = parse(path === undefined ? {} : read(path), path ?? "defaults");
  const data = flags.data ?? env["TILTMETER_DATA"];
  const controls = flags.controls ?? env["TILTMETER_CONTROLS"]?.split(",").filter(Boolean);
  return {
    listen: {
      host: flags.host ?? env["TILTMETER_HOST"] ?? parsed.listen.host,
      port: flags.port ?? port(env["TILTMETER_PORT"]) ?? parsed.listen.port,
    },
    data: data === undefined ? resolve(base, parsed.data) : resolve(data),
    store: storeOf(parsed.store, { env, flags, base, path: path ?? "defaults" }),
    controls:
      controls === undefined
        ? parsed.controls.map((each) => resolve(base, each))
        : controls.map((each) => resolve(each)),
    library: library(env["TILTMETER_LIBRARY"]) ?? parsed.library,
    systems:
      parsed.systems.length === 0 || typeof parsed.systems === "string" ? [] : inlineSystems(path),
    systemsFile: typeof parsed.systems === "string" ? resolve(base, parsed.systems) : null,
    channels: channelsOf(parsed.channels, { env, base, path: path ?? "defaults" }),
    routes: pathOr(env["TILTMETER_ROUTES"], parsed.routes, base),
    policy: pathOr(env["TILTMETER_POLICY"], parsed.policy, base),
    governance: pathOr(env["TILTMETER_GOVERNANCE"], parsed.governance, base),
    prices: pathOr(flags.prices ?? env["TILTMETER_PRICES"], parsed.prices, base),
    ledger: resolvedLedger(parsed.ledger, (file) => resolve(base, file)),
    limits: parsed.limits,
    retention: parsed.retention,
    storage: parsed.storage,
    operation: operationOf(parsed, env),
    auth: authOf(parsed.auth, env, path ?? "defaults"),
    bootstrapKey: env["TILTMETER_BOOTSTRAP_KEY"] ?? null,
    publicUrl: env["TILTMETER_PUBLIC_URL"] ?? parsed.public_url,
    evaluateEveryMs: Math.round(parsed.evaluate_every * 1000),
  };
}

function channelsOf(
  written: Readonly<Record<string, unknown>>,
  of: { readonly env: ChannelSources["env"]; readonly base: string; readonly path: string },
): Config["channels"] {
  const { channels, problems } = readChannels(written, {
    env: of.env,
    read: (path) => readFileSync(resolve(of.base, path), "utf8"),
  });
  if (problems.length === 0) return channels;
  throw new ConfigError(
    problems.map(({ at, message }) => `${of.path}: ${at}: ${message}`).join("\n"),
  );
}

function storeOf(
  of: typeof STORE_DEFAULTS,
  from: Pick<StoreSources, "env" | "flags"> & { readonly base: string; readonly path: string },
): StoreConfig | null {
  const made = resolvedStore(of, {
    ...from,
    fromFile: (path) => readFileSync(resolve(from.base, path), "utf8"),
    fromEnv: (path) => readFileSync(path, "utf8"),
    hide: (text) => new Secret(text),
  });
  if (typeof made === "string") throw new ConfigError(made);
  return made;
}

function operationOf(
  of: Parameters<typeof resolvedOperation>[0],
  env: Readonly<Record<string, string | undefined>>,
): OperationConfig {
  const hide = (text: string): Secret => new Secret(text);
  const made = resolvedOperation(of, { url: env[WATCHDOG_VARIABLE], hide });
  if (typeof made === "string") throw new ConfigError(made);
  return made;
}

function authOf(
  of: AuthFile,
  env: Readonly<Record<string, string | undefined>>,
  path: string,
): AuthConfig {
  const hide = (text: string): Secret => new Secret(text);
  const made = resolvedAuth(of, { secret: env[CLIENT_SECRET_VARIABLE] || undefined, hide });
  if (typeof made === "string") throw new ConfigError(`${path}: ${made}`);
  return made;
}

/** Of the environment, relative to the working directory; else of the file, relative to that. */
function pathOr(given: string | undefined, written: string | null, base: string): string | null {
  if (given !== undefined && given !== "") return resolve(given);
  return written === null ? null : resolve(base, written);
}

function read(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new ConfigError(`${path}: cannot be read; name an existing file with --config`, {
      cause,
    });
  }
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) throw new ConfigError(`${path}: ${error.message}`);
  try {
    return document.toJS({ maxAliasCount: 0 }) ?? {};
  } catch (cause) {
    throw new ConfigError(`${path}: YAML aliases are not read here; write the value out`, {
      cause,
    });
  }
}

/** The systems in the configuration itself. */
function inlineSystems(path: string | undefined): readonly SystemDeclaration[] {
  if (path === undefined) return [];
  const text = readFileSync(path, "utf8");
  const { systems, findings } = parseSystems(text, path, { zones: ZONES, within: true });
  if (findings.length === 0) return systems;
  throw new ConfigError(findings.map(findingInWords).join("\n"));
}

function parse(value: unknown, path: string): z.infer<typeof file> {
  const result = file.safeParse(value);
  if (result.success) return result.data;
  const known = { top: file.shape, listen: listen.shape };
  throw new ConfigError(problemsInWords(result.error.issues, path, known));
}

function library(text: string | undefined): Config["library"] | undefined {
  if (text === undefined || text === "") return undefined;
  const known = LIBRARY.find((each) => each === text);
  if (known !== undefined) return known;
  throw new ConfigError(
    `TILTMETER_LIBRARY must be ${LIBRARY.join(", ")}, got ${JSON.stringify(text)}`,
  );
}

function port(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new ConfigError(
    `TILTMETER_PORT must be a port from 0 to 65535, got ${JSON.stringify(text)}`,
  );
}
