import { createEventFeed, FEED_PAGE } from "tiltmeter/http/event-feed";
import { createKey, hashSecret, keyText } from "tiltmeter/http/key";
import { createWaiting } from "tiltmeter/http/waiting";
import { afterEach, expect, test } from "vitest";
import { type HttpBench, httpBench, NOW_MS } from "../http-bench.ts";

interface Desk extends HttpBench {
  readonly append: (...entries: readonly object[]) => void;
  readonly apply: () => void;
  readonly close: () => void;
  readonly readings: number[];
}

const RECORDS = new Map([
  ["NC-2026-0001", ["credit"]],
  ["NC-2026-0002", ["mail"]],
  ["NC-2026-0003", ["credit", "mail"]],
]);

function desk(): Desk {
  const entries: object[] = [];
  const listeners = new Set<() => void>();
  const readings: number[] = [];
  let applied = 0;
  const waiting = createWaiting((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  });
  const size = (): number => entries.length;
  const bench = httpBench({
    events: {
      size,
      applied: () => applied,
      waiting,
      feed: createEventFeed({
        size,
        systemsOf: (id) => RECORDS.get(id) ?? null,
        entries: async ({ from, limit }) => {
          readings.push(from);
          const page = entries.slice(from, from + limit);
          return { items: page.map((entry, i) => ({ index: from + i, entry })) };
        },
      }),
    },
  });
  const told = (): void => {
    for (const listener of [...listeners]) listener();
  };
  return {
    ...bench,
    readings,
    append: (...more) => {
      entries.push(...more);
      told();
    },
    apply: () => {
      applied += 1;
      told();
    },
    close: waiting.close,
  };
}

const moved = (id: string): object => ({ type: "nonconformity_moved", atMs: NOW_MS, id });
const transition = (system: string): object => ({
  ...{ type: "control_transition", atMs: NOW_MS, control: "drift", instance: { system } },
});

interface Heard {
  readonly event: string;
  readonly id: string | null;
  readonly data: { readonly [name: string]: unknown };
}

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(ends.splice(0).map((end) => end()));
});

/** Follows a stream; `next` is the next event that is not a heartbeat, or null at its end. */
async function follow(
  bench: HttpBench,
  path: string,
  of: { key: string; after?: number },
): Promise<{ next: () => Promise<Heard | null> }> {
  const headers = of.after === undefined ? {} : { "last-event-id": String(of.after) };
  const answer = await bench.request(path, { key: of.key, headers });
  expect(answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error("the stream has no body");
  ends.push(() => reader.cancel().catch(() => undefined));
  let text = "";
  const next = async (): Promise<Heard | null> => {
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end === -1) {
        const { done, value } = await reader.read();
        if (done) return null;
        text += value;
        continue;
      }
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      const field = (name: string): string | null =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? null;
      const event = field("event");
      if (event !== null) return { event, id: field("id"), data: JSON.parse(field("data") ?? "") };
    }
  };
  return { next };
}

const PATH = "/api/v1/events";

test("what happens is told as it happens, with its index and what it is about, and nothing of what was said", async () => {
  const bench = desk();
  bench.append(moved("NC-2026-0001"));
  const stream = await follow(bench, PATH, { key: bench.keys.viewer });
  const first = stream.next();
  bench.append({ ...moved("NC-2026-0001"), fields: { statement: "about a person" } });
  expect(await first).toEqual({
    event: "ledger",
    id: "1",
    data: {
      ...{ index: 1, kind: "nonconformity_moved", at: new Date(NOW_MS).toISOString() },
      ...{ systems: ["credit"], record: "NC-2026-0001", control: null },
    },
  });
  bench.append(transition("mail"));
  expect(await stream.next()).toMatchObject({ event: "verdict", data: { control: "drift" } });
  bench.apply();
  expect(await stream.next()).toEqual({ event: "applied", id: null, data: {} });
});

test("a stream goes on after the entry that was known last, whatever the number of pages between", async () => {
  const bench = desk();
  bench.append(...Array.from({ length: FEED_PAGE + 20 }, () => moved("NC-2026-0001")));
  const stream = await follow(bench, PATH, { key: bench.keys.viewer, after: 9 });
  for (let index = 10; index < FEED_PAGE + 20; index += 1) {
    expect((await stream.next())?.id).toBe(String(index));
  }
});

