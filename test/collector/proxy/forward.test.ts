import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, createServer as createSocketServer } from "node:net";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { eventually } from "../../sdk/receiver.ts";
import { createCertificates, openssl } from "../notify/channels/certificates.ts";
import { json, rawAnswer, type Seen, send, startModelServer, startSetting } from "./setting.ts";

const RUNS = Number(process.env["TILTMETER_PROXY_RUNS"] ?? 150);

interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: string;
  readonly trailers: readonly string[];
}

async function arrived(incoming: IncomingMessage): Promise<Arrived> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return {
    method: incoming.method ?? "",
    url: incoming.url ?? "",
    headers: without(incoming.rawHeaders, /^(host|connection|x-forwarded-.*)$/i),
    body: Buffer.concat(chunks).toString("hex"),
    trailers: incoming.rawTrailers,
  };
}

/** Names and values in turn, in their order, without those of this hop. */
function without(raw: readonly string[], names: RegExp): string[] {
  return raw.filter((_, index) => !names.test(raw[index - (index % 2)] ?? ""));
}

const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/).map((name) => `X-${name}`);
const value = fc.stringMatching(/^[!-~\u00a1-\u00ff]([ -~\u00a1-\u00ff]{0,20}[!-~])?$/);
const headers = fc
  .array(fc.tuple(token, value), { maxLength: 6 })
  .map((list) => list.filter(([name]) => !/^x-forwarded/i.test(name)).flat());
const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 3_000 }).map(Buffer.from), {
  maxLength: 6,
});
const trailers = fc.array(fc.tuple(token, fc.stringMatching(/^[a-z]{1,8}$/)), { maxLength: 2 });

const traffic = fc.record({
  method: fc.constantFrom("POST", "PUT", "GET", "HEAD", "PATCH", "DELETE"),
  path: fc.constantFrom(
    "/v1/chat/completions",
    "/v2/models/m/infer",
    "/invocations",
    "/x?a=b%20c&d",
    "//a//b/",
  ),
  headers,
  type: fc.constantFrom("application/json", "application/octet-stream", "text/event-stream", ""),
  chunks,
  isChunked: fc.boolean(),
  trailers,
  answer: fc.record({
    status: fc.constantFrom(200, 201, 204, 304, 400, 404, 429, 500, 503),
    message: fc.stringMatching(/^[A-Za-z][A-Za-z ]{0,12}[a-z]$/),
    headers,
    type: fc.constantFrom(
      "application/json",
      "application/json; charset=utf-8",
      "text/event-stream",
    ),
    encoding: fc.constantFrom("", "gzip", "br"),
    chunks,
    isChunked: fc.boolean(),
    trailers,
  }),
});

test("what a client and a model server see of each other is the same with the proxy and without", async () => {
  type Traffic = typeof traffic extends fc.Arbitrary<infer T> ? T : never;
  let plan: Traffic["answer"] | null = null;
  let seen: Arrived | null = null;
  await using model = await startModelServer((incoming, outgoing) => {
    void arrived(incoming).then((request) => {
      seen = request;
      const answer = plan;
      if (answer === null) return;
      const isEmpty = answer.status === 204 || answer.status === 304;
      const body = isEmpty ? [] : answer.chunks;
      outgoing.sendDate = false;
      outgoing.writeHead(answer.status, answer.message, [
        ...answer.headers,
        ...["Content-Type", answer.type],
        ...(answer.encoding === "" ? [] : ["Content-Encoding", answer.encoding]),
        ...(answer.isChunked || isEmpty
          ? []
          : ["Content-Length", String(Buffer.concat(body).length)]),
      ]);
      for (const chunk of body) outgoing.write(chunk);
      if (answer.isChunked)
        outgoing.addTrailers(answer.trailers.map(([a, b]): [string, string] => [a, b]));
      outgoing.end();
    });
  });
  await using setting = await startSetting(model.url);
  const through = async (url: string, each: Traffic): Promise<[Arrived | null, Partial<Seen>]> => {
    seen = null;
    const hasBody = !["GET", "HEAD", "DELETE"].includes(each.method);
    const body = hasBody ? each.chunks : [];
    const got = await send(`${url}${each.path}`, {
      method: each.method,
      headers: [
        ...each.headers,
        ...(each.type === "" ? [] : ["Content-Type", each.type]),
        ...(!hasBody
          ? []
          : each.isChunked
            ? ["Transfer-Encoding", "chunked"]
            : ["Content-Length", String(Buffer.concat(body).length)]),
      ],
      body,
      ...(hasBody && each.isChunked ? { trailers: each.trailers } : {}),
    });
    const { status, message, isWhole } = got;
    const kept = without(got.rawHeaders, /^(connection|keep-alive|tiltmeter-prediction-id)$/i);
    return [
      seen,
      { status, message, isWhole, rawHeaders: kept, body: got.body, trailers: got.trailers },
    ];
  };
  await fc.assert(
    fc.asyncProperty(traffic, async (each) => {
      plan = each.answer;
      const direct = await through(model.url, each);
      const proxied = await through(setting.url, each);
      expect(proxied).toEqual(direct);
    }),
    { numRuns: RUNS },
  );
  expect(setting.proxy.status().inHand).toBe(0);
});

