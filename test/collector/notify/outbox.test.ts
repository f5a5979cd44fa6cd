import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { deadChannelMatter } from "tiltmeter/evaluator/own-evidence";
import { ContentStore } from "tiltmeter/ledger/content-store";
import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { Ledger } from "tiltmeter/ledger/ledger";
import { openChannels } from "tiltmeter/notify/channels/open-channels";
import { createOutbox, type Outbox, type OutboxOptions } from "tiltmeter/notify/outbox";
import { ofOperator, operatorFetch, type SafeFetch, safeFetch } from "tiltmeter/notify/safe-fetch";
import { zoneOffsets } from "tiltmeter/zones";
import { expect, test, vi } from "vitest";
import { record } from "../ledger/entries.ts";

const SECRET = `whsec_${Buffer.from("a secret of at least 24 bytes").toString("base64")}`;
const HOUR = 3_600_000;

/** Conditions come about within milliseconds; a busy machine may take longer. */
const PATIENCE = { timeout: 20_000, interval: 5 };

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real receiver on loopback; `answer` is asked for every request. */
async function withReceiver(
  answer: (response: ServerResponse, count: number) => void,
  run: (url: string, received: Received[]) => Promise<void>,
): Promise<void> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    answer(response, received.length);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo; // a TCP server
    await run(`http://127.0.0.1:${port}/hook`, received);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

interface World {
  readonly folder: string;
  nowMs: number;
}

async function inWorld(run: (world: World) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-notify-"));
  try {
    // The receiver's library compares timestamps with the wall clock, so time begins there.
    await run({ folder, nowMs: Date.now() });
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Life {
  readonly ledger: Ledger;
  readonly outbox: Outbox;
}

/** Opens fresh objects over the folder, as a process that starts does. */
async function living<T>(
  world: World,
  of: {
    readonly channels: Readonly<Record<string, string>>;
    readonly fetch?: SafeFetch;
    readonly transact?: (ledger: Ledger) => Ledger["transact"];
  },
  run: (life: Life) => Promise<T>,
): Promise<T> {
  const now = (): number => world.nowMs;
  const ledger = await Ledger.open({ folder: join(world.folder, "ledger"), now });
  const content = await ContentStore.open({ folder: join(world.folder, "content") });
  const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
  const configured = Object.fromEntries(
    Object.entries(of.channels).map(([name, url]) => [
      name,
      { webhook: { url, secret: SECRET, allowPrivate: false } },
    ]),
  );
  const options: OutboxOptions<Ledger["state"], LedgerEntry> = {
    ledger: {
      get state() {
        return ledger.state;
      },
      transact: of.transact?.(ledger) ?? ((decide) => ledger.transact(decide)),
    },
    channels: openChannels(configured, { fetch: of.fetch ?? operatorFetch }),
    now,
    random: () => 0,
    offsets: zoneOffsets,
    origin: "tilt.example.com",
    publicUrl: () => "http://127.0.0.1:4318",
    deadChannel: (dead) => deadChannelMatter({ content, hash, engine: "memory 1" }, dead),
  };
  const outbox = createOutbox(options);
  try {
    return await run({ ledger, outbox });
  } finally {
    await outbox.stop();
    await ledger.close();
  }
}

let raises = 0;
function raise(ledger: Ledger, number: number): Promise<number> {
  raises += 1;
  const fingerprint = `matter ${raises}`;
  const stamp = { atMs: 0, by: "tiltmeter" };
  return ledger.append([
    { ...stamp, type: "nonconformity_raised", fingerprint, record: record(number) },
  ]);
}

function close(ledger: Ledger, id: string): Promise<number> {
  const stamp = { atMs: 1, by: "ann" };
  return ledger.append([
    { ...stamp, type: "nonconformity_moved", id, to: "closed", fields: {}, text: "done" },
  ]);
}

const answering =
  (status: number, headers = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(status, headers).end();
  };

/** Verifies a message as a receiver does, but by the message's own clock. */
function verified({ headers, body }: Received): {
  readonly id: string;
  readonly type: string;
  readonly record: string;
} {
  const id = String(headers["webhook-id"]);
  const at = new Date(Number(headers["webhook-timestamp"]) * 1000);
  expect(headers["webhook-signature"]).toBe(new Webhook(SECRET).sign(id, at, body));
  const { type, data } = JSON.parse(body);
  return { id, type, record: data.id };
}

test("a receiver that verifies as Standard Webhooks says accepts every message, once", async () => {
  await withReceiver(answering(204), (url, received) =>
    inWorld(async (world) => {
      await living(world, { channels: { compliance: url } }, async ({ ledger, outbox }) => {
        await outbox.drain();
        await raise(ledger, 1);
        await raise(ledger, 2);
        await outbox.drain();
        await close(ledger, "NC-2026-0001");
        await outbox.drain();
        await outbox.drain();
        expect(outbox.nextAttemptMs).toBeNull();
      });
      await living(world, { channels: { compliance: url } }, ({ outbox }) => outbox.drain());
      const messages = received.map(({ headers, body }) => {
        const flat = Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name, String(value)]),
        );
        return new Webhook(SECRET).verify(body, flat);
      });
      expect(messages).toMatchObject([
        { type: "nonconformity.raised", data: { id: "NC-2026-0001", state: "raised" } },
        { type: "nonconformity.raised", data: { id: "NC-2026-0002" } },
        { type: "nonconformity.closed", data: { id: "NC-2026-0001", state: "closed" } },
      ]);
      expect(() =>
        new Webhook(SECRET).verify(`${received[0]?.body} `, {
          ...received[0]?.headers,
        } as Record<string, string>),
      ).toThrow("No matching signature");
      expect(received[0]?.headers["content-type"]).toBe("application/json");
    }),
  );
});

