import { constants, gzipSync } from "node:zlib";
import { ConfigError } from "../config.ts";
import type { CreateFlags } from "./baseline-flags.ts";
import type { BaselineRows } from "./baseline-rows.ts";
import { ApiRefused, type CollectorAddress, demand, isRecord } from "./collector-api.ts";

/** A baseline as the API tells of it. */
export type BaselineJson = Readonly<Record<string, unknown>>;

/** What the collector takes: decoded, and as sent. */
const DECODED_BYTES_MAX = 25_165_824;
const WIRE_BYTES_MAX = 16_777_216;

/** Registers a baseline; the answer is the collector's, with `features` (name → kind and cells) where the key may read. */
export async function createBaselineAt(
  address: CollectorAddress,
  flags: CreateFlags,
  rows: BaselineRows | null,
): Promise<BaselineJson> {
  const text = JSON.stringify(bodyOf(flags, rows));
  const bytes = Buffer.byteLength(text);
  const body = bytes <= WIRE_BYTES_MAX ? Buffer.from(text) : zipped(text);
  if (bytes > DECODED_BYTES_MAX || body.length > WIRE_BYTES_MAX) {
    const count = Object.values(rows?.columns ?? {})[0]?.length ?? 0;
    const fitting = Math.floor(
      count * Math.min(DECODED_BYTES_MAX / bytes, WIRE_BYTES_MAX / body.length) * 0.95,
    );
    throw new ConfigError(
      `the rows are ${mebibytes(bytes)} MiB as JSON, a collector takes ${mebibytes(DECODED_BYTES_MAX)}: choose features with --columns, or send some of the rows with --sample ${fitting}`,
    );
  }
  const made = await demand(address, {
    path: "/baselines",
    body,
    headers: bytes <= WIRE_BYTES_MAX ? {} : { "content-encoding": "gzip" },
  });
  return { ...made, features: await featuresOf(address, String(made["digest"])) };
}

/** A collector takes what unpacks to 256 times its size for a bomb; columns that hardly vary are that regular. */
const RATIO_MAX = 200;

function zipped(text: string): Buffer {
  const body = gzipSync(text);
  const isRegular = text.length > body.length * RATIO_MAX;
  return isRegular ? gzipSync(text, { strategy: constants.Z_HUFFMAN_ONLY }) : body;
}

function bodyOf(flags: CreateFlags, rows: BaselineRows | null): Readonly<Record<string, unknown>> {
  const { notes: _, ...source } = rows ?? { notes: [] };
  const { from, to, rolling, seasonal, overrideRate, errorRate, accuracy } = flags;
  // Undefined members have no place in JSON.
  return {
    system: flags.system,
    name: flags.name,
    ...source,
    from,
    to,
    rolling: rolling && { days: rolling[0], everyDays: rolling[1] },
    seasonal,
    rates: { overrideRate, errorRate, accuracy },
  };
}

async function featuresOf(
  address: CollectorAddress,
  digest: string,
): Promise<Readonly<Record<string, unknown>> | null> {
  const whole = await demand(address, { path: `/baselines/${digest}` }).catch((error: unknown) => {
    // Some keys may make a baseline and not read it; it is made all the same.
    if (error instanceof ApiRefused) return null;
    throw error;
  });
  const features = whole?.["features"];
  if (!isRecord(features)) return null;
  return Object.fromEntries(
    Object.entries(features).map(([name, feature]) => {
      const { kind, counts, missing } = isRecord(feature) ? feature : {};
      return [name, { kind, cells: Array.isArray(counts) ? counts.length : null, missing }];
    }),
  );
}

/** All baselines, or those of one system, however many pages they are. */
export async function baselines(
  address: CollectorAddress,
  system?: string,
): Promise<readonly BaselineJson[]> {
  const found: BaselineJson[] = [];
  for (let cursor: unknown = null; ; ) {
    const query = new URLSearchParams({
      limit: "1000",
      ...(system === undefined ? {} : { system }),
      ...(typeof cursor === "string" ? { cursor } : {}),
    });
    const page = await demand(address, { path: `/baselines?${query}` });
    if (Array.isArray(page["items"])) found.push(...page["items"].filter(isRecord));
    cursor = page["next"];
    if (typeof cursor !== "string") return found;
  }
}

/** The digest that begins so. Throws `ConfigError` where none or several do. */
export async function wholeDigest(address: CollectorAddress, digest: string): Promise<string> {
  if (/^[0-9a-f]{64}$/.test(digest)) return digest;
  if (!/^[0-9a-f]{8,}$/.test(digest)) {
    throw new ConfigError(
      `a digest is 8 to 64 characters 0-9 a-f, got ${JSON.stringify(digest.slice(0, 80))}; tiltmeter baseline list shows them`,
    );
  }
  const found = (await baselines(address)).map((each) => String(each["digest"]));
  const [match, ...others] = found.filter((each) => each.startsWith(digest));
  if (match === undefined) {
    throw new ConfigError(
      `no baseline's digest begins with ${digest}; tiltmeter baseline list shows them`,
    );
  }
  if (others.length > 0) {
    throw new ConfigError(`${1 + others.length} digests begin with ${digest}; give more of it`);
  }
  return match;
}

function mebibytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}
