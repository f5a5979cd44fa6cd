import { lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, type Dispatcher, request } from "undici";
import { isLoopbackAddress, isPrivateAddress } from "./addresses.ts";

/** What an outgoing call says and where it goes. */
export interface OutgoingCall {
  readonly url: string;
  /** Absent: POST. */
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: none. */
  readonly body?: string | Uint8Array;
  /** Lets the call reach private networks: only where the operator's own configuration says so. */
  readonly allowPrivate: boolean;
  /** Lets the call reach this machine itself; see `ofOperator`. Absent: it may not. */
  readonly allowLoopback?: boolean;
}

export interface OutgoingReply {
  readonly status: number;
  readonly retryAfter: string | null;
}

/** A reply that was read. */
export interface OutgoingAnswer extends OutgoingReply {
  /** Empty where the answer does not say. */
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** Calls an address that was written into a configuration. Rejects when the signal aborts it. */
export type SafeFetch = (call: OutgoingCall, signal: AbortSignal) => Promise<OutgoingReply>;

/** As `SafeFetch`, and hands the bounded reply back. */
export type SafeAsk = (call: OutgoingCall, signal: AbortSignal) => Promise<OutgoingAnswer>;

/** The call was not made: its target is outside what is allowed. */
export class CallRefused extends Error {
  override readonly name = "CallRefused";
}

/** Standard Webhooks: receivers should answer within 15 to 30 seconds. */
export const CALL_TIMEOUT_MS = 15_000;
/** The body of a reply is not used; more than this is a receiver gone wrong. */
const REPLY_BYTES_MAX = 64 * 1024;
/** A timestamp with its certificates has some thousand bytes, a proof of a public log fewer. */
const ANSWER_BYTES_MAX = 256 * 1024;

/**
 * Posts a body, and connects only to an address that was checked.
 *
 * http and https; no redirects (3xx is an answer like any other); every address that the name
 * resolves to must be public, unless the call allows otherwise; the connection goes to the addresses
 * that were checked, so a name cannot change in between. The reply is read away up to 64 KiB and
 * never returned. At most 15 s. Throws `CallRefused`, or the network's error.
 */
export async function safeFetch(
  call: OutgoingCall,
  signal: AbortSignal,
  timeoutMs: number = CALL_TIMEOUT_MS,
): Promise<OutgoingReply> {
  return checkedCall(call, { signal, timeoutMs }, async ({ statusCode, headers, body }) => {
    // The status has decided. A body that is endless, slow or broken off changes nothing about it.
    await body.dump({ limit: REPLY_BYTES_MAX }).catch(() => undefined);
    return { status: statusCode, retryAfter: text(headers["retry-after"]) };
  });
}

/** As `safeFetch`, for a reply that is read: at most 256 KiB, and an error where it has more. */
export async function safeAsk(
  call: OutgoingCall,
  signal: AbortSignal,
  timeoutMs: number = CALL_TIMEOUT_MS,
): Promise<OutgoingAnswer> {
  return checkedCall(call, { signal, timeoutMs }, async ({ statusCode, headers, body }) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const part of body) {
      bytes += part.length;
      if (bytes > ANSWER_BYTES_MAX) {
        throw new CallRefused(`the answer has more than ${ANSWER_BYTES_MAX} bytes`);
      }
      parts.push(part);
    }
    return answerOf(statusCode, headers, Buffer.concat(parts));
  });
}

/**
 * As `safeAsk`, for a reply whose status decides: its body is what came of the first 64 KiB, and one
 * that is endless, slow or broken off is no failure.
 */
export async function safeHear(
  call: OutgoingCall,
  signal: AbortSignal,
  timeoutMs: number = CALL_TIMEOUT_MS,
): Promise<OutgoingAnswer> {
  return checkedCall(call, { signal, timeoutMs }, async ({ statusCode, headers, body }) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    try {
      for await (const part of body) {
        parts.push(part.subarray(0, REPLY_BYTES_MAX - bytes));
        bytes += part.length;
        if (bytes >= REPLY_BYTES_MAX) break;
      }
    } catch {
      // What came until then is all that is known.
    }
    return answerOf(statusCode, headers, Buffer.concat(parts));
  });
}

