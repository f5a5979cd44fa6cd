import { once } from "node:events";
import { Agent, request as httpRequest } from "node:http";
import { connect, type Socket } from "node:net";
import { type Listening, listen } from "tiltmeter/http/server";
import { expect, onTestFinished, test } from "vitest";
import { httpBench } from "./http-bench.ts";

// Over real sockets: clients that hold connections and give nothing for them.

const SLOW = Number(process.env["TILTMETER_SLOW_SOCKETS"] ?? 500);
const CONNECTIONS = { max: SLOW + 32, headersMs: 1_000, requestMs: 1_000, stalledMs: 1_000 };

const bench = httpBench();
/** Of answers that nobody takes; each is told of once its connection is gone. */
let abandoned = (): void => undefined;
/** Never ends, and gives only as fast as it is taken. */
const endless = (): Response =>
  new Response(
    new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
      cancel: () => abandoned(),
    }),
  );

async function serve(connections = CONNECTIONS): Promise<Listening> {
  const server = await listen({
    fetch: (request, env) =>
      new URL(request.url).pathname === "/endless" ? endless() : bench.app.fetch(request, env),
    ...{ host: "127.0.0.1", port: 0, connections },
  });
  onTestFinished(() => server.close());
  return server;
}

/** Connects, sends a text and from then on does nothing; resolves once it stands. */
async function silent(server: Listening, text: string): Promise<Socket> {
  const socket = connect(server.port, "127.0.0.1");
  socket.on("error", () => undefined); // being reset is what they are here for
  await once(socket, "connect");
  if (text !== "") socket.write(text);
  return socket;
}

const HEAD = `POST /v1/logs HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${bench.keys.ingest}\r\ncontent-type: application/x-protobuf\r\n`;
const KINDS = {
  "a head that never ends": { text: HEAD, isReading: true },
  "a body that never ends": { text: `${HEAD}content-length: 1000\r\n\r\nhalf`, isReading: true },
  "an answer that is never taken": {
    text: "GET /endless HTTP/1.1\r\nhost: localhost\r\n\r\n",
    isReading: false,
  },
};

test(`${SLOW} connections with ${Object.keys(KINDS).join(", ")} are freed, and others are served meanwhile`, async () => {
  const server = await serve();
  let freed = 0;
  abandoned = () => {
    freed += 1;
  };
  const kinds = Object.values(KINDS);
  for (let i = 0; i < SLOW; i += 1) {
    const { text, isReading } = kinds[i % kinds.length] ?? { text: "", isReading: true };
    const socket = await silent(server, text);
    onTestFinished(() => void socket.destroy());
    if (isReading) socket.resume().once("close", () => abandoned());
  }
  const took: number[] = [];
  while (freed < SLOW) {
    const startedMs = performance.now();
    const answer = await fetch(`${server.url}/healthz`);
    expect(answer.status).toBe(200);
    await answer.text();
    took.push(performance.now() - startedMs);
    await new Promise((resolve) => setTimeout(resolve, 10)); // others want the processor, too
  }
  // A server that waits for the slow ones answers after their seconds, or never.
  const median = took.toSorted((a, b) => a - b)[Math.floor(took.length / 2)];
  expect(median).toBeLessThan(CONNECTIONS.requestMs);
  expect(took.length).toBeGreaterThan(20);
});

test("where silent connections take all places, whoever comes with a request gets one", async () => {
  const server = await serve({ ...CONNECTIONS, max: 40, headersMs: 60_000, requestMs: 60_000 });
  const sockets = await Promise.all(Array.from({ length: 40 }, () => silent(server, "")));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  const asked = (): Promise<number> =>
    fetch(`${server.url}/healthz`, { headers: { connection: "close" } }).then(
      ({ status }) => status,
      () => 0,
    );
  await expect.poll(asked, { timeout: 20_000 }).toBe(200);
  for (let i = 0; i < 5; i += 1) expect(await asked()).toBe(200);
});

/** Sends a head and then a body of `bytes`, reading nothing until all of it is sent; the status, or what broke. */
async function sendFirst(server: Listening, bytes: number, pauseMs: number): Promise<string> {
  const socket = connect(server.port, "127.0.0.1");
  let failure = "";
  socket.on("error", (error) => {
    failure = error.message;
  });
  const closed = new Promise((resolve) => socket.once("close", resolve));
  await once(socket, "connect");
  socket.pause();
  socket.write(`${HEAD}content-length: ${bytes}\r\n\r\n`);
  const chunk = Buffer.alloc(262_144);
  for (let sent = 0; sent < bytes && failure === ""; sent += chunk.length) {
    const taken = new Promise((resolve) => socket.write(chunk, resolve));
    await Promise.race([taken, closed]);
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  let text = "";
  socket.on("data", (data) => {
    text += data.toString();
  });
  socket.resume();
  await closed;
  return text === "" ? failure : (text.split("\r\n")[0] ?? "");
}

test("a client that sends on after its body was refused sees why, and no reset", async () => {
  const server = await serve({ ...CONNECTIONS, requestMs: 30_000 });
  // At once, and over a line that takes longer for it than is drained before the answer.
  expect(await sendFirst(server, 64 * 1_048_576, 0)).toBe("HTTP/1.1 413 Payload Too Large");
  expect(await sendFirst(server, 10 * 1_048_576, 20)).toBe("HTTP/1.1 413 Payload Too Large");
  const body = new Uint8Array(32 * 1_048_576);
  for (const key of [bench.keys.ingest, "nobody's"]) {
    const answer = await fetch(`${server.url}/v1/logs`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/x-protobuf" },
      body,
    });
    expect(answer.status).toBe(key === "nobody's" ? 401 : 413);
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(0);
  }
});

test("an answer that is given while the server closes says that it is the last of its connection", async () => {
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let arrived = (): void => undefined;
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const server = await listen({
    fetch: async (request) => {
      if (new URL(request.url).pathname !== "/held") return new Response("");
      arrived();
      await held;
      return new Response("kept");
    },
    ...{ host: "127.0.0.1", port: 0 },
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const asked = httpRequest({ port: server.port, host: "127.0.0.1", path: "/held", agent }).end();
  await arrival;
  const closed = server.close();
  letGo();
  const [answer] = await once(asked, "response");
  expect(answer.headers.connection).toBe("close");
  answer.resume();
  await closed;
  agent.destroy();
});
