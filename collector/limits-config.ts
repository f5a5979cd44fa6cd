import { z } from "zod";

/** How much the collector takes, and where it stops taking. Every bound has its reason beside its default. */
export interface LimitsConfig {
  /** What one key may send over time. */
  readonly keys: {
    readonly usual: KeyLimits;
    /** By the key's public id; what is not said is as usual. */
    readonly ofKey: Readonly<Record<string, KeyLimits>>;
  };
  /** Bodies that are read or worked on, of everybody together; one key has half of it. */
  readonly inFlightBytesMax: number;
  /** The 99th percentile of the event loop's delay, beyond which telemetry is refused; null: any. */
  readonly loopDelayMsMax: number | null;
  /** Memory that the process may have; null: what the container allows, and else any. */
  readonly memoryBytesMax: number | null;
  /** Bytes that may wait for the store. */
  readonly journalBytesMax: number;
  readonly disk: DiskLimits;
  /** Names of features and segments of one system in one day. */
  readonly namesPerDayMax: number;
  readonly connections: ConnectionLimits;
}

/** Null: as much as it likes. */
export interface KeyLimits {
  readonly recordsPerSecond: number | null;
  readonly bytesPerSecond: number | null;
  /** So many seconds' worth may come at once. */
  readonly burstSeconds: number;
}

export interface DiskLimits {
  /** Telemetry is refused where less is free than the larger of these two. */
  readonly freeBytesMin: number;
  /** Of the whole disk, 0 to 1. */
  readonly freeShareMin: number;
  /** A file that is given up when the disk is full, so that governance can still be written; 0: none. */
  readonly ballastBytes: number;
}

export interface ConnectionLimits {
  readonly max: number;
  /** Until a request's headers have come. */
  readonly headersMs: number;
  /** Until all of a request has come. */
  readonly requestMs: number;
  /** A client that takes less than a kibibyte a second of its answer for so long is let go. */
  readonly stalledMs: number;
}

const MEBIBYTE = 1_048_576;
const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 1_024,
  MiB: MEBIBYTE,
  GiB: 1_024 * MEBIBYTE,
  TiB: 1_048_576 * MEBIBYTE,
};

const rule = 'is bytes, such as 1048576 or "64 MiB" (B, KiB, MiB, GiB, TiB)';
/** A number of bytes, or a size with its unit. */
export const bytes: z.ZodType<number> = z
  .union(
    [z.number().int().nonnegative(), z.string().regex(/^\d+(\.\d+)? ?([KMGT]i)?B$/, rule)],
    rule,
  )
  .transform((given) => (typeof given === "number" ? given : inBytes(given)));

function inBytes(text: string): number {
  const [, count = "", unit = ""] = /^([\d.]+) ?(\w+)$/.exec(text) ?? [];
  return Math.round(Number(count) * (UNITS[unit] ?? 1));
}

const share = z
  .string()
  .regex(/^\d{1,2}(\.\d+)?%$/, "is a share of the disk, such as 5%")
  .transform((text) => Number.parseFloat(text) / 100);

const key = z.strictObject({
  records_per_second: z.number().positive().nullable().optional(),
  bytes_per_second: bytes.nullable().optional(),
  burst_seconds: z.number().min(1).max(3_600).optional(),
});
const disk = z.strictObject({
  free_min: bytes.default(512 * MEBIBYTE),
  free_share_min: share.default(0.05),
  ballast: bytes.default(64 * MEBIBYTE),
});
const connections = z.strictObject({
  max: z.number().int().min(8).max(65_536).default(512),
  headers_timeout: z.number().min(0.1).max(300).default(10),
  request_timeout: z.number().min(0.1).max(3_600).default(30),
  stalled_timeout: z.number().min(0.1).max(3_600).default(30),
});

const shape = {
  keys: z.record(z.string(), key).default({}),
  in_flight: bytes.default(64 * MEBIBYTE),
  loop_delay: z.number().min(0.01).max(60).nullable().default(0.25),
  memory: bytes.nullable().default(null),
  journal: bytes.default(2_048 * MEBIBYTE),
  disk: disk.prefault({}),
  names_per_day: z.number().int().min(1).max(100_000).default(1_000),
  connections: connections.prefault({}),
};

/** `limits:` in the configuration. */
export const limitsFile: z.ZodType<LimitsConfig> = z.strictObject(shape).transform((of) => ({
  keys: keysOf(of.keys),
  inFlightBytesMax: of.in_flight,
  loopDelayMsMax: of.loop_delay === null ? null : of.loop_delay * 1_000,
  memoryBytesMax: of.memory,
  journalBytesMax: of.journal,
  disk: {
    freeBytesMin: of.disk.free_min,
    freeShareMin: of.disk.free_share_min,
    ballastBytes: of.disk.ballast,
  },
  namesPerDayMax: of.names_per_day,
  connections: {
    max: of.connections.max,
    headersMs: Math.round(of.connections.headers_timeout * 1_000),
    requestMs: Math.round(of.connections.request_timeout * 1_000),
    stalledMs: Math.round(of.connections.stalled_timeout * 1_000),
  },
}));

function keysOf(given: Readonly<Record<string, z.infer<typeof key>>>): LimitsConfig["keys"] {
  const { default: usual = {}, ...named } = given;
  const ofKey = Object.entries(named).map(([id, own]): [string, KeyLimits] => [
    id,
    limitsOf({ ...usual, ...own }),
  ]);
  return { usual: limitsOf(usual), ofKey: Object.fromEntries(ofKey) };
}

function limitsOf(of: z.infer<typeof key>): KeyLimits {
  return {
    recordsPerSecond: of.records_per_second ?? null,
    bytesPerSecond: of.bytes_per_second ?? null,
    burstSeconds: of.burst_seconds ?? BURST_SECONDS,
  };
}

/** A sender that was cut off for that long may bring all of it at once. */
const BURST_SECONDS = 10;

/** The keys that may stand there, or in the part of it that has this name. */
export function limitsShape(part: PropertyKey | undefined, within: boolean): object {
  if (part === "disk") return disk.shape;
  if (part === "connections") return connections.shape;
  return part === "keys" && within ? key.shape : shape;
}

/** Of a configuration that does not speak of them. */
export const LIMITS_DEFAULTS: LimitsConfig = limitsFile.parse({});
