import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CallRefused } from "tiltmeter/notify/safe-fetch";
import { safeResponses } from "tiltmeter/notify/safe-response";
import { expect, test } from "vitest";

async function withServer(run: (url: string, seen: string[]) => Promise<void>): Promise<void> {
  const seen: string[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    seen.push(`${request.method} ${request.url} ${Buffer.concat(parts)}`);
    if (request.url === "/empty") response.writeHead(204).end();
    else if (request.url === "/away") response.writeHead(302, { location: "/x" }).end();
    else response.writeHead(200, { "content-type": "application/json" }).end('{"a":1}');
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo; // a TCP server
    await run(`http://127.0.0.1:${port}`, seen);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("a library's calls answer as a fetch does, and redirects are not followed", async () => {
  await withServer(async (url, seen) => {
    const call = safeResponses({ operatorUrl: url, allowPrivate: false });
    expect(await (await call(`${url}/a`)).json()).toEqual({ a: 1 });
    const form = new URLSearchParams({ code: "x y" });
    expect((await call(`${url}/b`, { method: "POST", body: form })).ok).toBe(true);
    expect((await call(`${url}/empty`)).status).toBe(204);
    expect((await call(`${url}/away`)).status).toBe(302);
    expect(seen).toEqual(["GET /a ", "POST /b code=x+y", "GET /empty ", "GET /away "]);
  });
});

test("an address that an answer names may be this machine only where the operator's URL is", async () => {
  await withServer(async (url, seen) => {
    const call = safeResponses({ operatorUrl: "https://id.example.com", allowPrivate: false });
    await expect(call(`${url}/keys`)).rejects.toThrow(CallRefused);
    expect(seen).toEqual([]);
  });
});
