import { namesLoopback, safeAsk } from "./safe-fetch.ts";

/** What a library hands to a `fetch` of its user's. */
export interface FetchInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>> | Headers;
  readonly body?: unknown;
  readonly signal?: AbortSignal | null;
}

/**
 * A `fetch` for libraries that take one, which goes where `safeAsk` may go, and nowhere else.
 *
 * `operatorUrl` is the address that the operator wrote, such as an issuer: where it names this machine
 * plainly, so may the addresses that its answers name. Redirects are answers, bodies are read whole
 * (at most 256 KiB), a body to send is text or bytes. Rejects as `safeAsk` does.
 */
export function safeResponses(of: {
  readonly operatorUrl: string;
  readonly allowPrivate: boolean;
}): (url: string, init?: FetchInit) => Promise<Response> {
  const reach = {
    allowPrivate: of.allowPrivate,
    allowLoopback: namesLoopback(of.operatorUrl),
  };
  return async (url, init = {}) => {
    const body = bodyOf(init.body);
    const answer = await safeAsk(
      {
        url,
        method: methodOf(init.method),
        headers: Object.fromEntries(new Headers(init.headers)),
        ...(body === null ? {} : { body }),
        ...reach,
      },
      init.signal ?? new AbortController().signal,
    );
    const headers = answer.contentType === "" ? {} : { "content-type": answer.contentType };
    // Statuses that must not have a body take none, not even an empty one.
    const isBare = answer.status === 204 || answer.status === 205 || answer.status === 304;
    return new Response(isBare ? null : Buffer.from(answer.body), {
      status: answer.status,
      headers,
    });
  };
}

function methodOf(method = "GET"): "GET" | "POST" | "PUT" | "DELETE" {
  const known = (["GET", "POST", "PUT", "DELETE"] as const).find((each) => each === method);
  if (known === undefined) throw new TypeError(`the method ${method} is not sent`);
  return known;
}

function bodyOf(body: unknown): string | Uint8Array | null {
  if (body === undefined || body === null) return null;
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  if (body instanceof URLSearchParams) return body.toString();
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  throw new TypeError("the body must be text, bytes or a form");
}