test("the model server learns where a request came from, and gets its own host", async () => {
  let got: IncomingMessage["headers"] = {};
  await using model = await startModelServer((incoming, outgoing) => {
    got = incoming.headers;
    outgoing.end();
  });
  await using setting = await startSetting(`${model.url}/base/`);
  await send(`${setting.url}/x`, {
    headers: [
      "X-Forwarded-For",
      "203.0.113.9",
      "Connection",
      "close, X-Hop",
      "X-Hop",
      "1",
      "Upgrade",
      "h2c",
    ],
  });
  expect(got.host).toBe(new URL(model.url).host);
  expect(got["x-forwarded-for"]).toBe("203.0.113.9, 127.0.0.1");
  expect(got["x-forwarded-host"]).toBe(new URL(setting.url).host);
  expect(got["x-forwarded-proto"]).toBe("http");
  expect([got["x-hop"], got.upgrade]).toEqual([undefined, undefined]);
});

test("events of a stream reach the client one by one, and the first before the second is sent", async () => {
  let next: () => void = () => undefined;
  await using model = await startModelServer((incoming, outgoing) => {
    incoming.resume();
    outgoing.writeHead(200, { "content-type": "text/event-stream" });
    outgoing.write("data: 1\n\n");
    next = () => outgoing.end("data: 2\n\n");
  });
  await using setting = await startSetting(model.url);
  const answer = await fetch(`${setting.url}/v1/chat/completions`, { method: "POST", body: "{}" });
  const reader = answer.body?.getReader();
  const first = await reader?.read();
  expect(Buffer.from(first?.value ?? []).toString()).toBe("data: 1\n\n");
  next();
  const second = await reader?.read();
  expect(Buffer.from(second?.value ?? []).toString()).toBe("data: 2\n\n");
});

test("the headers of an answer come before its body begins", async () => {
  let end: () => void = () => undefined;
  await using model = await startModelServer((incoming, outgoing) => {
    incoming.resume();
    outgoing.writeHead(200, { "content-type": "text/event-stream" });
    outgoing.flushHeaders();
    end = () => outgoing.end();
  });
  await using setting = await startSetting(model.url);
  const answer = await fetch(`${setting.url}/v1/chat/completions`, { method: "POST", body: "{}" });
  expect(answer.status).toBe(200);
  end();
  await answer.text();
});

test("a client that goes away ends the model server's work", async () => {
  let isCut = false;
  await using model = await startModelServer((incoming, outgoing) => {
    incoming.resume();
    outgoing.on("close", () => {
      isCut = !outgoing.writableFinished;
    });
    outgoing.writeHead(200, { "content-type": "text/event-stream" });
    outgoing.write("data: {}\n\n");
  });
  await using setting = await startSetting(model.url);
  const abort = new AbortController();
  const answer = await fetch(`${setting.url}/v1/chat/completions`, {
    method: "POST",
    body: "{}",
    signal: abort.signal,
  });
  await answer.body?.getReader().read();
  abort.abort();
  await eventually("the end of the work", () => isCut);
});

