import { ConfigError } from "../config.ts";

/** Where a collector listens, and the key to speak to it. */
export interface CollectorAddress {
  /** Without a slash at its end. */
  readonly url: string;
  readonly key: string;
}

/** The address of `--url` and `--key`, else of TILTMETER_URL and TILTMETER_KEY. Throws `ConfigError`. */
export function collectorAddress(
  flags: { readonly url?: string; readonly key?: string },
  env: Readonly<Record<string, string | undefined>>,
): CollectorAddress {
  const url = flags.url ?? env["TILTMETER_URL"] ?? "http://127.0.0.1:4318";
  const key = flags.key ?? env["TILTMETER_KEY"];
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new ConfigError(`--url must be an http or https URL, got ${JSON.stringify(url)}`);
  }
  if (key === undefined || key === "") {
    throw new ConfigError(
      "no key: give --key, or set TILTMETER_KEY; serve prints one at its first start",
    );
  }
  return { url: url.replace(/\/+$/, ""), key };
}

/** What a collector answered. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON of the body; null where it is none. */
  readonly json: unknown;
}

/** A collector refused a request; the message says which, why, and what helps. */
export class ApiRefused extends Error {
  override readonly name = "ApiRefused";
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** A request may take this long: a baseline of a large file is counted before it is answered. */
const TIMEOUT_MS = 120_000;

/** Sends one request. Rejects with what `fetch` does where nobody answers; any answer resolves. */
export async function askCollector(
  { url, key }: CollectorAddress,
  of: {
    readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
    readonly path: string;
    readonly body?: Uint8Array | string;
    readonly headers?: Readonly<Record<string, string>>;
  },
): Promise<ApiAnswer> {
  const response = await fetch(`${url}/api/v1${of.path}`, {
    method: of.method ?? (of.body === undefined ? "GET" : "POST"),
    headers: {
      authorization: `Bearer ${key}`,
      ...(of.body === undefined ? {} : { "content-type": "application/json" }),
      ...of.headers,
    },
    ...(of.body === undefined ? {} : { body: of.body }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch {
    // A proxy's page; the status says enough.
  }
  return { status: response.status, headers: response.headers, json };
}

/** The answer's body where it is a success; throws `ApiRefused`, and an `Error` where nobody answers. */
export async function demand(
  address: CollectorAddress,
  of: Parameters<typeof askCollector>[1],
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await send(address, of);
  if (isRecord(answer.json)) return answer.json;
  throw new ApiRefused(refusalOf(address.url, answer), answer.status);
}

/** As `demand`, of what may answer with nothing but that it is done. */
export async function send(
  address: CollectorAddress,
  of: Parameters<typeof askCollector>[1],
): Promise<ApiAnswer> {
  let answer: ApiAnswer;
  try {
    answer = await askCollector(address, of);
  } catch (error) {
    throw new Error(unreachable(address.url, error), { cause: error });
  }
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw new ApiRefused(refusalOf(address.url, answer), answer.status);
}

/** Why nobody answered, in words. */
export function unreachable(url: string, error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const why = cause instanceof Error ? cause.message || cause.name : String(cause);
  return `no collector answers at ${url} (${why}); start one with tiltmeter serve, or name its address with --url`;
}

/** Why a collector refused, in its own words, with what helps. */
export function refusalOf(url: string, { status, json }: ApiAnswer): string {
  const detail =
    isRecord(json) && typeof json["detail"] === "string" ? json["detail"] : "without a reason";
  const fields = isRecord(json) && isRecord(json["fields"]) ? Object.entries(json["fields"]) : [];
  const more = fields.map(([field, rule]) => `\n  ${field}: ${String(rule)}`).join("");
  const help =
    status === 401
      ? "; give a key of this collector with --key or TILTMETER_KEY"
      : status === 403
        ? "; use a key whose role may do this"
        : status === 404 && detail === "without a reason"
          ? "; is this the address of a collector?"
          : "";
  return `${url} answered ${status}: ${detail}${help}${more}`;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