test("a failing receiver is tried ten times over 75 hours with one id, then the channel itself is raised", async () => {
  await withReceiver(answering(500), (url, received) =>
    inWorld(async (world) => {
      const startMs = world.nowMs;
      const tries: number[] = [];
      // A new process for every try: the schedule lives in the ledger.
      for (let i = 0; i < 12; i += 1) {
        await living(world, { channels: { compliance: url } }, async ({ ledger, outbox }) => {
          const before = received.length;
          await outbox.drain();
          if (i === 0) await raise(ledger, 1);
          await outbox.drain();
          if (received.length > before) tries.push((world.nowMs - startMs) / HOUR);
          await outbox.drain(); // nothing more before its time
          if (ledger.state.nonconformities.size > 1) return;
          expect(received.length - before).toBe(1);
          world.nowMs = outbox.nextAttemptMs ?? 0;
        });
      }
      const mine = received.map(verified).filter((each) => each.record === "NC-2026-0001");
      expect(mine).toHaveLength(10);
      expect(new Set(mine.map(({ id }) => id)).size).toBe(1);
      expect(tries.slice(0, 10).map((hours) => Math.round(hours * 100) / 100)).toEqual([
        0, 0, 0.08, 0.58, 2.58, 7.58, 17.58, 31.58, 51.58, 75.58,
      ]);
      await living(world, { channels: { compliance: url } }, async ({ ledger }) => {
        expect(ledger.state.nonconformities.get("NC-2026-0002")).toMatchObject({
          control: "notification-channel",
          group: { system: "tiltmeter", channel: "compliance" },
        });
        expect(ledger.state.attempts.get("NC-2026-0001")?.at(-1)).toMatchObject({
          attempt: 10,
          outcome: "failed",
          status: 500,
          nextMs: null,
        });
      });
    }),
  );
});

test("Retry-After postpones the next try, up to a day", async () => {
  await withReceiver(
    (response, count) =>
      answering(429, { "retry-after": count === 1 ? "3600" : "9999999" })(response),
    (url, received) =>
      inWorld((world) =>
        living(world, { channels: { compliance: url } }, async ({ ledger, outbox }) => {
          await outbox.drain();
          await raise(ledger, 1);
          await outbox.drain();
          expect(outbox.nextAttemptMs).toBe(world.nowMs + HOUR);
          world.nowMs += HOUR - 1;
          await outbox.drain();
          expect(received).toHaveLength(1);
          world.nowMs += 1;
          await outbox.drain();
          expect(received).toHaveLength(2);
          expect(outbox.nextAttemptMs).toBe(world.nowMs + 24 * HOUR);
        }),
      ),
  );
});

test("410 ends a channel and raises it; led elsewhere, it is owed what the old place never took", async () => {
  await withReceiver(
    (response, count) => answering(count === 1 ? 200 : 410)(response),
    (oldUrl, oldReceived) =>
      withReceiver(answering(200), (newUrl, newReceived) =>
        inWorld(async (world) => {
          await living(world, { channels: { compliance: oldUrl } }, async ({ ledger, outbox }) => {
            await outbox.drain();
            await raise(ledger, 1);
            await outbox.drain();
            await raise(ledger, 2);
            await raise(ledger, 3);
            await outbox.drain();
            await outbox.drain();
            expect(oldReceived).toHaveLength(2);
            expect(outbox.nextAttemptMs).toBeNull();
            const gone = ledger.state.channels.get("compliance")?.goneMs;
            expect(gone).toBe(world.nowMs);
            expect([...ledger.state.nonconformities.keys()]).toHaveLength(4);
          });
          await living(world, { channels: { compliance: newUrl } }, ({ outbox }) => outbox.drain());
          expect(newReceived.map((each) => verified(each).record)).toEqual([
            "NC-2026-0002",
            "NC-2026-0003",
            "NC-2026-0004",
          ]);
        }),
      ),
  );
});

