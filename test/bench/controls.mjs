// One tick of a thousand controls over a hundred systems, with a million and again with ten million stored
// predictions, its evaluation rows inserted; beside it, the same questions asked one control at a time. The store
// is embedded and rolled up, the ledger real. Prints medians and their ratio.
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseControls, requestFor } from "@tiltmeter/rules";
import { createEvaluator } from "tiltmeter/evaluator/evaluator";
import { ContentStore } from "tiltmeter/ledger/content-store";
import { Ledger } from "tiltmeter/ledger/ledger";
import { openEngine } from "tiltmeter/store/engine/open";
import { openStore } from "tiltmeter/store/store";
import { prometheusTick } from "./prometheus.mjs";
import { report } from "./table.mjs";

const SIZES = (process.env.TILTMETER_BENCH_PREDICTIONS ?? "1000000,10000000")
  .split(",")
  .map(Number);
const CONTROLS = Number(process.env.TILTMETER_BENCH_CONTROLS ?? 1000);
const SYSTEMS = Number(process.env.TILTMETER_BENCH_SYSTEMS ?? 100);
const TICKS = Number(process.env.TILTMETER_BENCH_TICKS ?? 9);
/** Until the code is compiled as in a service that has judged for some minutes. */
const WARM_UP = 6;
/** In service a minute lies between two ticks, and the engine merges what the last one wrote. */
const APART_MS = 4_000;
const START_MS = 1_793_491_200_000;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const BATCH = 500;
const JOURNAL = "00000000-0000-0000-0000-000000000001";
const FEATURES = ["f0", "f1", "f2"];
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/** A day of predictions, evenly over the systems, three features each; every twentieth is reviewed. */
async function fill(folder, predictions) {
  await (await openStore({ folder })).close();
  const engine = await openEngine({ folder });
  const time = `fromUnixTimestamp64Micro(toInt64(${START_MS * 1000} + intDiv(number * ${DAY_MS * 1000}, ${predictions})), 'UTC')`;
  const place = `toUUID('${JOURNAL}'), intDiv(number, ${BATCH}) + 1, number % ${BATCH}`;
  const system = `concat('s', toString(number % ${SYSTEMS}))`;
  const numbers = `FROM numbers(${predictions})`;
  const fills = [
    `INSERT INTO predictions_v1 (system, id, identity, digest, time, window_time, environment, model_name, model_version,
       label, score, latency, latency_cell, status, segment, received_at, _journal, _seq, _row)
     SELECT ${system}, toString(number), number, generateUUIDv4(), ${time}, ${time}, 'production', 'm', 'v1',
       if(number % 3 = 0, 'decline', 'approve'), randUniform(0.5, 1.), 0.01, toInt32(randUniform(-300., -150.)),
       if(rand() % 100 = 0, 'error', 'ok'), map(), ${time}, ${place} ${numbers}`,
    `INSERT INTO features_v1 (system, model_version, environment, id, window_time, segment, num, received_at, _journal, _seq, _row)
     SELECT ${system}, 'v1', 'production', toString(number), ${time}, map(),
       mapFromArrays(${JSON.stringify(FEATURES).replaceAll('"', "'")}, arrayMap(i -> randNormal(0, 1, number * 3 + i), range(3))),
       ${time}, ${place} ${numbers}`,
    `INSERT INTO oversight_v1 (system, id, identity, digest, time, window_time, environment, action, from_label, to_label,
       actor, received_at, _journal, _seq, _row)
     SELECT ${system}, toString(number), number, generateUUIDv4(), ${time}, ${time}, 'production',
       if(rand() % 10 = 0, 'override', 'confirm'), 'approve', 'approve', 'p', ${time}, ${place}
     ${numbers} WHERE rand(1) % 20 = 0`,
  ];
  for (const query of fills) await engine.client.command({ query });
  await engine.close();
}

