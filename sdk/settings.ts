import type { BaselineOption } from "./baseline.ts";
import type { CaptureOption } from "./capture.ts";
import type { ContentOption } from "./content.ts";
import type { RedactionOptions } from "./redaction/redaction-options.ts";
import type { Attributes } from "./wire/attribute-value.ts";
import { RESOURCE } from "./wire/attributes.ts";
import type { Origin } from "./wire/origin.ts";
import { resourceAttributes } from "./wire/resource.ts";

/** The model that answers; what is left out is unknown. */
export interface ModelInput {
  readonly name?: string;
  readonly version?: string;
  readonly supplier?: string;
  /** Content hash of the model's artefact. */
  readonly digest?: string;
}

export interface MonitorOptions {
  /** The AI system's id, as it is declared in the collector's inventory. Else `OTEL_SERVICE_NAME`. */
  readonly system?: string;
  readonly systemVersion?: string;
  /** `deployment.environment.name`, e.g. `production`. */
  readonly environment?: string;
  readonly riskTier?: string;
  readonly owner?: string;
  /** The model of every prediction that names no other. */
  readonly model?: ModelInput;
  /** The collector. Else `TILTMETER_URL`, else http://127.0.0.1:4318. */
  readonly url?: string;
  /** An ingest key. Else `TILTMETER_KEY`. */
  readonly key?: string;
  /** False: nothing is observed, `watch` returns the function itself. `OTEL_SDK_DISABLED=true` does the same. */
  readonly enabled?: boolean;
  /** Default `gzip`, but `none` to a collector on the same machine. */
  readonly compression?: "gzip" | "none";
  /**
   * What leaves of feature values, default `values`. With `profiles` only counts leave: each minute, how
   * many values fell into each cell of the `baseline`, by model and segments. With `none`, nothing.
   * Labels, scores, segments and subjects are not features: they leave by `redaction`.
   */
  readonly capture?: CaptureOption;
  /** What leaves of each field: kept, hashed under a key, put into buckets, masked or dropped. Before anything is queued. */
  readonly redaction?: RedactionOptions;
  /** What leaves of prompts and answers that wrapped clients see, default `none`. */
  readonly content?: ContentOption;
  /** The approved baseline that `profiles` are counted in, or a function that fetches it. */
  readonly baseline?: BaselineOption;
  /** Whether `lastPredictionId` works, default true. On Node 20 and 22 it costs about 0.1 µs a call and a promise. */
  readonly trackLastPrediction?: boolean;
  readonly limits?: Partial<Limits>;
  /**
   * Keeps encoded batches in files until the collector has answered for them, so that a kill of this
   * process or an outage of the collector loses little; off where left out. See the README.
   */
  readonly spool?: SpoolOptions;
  /**
   * On SIGTERM and SIGINT sends what is left, for up to `limits.exitFlushMs`, and then lets the signal
   * end the process. Default false; without effect where the host has a listener of its own.
   */
  readonly flushOnSignal?: boolean;
  /** Whether heartbeats name clients of models that are installed and not wrapped, default true. */
  readonly findClients?: boolean;
  /** What else is watched here, for heartbeats to name beside wrapped clients: a gateway's `proxy@1.2.0`. */
  readonly instrumented?: readonly string[];
  /** Where a wrong URL or key and the like are told, once each. Default `console.error`. */
  readonly log?: (message: string) => void;
}

export interface SpoolOptions {
  /** Made where it is not there. Processes may share it: each takes over what dead ones have left. */
  readonly folder: string;
  /** Space for the files of this process, default 64 MiB. Beyond it records wait in memory. */
  readonly bytesMax?: number;
}

export interface Limits {
  /** Memory for records that wait or are being sent, default 16 MiB. Beyond it the oldest predictions are dropped and counted. */
  readonly queueBytesMax: number;
  /** Profiles that may be open at once (feature × segments × model × minute), default 500 at some 20 kB. Beyond it the oldest are sent early. */
  readonly profilesOpenMax: number;
  /** Records a request, default 2,048. */
  readonly batchRecordsMax: number;
  /** How long a record waits for company, default 1 s; 0.1 s with a spool, since until then a kill loses it. */
  readonly sendEveryMs: number;
  /** Between two accounts of what was issued and lost, while anything happens; default 30 s. */
  readonly heartbeatEveryMs: number;
  /** A request without an answer is given up after this time, default 10 s, and tried again. */
  readonly requestTimeoutMs: number;
  /** Pause after a first failure, default 0.5 s; it doubles up to `retryMaxMs`, with full jitter. */
  readonly retryMinMs: number;
  /** Default 30 s. */
  readonly retryMaxMs: number;
  /** How long a process that has nothing else to do stays to send what is left, default 2 s. */
  readonly exitFlushMs: number;
}

