// The data folder that the pages are timed over: predictions of a week, some systems with most of them as it is in
// service, a register, and a verdict of every control for every system and hour.
import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { FRESH, labelsKey, parseControls } from "@tiltmeter/rules";
import { ContentStore } from "tiltmeter/ledger/content-store";
import { Ledger } from "tiltmeter/ledger/ledger";
import { openEngine } from "tiltmeter/store/engine/open";
import { openStore } from "tiltmeter/store/store";

export const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
export const END_MS = 1_793_836_800_000;
const START_MS = END_MS - 7 * DAY_MS;
const BATCH = 500;
const JOURNAL = "00000000-0000-0000-0000-000000000001";
const FEATURES = ["age", "amount", "income"];
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

export const systemOf = (i) => `s${String(i).padStart(3, "0")}`;
export const recordOf = (i) => `NC-2026-${String(i + 1).padStart(4, "0")}`;

/** The inventory and the control file, as the configuration names them. */
export function declared(systems) {
  const tiers = ["high", "limited", "minimal"];
  const inventory = Array.from(
    { length: systems },
    (_, i) =>
      `  - { id: ${systemOf(i)}, owner: team-${i % 12}, purpose: decides on claims, risk_tier: ${tiers[i % 3]}, positive_label: approve }`,
  );
  return {
    "systems.yaml": `version: 1\nsystems:\n${inventory.join("\n")}\n`,
    "controls.yaml": controlsText(),
  };
}

const MEASURES = ["error_rate", "latency_p95", "override_rate", "accuracy", "psi"];
const LIMITS = {
  error_rate: "max: 45%",
  latency_p95: "max: 200ms",
  override_rate: "max: 49%",
  accuracy: "min: 40%",
  psi: "max: 0.9",
};

function controlsText() {
  const items = Array.from({ length: 20 }, (_, i) => {
    const measure = MEASURES[i % MEASURES.length];
    return [
      `  - id: c${i}`,
      `    title: ${measure} stays where it is, ${i}`,
      "    requirement: What the system does shall stay as it was when it was approved.",
      `    clauses: { iso42001: ["9.1"] }`,
      `    severity: ${["low", "medium", "high", "critical"][i % 4]}`,
      "    status: enforce",
      `    measure: ${measure}`,
      `    by: [system${measure === "psi" ? ", feature" : ""}]`,
      "    window: 1h",
      "    every: 1h",
      ...(measure === "psi" ? ["    baseline: approved"] : []),
      "    min_sample: 30",
      `    limit: { ${LIMITS[measure]} }`,
      "    proof: measured",
      "    for: 2 windows",
    ].join("\n");
  });
  return `version: 1\nset: bench\nowner: bench\ncontrols:\n${items.join("\n")}\n`;
}

const edges = Array.from({ length: 19 }, (_, i) => (i - 9) / 4);

function baselineOf(system) {
  const counts = edges
    .concat(0)
    .map((_, j) => Math.round(2000 * Math.exp(-(((j - 9.5) / 4) ** 2) / 2)));
  const feature = {
    kind: "numeric",
    edges,
    deciles: edges.filter((_, j) => j % 2 === 0),
    counts,
    missing: 0,
  };
  return {
    system,
    name: "validation",
    version: 1,
    createdMs: START_MS,
    origin: "columns",
    rows: 20_000,
    features: Object.fromEntries(FEATURES.map((name) => [name, feature])),
    rates: { overrideRate: 0.1, errorRate: 0.01, accuracy: 0.75 },
  };
}

/** Fills a data folder. `say` is told of each stage. */
export async function makeStore(data, of, say) {
  const { predictions, systems, records, open } = of;
  await mkdir(data, { recursive: true });
  const content = await ContentStore.open({ folder: join(data, "content") });
  const baselines = [];
  for (let i = 0; i < systems; i += 1) {
    const made = baselineOf(systemOf(i));
    baselines.push({ ...made, digest: await content.put(made) });
  }
  await fillLedger(join(data, "ledger"), { baselines, records, open, systems });
  say("the ledger is written");
  const folder = join(data, "engine");
  await fillEngine(folder, { predictions, systems });
  say("the predictions are in the store");
  const store = await openStore({ folder });
  const applied = { journal: JOURNAL, seq: Math.ceil(predictions / BATCH) };
  // Each call looks for what waits of every baseline: few calls of many rows.
  for (let behind = 1; behind > 0; ) {
    ({ behind } = await store.roll({ baselines, rowsMax: 4_000_000, applied }));
    say(`the minutes are summed up, but for ${behind} rows`);
  }
  await fillVerdicts(store, systems);
  say("the verdicts are written");
  await store.close();
}