const edges = Array.from({ length: 19 }, (_, i) => (i - 9) / 4);
const baselines = Array.from({ length: SYSTEMS }, (_, i) => ({
  digest: sha256(`s${i}`),
  system: `s${i}`,
  name: "reference",
  version: 1,
  createdMs: START_MS,
  origin: "columns",
  rows: 20_000,
  features: Object.fromEntries(
    FEATURES.map((name) => [
      name,
      {
        kind: "numeric",
        edges,
        deciles: edges.filter((_, j) => j % 2 === 0),
        counts: edges
          .concat(0)
          .map((_, j) => Math.round(2000 * Math.exp(-(((j - 9.5) / 4) ** 2) / 2))),
        missing: 0,
      },
    ]),
  ),
  rates: { overrideRate: 0.1, errorRate: 0.01 },
}));

/** Of twenty controls: what each measures. */
const MIX = [
  ...Array(6).fill("error_rate"),
  ...Array(5).fill("latency_p95"),
  ...Array(4).fill("override_rate"),
  ...Array(3).fill("count"),
  "silence",
  "psi",
];
const WINDOWS = ["1m", "5m", "15m", "1h"];
const LIMITS = {
  error_rate: (i) => `{ max: ${45 + (i % 50)}% }`,
  latency_p95: (i) => `{ max: ${200 + (i % 50)}ms }`,
  override_rate: (i) => `{ max: ${49 + (i % 50)}% }`,
  count: (i) => `{ max: ${1_000_000 + i} }`,
  silence: (i) => `{ max: ${10 + (i % 50)}m }`,
  psi: (i) => `{ max: ${(0.2 + (i % 50) / 100).toFixed(2)} }`,
};

function controls() {
  const items = Array.from({ length: CONTROLS }, (_, i) => {
    const measure = MIX[i % MIX.length];
    const window = measure === "psi" ? "1h" : WINDOWS[Math.floor(i / MIX.length) % WINDOWS.length];
    return [
      `  - id: c${i}`,
      `    title: control ${i}`,
      `    requirement: it stays as it is`,
      `    clauses: { iso42001: ["9.1"] }`,
      `    severity: low`,
      `    status: enforce`,
      `    measure: ${measure}`,
      `    by: [system${measure === "psi" ? ", feature" : ""}]`,
      ...(measure === "silence" ? [] : [`    window: ${window}`]),
      `    every: 1m`,
      ...(measure === "psi" ? ["    baseline: approved"] : []),
      ...(measure === "silence" || measure === "count" ? [] : ["    min_sample: 5"]),
      `    limit: ${LIMITS[measure](i)}`,
      `    proof: measured`,
      `    for: 3 windows`,
    ].join("\n");
  });
  // A file has a bound of its own; a thousand controls are ten files.
  const files = Array.from({ length: 10 }, (_, i) => items.filter((_, j) => j % 10 === i));
  return files.flatMap((own) => {
    const text = `version: 1\nset: bench\nowner: bench\ncontrols:\n${own.join("\n")}\n`;
    const parsed = parseControls(text, "bench.yaml", sha256);
    const error = parsed.findings.find(({ severity }) => severity === "error");
    if (error !== undefined) throw new Error(`${error.message} (${error.fix})`);
    return parsed.controls;
  });
}

