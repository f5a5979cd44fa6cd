import { type ServerResponse, STATUS_CODES } from "node:http";

/** An answer of the proxy's own, in place of the target's. */
export interface ProxyProblem {
  readonly status: number;
  /** A word for programs: `target_unreachable`, `target_timeout`, `system_suspended`, `upgrade_refused`, `transfer_coding_refused`. */
  readonly code: string;
  readonly detail: string;
  readonly retryAfterS?: number;
  /** Further members of the document. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Answers with `application/problem+json` (RFC 9457), where nothing was answered yet. */
export function answerProblem(
  outgoing: ServerResponse,
  problem: ProxyProblem,
  added: readonly (readonly [string, string])[] = [],
): void {
  const { status, code, detail, retryAfterS, more } = problem;
  const title = STATUS_CODES[status] ?? "Error";
  // `error` is where clients of OpenAI and Anthropic look for words to show.
  const error = { type: code, code, message: detail };
  const document = { type: "about:blank", title, status, code, detail, ...more, error };
  const body = `${JSON.stringify(document)}\n`;
  outgoing.writeHead(status, [
    ...["Content-Type", "application/problem+json"],
    ...["Content-Length", String(Buffer.byteLength(body))],
    ...(retryAfterS === undefined ? [] : ["Retry-After", String(retryAfterS)]),
    ...added.flat(),
  ]);
  outgoing.end(body);
}