test("a redirect is a failure, and its target hears nothing", async () => {
  await withReceiver(answering(200), (target, reached) =>
    withReceiver(answering(302, { location: target }), (url) =>
      inWorld((world) =>
        living(world, { channels: { compliance: url } }, async ({ ledger, outbox }) => {
          await outbox.drain();
          await raise(ledger, 1);
          await outbox.drain();
          expect(reached).toEqual([]);
          const [attempt] = ledger.state.attempts.get("NC-2026-0001") ?? [];
          expect(attempt).toMatchObject({ outcome: "failed", status: 302 });
        }),
      ),
    ),
  );
});

test("messages of one record keep their order, also when the first has to wait", async () => {
  await withReceiver(
    (response, count) => answering(count === 1 ? 503 : 200)(response),
    (url, received) =>
      inWorld((world) =>
        living(world, { channels: { compliance: url } }, async ({ ledger, outbox }) => {
          await outbox.drain();
          await raise(ledger, 1);
          await close(ledger, "NC-2026-0001");
          await raise(ledger, 2);
          await outbox.drain();
          world.nowMs += 5_000;
          await outbox.drain();
          expect(received.map((each) => `${verified(each).record} ${verified(each).type}`)).toEqual(
            [
              "NC-2026-0001 nonconformity.raised",
              "NC-2026-0002 nonconformity.raised",
              "NC-2026-0001 nonconformity.raised",
              "NC-2026-0001 nonconformity.closed",
            ],
          );
        }),
      ),
  );
});

test("a new channel is told of what is announced from then on, and channels do not wait for each other", async () => {
  await withReceiver(
    () => undefined, // accepts, and never answers
    (slow) =>
      withReceiver(answering(200), (quick, received) =>
        inWorld(async (world) => {
          const fetch: SafeFetch = (call, signal) => safeFetch(ofOperator(call), signal, 300);
          await living(world, { channels: { slow }, fetch }, async ({ ledger, outbox }) => {
            await outbox.drain();
            await raise(ledger, 1);
          });
          await living(world, { channels: { slow, quick }, fetch }, async ({ ledger, outbox }) => {
            await outbox.drain();
            expect(received).toEqual([]);
            await raise(ledger, 2);
            const draining = outbox.drain();
            await vi.waitUntil(() => received.length === 1, PATIENCE);
            expect(ledger.state.attempts.get("NC-2026-0002")?.length ?? 0).toBeLessThan(2);
            await draining;
            expect(received.map((each) => verified(each).record)).toEqual(["NC-2026-0002"]);
            expect(ledger.state.attempts.get("NC-2026-0001")?.at(-1)).toMatchObject({
              channel: "slow",
              outcome: "failed",
              status: null,
              detail: "no answer in time",
            });
          });
        }),
      ),
  );
});

test("whatever crashes between sending and recording, every message arrives at least once and none is lost", async () => {
  await withReceiver(answering(200), (url, received) =>
    inWorld(async (world) => {
      await living(world, { channels: { a: url, b: url } }, async ({ ledger, outbox }) => {
        await outbox.drain();
        for (let i = 1; i <= 3; i += 1) await raise(ledger, i);
        await close(ledger, "NC-2026-0002");
      });
      let lives = 0;
      let owed = true;
      while (owed) {
        lives += 1;
        let appends = 0;
        // Every life dies at its second record: what it sent then is not known to the next.
        const transact =
          (ledger: Ledger): Ledger["transact"] =>
          (decide) =>
            ++appends >= 2 ? Promise.reject(new Error("killed")) : ledger.transact(decide);
        await living(
          world,
          { channels: { a: url, b: url }, transact },
          async ({ ledger, outbox }) => {
            await outbox.drain().catch(() => undefined);
            owed = outbox.nextAttemptMs !== null;
            expect(ledger.state.attempts.size).toBeGreaterThan(0);
          },
        );
      }
      expect(lives).toBe(8);
      const ids = received.map((each) => verified(each).id);
      expect(new Set(ids).size).toBe(8);
      expect(ids.length).toBeGreaterThan(8);
    }),
  );
});

