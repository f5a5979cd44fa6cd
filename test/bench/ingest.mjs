// Ingest through the whole collector, measured from outside: acknowledged after fdatasync, then stored and counted.
// One process serves, this one sends over loopback for a bounded time. Prints a table; asserts nothing.
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { encodeLogs } from "@tiltmeter/sdk/wire/otlp-logs";
import { toWire } from "@tiltmeter/sdk/wire/to-wire";
import { startServed } from "./served.mjs";

const SECONDS = Number(process.env.TILTMETER_BENCH_SECONDS ?? 20);
const BATCH = 512;
const SENDERS = 8;
const FEATURES = 20;
const served = await startServed();
const { url, key } = served;

/** Seconds of CPU that the collector has used; Linux counts in hundredths. */
async function cpuSeconds() {
  const fields = (await readFile(`/proc/${served.pid}/stat`, "utf8")).split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
async function residentMiB(which) {
  const status = await readFile(`/proc/${served.pid}/status`, "utf8");
  return Number(new RegExp(`${which}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
}
const idleMiB = await residentMiB("VmRSS");

let next = 0;
function batch() {
  const records = Array.from({ length: BATCH }, () => {
    const n = next++;
    return toWire({
      origin: { system: "bench", systemVersion: "1", environment: "bench", producer: "p" },
      seq: n + 1,
      traceId: "",
      spanId: "",
      statement: {
        kind: "prediction",
        id: `p-${n}`,
        timeMs: Date.now(),
        model: { name: "m", version: "1", supplier: "", digest: "" },
        task: "classification",
        label: n % 3 === 0 ? "approve" : "decline",
        score: (n % 1000) / 1000,
        value: null,
        latency: 0.012,
        status: "ok",
        errorType: "",
        numericFeatures: Object.fromEntries(
          Array.from({ length: 12 }, (_, i) => [`n${i}`, n * (i + 1) * 0.37]),
        ),
        categoricalFeatures: Object.fromEntries(
          Array.from({ length: FEATURES - 12 }, (_, i) => [`c${i}`, `value-${(n + i) % 7}`]),
        ),
        missingFeatures: [],
        segment: {},
        subject: "",
      },
    });
  });
  return encodeLogs({ "aims.system.id": "bench", "aims.producer.id": "p" }, records);
}

let acknowledged = 0;
const latencies = [];
const started = performance.now();
const cpuBefore = await cpuSeconds();
async function sender() {
  while (performance.now() - started < SECONDS * 1000) {
    const body = batch();
    const sent = performance.now();
    const response = await fetch(`${url}/v1/logs`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/x-protobuf",
        "tiltmeter-batch-id": randomBytes(16).toString("hex"),
      },
      body,
    });
    await response.arrayBuffer();
    if (response.status === 200) acknowledged += BATCH;
    else await new Promise((resolve) => setTimeout(resolve, 1000));
    latencies.push(performance.now() - sent);
  }
}
await Promise.all(Array.from({ length: SENDERS }, sender));
const ackSeconds = (performance.now() - started) / 1000;
let stored = 0;
for (;;) {
  const { appliedSeq, lastSeq } = await served.api("/status");
  if (JSON.stringify(appliedSeq) === JSON.stringify(lastSeq)) {
    stored = (await served.api("/systems/bench")).predictions;
    break;
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
}
const storedSeconds = (performance.now() - started) / 1000;
const cpu = (await cpuSeconds()) - cpuBefore;
const peakMiB = await residentMiB("VmHWM");
await served.stop();

latencies.sort((a, b) => a - b);
const quantile = (q) => latencies[Math.min(latencies.length - 1, Math.floor(q * latencies.length))];
console.table({
  "start to ready (s)": (served.readyMs / 1000).toFixed(2),
  "idle memory (MiB)": idleMiB.toFixed(0),
  "peak memory (MiB)": peakMiB.toFixed(0),
  "predictions acknowledged": acknowledged,
  "predictions stored": stored,
  "acknowledged a second (durable)": Math.round(acknowledged / ackSeconds),
  "stored a second (verified)": Math.round(stored / storedSeconds),
  "collector CPU a prediction (µs)": ((cpu / stored) * 1e6).toFixed(1),
  "acknowledgement p50 (ms)": quantile(0.5).toFixed(1),
  "acknowledgement p99 (ms)": quantile(0.99).toFixed(1),
});
