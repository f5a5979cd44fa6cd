import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";

/** What a receiver got. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Of the text; undefined where it is none. */
  readonly json: unknown;
}

export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly Request[];
}

export type Answer = (response: ServerResponse, request: Request, count: number) => unknown;

/** A real server on this machine that keeps what it gets; `answer` is asked for every request. */
export async function receiver(
  answer: Answer,
  tls?: { readonly key: string; readonly cert: string },
): Promise<Receiver> {
  const requests: Request[] = [];
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  server.on("request", async (request, response: ServerResponse) => {
    const parts: Buffer[] = [];
    try {
      for await (const part of request) parts.push(part);
    } catch {
      return; // broken off by the other side
    }
    const text = Buffer.concat(parts).toString();
    const got: Request = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers: request.headers,
      text,
      json: parsed(text),
    };
    requests.push(got);
    await answer(response, got, requests.length);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with a status and what else is given. */
export const answering =
  (status: number, body: unknown = "", headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) => {
    response.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body));
  };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
