import { ConfigError } from "../config.ts";
import type { CreateFlags } from "./baseline-flags.ts";
import type { BaselineRows } from "./baseline-rows.ts";
import { ApiRefused, type CollectorAddress, demand, isRecord } from "./collector-api.ts";

/** A baseline as the API tells of it. */
export type BaselineJson = Readonly<Record<string, unknown>>;

/** What the collector takes. */
const BODY_BYTES_MAX = 16_777_216;

/** Registers a baseline; the answer is the collector's, with `features` (name → kind and cells) and `outputs` where the key may read. */
export async function createBaselineAt(
  address: CollectorAddress,
  flags: CreateFlags,
  rows: BaselineRows | null,
): Promise<BaselineJson> {
  const body = Buffer.from(JSON.stringify(bodyOf(flags, rows)));
  if (body.length > BODY_BYTES_MAX) {
    throw new ConfigError(
      `the distributions are ${mebibytes(body.length)} MiB, a collector takes ${mebibytes(BODY_BYTES_MAX)}: the categories of ${longest(rows)} are long; leave it out with --exclude, or count it as prose with --text`,
    );
  }
  const made = await demand(address, { path: "/baselines", body });
  return { ...made, ...(await distributionsAt(address, String(made["digest"]))) };
}

/** The feature whose distribution takes most to say. */
function longest(rows: BaselineRows | null): string {
  const sizes = Object.entries(rows?.distributions.features ?? {}).map(
    ([name, feature]) => [name, JSON.stringify(feature).length] as const,
  );
  return sizes.sort(([, a], [, b]) => b - a)[0]?.[0] ?? "a feature";
}

function bodyOf(flags: CreateFlags, rows: BaselineRows | null): Readonly<Record<string, unknown>> {
  const { from, to, rolling, seasonal, overrideRate, errorRate, accuracy } = flags;
  // Undefined members have no place in JSON.
  return {
    system: flags.system,
    name: flags.name,
    distributions:
      rows === null
        ? undefined
        : {
            origin: rows.origin,
            ...rows.distributions,
            scores: rows.scores,
            outputs: rows.outputs,
          },
    from,
    to,
    rolling: rolling && { days: rolling[0], everyDays: rolling[1] },
    seasonal,
    rates: { overrideRate, errorRate, accuracy },
  };
}

async function distributionsAt(address: CollectorAddress, digest: string): Promise<BaselineJson> {
  const whole = await demand(address, { path: `/baselines/${digest}` }).catch((error: unknown) => {
    // Some keys may make a baseline and not read it; it is made all the same.
    if (error instanceof ApiRefused) return null;
    throw error;
  });
  return { features: featuresOf(whole?.["features"]), outputs: whole?.["outputs"] ?? null };
}

function featuresOf(features: unknown): BaselineJson | null {
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
