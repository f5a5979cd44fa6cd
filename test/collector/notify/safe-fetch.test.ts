import type { lookup as dnsLookup } from "node:dns";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import {
  CallRefused,
  checkedLookup,
  namesLoopback,
  type OutgoingCall,
  type OutgoingReply,
  ofOperator,
  safeFetch,
} from "tiltmeter/notify/safe-fetch";
import { expect, test } from "vitest";

async function withServer(
  answer: RequestListener,
  run: (url: string, seen: string[]) => Promise<void>,
): Promise<void> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo; // a TCP server, so not a pipe's name
    await run(`http://127.0.0.1:${port}`, seen);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const call = (url: string, allowPrivate = false): OutgoingCall => ({
  url,
  headers: { "content-type": "application/json" },
  body: "{}",
  allowPrivate,
});

/** As the operator's own configuration is called. */
const post = (of: OutgoingCall, timeoutMs?: number): Promise<OutgoingReply> =>
  safeFetch(ofOperator(of), new AbortController().signal, timeoutMs);

test("a loopback host that the operator's URL names plainly is reached, and its status comes back", async () => {
  await withServer(
    (_, response) => response.writeHead(429, { "retry-after": "7" }).end("busy"),
    async (url, seen) => {
      expect(await post(call(`${url}/hook`))).toEqual({ status: 429, retryAfter: "7" });
      expect(await post(call(`${url.replace("127.0.0.1", "localhost")}/x`))).toMatchObject({
        status: 429,
      });
      expect(seen).toEqual(["POST /hook", "POST /x"]);
      // The same address, written by somebody else.
      const signal = new AbortController().signal;
      await expect(safeFetch(call(`${url}/hook`), signal)).rejects.toThrow(CallRefused);
      expect(seen).toHaveLength(2);
    },
  );
});

test("this machine is named in three plain ways and no other", () => {
  const plain = [
    "http://127.0.0.1",
    "https://localhost:8443/x",
    "http://[::1]:1?q",
    "http://[::1]#f",
  ];
  expect(plain.filter((url) => !namesLoopback(url))).toEqual([]);
  const other = [
    "http://2130706433/",
    "http://127.1/",
    "http://127.0.0.1./",
    "http://localhost./",
    "http://[::ffff:127.0.0.1]/",
    "http://127.0.0.1.example.com/",
    "http://127.0.0.1@example.com/",
    "http://user@127.0.0.1/",
    " http://127.0.0.1/",
    "http:\\\\127.0.0.1/",
    "ftp://127.0.0.1/",
  ];
  expect(other.filter(namesLoopback)).toEqual([]);
});

test("a redirect is an answer and is not followed", async () => {
  await withServer(
    (_, response) => response.writeHead(307, { location: "/elsewhere" }).end(),
    async (url, seen) => {
      expect(await post(call(`${url}/hook`))).toEqual({ status: 307, retryAfter: null });
      expect(seen).toEqual(["POST /hook"]);
    },
  );
});

test("private addresses are refused in every spelling of the URL, unless the channel allows them", async () => {
  const spellings = [
    "http://10.0.0.1/",
    "http://0x0a000001/",
    "http://167772161/",
    "http://0/",
    "http://169.254.169.254/latest/meta-data",
    "http://[::ffff:10.0.0.1]/",
    "http://[fd00::1]/",
    "http://[64:ff9b::a00:1]/",
  ];
  for (const url of spellings) {
    await expect(post(call(url), 200), url).rejects.toThrow(CallRefused);
  }
  await withServer(
    (_, response) => response.writeHead(204).end(),
    async (url, seen) => {
      // This machine by an address that is neither public nor loopback.
      const unspecified = url.replace("127.0.0.1", "0.0.0.0");
      await expect(post(call(unspecified))).rejects.toThrow("allow_private");
      expect(seen).toEqual([]);
      expect(await post(call(unspecified, true))).toMatchObject({ status: 204 });
    },
  );
});

test("a name is connected to only when every one of its addresses is permitted", async () => {
  const looked = (addresses: readonly string[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const names = (_host: string, _options: unknown, answer: CallableFunction): void =>
        answer(
          null,
          addresses.map((address) => ({ address, family: 4 })),
        );
      // The one overload of `lookup` that is called: with `all`, answering a list.
      const lookup = checkedLookup((address) => address !== "10.0.0.1", names as typeof dnsLookup);
      lookup("hooks.example.com", { all: true }, (error, found) =>
        error === null ? resolve(found) : reject(error),
      );
    });
  expect(await looked(["1.1.1.1", "1.0.0.1"])).toHaveLength(2);
  await expect(looked(["1.1.1.1", "10.0.0.1"])).rejects.toThrow("private address 10.0.0.1");
  await expect(looked([])).rejects.toThrow("has no address");
});

test("other schemes, credentials and unreadable URLs are refused without repeating the URL", async () => {
  const urls = ["file:///etc/passwd", "ftp://x/", "http://user:hush@example.com/", "hush hush", ""];
  for (const url of urls) {
    const failure = await post(call(url)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CallRefused);
    expect(String(failure)).not.toContain("hush");
  }
});

test("a server that accepts and never answers is given up", async () => {
  await withServer(
    () => undefined,
    async (url) => {
      await expect(post(call(url), 100)).rejects.toThrow();
    },
  );
});

test("a call that is aborted ends at once", async () => {
  const stop = new AbortController();
  await withServer(
    () => stop.abort(),
    async (url) => {
      await expect(safeFetch(ofOperator(call(url)), stop.signal)).rejects.toThrow();
    },
  );
});

test("a status counts although its body is endless", async () => {
  await withServer(
    (_, response) => {
      response.writeHead(200);
      const write = (): void => {
        while (!response.destroyed && response.write("x".repeat(16_384)));
      };
      response.on("drain", write);
      write();
    },
    async (url) => {
      expect(await post(call(url), 2_000)).toEqual({ status: 200, retryAfter: null });
    },
  );
});