test("a model server that breaks off breaks off the answer, after what it sent", async () => {
  await using model = await startModelServer((incoming, outgoing) => {
    incoming.resume();
    outgoing.writeHead(200, { "content-length": "100" });
    outgoing.write("half", () => outgoing.destroy());
  });
  await using setting = await startSetting(model.url);
  const got = await send(`${setting.url}/v1/completions`, json({ model: "m" }));
  expect([got.isWhole, got.body.toString()]).toEqual([false, "half"]);
  const [prediction] = await setting.predictions();
  expect(prediction?.attributes["error.type"]).toBe("ECONNRESET");
});

test("a model server that is not there is told of with 502, and recorded", async () => {
  const gone = await startModelServer(() => undefined);
  await gone[Symbol.asyncDispose]();
  await using setting = await startSetting(gone.url);
  const got = await send(`${setting.url}/v1/completions`, json({ model: "m" }));
  expect([got.status, got.headers["content-type"]]).toEqual([502, "application/problem+json"]);
  const problem: unknown = JSON.parse(got.body.toString());
  expect(problem).toMatchObject({ code: "target_unreachable", status: 502 });
  expect(String(Object(problem)["detail"])).toContain(gone.url);
  const [prediction] = await setting.predictions();
  expect(prediction?.attributes["error.type"]).toBe("ECONNREFUSED");
  expect(prediction?.attributes["aims.prediction.id"]).toBe(got.headers["tiltmeter-prediction-id"]);
});

test.skipIf(openssl.absent)(
  `a model server whose certificate nobody vouches for gets nothing${openssl.note}`,
  async () => {
    let requests = 0;
    const server = createTlsServer(createCertificates(), (_, outgoing) => {
      requests += 1;
      outgoing.end();
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo; // a TCP server
    await using setting = await startSetting(`https://127.0.0.1:${port}`);
    const got = await send(`${setting.url}/v1/completions`, json({ model: "m" }));
    expect([got.status, requests]).toEqual([502, 0]);
    expect(got.body.toString()).toContain("NODE_EXTRA_CA_CERTS");
    server.closeAllConnections();
    server.close();
  },
);

test("a slow reader slows the model server down, and memory stays where it is", async () => {
  let written = 0;
  const block = randomBytes(65_536);
  await using model = await startModelServer((incoming, outgoing) => {
    incoming.resume();
    outgoing.writeHead(200, { "content-type": "application/octet-stream" });
    const fill = (): void => {
      while (written < 256 * 1_048_576) {
        written += block.length;
        if (!outgoing.write(block)) {
          outgoing.once("drain", fill);
          return;
        }
      }
      outgoing.end();
    };
    fill();
  });
  await using setting = await startSetting(model.url);
  const { port } = new URL(setting.url);
  const socket = connect(Number(port), "127.0.0.1");
  socket.write("POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}");
  await new Promise((resolve) => socket.once("readable", resolve));
  let before = -1;
  // It stands still: as much as both systems' buffers take, and no more.
  await eventually("a standstill", () => {
    const isStill = written === before;
    before = written;
    return isStill;
  });
  expect(written).toBeLessThan(64 * 1_048_576);
  expect(setting.proxy.status().copiedBytes).toBeLessThanOrEqual(1_048_576);
  socket.destroy();
});

test("a huge upload passes whole, and its prediction is recorded without what it asked", async () => {
  let bytes = 0;
  await using model = await startModelServer((incoming, outgoing) => {
    incoming.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
    });
    incoming.on("end", () => outgoing.end('{"predictions":[1]}'));
  });
  await using setting = await startSetting(model.url);
  const body = Array.from({ length: 512 }, () => Buffer.alloc(65_536, 32));
  const got = await send(`${setting.url}/invocations`, {
    method: "POST",
    headers: ["Content-Type", "application/json", "Transfer-Encoding", "chunked"],
    body,
  });
  expect([got.status, bytes]).toEqual([200, 512 * 65_536]);
  expect(await setting.predictions()).toHaveLength(1);
  expect(setting.proxy.status().unread).toEqual({ request_too_long: 1 });
  expect(setting.log).toHaveLength(1);
  expect(setting.proxy.status().copiedBytes).toBe(0);
});