async function fillEngine(folder, { predictions, systems }) {
  await (await openStore({ folder })).close();
  const engine = await openEngine({ folder });
  const micros = 7 * DAY_MS * 1000;
  const time = `fromUnixTimestamp64Micro(toInt64(${START_MS * 1000} + intDiv(number * ${Math.floor(micros / 1000)}, ${predictions}) * 1000), 'UTC')`;
  const place = `toUUID('${JOURNAL}'), intDiv(number, ${BATCH}) + 1, number % ${BATCH}`;
  // The first of two hundred has an eighth of all, the last a five-hundredth.
  const draw = "cityHash64(number, 'system') / 18446744073709551616.";
  const system = `concat('s', leftPad(toString(least(${systems - 1}, toUInt32(floor(pow(${draw}, 2.5) * ${systems})))), 3, '0'))`;
  const version = `if(number * 2 < ${predictions}, 'v1', 'v2')`;
  const segment = "map('region', arrayElement(['north', 'south', 'west'], number % 3 + 1))";
  const label = "if(number % 3 = 0, 'decline', 'approve')";
  const numbers = `FROM numbers(${predictions})`;
  const fills = [
    `INSERT INTO predictions_v1 (system, id, identity, digest, time, window_time, environment, model_name, model_version,
       label, score, latency, latency_cell, status, segment, received_at, _journal, _seq, _row)
     SELECT ${system}, toString(number), number, generateUUIDv4(), ${time}, ${time}, 'production', 'm', ${version},
       ${label}, randUniform(0.5, 1.), 0.01, toInt32(randUniform(-300., -150.)),
       if(rand() % 100 = 0, 'error', 'ok'), ${segment}, ${time}, ${place} ${numbers}`,
    `INSERT INTO features_v1 (system, model_version, environment, id, window_time, segment, num, received_at, _journal, _seq, _row)
     SELECT ${system}, ${version}, 'production', toString(number), ${time}, ${segment},
       mapFromArrays(${JSON.stringify(FEATURES).replaceAll('"', "'")}, arrayMap(i -> randNormal(0, 1, number * 3 + i), range(3))),
       ${time}, ${place} ${numbers}`,
    `INSERT INTO outcomes_v1 (system, id, identity, digest, time, environment, label, received_at, _journal, _seq, _row)
     SELECT ${system}, toString(number), number, generateUUIDv4(), ${time}, 'production',
       if(number % 4 = 0, 'decline', 'approve'), ${time} + 3600, ${place} ${numbers} WHERE number % 2 = 0`,
    `INSERT INTO oversight_v1 (system, id, identity, digest, time, window_time, environment, action, from_label, to_label,
       actor, role, review_seconds, received_at, _journal, _seq, _row)
     SELECT ${system}, toString(number), number, generateUUIDv4(), ${time}, ${time}, 'production',
       if(rand() % 10 = 0, 'override', 'confirm'), 'approve', 'approve', 'p', 'reviewer', 20, ${time}, ${place}
     ${numbers} WHERE number % 20 = 7`,
    `INSERT INTO changes_v1 (system, time, environment, change, summary, received_at, _journal, _seq, _row)
     SELECT concat('s', leftPad(toString(number), 3, '0')), fromUnixTimestamp64Micro(toInt64(${(END_MS - DAY_MS / 2) * 1000}), 'UTC'), 'production', 'model', 'version v2',
       fromUnixTimestamp64Micro(toInt64(${(END_MS - DAY_MS / 2) * 1000}), 'UTC'), toUUID('${JOURNAL}'), 1, number
     FROM numbers(${systems})`,
  ];
  for (const query of fills) await engine.client.command({ query });
  await engine.close();
}

async function fillVerdicts(store, systems) {
  const { controls, findings } = parseControls(controlsText(), "controls.yaml", sha256);
  const error = findings.find(({ severity }) => severity === "error");
  if (error !== undefined) throw new Error(`${error.message} (${error.fix})`);
  const ends = Array.from({ length: 7 * 24 }, (_, i) => START_MS + (i + 1) * HOUR_MS);
  for (const control of controls) {
    const instances = Array.from({ length: systems }, (_, i) => systemOf(i)).flatMap((system) =>
      control.measure === "psi" ? FEATURES.map((feature) => ({ system, feature })) : [{ system }],
    );
    const rows = ends.flatMap((windowEndMs) =>
      instances.map((instance, i) => evaluation(control, instance, windowEndMs, i)),
    );
    await store.appendEvaluations(rows);
  }
}

