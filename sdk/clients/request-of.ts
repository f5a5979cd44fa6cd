/** A request's body longer than this is not read. */
const BODY_LENGTH_MAX = 8 * 1_048_576;

/** What a call of `fetch` asks for. */
export interface FetchRequest {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  /** The parsed body; undefined where it is no JSON, or cannot be read without taking it away. */
  readonly body: () => unknown;
}

/** Reads the arguments of `fetch` without consuming anything; null where they name no address. */
export function requestOf([input, init]: readonly unknown[]): FetchRequest | null {
  const isRequest = input instanceof Request;
  const url = isRequest ? input.url : String(input);
  if (!URL.canParse(url)) return null;
  const method = optionOf(init, "method") ?? (isRequest ? input.method : "GET");
  return {
    method: String(method),
    url,
    path: new URL(url).pathname,
    body: () => parsed(optionOf(init, "body")),
  };
}

function optionOf(init: unknown, key: string): unknown {
  return typeof init === "object" && init !== null ? Reflect.get(init, key) : undefined;
}

function parsed(body: unknown): unknown {
  const text = textOf(body);
  if (text === null || text.length > BODY_LENGTH_MAX) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textOf(body: unknown): string | null {
  if (typeof body === "string") return body;
  if (body instanceof ArrayBuffer) return decoded(new Uint8Array(body));
  if (!ArrayBuffer.isView(body)) return null;
  return decoded(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
}

function decoded(bytes: Uint8Array): string | null {
  return bytes.length > BODY_LENGTH_MAX ? null : new TextDecoder().decode(bytes);
}
