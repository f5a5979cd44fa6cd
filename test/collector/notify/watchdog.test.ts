import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { operatorFetch } from "tiltmeter/notify/safe-fetch";
import { Secret } from "tiltmeter/notify/secret";
import { startWatchdog } from "tiltmeter/notify/watchdog";
import { expect, test, vi } from "vitest";

/** A watchdog on this machine: what it was told, and what it answers. */
async function receiver() {
  const told: string[] = [];
  const answer = { status: 200 };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts).toString();
      told.push(`${request.method} ${request.url}${body === "" ? "" : ` ${body}`}`);
      response.statusCode = answer.status;
      response.end("OK");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    ...{ told, answer, port },
    url: new Secret(`http://127.0.0.1:${port}/ping/uuid?rid=1`),
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const shared = { everyMs: 20, allowPrivate: true } as const;
const WAIT = { timeout: 20_000, interval: 5 };

test("a watchdog is told for as long as all is well, and why not where it can be told of a failure", async () => {
  await using at = await receiver();
  const state = { ill: null as string | null };
  const log: string[] = [];
  const watchdog = startWatchdog({
    target: { ...shared, url: at.url, style: "healthchecks" },
    ill: async () => state.ill,
    fetch: operatorFetch,
    now: () => 7,
    log: (line) => void log.push(line),
  });
  try {
    await vi.waitFor(() => expect(at.told.length).toBeGreaterThan(3), WAIT);
    expect(at.told.slice(0, 2)).toEqual(["GET /ping/uuid/start?rid=1", "GET /ping/uuid?rid=1"]);
    const host = `127.0.0.1:${at.port}`;
    expect(watchdog.standing()).toEqual({ host, heardMs: 7, problem: null });

    state.ill = "controls were not judged for 600 s";
    await vi.waitFor(() => expect(watchdog.standing().problem).toContain(state.ill), WAIT);
    expect(at.told.at(-1)).toBe(`POST /ping/uuid/fail?rid=1 ${state.ill}`);
    const count = at.told.length;
    await vi.waitFor(() => expect(at.told.length).toBeGreaterThan(count + 2), WAIT);
    expect(at.told.slice(count).every((each) => each.startsWith("POST"))).toBe(true);

    state.ill = null;
    await vi.waitFor(() => expect(watchdog.standing().problem).toBeNull(), WAIT);
    expect(log).toHaveLength(2);
    expect(log.join()).not.toContain("uuid");
  } finally {
    await watchdog.stop();
  }
});

test("a look that hangs, or a receiver that refuses, tells nobody that all is well", async () => {
  await using at = await receiver();
  const hung = startWatchdog({
    target: { ...shared, url: at.url, style: "plain" },
    ill: () => new Promise(() => undefined),
    fetch: operatorFetch,
    now: () => 7,
    log: () => undefined,
  });
  await vi.waitFor(
    () => expect(hung.standing().problem).toContain("cannot say within 20 ms"),
    WAIT,
  );
  await hung.stop();
  expect(at.told).toEqual([]);

  at.answer.status = 404;
  const refused = startWatchdog({
    target: { ...shared, url: at.url, style: "plain" },
    ill: async () => null,
    fetch: operatorFetch,
    now: () => 7,
    log: () => undefined,
  });
  await vi.waitFor(() => expect(refused.standing().problem).toContain("answered 404"), WAIT);
  expect(refused.standing().heardMs).toBeNull();
  await refused.stop();
});