test("the loop delivers what is raised while it runs, and stopping breaks off a send that is then repeated", async () => {
  let isHanging = false;
  await withReceiver(
    (response) => {
      if (!isHanging) response.writeHead(200).end();
    },
    (url, received) =>
      inWorld(async (world) => {
        const errors: unknown[] = [];
        await living(world, { channels: { compliance: url } }, async ({ ledger, outbox }) => {
          outbox.start({ everyMs: 5, onError: (error) => errors.push(error) });
          await vi.waitUntil(() => ledger.state.channels.size === 1, PATIENCE);
          await raise(ledger, 1);
          await vi.waitUntil(() => ledger.state.attempts.size === 1, PATIENCE);
          isHanging = true;
          await raise(ledger, 2);
          await vi.waitUntil(() => received.length === 2, PATIENCE);
          await outbox.stop();
          expect(ledger.state.attempts.has("NC-2026-0002")).toBe(false);
        });
        isHanging = false;
        await living(world, { channels: { compliance: url } }, ({ outbox }) => outbox.drain());
        expect(received.map((each) => verified(each).record)).toEqual([
          "NC-2026-0001",
          "NC-2026-0002",
          "NC-2026-0002",
        ]);
        expect(errors).toEqual([]);
      }),
  );
});

test("neither the secret nor the address shows in what is recorded or thrown", async () => {
  await inWorld(async (world) => {
    const url = "http://127.0.0.1:1/token-in-path";
    await living(world, { channels: { compliance: url } }, async ({ ledger, outbox }) => {
      await outbox.drain();
      await raise(ledger, 1);
      await outbox.drain();
      const [attempt] = ledger.state.attempts.get("NC-2026-0001") ?? [];
      expect(attempt).toMatchObject({
        outcome: "failed",
        detail: "ECONNREFUSED: nobody listens there",
      });
      const entries: unknown[] = [];
      for await (const { entry } of ledger.entries()) entries.push(entry);
      expect(JSON.stringify(entries)).not.toMatch(/token-in-path|whsec_/);
    });
    const bad = { webhook: { url, secret: "whsec_hush?hush", allowPrivate: false } };
    const failure = (() => {
      try {
        openChannels({ compliance: bad }, { fetch: operatorFetch });
      } catch (error) {
        return String(error);
      }
      return "";
    })();
    expect(failure).toContain("channel compliance");
    expect(failure).not.toContain("hush");
  });
});

test("a storm is sent a few at a time once the receiver answers well, and one by one while it does not", async () => {
  for (const status of [200, 500]) {
    await inWorld(async (world) => {
      let [flying, most] = [0, 0];
      const fetch: SafeFetch = async () => {
        flying += 1;
        most = Math.max(most, flying);
        await new Promise((resolve) => setImmediate(resolve));
        flying -= 1;
        return { status, retryAfter: null };
      };
      const channels = { c: "http://127.0.0.1/" };
      await living(world, { channels, fetch }, async ({ ledger, outbox }) => {
        await outbox.drain();
        for (let number = 1; number <= 40; number += 1) await raise(ledger, number);
        await outbox.drain();
        expect(most).toBe(status === 200 ? 8 : 1);
        expect([...ledger.state.attempts.values()].flatMap((each) => [...each])).toHaveLength(40);
      });
    });
  }
});

test("for any mix of answers every message is delivered, gone or given up after ten tries, in order", async () => {
  const answers = fc.array(fc.constantFrom(200, 200, 500, 302, 429, 0), {
    minLength: 1,
    maxLength: 30,
  });
  await fc.assert(
    fc.asyncProperty(answers, (plan) =>
      inWorld(async (world) => {
        let calls = 0;
        const delivered: string[] = [];
        const fetch: SafeFetch = (call) => {
          const status = plan[calls++ % plan.length] ?? 0;
          if (status === 0) return Promise.reject(new Error("reset"));
          const { type, data } = JSON.parse(String(call.body));
          if (status === 200) delivered.push(`${data.id} ${type}`);
          return Promise.resolve({ status, retryAfter: null });
        };
        await living(
          world,
          { channels: { c: "http://127.0.0.1/" }, fetch },
          async ({ ledger, outbox }) => {
            await outbox.drain();
            await raise(ledger, 1);
            await raise(ledger, 2);
            await close(ledger, "NC-2026-0001");
            for (let i = 0; i < 200 && outbox.nextAttemptMs !== null; i += 1) {
              world.nowMs = Math.max(world.nowMs, outbox.nextAttemptMs);
              await outbox.drain();
            }
            expect(outbox.nextAttemptMs).toBeNull();
            const tries = [...ledger.state.attempts.values()].flatMap((each) => [...each]);
            expect(tries.every(({ attempt }) => attempt <= 10)).toBe(true);
            expect(tries.filter(({ outcome }) => outcome === "delivered")).toHaveLength(
              delivered.length,
            );
            expect(new Set(delivered).size).toBe(delivered.length);
            const mine = delivered.filter((each) => each.startsWith("NC-2026-0001"));
            expect(mine).toEqual([...mine].sort().reverse());
          },
        );
      }),
    ),
    { numRuns: 25 },
  );
});