/**
 * A call whose URL the operator wrote, who may name this machine itself, plainly: `127.0.0.1`,
 * `localhost` or `[::1]`. Every other spelling of it stays refused, and so does an address that an
 * answer named: that is what somebody else wrote.
 */
export function ofOperator(call: OutgoingCall): OutgoingCall {
  return { ...call, allowLoopback: namesLoopback(call.url) };
}

/** `safeFetch` for URLs that the operator wrote. */
export const operatorFetch: SafeFetch = (call, signal) => safeFetch(ofOperator(call), signal);

/** `safeHear` for URLs that the operator wrote. */
export const operatorHear: SafeAsk = (call, signal) => safeHear(ofOperator(call), signal);

/** `safeAsk` for URLs that the operator wrote. */
export const operatorAsk: SafeAsk = (call, signal) => safeAsk(ofOperator(call), signal);

/** Whether the text itself, before anything is made of it, names this machine in one of three plain ways. */
export function namesLoopback(url: string): boolean {
  return /^https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?(?:[/?#]|$)/.test(url);
}

async function checkedCall<T>(
  call: OutgoingCall,
  of: { readonly signal: AbortSignal; readonly timeoutMs: number },
  read: (answer: Dispatcher.ResponseData) => Promise<T>,
): Promise<T> {
  const { signal, timeoutMs } = of;
  const url = checkedUrl(call.url);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const permits = permittedAddresses(call);
  // The network does not look an address up, so an address in the URL is checked here.
  if (isIP(host) !== 0 && !permits(host)) throw refusedAddress(host, host);
  const agent = new Agent({ connect: { lookup: checkedLookup(permits), timeout: timeoutMs } });
  try {
    const answer = await request(url, {
      method: call.method ?? "POST",
      headers: call.headers,
      body: call.body ?? null,
      dispatcher: agent,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
    return await read(answer);
  } finally {
    await agent.destroy();
  }
}

function checkedUrl(of: string): URL {
  // The text may hold a token, so no message repeats it.
  if (!URL.canParse(of)) throw new CallRefused("the URL cannot be read");
  const url = new URL(of);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new CallRefused(`the URL must be http or https, got ${url.protocol}`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new CallRefused("the URL must not carry a user name or password");
  }
  return url;
}

/** Which addresses a call may connect to. */
export function permittedAddresses(
  of: Pick<OutgoingCall, "allowPrivate" | "allowLoopback">,
): (address: string) => boolean {
  return (address) =>
    of.allowPrivate ||
    !isPrivateAddress(address) ||
    (of.allowLoopback === true && isLoopbackAddress(address));
}

/**
 * Looks a name up, and hands its addresses to the connection only when all of them are permitted.
 *
 * `resolve` is the platform's own unless a test stands in for a name server.
 */
export function checkedLookup(
  permits: (address: string) => boolean,
  resolve: typeof lookup = lookup,
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const refused = addresses.find(({ address }) => !permits(address));
      if (refused !== undefined) return callback(refusedAddress(hostname, refused.address), []);
      const [first] = addresses;
      if (first === undefined) return callback(new CallRefused(`${hostname} has no address`), []);
      if (options.all === true) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}

/** The refusal of an address, which says how the operator allows it. */
export function refusedAddress(host: string, address: string): CallRefused {
  return new CallRefused(
    `${host} is the private address ${address}; set allow_private on the channel to reach it`,
  );
}

function answerOf(
  status: number,
  headers: Dispatcher.ResponseData["headers"],
  body: Uint8Array,
): OutgoingAnswer {
  return {
    status,
    retryAfter: text(headers["retry-after"]),
    contentType: text(headers["content-type"]) ?? "",
    body,
  };
}

function text(header: string | readonly string[] | undefined): string | null {
  return typeof header === "string" ? header : null;
}
