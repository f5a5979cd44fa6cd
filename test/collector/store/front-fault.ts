import type { IncomingMessage, ServerResponse } from "node:http";

/** What goes wrong with one request; null: nothing. */
export type Fault =
  /** `after`: the statement has run. `stall`: no answer ever comes. */
  | { readonly when: "before" | "after"; readonly how: "500" | "reset" | "stall" }
  /** Refused by the server as it would word it. */
  | { readonly when: "before"; readonly how: "401" | "readonly table" | "too many parts" }
  /** The socket ends while the bytes of an insert are still on their way. */
  | { readonly when: "mid"; readonly how: "reset" }
  /** Half of the rows are in, then the server fails. */
  | { readonly when: "mid"; readonly how: "partial" }
  /** The socket ends now; the insert lands a moment later, unless it is killed until then. */
  | { readonly when: "mid"; readonly how: "late" }
  /** 200, and half of the answer: framed as if it were all, or not. */
  | { readonly when: "after"; readonly how: "truncated" | "cut off" }
  /** 200, and an exception: in a header, or behind the rows. */
  | { readonly when: "after"; readonly how: "exception in header" | "exception in body" }
  /** The whole answer, ten kilobytes a second. */
  | { readonly when: "after"; readonly how: "slow" }
  /** The whole answer; then the server closes the socket, as it does with idle ones. */
  | { readonly when: "after"; readonly how: "close" }
  | null;

const EXCEPTION = "Code: 241. DB::Exception: memory limit exceeded. (MEMORY_LIMIT_EXCEEDED)";

const REFUSALS = {
  "401": [401, "516", "default: Authentication failed. (AUTHENTICATION_FAILED)"],
  "readonly table": [500, "242", "Table is in readonly mode. (TABLE_IS_READ_ONLY)"],
  "too many parts": [500, "252", "Too many parts (3000). (TOO_MANY_PARTS)"],
} as const;

/** Answers with what the fault is, where the statement does not run or has run without a word of its own. */
export function fail(fault: NonNullable<Fault>, response: ServerResponse): void {
  const { how } = fault;
  if (how === "stall") return;
  if (how === "500" || how === "partial") {
    response.writeHead(500).end("injected fault");
    return;
  }
  if (how === "401" || how === "readonly table" || how === "too many parts") {
    const [status, code, text] = REFUSALS[how];
    response.writeHead(status, { "X-ClickHouse-Exception-Code": code });
    response.end(`Code: ${code}. DB::Exception: ${text}`);
    return;
  }
  response.socket?.resetAndDestroy();
}

/** Answers a statement that has run, in the way of the fault; false: there is nothing to spoil. */
export async function spoil(
  fault: NonNullable<Fault>,
  body: Uint8Array,
  to: { readonly request: IncomingMessage; readonly response: ServerResponse },
): Promise<boolean> {
  const { response } = to;
  const half = body.subarray(0, Math.floor(body.length / 2));
  switch (fault.how) {
    case "truncated":
      response.writeHead(200).end(half);
      return true;
    case "cut off":
      response.writeHead(200, { "Content-Length": String(body.length + 1) }).write(half);
      setImmediate(() => response.socket?.destroy());
      return true;
    case "exception in header":
      response.writeHead(200, { "X-ClickHouse-Exception-Code": "241" }).end(EXCEPTION);
      return true;
    case "exception in body": {
      const tag = "0123456789abcdef";
      response.writeHead(200, { "X-ClickHouse-Exception-Tag": tag });
      response.write(half);
      const said = `${EXCEPTION}\n`;
      response.end(
        `\r\n__exception__\r\n${tag}\r\n${said}${said.length} ${tag}\r\n__exception__\r\n`,
      );
      return true;
    }
    case "slow":
      response.writeHead(200);
      for (let at = 0; at < body.length; at += 1_000) {
        response.write(body.subarray(at, at + 1_000));
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      response.end();
      return true;
    case "close":
      response.on("finish", () => setImmediate(() => to.request.socket.destroy()));
      return false;
    default:
      if (fault.when !== "after") return false;
      fail(fault, response);
      return true;
  }
}
