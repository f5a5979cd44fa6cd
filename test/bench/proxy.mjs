// What `tiltmeter proxy` adds to a call, beside a bare reverse proxy of Node and beside none, in one run: a request of
// 400 bytes and an answer of 600, over connections that are kept. The parts take turns, so that the machine's moods hit all.
import { spawn } from "node:child_process";
import { Agent, createServer, request } from "node:http";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

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

// Each proxy is a process of its own, as it is in service: what it does after an answer delays nobody here.
const BARE = `
const { Agent, createServer, request } = require("node:http");
const agent = new Agent({ keepAlive: true });
const server = createServer((incoming, outgoing) => {
  const upstream = request(
    process.argv[1] + incoming.url,
    { method: incoming.method, headers: incoming.headers, agent },
    (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    },
  );
  incoming.pipe(upstream);
});
server.listen(0, "127.0.0.1", () => {
  console.log("listening on http://127.0.0.1:" + server.address().port);
});`;
const bin = fileURLToPath(new URL("../../collector/bin/tiltmeter.cjs", import.meta.url));
const children = [];
const started = async (args) => {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, TILTMETER_URL: collectorUrl, TILTMETER_KEY: "k" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^listening on (\S+)$/.exec(line)?.[1];
    if (url !== undefined) {
      child.stdout.resume();
      return url;
    }
  }
  throw new Error(`${args[0]} never listened`);
};
const bareUrl = await started(["-e", BARE, modelUrl]);
const ownUrl = await started([
  ...[bin, "proxy", "--target", modelUrl, "--system", "bench", "--provider", "openai"],
  ...["--listen", "127.0.0.1:0", "--health-path", "/bench-health"],
]);

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
  ["tiltmeter proxy", ownUrl],
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
  console.log(`${together} at once, ${CALLS} calls each; each proxy a process of its own`);
  for (const [name] of ways) {
    const sorted = times.get(name).sort((a, b) => a - b);
    const [p50, p99] = [quantile(sorted, 0.5), quantile(sorted, 0.99)];
    console.log(`  ${name.padEnd(16)} p50 ${p50.toFixed(3)} ms, p99 ${p99.toFixed(3)} ms`);
  }
}
const { recorded, unread } = await (await fetch(`${ownUrl}/bench-health`)).json();
console.log(`recorded ${recorded}, unread ${JSON.stringify(unread)}`);

for (const child of children) child.kill("SIGKILL");
for (const server of [model, collector]) {
  server.closeAllConnections();
  server.close();
}
client.destroy();