test("a client that waits for leave to send gets it from the model server alone", async () => {
  let isAsked = false;
  await using model = await startModelServer((incoming, outgoing) => {
    isAsked = incoming.headers.expect === "100-continue";
    if (incoming.url === "/no") outgoing.writeHead(413, { connection: "close" }).end();
    else {
      outgoing.writeContinue();
      incoming.resume();
      incoming.on("end", () => outgoing.end("got it"));
    }
  });
  await using setting = await startSetting(model.url);
  const raw = (path: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(Number(new URL(setting.url).port), "127.0.0.1");
      let text = "";
      socket.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        if (text === "HTTP/1.1 100 Continue\r\n\r\n") socket.write("body!");
        if (/got it|413/.test(text)) socket.destroy();
      });
      socket.on("close", () => resolve(text));
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n`,
      );
    });
  expect(await raw("/yes")).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
  expect(isAsked).toBe(true);
  expect(await raw("/no")).toMatch(/^HTTP\/1\.1 413 /);
});

test("early hints pass", async () => {
  await using model = await startModelServer((incoming, outgoing) => {
    incoming.resume();
    outgoing.writeEarlyHints({ link: "</style.css>; rel=preload" }, () => outgoing.end("x"));
  });
  await using setting = await startSetting(model.url);
  const text = await rawAnswer(setting.url, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", (all) =>
    all.includes("200 OK"),
  );
  expect(text).toMatch(/^HTTP\/1\.1 103 Early Hints\r\nLink: <\/style\.css>; rel=preload/i);
});

test("a web socket is refused with what to do", async () => {
  await using model = await startModelServer((_, outgoing) => outgoing.end());
  await using setting = await startSetting(model.url);
  const got = await send(`${setting.url}/v1/realtime`, {
    headers: ["Connection", "Upgrade", "Upgrade", "websocket"],
  });
  expect(got.status).toBe(501);
  expect(JSON.parse(got.body.toString())).toMatchObject({ code: "upgrade_refused" });
});

test("a compressed answer passes compressed, and is read all the same", async () => {
  const zipped = gzipSync(JSON.stringify({ predictions: ["spam"] }));
  await using model = await startModelServer((incoming, outgoing) => {
    incoming.resume();
    outgoing.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
    outgoing.end(zipped);
  });
  await using setting = await startSetting(model.url);
  const got = await send(`${setting.url}/invocations`, json({ instances: [[1, 2]] }));
  expect(got.body.equals(zipped)).toBe(true);
  const [prediction] = await setting.predictions();
  expect(prediction?.attributes["aims.prediction.label"]).toBe("spam");
});

test("a client of HTTP/1.0 gets an answer that it can read", async () => {
  await using model = await startModelServer((incoming, outgoing) => {
    incoming.resume();
    outgoing.write("in ");
    outgoing.end("chunks");
  });
  await using setting = await startSetting(model.url);
  const text = await rawAnswer(setting.url, "GET / HTTP/1.0\r\n\r\n");
  expect(text).toMatch(/\r\n\r\nin chunks$/);
  expect(text).not.toMatch(/transfer-encoding/i);
});

test("clients that go away at any moment leave nothing behind", async () => {
  await using model = await startModelServer((incoming, outgoing) => {
    incoming.on("end", () => outgoing.end(`{"predictions":[1],"x":"${"y".repeat(100_000)}"}`));
    incoming.resume();
  });
  await using setting = await startSetting(model.url);
  const { port } = new URL(setting.url);
  const body = JSON.stringify({ instances: [["z".repeat(50_000)]] });
  const whole = Buffer.from(
    `POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length), fc.nat(3), async (bytes, turns) => {
      const socket = connect(Number(port), "127.0.0.1");
      socket.on("error", () => undefined);
      await new Promise<void>((resolve) => socket.write(whole.subarray(0, bytes), () => resolve()));
      for (let turn = 0; turn < turns; turn += 1) await new Promise((go) => setImmediate(go));
      socket.resetAndDestroy();
    }),
    { numRuns: 60 },
  );
  await eventually("the end of all", () => setting.proxy.status().inHand === 0);
  await setting.proxy.settled();
  expect(setting.proxy.status()).toMatchObject({ inHand: 0, copiedBytes: 0 });
  expect(setting.proxy.status().unread["fault"]).toBeUndefined();
  const next = await send(`${setting.url}/invocations`, json({ instances: [[1]] }));
  expect([next.status, next.isWhole]).toEqual([200, true]);
});

