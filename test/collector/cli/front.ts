import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

/** What stands between a command and a collector, and misbehaves as a network does. */
export interface Front {
  readonly url: string;
  /** How many requests came. */
  readonly requests: () => number;
}

/** What becomes of the n-th request, counted from 1. `lose`: it arrives, and its answer is lost. */
export type Fate = "pass" | "busy" | "lose" | "refuse";

/** Listens on a free port and passes requests on to a collector, as `fateOf` says. */
export async function startFront(
  target: string,
  fateOf: (request: number) => Fate,
): Promise<Front> {
  let requests = 0;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    requests += 1;
    const fate = fateOf(requests);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (fate === "refuse") {
      request.socket.destroy();
      return;
    }
    if (fate === "busy") {
      response.writeHead(503, { "retry-after": "0.01" }).end("{}");
      return;
    }
    const headers = new Headers();
    for (const name of ["authorization", "content-type", "tiltmeter-batch-id"]) {
      const value = request.headers[name];
      if (typeof value === "string") headers.set(name, value);
    }
    const answer = await fetch(`${target}${request.url}`, {
      method: request.method ?? "GET",
      headers,
      body: Buffer.concat(chunks),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    if (fate === "lose") request.socket.destroy();
    else response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(body);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no address");
  return { url: `http://127.0.0.1:${address.port}`, requests: () => requests };
}
