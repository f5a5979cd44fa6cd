// From the last event of a breaching window to the webhook at compliance, for an event control with a 1 s cadence.
// Each system breaches once, at any moment of a window, whose end alone is up to a second away. Prints a table; asserts
// nothing.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { startServed } from "./served.mjs";
import { report } from "./table.mjs";

const SYSTEMS = Number(process.env.TILTMETER_BENCH_BREACHES ?? 1000);
/** About 16 breaches a second, which never meet the windows in step. */
const APART_MS = 61;
const arrivals = new Map();
const receiver = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    arrivals.set(JSON.parse(Buffer.concat(chunks).toString()).data.system, Date.now());
    response.end();
  });
});
receiver.listen(0, "127.0.0.1");
await once(receiver, "listening");
const hook = `http://127.0.0.1:${receiver.address().port}/`;
const served = await startServed({
  "tiltmeter.yaml": `controls: [controls.yaml]
evaluate_every: 0.1
channels: { compliance: { webhook: { url: "${hook}", secret: "whsec_${randomBytes(32).toString("base64")}" } } }
`,
  "controls.yaml": `version: 1
set: bench
owner: bench
controls:
  - id: errors
    title: The model fails
    requirement: At most half of the predictions shall fail.
    severity: high
    measure: error_rate
    by: [system]
    window: 1s
    every: 1s
    data_delay: 0s
    min_sample: 10
    max_instances: 10000 # each system is a matter of its own, however many there are
    limit: { max: 50% }
    proof: { confidence: 95% }
    then: [{ raise: nonconformity }]
`,
});
const sent = new Map();
for (let n = 0; n < SYSTEMS; n += 1) {
  const system = `s-${n}`;
  const nowMs = Date.now();
  const body = Array.from({ length: 20 }, (_, i) => ({
    system,
    id: `${system}-${i}`,
    time: new Date(nowMs).toISOString(),
    model: { name: "m", version: "1" },
    status: "error",
    errorType: "timeout",
  }));
  const response = await fetch(`${served.url}/api/v1/predictions`, {
    method: "POST",
    headers: { authorization: `Bearer ${served.key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${system} was not taken: ${response.status}`);
  sent.set(system, nowMs);
  await new Promise((resolve) => setTimeout(resolve, APART_MS));
}
const deadline = Date.now() + 30_000;
while (arrivals.size < SYSTEMS && Date.now() < deadline) {
  await new Promise((resolve) => setTimeout(resolve, 50));
}
await served.stop();
receiver.close();
const delays = [...arrivals].map(([system, at]) => at - sent.get(system)).sort((a, b) => a - b);
const quantile = (q) => delays[Math.min(delays.length - 1, Math.floor(q * delays.length))];
console.log(`${SYSTEMS} breaches sent, ${arrivals.size} webhooks received`);
const isMet = arrivals.size === SYSTEMS && quantile(0.99) <= 2000;
report([
  {
    ...{ what: "last event to webhook, p99", figure: quantile(0.99) / 1000, unit: "s" },
    ...{ peer: "p50", peerFigure: quantile(0.5) / 1000, goal: "≤ 2 s", met: isMet },
  },
]);
