import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Post } from "tiltmeter/anchors/anchor";
import { operatorAsk } from "tiltmeter/notify/safe-fetch";

export interface Reply {
  readonly status: number;
  readonly contentType?: string;
  readonly body?: Uint8Array | string;
}

/** A server on a free port that answers every request by a function, until the work is done. */
export async function served<T>(
  answer: (request: { readonly path: string; readonly body: Buffer }) => Promise<Reply>,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const server = createServer((request, response) => {
    void read(request)
      .then((body) => answer({ path: `${request.method} ${request.url}`, body }))
      .catch((error) => ({ status: 500, body: String(error) }))
      .then(({ status, contentType = "text/plain", body = "" }: Reply) => {
        response.writeHead(status, { "content-type": contentType }).end(body);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // of a server that listens on TCP
  try {
    return await work(`http://127.0.0.1:${port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** The outgoing call of the collector itself. */
export const post: Post = (call, signal) => operatorAsk(call, signal);

async function read(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}
