// Sends requests over loopback for a bounded time, as fast as they are answered or at a given rate.
import { randomBytes } from "node:crypto";
import { Agent, request } from "node:http";
import { BATCH } from "./requests.mjs";

/**
 * How many predictions were acknowledged, how long it took, and the milliseconds from each request to its answer.
 *
 * `rate`: predictions a second, null for as many as `senders` get through. What is refused for now is sent again.
 */
export async function send({ url, path, headers, requests, seconds, rate = null, senders = 8 }) {
  const agent = new Agent({ keepAlive: true, maxSockets: senders });
  const latencies = [];
  let acknowledged = 0;
  let refused = 0;
  const started = performance.now();
  const endMs = started + seconds * 1000;
  let due = started;
  const everyMs = rate === null ? 0 : (BATCH / rate) * 1000;
  async function sender() {
    for (;;) {
      const mine = due;
      due += everyMs;
      if ((rate === null ? performance.now() : mine) >= endMs) return;
      if (rate !== null && mine > performance.now()) {
        await new Promise((resolve) => setTimeout(resolve, mine - performance.now()));
      }
      // Good for as long as an answer takes; what is sent again later is kept.
      let body = requests.next();
      const id = randomBytes(16).toString("hex");
      // From when it was due: a sender that had to wait for another's answer has waited.
      const from = rate === null ? performance.now() : mine;
      for (let isKept = false; ; isKept = true) {
        const status = await post({ url, path, agent, body, id, headers });
        if (status === 200) break;
        if (status !== 429 && status !== 503) throw new Error(`${url} answered ${status}`);
        if (!isKept) body = Buffer.from(body);
        refused += 1;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      acknowledged += BATCH;
      latencies.push(performance.now() - from);
    }
  }
  await Promise.all(Array.from({ length: senders }, sender));
  agent.destroy();
  latencies.sort((a, b) => a - b);
  const at = (q) => latencies[Math.min(latencies.length - 1, Math.floor(q * latencies.length))];
  return {
    acknowledged,
    refused,
    seconds: (performance.now() - started) / 1000,
    p50: at(0.5),
    p99: at(0.99),
  };
}

function post({ url, path, agent, body, id, headers }) {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}${path}`,
      {
        method: "POST",
        agent,
        headers: {
          "content-type": "application/x-protobuf",
          "content-length": body.length,
          "tiltmeter-batch-id": id,
          ...headers,
        },
      },
      (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode));
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}
