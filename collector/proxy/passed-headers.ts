/** Of one hop (RFC 9110, 7.6.1): they speak of the connection, not of the message. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "transfer-encoding",
  "upgrade",
]);

/** Where a request came from, which the target would otherwise not see. */
export interface CameFrom {
  /** Of the client's connection. */
  readonly address: string;
  /** What the client called us. */
  readonly host: string;
}

/**
 * A request's headers as the target gets them: names, order, doubles and spelling as they came, without those of
 * the hop, with its own `Host` and what it would otherwise not know of the client.
 *
 * `raw` is as in Node's `rawHeaders`: names and values in turn.
 */
export function requestHeaders(
  raw: readonly string[],
  of: {
    readonly host: string;
    readonly from: CameFrom;
    readonly isChunked: boolean;
    readonly takesTrailers: boolean;
    /** The request has no body, of a method that usually has one. */
    readonly isEmpty: boolean;
  },
): string[] {
  const dropped = namedByConnection(raw);
  const passed = ["Host", of.host];
  const forwardedFor: string[] = [];
  let [hasHost, hasProto] = [false, false];
  for (const [name, value] of pairs(raw)) {
    const lower = name.toLowerCase();
    if (lower === "host" || HOP_BY_HOP.has(lower) || dropped.has(lower)) continue;
    if (lower === "x-forwarded-for") {
      forwardedFor.push(value);
      continue;
    }
    if (lower === "x-forwarded-host") hasHost = true;
    if (lower === "x-forwarded-proto") hasProto = true;
    passed.push(name, value);
  }
  passed.push("X-Forwarded-For", [...forwardedFor, of.from.address].join(", "));
  // What a proxy before us said of the client is nearer to the truth than what we see of that proxy.
  if (!hasHost && of.from.host !== "") passed.push("X-Forwarded-Host", of.from.host);
  if (!hasProto) passed.push("X-Forwarded-Proto", "http");
  if (of.isChunked) passed.push("Transfer-Encoding", "chunked");
  if (of.isEmpty) passed.push("Content-Length", "0");
  if (of.takesTrailers) passed.push("TE", "trailers");
  return passed;
}

/** An answer's headers as the client gets them, those of the hop left out; `added` at their end, in place of their like. */
export function answerHeaders(
  raw: readonly string[],
  added: readonly (readonly [string, string])[],
): string[] {
  const dropped = namedByConnection(raw);
  const ours = new Set(added.map(([name]) => name.toLowerCase()));
  const passed: string[] = [];
  for (const [name, value] of pairs(raw)) {
    const lower = name.toLowerCase();
    if (HOP_BY_HOP.has(lower) || dropped.has(lower) || ours.has(lower)) continue;
    passed.push(name, value);
  }
  return [...passed, ...added.flat()];
}

/** Names and values that come in turn, as pairs. */
export function pairs(raw: readonly string[]): [string, string][] {
  const found: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    found.push([raw[index] ?? "", raw[index + 1] ?? ""]);
  }
  return found;
}

/** Headers that `Connection` declares to be of this hop as well. */
function namedByConnection(raw: readonly string[]): ReadonlySet<string> {
  const named = new Set<string>();
  for (const [name, value] of pairs(raw)) {
    if (name.toLowerCase() !== "connection") continue;
    for (const token of value.split(",")) named.add(token.trim().toLowerCase());
  }
  // Without these the message would be another one.
  for (const kept of ["content-length", "content-type", "host"]) named.delete(kept);
  return named;
}