/** One instance in forty breaches since a day, one in twenty has too few predictions. */
function evaluation(control, instance, windowEndMs, i) {
  const isBad = i % 40 === 7 && windowEndMs > END_MS - DAY_MS;
  const measured = { kind: "measured", value: 0.2, lower: 0.15, upper: 0.25, n: 900, detail: {} };
  const verdict =
    i % 20 === 3
      ? { kind: "inconclusive", reason: "12 predictions, at least 30 are needed", measured: null }
      : isBad
        ? { kind: "breach", measured, bound: "max 0.45" }
        : { kind: "pass", measured, recovered: true, warned: false };
  const firstBreachMs = END_MS - DAY_MS + HOUR_MS;
  return {
    control: control.id,
    revision: control.revision,
    instance,
    instanceKey: labelsKey(instance),
    windowStartMs: windowEndMs - HOUR_MS,
    windowEndMs,
    evaluatedMs: windowEndMs + 1000,
    dataRevision: 1,
    watermarkMs: windowEndMs,
    restatedUpToMs: null,
    isBackfilled: false,
    muted: null,
    engine: "bench",
    question: "",
    firstSeenMs: START_MS + HOUR_MS,
    absentWindows: 0,
    verdict,
    state: isBad
      ? { phase: "firing", firstBreachMs, firedMs: firstBreachMs + HOUR_MS, episode: `e-${i}` }
      : { phase: "ok" },
    rowsRead: 100,
    durationMs: 1,
  };
}

async function fillLedger(folder, { baselines, records, open, systems }) {
  const ledger = await Ledger.open({ folder, now: () => START_MS });
  const stamp = { atMs: START_MS, by: "mara" };
  const made = baselines.flatMap(({ digest, system, name, version, createdMs, rows }) => [
    { ...stamp, type: "baseline_created", digest, system, name, version, createdMs, rows },
    { ...stamp, type: "baseline_approved", digest },
  ]);
  await ledger.append(made);
  let group = [];
  const every = Math.max(1, Math.floor(records / open));
  for (let i = 0; i < records; i += 1) {
    group.push(...entriesOf(i, { records, systems, isOpen: i % every === 0 }));
    if (group.length < 1000) continue;
    await ledger.append(group);
    group = [];
  }
  await ledger.append(group);
  await ledger.close();
}

function entriesOf(i, { records, systems, isOpen }) {
  const severity = ["low", "medium", "high", "critical"][i % 4];
  const system = systemOf((i * 7) % systems);
  const atMs = END_MS - 90 * DAY_MS + Math.floor((i * 89.9 * DAY_MS) / records);
  const stamp = { atMs, by: "tiltmeter" };
  const text = `Not fulfilled for ${system}: inputs shall stay comparable; it was 0.31 (sample 900).`;
  const control = `c${i % 20}`;
  const episode = {
    ...{ id: `e-${i}`, instance: { system }, firstBreachMs: atMs, firedMs: atMs },
    ...{ endedMs: isOpen ? null : atMs + HOUR_MS, value: 0.31, lower: 0.24, upper: null, n: 900 },
  };
  const record = {
    ...FRESH,
    ...{ id: recordOf(i), state: "raised", severity, gravest: severity, control, owner: null },
    ...{ controlTitle: "Live inputs drifted away", controlRevision: "a".repeat(64), fields: {} },
    requirement: "Each input feature shall stay comparable to the approved reference.",
    clauses: { iso42001: ["9.1", "A.6.2.6"] },
    ...{ system, group: { system }, statement: text, raisedMs: atMs, firstBreachMs: atMs },
    ...{ episodes: [episode], evidence: "b".repeat(64), version: 1 },
    steps: [{ ...stamp, kind: "raised", from: null, to: "raised", text, fields: {} }],
  };
  const way = ["assessing", "containing", "analysing", "acting"].slice(0, i % 5);
  const owner = `p_${"abcdefgh".repeat(2)}`;
  return [
    { ...stamp, type: "nonconformity_raised", fingerprint: `matter ${i}`, record },
    ...(isOpen ? way : [...way, "closed"]).map((to) => ({
      ...{
        ...stamp,
        type: "nonconformity_moved",
        id: recordOf(i),
        to,
        fields: { owner },
        text: "",
      },
    })),
  ];
}
