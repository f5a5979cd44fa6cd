import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { WireRecord } from "@tiltmeter/sdk/wire/attribute-value";
import type { DirectiveMessage } from "@tiltmeter/sdk/wire/directive";
import { decodeRequest } from "./wire/otlp-proto.ts";

export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** A collector of two routes on loopback: it keeps records, and holds a directive's answer back until it changes. */
export interface DirectiveServer extends AsyncDisposable {
  readonly url: string;
  readonly asked: readonly Asked[];
  readonly records: () => readonly WireRecord[];
  /** Says something else from now on; whoever waits hears it at once. */
  readonly say: (of: Partial<DirectiveMessage>) => void;
  /** Answers every asking with this status from now on, with no wait; null: as usual. */
  readonly fail: (status: number | null) => void;
  /** Cuts every connection and takes none any more. */
  readonly away: () => Promise<void>;
}

export async function startDirectiveServer(): Promise<DirectiveServer> {
  const asked: Asked[] = [];
  const records: WireRecord[] = [];
  const waiting = new Set<() => void>();
  let version = 0;
  let status: number | null = null;
  let message: Omit<DirectiveMessage, "etag"> = {
    system: "credit",
    directive: "run",
    since: null,
    until: null,
    reason: null,
    record: null,
  };
  const answer = (response: ServerResponse): void => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ ...message, etag: `v${version}` }));
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.method === "POST") {
        records.push(...decodeRequest(Buffer.concat(chunks)).records);
        response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
        return;
      }
      asked.push({ path: request.url ?? "", headers: request.headers });
      if (status !== null) response.writeHead(status).end();
      else if (request.headers["if-none-match"] !== `"v${version}"`) answer(response);
      else waiting.add(() => answer(response));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo; // a TCP server
  const letGo = (): void => {
    for (const each of waiting) each();
    waiting.clear();
  };
  const away = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  };
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    records: () => records,
    say: (of) => {
      message = { ...message, ...of };
      version += 1;
      letGo();
    },
    fail: (given) => {
      status = given;
      if (given !== null) server.closeAllConnections();
    },
    away,
    [Symbol.asyncDispose]: away,
  };
}