test("who missed too much, or knows an entry that never was, is told to read everything again", async () => {
  const bench = desk();
  bench.append(...Array.from({ length: 10_050 }, () => moved("NC-2026-0001")));
  for (const after of [0, 99_999]) {
    const stream = await follow(bench, PATH, { key: bench.keys.viewer, after });
    expect(await stream.next()).toMatchObject({ event: "reset", id: "10049" });
  }
});

test("only what is asked for is told, and of others' systems nothing", async () => {
  const bench = desk();
  const key = createKey("viewer", (bytes) => new Uint8Array(bytes).fill(7));
  const viewer = [...bench.storedKeys.values()].find(({ role }) => role === "viewer");
  if (viewer === undefined) throw new Error("the bench has no viewer");
  const narrowed = { id: key.id, hash: hashSecret(key.secret), systems: ["credit"] };
  bench.storedKeys.set(key.id, { ...viewer, ...narrowed });
  const all = await follow(bench, PATH, { key: bench.keys.viewer });
  const mail = await follow(bench, `${PATH}?system=mail`, { key: bench.keys.viewer });
  const record = await follow(bench, `${PATH}?record=NC-2026-0002`, { key: bench.keys.viewer });
  const narrow = await follow(bench, PATH, { key: keyText(key) });
  bench.append(moved("NC-2026-0003"), { type: "ledger_heartbeat", atMs: NOW_MS });
  bench.append(moved("NC-2026-0002"), transition("mail"), moved("NC-2026-0001"));
  const ids = async (stream: typeof all, many: number): Promise<(string | null)[]> => {
    const heard: (string | null)[] = [];
    for (let i = 0; i < many; i += 1) heard.push((await stream.next())?.id ?? null);
    return heard;
  };
  expect(await ids(all, 5)).toEqual(["0", "1", "2", "3", "4"]);
  expect(await ids(mail, 3)).toEqual(["0", "2", "3"]);
  expect(await ids(record, 1)).toEqual(["2"]);
  expect(await ids(narrow, 1)).toEqual(["4"]);
});

test("a hundred who are up to date cost one reading of each entry", async () => {
  const bench = desk();
  const keys = [bench.keys.viewer, bench.keys.operator, bench.keys.auditor, bench.keys.admin];
  const streams = await Promise.all(
    keys.flatMap((key) => Array.from({ length: 12 }, () => follow(bench, PATH, { key }))),
  );
  const heard = streams.map((stream) => stream.next());
  bench.append(moved("NC-2026-0001"));
  for (const one of await Promise.all(heard)) expect(one?.id).toBe("0");
  expect(bench.readings).toEqual([0]);
});

test("one person has so many streams and no more, and a stream that was left makes room", async () => {
  const bench = desk();
  const key = bench.keys.viewer;
  for (let i = 0; i < 16; i += 1) await follow(bench, PATH, { key });
  const refused = await bench.request(PATH, { key });
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toBe("30");
  expect((await refused.json()).detail).toContain("too many open streams");
  await ends.pop()?.();
  expect((await bench.request(PATH, { key })).status).toBe(200);
});

test("a stream ends when its key is revoked, and when the collector ends", async () => {
  const bench = desk();
  const revoked = await follow(bench, PATH, { key: bench.keys.operator });
  const ended = await follow(bench, PATH, { key: bench.keys.viewer });
  const [first, second] = [revoked.next(), ended.next()];
  const stored = [...bench.storedKeys.values()].find(({ role }) => role === "operator");
  if (stored === undefined) throw new Error("the bench has no operator");
  bench.storedKeys.set(stored.id, { ...stored, revokedMs: NOW_MS });
  bench.append(moved("NC-2026-0001"));
  await second;
  // What happened before the look that ends it may still be told; then it ends.
  if ((await first) !== null) expect(await revoked.next()).toBe(null);
  const last = ended.next();
  bench.close();
  expect(await last).toBe(null);
});

test("an index that is none is refused", async () => {
  const bench = desk();
  const answer = await bench.request(`${PATH}?after=now`, { key: bench.keys.viewer });
  expect(answer.status).toBe(400);
});
