// What `tiltmeter proxy` adds to a call, beside a bare reverse proxy of Node and beside none, in one run: a request of
// 400 bytes and an answer of 600, over connections that are kept. The parts take turns, so that the machine's moods hit all.
import { Agent, createServer, request } from "node:http";
import { startProxy } from "../../collector/dist/proxy/proxy.js";
import { openTarget } from "../../collector/dist/proxy/target.js";
import { createMonitor } from "../../sdk/dist/index.js";

const CALLS = Number(process.env.TILTMETER_BENCH_CALLS ?? 20_000);
const TURNS = 20;

const listening = (server) =>
  new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${server.address().port}`));
  });

const ANSWER = JSON.stringify({
  id: "chatcmpl-1",
  object: "chat.completion",
  model: "gpt-4o-2026-08-06",
  choices: [
    { index: 0, finish_reason: "stop", message: { role: "assistant", content: "x".repeat(300) } },
  ],
  usage: { prompt_tokens: 12, completion_tokens: 80, total_tokens: 92 },
});
const BODY = JSON.stringify({
  model: "gpt-4o",
  messages: [{ role: "user", content: "y".repeat(320) }],
});

const model = createServer((incoming, outgoing) => {
  incoming.resume();
  incoming.on("end", () => {
    outgoing.writeHead(200, {
      "content-type": "application/json",
      "content-length": ANSWER.length,
    });
    outgoing.end(ANSWER);
  });
});
const modelUrl = await listening(model);

const collector = createServer((incoming, outgoing) => {
  incoming.resume();
  incoming.on("end", () => {
    if (incoming.method === "GET") return; // the directive is asked for, and there is no news
    outgoing.writeHead(200, { "content-type": "application/x-protobuf" }).end();
  });
});
const collectorUrl = await listening(collector);

const bareAgent = new Agent({ keepAlive: true });
const bare = createServer((incoming, outgoing) => {
  const upstream = request(
    `${modelUrl}${incoming.url}`,
    { method: incoming.method, headers: incoming.headers, agent: bareAgent },
    (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    },
  );
  incoming.pipe(upstream);
});
const bareUrl = await listening(bare);

const ai = createMonitor({ system: "bench", url: collectorUrl, key: "k", log: () => undefined });
const proxy = await startProxy(
  {
    host: "127.0.0.1",
    port: 0,
    target: openTarget(new URL(modelUrl)),
    fallback: null,
    system: "bench",
    map: null,
    provider: "openai",
    isShadow: false,
    showsId: true,
    healthPath: null,
    copyBytesMax: 4 * 1_048_576,
  },
  { ai, nowMs: () => Date.now(), monotonicMs: () => performance.now(), log: console.error },
);

const client = new Agent({ keepAlive: true });
const call = (url) =>
  new Promise((resolve, reject) => {
    const startMs = performance.now();
    const outgoing = request(
      `${url}/v1/chat/completions`,
      {
        method: "POST",
        agent: client,
        headers: { "content-type": "application/json", "content-length": BODY.length },
      },
      (answer) => {
        answer.resume();
        answer.on("end", () => resolve(performance.now() - startMs));
      },
    );
    outgoing.on("error", reject);
    outgoing.end(BODY);
  });

const ways = [
  ["direct", modelUrl],
  ["bare proxy", bareUrl],
  ["tiltmeter proxy", proxy.url],
];
const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];

for (const together of [1, 16]) {
  const times = new Map(ways.map(([name]) => [name, []]));
  for (let turn = 0; turn <= TURNS; turn += 1) {
    for (const [name, url] of ways) {
      const left = Math.ceil(CALLS / TURNS / together);
      const each = async () => {
        // The first turn warms up.
        for (let at = 0; at < left; at += 1) {
          const ms = await call(url);
          if (turn > 0) times.get(name).push(ms);
        }
      };
      await Promise.all(Array.from({ length: together }, each));
    }
  }
  console.log(`${together} at once, ${CALLS} calls each; everything in one process`);
  for (const [name] of ways) {
    const sorted = times.get(name).sort((a, b) => a - b);
    const [p50, p99] = [quantile(sorted, 0.5), quantile(sorted, 0.99)];
    console.log(`  ${name.padEnd(16)} p50 ${p50.toFixed(3)} ms, p99 ${p99.toFixed(3)} ms`);
  }
}
const { recorded, unread } = proxy.status();
console.log(`recorded ${recorded}, unread ${JSON.stringify(unread)}`);

await proxy.close({ graceMs: 100 });
await ai.close({ timeoutMs: 1_000 });
for (const server of [model, bare, collector]) {
  server.closeAllConnections();
  server.close();
}
client.destroy();
bareAgent.destroy();
