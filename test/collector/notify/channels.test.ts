import { createServer, type Server } from "node:net";
import { readChannels } from "tiltmeter/channel-config";
import type { Channel, Sent } from "tiltmeter/notify/channel";
import { openChannel } from "tiltmeter/notify/channels/open-channels";
import { ofOperator, safeFetch, safeHear } from "tiltmeter/notify/safe-fetch";
import { expect, test } from "vitest";
import { createCertificates, openssl } from "./channels/certificates.ts";
import { notice, sending } from "./channels/notices.ts";
import { type Answer, answering, receiver } from "./channels/receiver.ts";

// What receivers do wrong, to every kind that speaks HTTP; mail servers have their own ways, and their own test.

const PATIENCE_MS = 400;
/** On a machine that is busy with other tests; what is not bounded never ends. */
const BOUNDED_MS = 20_000;
const SECRET = `whsec_${Buffer.from("a secret of at least 24 bytes").toString("base64")}`;
const HUSH = "hush-9f2c";

/** As an operator writes each kind; every secret has the same mark in it. */
const KINDS: Readonly<Record<string, (url: string) => unknown>> = {
  webhook: (url) => ({ webhook: { url: `${url}/${HUSH}`, secret: SECRET } }),
  "slack by webhook": (url) => ({ slack: { webhook: `${url}/${HUSH}` } }),
  "slack by token": (url) => ({ slack: { token: `xoxb-${HUSH}-12345`, channel: "ops", url } }),
  teams: (url) => ({ teams: { url: `${url}/${HUSH}` } }),
  pagerduty: (url) => ({ pagerduty: { routing_key: `${HUSH}-0123456789012345678`, url } }),
  jira: (url) => ({ jira: { url, user: "me@example.com", token: HUSH, project: "RISK" } }),
  alertmanager: (url) => ({ alertmanager: { url, token: HUSH } }),
};
const kinds = Object.keys(KINDS);
/** Of these the answer's body decides. */
const reads = new Set(["slack by token", "jira"]);

function channel(kind: string, url: string): Channel {
  const { channels, problems } = readChannels(
    { c: KINDS[kind]?.(url) },
    { env: {}, read: () => "" },
  );
  expect(problems).toEqual([]);
  const { c } = channels;
  if (c === undefined) throw new Error(`${kind} cannot be configured`);
  return openChannel("c", c, {
    fetch: (call, signal) => safeFetch(ofOperator(call), signal, PATIENCE_MS),
    hear: (call, signal) => safeHear(ofOperator(call), signal, PATIENCE_MS),
  });
}

/** One try against a receiver that answers so, and how long it took. */
async function tried(kind: string, answer: Answer): Promise<{ sent: Sent; tookMs: number }> {
  await using server = await receiver(answer);
  const startedMs = performance.now();
  const sent = await channel(kind, server.url).send(notice(), sending());
  expect(JSON.stringify(sent)).not.toContain(HUSH);
  return { sent, tookMs: performance.now() - startedMs };
}

test.each(kinds)("%s: what a receiver answers is what the outbox needs to know", async (kind) => {
  for (const status of [500, 502, 503, 401, 404, 413]) {
    const { sent } = await tried(kind, answering(status, `words <b>${HUSH}</b>`));
    expect(sent, String(status)).toMatchObject({ outcome: "failed", status, retryAfterMs: null });
  }
  const moved = await tried(kind, answering(307, "", { location: "/elsewhere" }));
  expect(moved.sent).toMatchObject({
    ...{ outcome: "failed", status: 307, detail: "answered 307: redirects are not followed" },
  });
  for (const [after, waitMs] of [
    ["120", 120_000],
    ["Mon, 23 Nov 2026 14:07:00 GMT", 120_000],
    ["Monday", null],
    ["-5", null],
  ] as const) {
    const { sent } = await tried(kind, answering(429, "slow down", { "retry-after": after }));
    expect(sent, after).toMatchObject({ outcome: "failed", status: 429, retryAfterMs: waitMs });
  }
  const { sent } = await tried(kind, answering(410));
  expect(sent).toMatchObject({ outcome: kind === "jira" ? "failed" : "gone", status: 410 });
});

test.each(kinds)(
  "%s: a receiver that resets, hangs, dawdles or never ends costs a bounded time",
  async (kind) => {
    const reset = await tried(kind, (response) => response.destroy());
    expect(reset.sent).toMatchObject({ outcome: "failed", status: null });
    const hung = await tried(kind, () => undefined);
    expect(hung.sent).toMatchObject({ outcome: "failed", status: null });
    expect(hung.tookMs).toBeLessThan(BOUNDED_MS);

    const slow = await tried(kind, (response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write("."), 20);
      response.on("close", () => clearInterval(timer));
    });
    let bytes = 0;
    const endless = await tried(kind, (response) => {
      response.writeHead(200);
      const part = "x".repeat(16_384);
      const write = (): void => {
        while (!response.destroyed && response.write(part)) bytes += part.length;
      };
      response.on("drain", write);
      write();
    });
    // Where the status says it all, the rest is no matter; where the words do, they did not come.
    for (const { sent, tookMs } of [slow, endless]) {
      expect(sent.outcome).toBe(reads.has(kind) ? "failed" : "delivered");
      expect(tookMs).toBeLessThan(BOUNDED_MS);
    }
    expect(bytes).toBeLessThan(64 * 1024 * 1024);
  },
);

test(`a receiver that nobody vouches for, or that is not there, is told nothing${openssl.note}`, async () => {
  if (openssl.absent) return;
  const { cert, key } = createCertificates();
  await using server = await receiver(answering(200), { cert, key });
  const closed = await closedPort();
  for (const kind of kinds) {
    const sent = await channel(kind, server.url).send(notice(), sending());
    expect(sent, kind).toMatchObject({ outcome: "failed", status: null });
    expect(sent.detail).toMatch(/CERT|SELF_SIGNED|VERIFY/);
    expect(await channel(kind, closed).send(notice(), sending())).toMatchObject({
      ...{ outcome: "failed", detail: "ECONNREFUSED: nobody listens there" },
    });
  }
  expect(server.requests).toEqual([]);
});

test.each(kinds)("%s: no secret shows in the channel", (kind) => {
  const of = channel(kind, "https://receiver.example.com");
  const { target: _, ...rest } = of;
  expect(JSON.stringify(rest)).not.toContain(HUSH);
  const { channels } = readChannels(
    { c: KINDS[kind]?.("https://receiver.example.com") },
    { env: {}, read: () => "" },
  );
  expect(JSON.stringify(channels)).not.toMatch(new RegExp(`${HUSH}|whsec_`));
});

/** An address at which nobody listens any more. */
async function closedPort(): Promise<string> {
  const server: Server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}