/** Loads routes: compliance hears everything, the pager what `severities` says. */
function route(ledger: Ledger, severities: readonly ("high" | "low")[] | null): Promise<number> {
  const when = { severities: severities ?? [], owners: [], systems: [], controls: [], raises: [] };
  const routes = [{ id: "pages", when, channels: ["pager"] }];
  return ledger.append([
    {
      type: "routes_loaded",
      atMs: 0,
      by: "tiltmeter",
      file: severities === null ? null : "routes.yaml",
      routes: severities === null ? null : { compliance: ["compliance"], routes },
    },
  ]);
}

test("a raise reaches compliance and the channels that the routes of its moment name; its end reaches whom its beginning did", async () => {
  await withReceiver(answering(200), (compliance, all) =>
    withReceiver(answering(200), (pager, paged) =>
      inWorld((world) =>
        living(world, { channels: { compliance, pager } }, async ({ ledger, outbox }) => {
          const told = (of: readonly Received[]): readonly string[] =>
            of
              .map((each) => `${verified(each).record} ${verified(each).type.split(".")[1]}`)
              .toSorted();
          await outbox.drain();
          await raise(ledger, 1); // without routes everybody hears everything
          await route(ledger, ["low"]);
          await raise(ledger, 2); // it is high, so the pager does not
          await route(ledger, ["high"]);
          await raise(ledger, 3);
          await route(ledger, ["low"]);
          await close(ledger, "NC-2026-0003"); // the pager was to hear of it before
          await close(ledger, "NC-2026-0002");
          await route(ledger, null);
          await raise(ledger, 4);
          await outbox.drain();
          expect(told(paged)).toEqual([
            "NC-2026-0001 raised",
            "NC-2026-0003 closed",
            "NC-2026-0003 raised",
            "NC-2026-0004 raised",
          ]);
          expect(told(all)).toEqual([
            "NC-2026-0001 raised",
            "NC-2026-0002 closed",
            "NC-2026-0002 raised",
            "NC-2026-0003 closed",
            "NC-2026-0003 raised",
            "NC-2026-0004 raised",
          ]);
          expect(outbox.nextAttemptMs).toBeNull();
        }),
      ),
    ),
  );
});

test("notices of one record are delivered once each, to those whom each names, over a restart", async () => {
  await inWorld(async (world) => {
    await withReceiver(
      (response) => response.writeHead(204).end(),
      async (url, received) => {
        const channels = { team: `${url}?team`, board: `${url}?board` };
        const stamp = { atMs: world.nowMs, by: "tiltmeter" };
        const due = (level: "at_risk" | "breached" | "escalated"): LedgerEntry => ({
          ...{
            type: "clock_due",
            ...stamp,
            record: record(1).id,
            clock: "contain",
            round: 1,
            level,
          },
          ...{ step: level === "escalated" ? 1 : 0, startMs: 0, dueMs: world.nowMs },
          channels: level === "escalated" ? ["board"] : ["team"],
        });
        await living(world, { channels }, async ({ ledger, outbox }) => {
          await outbox.drain();
          await ledger.append([
            { type: "nonconformity_raised", ...stamp, fingerprint: "f", record: record(1) },
            ...(["at_risk", "breached", "escalated"] as const).map(due),
          ]);
          await outbox.drain();
        });
        await living(world, { channels }, async ({ outbox }) => {
          await outbox.drain();
          expect(outbox.nextAttemptMs).toBeNull();
        });
        const said = received.map(({ body }) => {
          const { type, data } = JSON.parse(body);
          return data.due === undefined ? type : data.due.level;
        });
        expect(said.sort()).toEqual(
          [
            "nonconformity.raised",
            "nonconformity.raised",
            "at_risk",
            "breached",
            "escalated",
          ].sort(),
        );
      },
    );
  });
});