const LIMITS: Limits = {
  queueBytesMax: 16 * 1_048_576,
  profilesOpenMax: 500,
  batchRecordsMax: 2_048,
  sendEveryMs: 1_000,
  heartbeatEveryMs: 30_000,
  requestTimeoutMs: 10_000,
  retryMinMs: 500,
  retryMaxMs: 30_000,
  exitFlushMs: 2_000,
};

const SPOOL_BYTES_MAX = 64 * 1_048_576;
const SPOOL_EVERY_MS = 100;

/** Options and environment, decided. */
export interface Settings {
  readonly isEnabled: boolean;
  readonly origin: Origin;
  readonly resource: Attributes;
  /** Null where the address is no http(s) URL. */
  readonly endpoint: URL | null;
  /** The address as the user gave it, without credentials; for messages and status. */
  readonly url: string;
  readonly key: string;
  readonly isCompressed: boolean;
  readonly limits: Limits;
  /** Null where nothing is kept in files. */
  readonly spool: Required<SpoolOptions> | null;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_URL = "http://127.0.0.1:4318";

/** Never throws: a mistake in the options is told by the monitor, not by an exception in the host. */
export function resolveSettings(
  options: MonitorOptions,
  environment: Environment,
  producer: string,
): Settings {
  const declared = resourceFromEnvironment(environment);
  const service =
    filled(environment["OTEL_SERVICE_NAME"]) ?? filled(declared[RESOURCE.serviceName]);
  const system =
    filled(options.system) ?? filled(declared[RESOURCE.systemId]) ?? service ?? "unknown_service";
  const origin: Origin = {
    system,
    systemVersion: filled(options.systemVersion) ?? declared[RESOURCE.systemVersion] ?? "",
    environment: filled(options.environment) ?? declared[RESOURCE.environment] ?? "",
    producer,
  };
  const given = filled(options.url) ?? filled(environment["TILTMETER_URL"]) ?? DEFAULT_URL;
  const endpoint = endpointOf(given);
  const spool = spoolOf(options.spool);
  const isLocal = endpoint !== null && isLoopback(endpoint.hostname);
  return {
    isEnabled: options.enabled ?? environment["OTEL_SDK_DISABLED"]?.trim().toLowerCase() !== "true",
    origin,
    resource: resourceAttributes(origin, {
      ...declared,
      [RESOURCE.serviceName]: service ?? system,
      ...(options.riskTier === undefined ? {} : { [RESOURCE.riskTier]: options.riskTier }),
      ...(options.owner === undefined ? {} : { [RESOURCE.owner]: options.owner }),
    }),
    endpoint,
    url: endpoint === null ? withoutCredentials(given) : shown(endpoint),
    key: filled(options.key) ?? filled(environment["TILTMETER_KEY"]) ?? "",
    isCompressed: options.compression === undefined ? !isLocal : options.compression === "gzip",
    limits: {
      ...LIMITS,
      ...(spool === null ? {} : { sendEveryMs: SPOOL_EVERY_MS }),
      ...options.limits,
    },
    spool,
  };
}

function spoolOf(given: SpoolOptions | undefined): Required<SpoolOptions> | null {
  const folder = filled(given?.folder);
  if (folder === undefined) return null;
  const bytesMax = given?.bytesMax;
  const isSize = typeof bytesMax === "number" && bytesMax > 0;
  return { folder, bytesMax: isSize ? bytesMax : SPOOL_BYTES_MAX };
}

/** Callers without types pass anything; what is no text was not said. */
function filled(text: unknown): string | undefined {
  const trimmed = typeof text === "string" ? text.trim() : "";
  return trimmed === "" ? undefined : trimmed;
}

/** `OTEL_RESOURCE_ATTRIBUTES`: key=value pairs, comma separated, percent-encoded; a bad pair is left out. */
function resourceFromEnvironment(environment: Environment): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const pair of (environment["OTEL_RESOURCE_ATTRIBUTES"] ?? "").split(",")) {
    const at = pair.indexOf("=");
    if (at < 1) continue;
    try {
      attributes[pair.slice(0, at).trim()] = decodeURIComponent(pair.slice(at + 1).trim());
    } catch {
      // A stray percent sign: the specification says to discard what does not decode.
    }
  }
  return attributes;
}

/** The collector's address, with or without `/v1/logs`, to the address that records are posted to. */
function endpointOf(url: string): URL | null {
  if (!URL.canParse(url)) return null;
  const endpoint = new URL(url);
  if (endpoint.protocol !== "http:" && endpoint.protocol !== "https:") return null;
  const path = endpoint.pathname.replace(/\/+$/, "");
  endpoint.pathname = path.endsWith("/v1/logs") ? path : `${path}/v1/logs`;
  endpoint.hash = "";
  return endpoint;
}

function shown(endpoint: URL): string {
  return `${endpoint.origin}${endpoint.pathname.replace(/\/v1\/logs$/, "")}`;
}

/** What is no address of ours may still hold a password. */
function withoutCredentials(given: string): string {
  return given.replace(/^(.*\/\/)?.*@/, "$1").replace(/[?#].*$/, "");
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