test("whatever bytes come from either side, the proxy goes on", async () => {
  const words = fc.constantFrom(
    ...[
      "HTTP/1.1 200 OK\r\n",
      "HTTP/1.1 103 Early Hints\r\n",
      "HTTP/1.1 101 Switching\r\n",
      "HTTP/9 0\r\n",
    ],
    ...["Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Upgrade: x\r\n", "Link: a\r\n"],
    ...[
      "Trailer: x\r\n",
      "\r\n",
      "5\r\nhello\r\n",
      "0\r\n",
      "0\r\nX: \u00ff\r\n\r\n",
      "hello",
      ": \r\n",
      "\0",
    ],
    ...[
      "POST /invocations HTTP/1.1\r\nHost: x\r\n",
      "GET http://x/y HTTP/1.1\r\n",
      "Expect: 100-continue\r\n",
    ],
    ...[
      "OPTIONS * HTTP/1.1\r\nHost: x\r\n",
      "Connection: close, content-length\r\n",
      "TE: trailers\r\n",
    ],
  );
  const bytes = fc
    .array(words, { maxLength: 10 })
    .map((parts) => Buffer.from(parts.join(""), "latin1"));
  let answer = Buffer.alloc(0);
  const server = createSocketServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(answer));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo; // a TCP server
  await using setting = await startSetting(`http://127.0.0.1:${port}`);
  await fc.assert(
    fc.asyncProperty(bytes, bytes, async (asked, answered) => {
      answer = answered;
      for (const text of [asked, Buffer.from("GET /x HTTP/1.0\r\n\r\n")]) {
        const socket = connect(Number(new URL(setting.url).port), "127.0.0.1");
        socket.on("error", () => undefined);
        socket.resume();
        const closed = new Promise((resolve) => socket.once("close", resolve));
        // A client that has sent what it has, and reads to the end.
        socket.end(text);
        await closed;
      }
    }),
    { numRuns: RUNS },
  );
  await eventually("the end of all", () => setting.proxy.status().inHand === 0);
  answer = Buffer.from("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  expect((await send(`${setting.url}/x`)).body.toString()).toBe("ok");
  await setting.proxy.settled();
  expect(setting.proxy.status()).toMatchObject({ copiedBytes: 0 });
  server.close();
});

test("at the end requests in hand are answered and recorded, and no others are taken", async () => {
  const finish: (() => void)[] = [];
  await using model = await startModelServer((incoming, outgoing) => {
    incoming.resume();
    finish.push(() => outgoing.end('{"predictions":[1]}'));
  });
  await using setting = await startSetting(model.url);
  const asked = send(`${setting.url}/invocations`, json({ instances: [[1]] }));
  await eventually("the request", () => finish.length > 0);
  const closed = setting.proxy.close({ graceMs: 5_000 });
  await expect(send(`${setting.url}/x`)).rejects.toThrow();
  for (const each of finish) each();
  expect((await asked).status).toBe(200);
  await closed;
  expect(await setting.predictions()).toHaveLength(1);
});