const begun = performance.now();
const stage = (what) => {
  if (process.env.TILTMETER_BENCH_VERBOSE)
    console.error(`${Math.round(performance.now() - begun)} ms: ${what}`);
};
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function measure(predictions) {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-bench-"));
  await fill(folder, predictions);
  stage("filled");
  const store = await openStore({ folder });
  for (let behind = 1; behind > 0; ) {
    stage(`behind ${behind}`);
    ({ behind } = await store.roll({
      baselines,
      rowsMax: 100_000,
      applied: { journal: JOURNAL, seq: Math.ceil(predictions / BATCH) },
    }));
  }
  stage("rolled");
  const ledger = await Ledger.open({ folder: join(folder, "ledger"), now: () => START_MS });
  const content = await ContentStore.open({ folder: join(folder, "content") });
  const all = controls();
  const inventory = baselines.map(({ system }) => ({
    id: system,
    riskTier: null,
    environment: null,
    status: "live",
    positiveLabel: null,
    lists: {},
    declaredMs: START_MS,
    suspendedSinceMs: null,
    resumedMs: null,
  }));
  const spent = { fetch: 0, rows: 0, questions: 0 };
  const timed = async (name, work) => {
    const started = performance.now();
    const result = await work();
    spent[name] += performance.now() - started;
    return result;
  };
  const evaluator = createEvaluator({
    ledger,
    content,
    hash: sha256,
    reads: {
      exampleIds: (of) => store.exampleIds(of),
      completeness: (system) => store.completeness(system),
      engine: store.engine,
    },
    controls: () => all,
    baselines: () => baselines,
    inventory: () => inventory,
    fetchEvidence: (request) => {
      spent.questions += 1;
      return timed("fetch", () => store.fetchEvidence(request));
    },
    lastEvaluations: () => store.lastEvaluations(),
    appendEvaluations: (rows) => timed("rows", () => store.appendEvaluations(rows)),
    late: { ranges: (of) => store.lateRanges(of), evaluationsAt: (of) => store.evaluationsAt(of) },
  });
  const firstMs = START_MS + DAY_MS - 2 * (WARM_UP + TICKS) * MINUTE_MS;
  const times = [];
  let evaluations = 0;
  for (let i = 0; i < WARM_UP + TICKS; i++) {
    await new Promise((resolve) => setTimeout(resolve, APART_MS));
    Object.assign(spent, { fetch: 0, rows: 0, questions: 0 });
    const started = performance.now();
    const report = await evaluator.tick(firstMs + i * MINUTE_MS);
    const took = performance.now() - started;
    stage(`tick ${Math.round(took)} ms, ${JSON.stringify(spent)}`);
    if (report.errors.length > 0) throw report.errors[0].error;
    ({ evaluations } = report);
    if (i >= WARM_UP) times.push({ took, ...spent });
  }
  const window = (control) => ({ fromMs: firstMs - control.windowMs, toMs: firstMs });
  stage("asked apart");
  const started = performance.now();
  for (const control of all) {
    await store.fetchEvidence(requestFor(control, window(control), baselines.slice(0, SYSTEMS)));
  }
  const apart = performance.now() - started;
  await ledger.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
  const middle = times.toSorted((a, b) => a.took - b.took)[Math.floor(times.length / 2)];
  return { predictions, evaluations, tick: median(times.map(({ took }) => took)), middle, apart };
}

const table = {};
const ticks = [];
for (const size of SIZES) {
  const { predictions, evaluations, tick, middle, apart } = await measure(size);
  ticks.push(tick);
  table[predictions] = {
    evaluations,
    "tick ms": Math.round(tick),
    questions: middle.questions,
    "of it questions ms": Math.round(middle.fetch),
    "of it rows ms": Math.round(middle.rows),
    "one question a control ms": Math.round(apart),
  };
}
console.log(`${CONTROLS} controls, ${SYSTEMS} systems, a day of predictions:`);
console.table(table);
if (ticks.length > 1) console.log(`ratio ${(ticks.at(-1) / ticks[0]).toFixed(2)}`);
const prometheus = await prometheusTick({ rules: CONTROLS, systems: SYSTEMS });
const [fewest, most] = [ticks[0], ticks.at(-1)].map((ms) => ms / 1000);
const what = `${CONTROLS} controls × ${SYSTEMS} systems, one tick`;
report([
  {
    ...{
      what: `${what}, ${SIZES.at(-1)} predictions`,
      figure: most,
      unit: "s",
      goal: "< 1 s; flat",
    },
    ...{
      peer: `${SIZES[0]} predictions`,
      peerFigure: fewest,
      met: most < 1 && most < 1.5 * fewest,
    },
  },
  ...(prometheus === null
    ? []
    : [
        {
          ...{ what: `${what}, ${SIZES[0]} predictions`, figure: fewest, unit: "s" },
          ...{ peer: `Prometheus, ${CONTROLS} rules over as many series`, peerFigure: prometheus },
        },
      ]),
]);
