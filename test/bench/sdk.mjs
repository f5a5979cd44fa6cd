// What watching adds to a call, beside an OpenTelemetry span that carries the same 28 attributes, and what a
// record costs to encode and send, off the call. Run after a build: `node test/bench/sdk.mjs`.
//
// Variants alternate in bursts of 256 calls, with the queues emptied in between, and medians over the bursts
// are shown: a shared machine has fast and slow phases, so trust the ratios and not the nanoseconds.
import { createServer } from "node:http";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { createMonitor } from "@tiltmeter/sdk";

const BURST = 256;
const BURSTS = Number(process.env.BENCH_BURSTS ?? 400);
const WARM_UP = 100;

const inputs = Array.from({ length: 64 }, (_, i) => ({
  age: 20.5 + i,
  income: 31_000.25 + i * 17,
  loan_amount: 9_500.5 + i,
  debt_to_income: 0.31 + i / 100,
  credit_utilization: 0.4 + i / 200,
  num_open_accounts: 3.5,
  months_since_delinquency: 14.5,
  annual_revenue: 120_000.75,
  employment_years: 4.25,
  interest_rate: 0.071,
  term_months: 36.5,
  fico_score: 702.5,
  purpose: "car",
  state: ["MA", "NY", "CA", "TX"][i % 4],
  home_ownership: "rent",
  grade: ["A", "B", "C"][i % 3],
  channel: "web",
  product: "personal",
  region: "north_east",
  segment: "standard",
}));
const calls = inputs.map((features, i) => ({ id: `application-${i}`, features }));
const names = Object.keys(inputs[0]);

async function model(input) {
  return { approve: input.features.fico_score > 650, probability: 0.83 };
}

const options = {
  id: (input) => input.id,
  features: (input) => input.features,
  output: (result) => ({
    label: result.approve ? "approve" : "decline",
    score: result.probability,
  }),
};

// Records go to a server of this process that answers at once, so that the queue never fills.
const server = createServer((request, response) => {
  request.resume().on("end", () => response.writeHead(200).end());
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const monitorOf = (extra) =>
  createMonitor({
    system: "bench",
    model: { name: "credit-risk", version: "2026.11.3" },
    url: `http://127.0.0.1:${server.address().port}`,
    limits: { queueBytesMax: 512 * 1_048_576, sendEveryMs: 600_000, heartbeatEveryMs: 600_000 },
    ...extra,
  });
const [ai, untracked] = [monitorOf({}), monitorOf({ trackLastPrediction: false })];

const provider = new NodeTracerProvider({
  spanProcessors: [
    new BatchSpanProcessor({ export: (_, done) => done({ code: 0 }), shutdown: async () => {} }),
  ],
});
const tracer = provider.getTracer("bench");
async function spanned(input) {
  const span = tracer.startSpan("predict");
  const result = await model(input);
  span.setAttribute("prediction.id", input.id);
  span.setAttribute("model.name", "credit-risk");
  span.setAttribute("model.version", "2026.11.3");
  span.setAttribute("prediction.label", result.approve ? "approve" : "decline");
  span.setAttribute("prediction.score", result.probability);
  span.setAttribute("system.id", "bench");
  span.setAttribute("producer.id", "p");
  span.setAttribute("status", "ok");
  for (const name of names) span.setAttribute(name, input.features[name]);
  span.end();
  return result;
}

const flushed = (monitor) => () => monitor.flush({ timeoutMs: 60_000 });
const variants = {
  "bare async call": { call: model, after: async () => {} },
  "OpenTelemetry span, 28 attributes": { call: spanned, after: () => provider.forceFlush() },
  "watched, lastPredictionId off": {
    call: untracked.watch(model, options),
    after: flushed(untracked),
  },
};
// Last, since async contexts slow every promise of the process on Node 20 and 22 once they are in use.
const tracked = {
  "bare async call, contexts in use": variants["bare async call"],
  watched: { call: ai.watch(model, options), after: flushed(ai) },
};

async function burst({ call, after }) {
  const before = performance.now();
  for (let i = 0; i < BURST; i += 1) await call(calls[i & 63]);
  const nanos = ((performance.now() - before) * 1e6) / BURST;
  const cpu = process.cpuUsage();
  await after();
  const spent = process.cpuUsage(cpu);
  return { nanos, micros: (spent.user + spent.system) / BURST };
}

async function measure(group) {
  const results = new Map(Object.keys(group).map((name) => [name, []]));
  for (let i = 0; i < WARM_UP + BURSTS; i += 1) {
    for (const [name, variant] of Object.entries(group)) {
      const result = await burst(variant);
      if (i >= WARM_UP) results.get(name).push(result);
    }
  }
  return results;
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const results = new Map([...(await measure(variants)), ...(await measure(tracked))]);
const nanos = (name) => median(results.get(name).map((each) => each.nanos));
const micros = (name) => median(results.get(name).map((each) => each.micros));
const bare = nanos("bare async call");
const span = nanos("OpenTelemetry span, 28 attributes") - bare;

console.log(
  `${BURSTS} bursts of ${BURST} calls, medians, Node ${process.version}, collector in the process\n`,
);
console.log(
  "variant                              ns a call   added ns   added/span   CPU µs a record to send",
);
for (const name of results.keys()) {
  const floor = name === "watched" ? nanos("bare async call, contexts in use") : bare;
  const added = nanos(name) - floor;
  const isBare = name.startsWith("bare");
  const cells = [
    nanos(name).toFixed(0).padStart(11),
    (isBare ? "" : added.toFixed(0)).padStart(10),
    (isBare ? "" : (added / span).toFixed(3)).padStart(12),
    (isBare ? "" : micros(name).toFixed(1)).padStart(25),
  ];
  console.log(name.padEnd(35) + cells.join(" "));
}
await Promise.all([ai.close(), untracked.close(), provider.shutdown()]);
server.close();
