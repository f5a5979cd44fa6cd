import {
  type DirectiveEvent,
  foldDirective,
  RUNNING,
  type SystemDirective,
} from "@tiltmeter/rules";
import { createWaiting } from "tiltmeter/http/waiting";
import { expect, test } from "vitest";
import { type HttpBench, httpBench, NOW_MS } from "../http-bench.ts";

interface Desk extends HttpBench {
  readonly acknowledged: object[];
  readonly waiting: ReturnType<typeof createWaiting>;
  /** Decides, and tells those who wait. */
  readonly set: (of: SystemDirective) => void;
}

function desk(): Desk {
  const listeners = new Set<() => void>();
  const acknowledged: object[] = [];
  let stands = RUNNING;
  const waiting = createWaiting((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  });
  const bench = httpBench({
    directives: {
      directive: (system) => (system === "credit" ? stands : RUNNING),
      waiting,
      acknowledged: (of) => acknowledged.push(of),
    },
  });
  const set = (of: SystemDirective): void => {
    stands = of;
    for (const listener of listeners) listener();
  };
  return { ...bench, acknowledged, waiting, set };
}

const suspension: DirectiveEvent = {
  type: "system_suspended",
  atMs: NOW_MS - 1000,
  by: "ann",
  system: "credit",
  ground: "approved",
  control: null,
  records: ["NC-2026-0001"],
  reason: "a reason that names a customer",
  untilMs: null,
};
const SUSPENDED = foldDirective(RUNNING, suspension);
const PATH = "/api/v1/directives/credit";

test("a system of which nothing was decided runs, and one that is unknown looks the same", async () => {
  const { request, keys } = desk();
  const [known, unknown] = await Promise.all(
    ["credit", "nobody"].map((id) => request(`/api/v1/directives/${id}`, { key: keys.ingest })),
  );
  const body = await known?.json();
  expect(body).toEqual({
    system: "credit",
    directive: "run",
    since: null,
    until: null,
    reason: null,
    record: null,
    etag: expect.stringMatching(/^[0-9a-f]{16}$/),
  });
  expect(known?.headers.get("etag")).toBe(`"${body.etag}"`);
  expect(Object.keys(await unknown?.json())).toEqual(Object.keys(body));
});

test("a suspended system is told so by code, never in the words of whoever decided", async () => {
  const { request, keys, set } = desk();
  set(SUSPENDED);
  const answer = await request(PATH, { key: keys.narrow });
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({
    directive: "suspend",
    since: new Date(NOW_MS - 1000).toISOString(),
    reason: "approved",
    record: "NC-2026-0001",
  });
  expect(text).not.toContain("customer");
});

test("a key that is limited to systems asks for those only", async () => {
  const { request, keys } = desk();
  const answer = await request("/api/v1/directives/mail", { key: keys.narrow });
  expect([answer.status, await answer.json()]).toMatchObject([
    403,
    { detail: expect.stringContaining("its systems are credit") },
  ]);
});

test("what has not changed is 304, also among several tags and after a weakening proxy", async () => {
  const { request, keys, set } = desk();
  const ask = (tag: string): Promise<Response> =>
    request(PATH, { key: keys.ingest, headers: { "if-none-match": tag } });
  const etag = (await request(PATH, { key: keys.ingest })).headers.get("etag") ?? "";
  for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
    const answer = await ask(tag);
    expect([answer.status, answer.headers.get("etag"), await answer.text()]).toEqual([
      304,
      etag,
      "",
    ]);
  }
  set(SUSPENDED);
  expect((await ask(etag)).status).toBe(200);
});

test("a request that waits is answered as soon as there is news, and other systems' news are none", async () => {
  const { request, keys, set } = desk();
  const etag = (await request(PATH, { key: keys.ingest })).headers.get("etag") ?? "";
  const of = { key: keys.ingest, headers: { "if-none-match": etag } };
  const waits = request(`${PATH}?wait=30`, of);
  set(RUNNING);
  expect(await Promise.race([waits, Promise.resolve("still waiting")])).toBe("still waiting");
  set(SUSPENDED);
  expect(await (await waits).json()).toMatchObject({ directive: "suspend" });
});

test("the end that was set is news at its instant, without anybody deciding", async () => {
  const { request, keys, set, clock } = desk();
  set(foldDirective(RUNNING, { ...suspension, untilMs: NOW_MS + 20 }));
  const etag = (await request(PATH, { key: keys.ingest })).headers.get("etag") ?? "";
  const of = { key: keys.ingest, headers: { "if-none-match": etag } };
  const waits = request(`${PATH}?wait=30`, of);
  clock.nowMs += 20;
  expect(await (await waits).json()).toMatchObject({ directive: "run", reason: "expired" });
});

test("so many wait and no more: the others are answered at once and told when to come again", async () => {
  const { request, keys, waiting } = desk();
  const etag = (await request(PATH, { key: keys.ingest })).headers.get("etag") ?? "";
  const of = { key: keys.ingest, headers: { "if-none-match": etag } };
  const held = Array.from({ length: 256 }, () => waiting.wait(() => false, { ms: 60_000 }));
  const answer = await request(`${PATH}?wait=30`, of);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([304, "5"]);
  waiting.close();
  await Promise.all(held);
  // After the end nobody waits, and no connection is kept.
  const last = await request(`${PATH}?wait=30`, of);
  expect([last.status, last.headers.get("connection")]).toEqual([304, "close"]);
});

test("who has gone waits no longer", async () => {
  const { waiting } = desk();
  const gone = new AbortController();
  const waits = waiting.wait(() => false, { ms: 60_000, signal: gone.signal });
  gone.abort();
  await waits;
  expect(waiting.isFull()).toBe(false);
});

test("asking again with the tag of the suspension acknowledges it, where a process says who it is", async () => {
  const { request, keys, set, acknowledged } = desk();
  const running = (await request(PATH, { key: keys.ingest })).headers.get("etag") ?? "";
  const ask = (tag: string, producer?: string): Promise<Response> =>
    request(PATH, {
      key: keys.ingest,
      headers: {
        "if-none-match": tag,
        ...(producer === undefined ? {} : { "Tiltmeter-Producer": producer }),
      },
    });
  await ask(running, "p-1");
  set(SUSPENDED);
  const etag = (await ask(running, "p-1")).headers.get("etag") ?? "";
  await ask(etag);
  expect(acknowledged).toEqual([]);
  await ask(etag, "p-1");
  expect(acknowledged).toEqual([{ system: "credit", producer: "p-1" }]);
});

test("a wait that is no number of seconds up to 30 is refused", async () => {
  const { request, keys } = desk();
  for (const wait of ["31", "-1", "1.5", "x", "1e1", ""]) {
    const answer = await request(`${PATH}?wait=${wait}`, { key: keys.ingest });
    expect(answer.status, wait).toBe(400);
  }
});
