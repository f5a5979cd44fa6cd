import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMonitor } from "@tiltmeter/sdk";
import { wrapOpenAI } from "@tiltmeter/sdk/openai";
import OpenAI from "openai";
import { expect, test } from "vitest";
import { startProxy } from "../../collector/proxy/proxy.ts";
import { openProxyMonitor } from "../../collector/proxy/proxy-monitor.ts";
import { openTarget } from "../../collector/proxy/target.ts";
import { startFakeOpenAi } from "../clients/fake-openai.ts";
import { tiltmeter } from "../collector/cli/command-line.ts";
import { createCertificates, openssl } from "../collector/notify/channels/certificates.ts";
import { declare, startCollector } from "./collector.ts";

const MAP = `
system: credit
model: { name: xgb, version: "7" }
routes:
  - request: POST /score
    id: request.id
    features: request.applicant
    label: answer.decision
`;

test("tiltmeter proxy as a process: predictions reach the collector, a suspension reaches the clients, and nothing is lost", async () => {
  const nowMs = Date.now();
  await using collector = await startCollector({ nowMs, systems: [declare("credit")] });
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-proxy-"));
  const answer: RequestListener = (incoming, outgoing) => {
    incoming.resume();
    outgoing.writeHead(200, { "content-type": "application/json" });
    outgoing.end('{"decision":"approve"}');
  };
  // Over TLS, with an authority of its own, where this machine can make one.
  const certificates = openssl.absent ? null : createCertificates();
  const model =
    certificates === null ? createServer(answer) : createTlsServer(certificates, answer);
  let ending = (): void => undefined;
  await new Promise<void>((resolve) => {
    model.listen(0, "127.0.0.1", resolve);
  });
  const { port } = model.address() as AddressInfo; // a TCP server
  try {
    await writeFile(join(folder, "map.yaml"), MAP);
    await writeFile(join(folder, "ca.pem"), certificates?.ca ?? "");
    await writeFile(join(folder, "key"), `${collector.ingest}\n`);
    const proxy = tiltmeter(
      [
        ...[
          "proxy",
          "--target",
          `${certificates === null ? "http" : "https"}://127.0.0.1:${port}`,
          "--listen",
          "127.0.0.1:0",
        ],
        ...["--map", join(folder, "map.yaml"), "--key-file", join(folder, "key")],
        ...["--collector", collector.url],
      ],
      {
        ...{ TILTMETER_KEY: "", TILTMETER_URL: "" },
        ...(certificates === null ? {} : { NODE_EXTRA_CA_CERTS: join(folder, "ca.pem") }),
      },
    );
    ending = () => void proxy.process.kill("SIGKILL");
    const out = await proxy.printed("the collector says: run", 20_000);
    const url = /listening on (\S+)/.exec(out)?.[1] ?? "";
    const score = (id: string): Promise<Response> =>
      fetch(`${url}/score`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ id, applicant: { income: 5 } }),
      });
    const scored = await score("p-1");
    expect([scored.status, scored.headers.get("tiltmeter-prediction-id")]).toEqual([200, "p-1"]);
    expect(await scored.json()).toEqual({ decision: "approve" });
    await collector.api("/systems/credit/suspension", { act: "suspend", reason: "an exercise" });
    const refused = await untilSuspended(score);
    expect(await refused.json()).toMatchObject({ code: "system_suspended" });
    proxy.process.kill("SIGTERM");
    expect(await proxy.ended).toBe(0);
    expect(proxy.out()).toMatch(
      /kept 1 calls from the model; \d+ records are with the collector, 0 are not/,
    );
    await collector.app.settled();
    collector.clock.nowMs = Date.now();
    const { unexplainedLoss } = await collector.api("/systems/credit");
    expect(unexplainedLoss).toBe(0);
    expect(await collector.api("/systems/credit/suspension")).toMatchObject({
      standing: "suspended",
    });
  } finally {
    ending();
    model.closeAllConnections();
    model.close();
    await rm(folder, { recursive: true, force: true });
  }
});

test("a call of a wrapped client that goes through the proxy is one prediction", async () => {
  await using collector = await startCollector({ nowMs: Date.now(), systems: [declare("bot")] });
  await using server = await openAi();
  const of = { system: "bot", url: collector.url, key: collector.ingest };
  const log = (): undefined => undefined;
  const ai = openProxyMonitor({ ...of, environment: null, policies: {}, log });
  const proxy = await startProxy(
    {
      ...{ host: "127.0.0.1", port: 0, target: openTarget(new URL(server.url)), fallback: null },
      ...{ system: "bot", map: null, provider: "openai", isShadow: false, showsId: true },
      ...{ healthPath: null, copyBytesMax: 1_048_576 },
    },
    { ai, nowMs: () => Date.now(), monotonicMs: () => performance.now(), log },
  );
  await using mine = createMonitor(of);
  const client = wrapOpenAI(new OpenAI({ baseURL: `${proxy.url}/v1`, apiKey: "k" }), mine);
  for (let call = 0; call < 2; call += 1) {
    await client.chat.completions.create({ model: "gpt-4o", messages: [] });
  }
  await proxy.close();
  expect(proxy.status().recorded).toBe(2);
  await Promise.all([ai.flush(), mine.flush()]);
  await ai.close();
  await collector.app.settled();
  collector.clock.nowMs = Date.now();
  expect(await collector.api("/systems/bot")).toMatchObject({ predictions: 2, unexplainedLoss: 0 });
});

async function openAi(): Promise<{ readonly url: string } & AsyncDisposable> {
  const { url, close } = await startFakeOpenAi();
  return { url, [Symbol.asyncDispose]: close };
}

/** Calls until the suspension has reached the proxy, which is told of it within the second. */
async function untilSuspended(score: (id: string) => Promise<Response>): Promise<Response> {
  const untilMs = performance.now() + 20_000;
  for (let call = 0; performance.now() < untilMs; call += 1) {
    const answer = await score(`q-${call}`);
    if (answer.status === 503) return answer;
    await answer.arrayBuffer();
  }
  throw new Error("the suspension never reached the proxy");
}
