import type { Baseline, FeatureBaseline } from "@tiltmeter/rules";
import { CONCERN_STATUSES } from "@tiltmeter/sdk/wire/concern";
import { OVERSIGHT_ACTIONS } from "@tiltmeter/sdk/wire/oversight";
import type { Statement, Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import fc from "fast-check";
import {
  concern,
  genAiCall,
  outcome,
  oversight,
  prediction,
  START_MS,
  score as scored,
  telemetry,
} from "../collector/store/telemetry.ts";

/** What a few systems sent in three hours, in the order in which it was received. */
export interface World {
  readonly systems: readonly string[];
  readonly records: readonly Telemetry[];
  /** One a system. */
  readonly baselines: readonly Baseline[];
}

const MINUTE_MS = 60_000;
export const SPAN_MS: number = 180 * MINUTE_MS;
export const SEGMENTS: readonly string[] = ["race", "age band", "it's", "__proto__"];
export const ENVIRONMENTS: readonly string[] = ["production", "staging", ""];

const LABELS = ["yes", "no", "", "__proto__", "it's", "ünï😀", "line\n\nbreak; --", "\u0000"];
const label = fc.constantFrom(...LABELS, "yes", "no");
const environment = fc.constantFrom("production", "production", ...ENVIRONMENTS);
const special = fc.constantFrom(
  Number.NaN,
  Infinity,
  -Infinity,
  -0,
  0,
  5e-324,
  -5e-324,
  Number.MAX_VALUE,
);

/** On minutes, a microsecond before them, and anywhere: what a rollup by minute could get wrong. */
const timeMs = fc.oneof(
  fc.integer({ min: 0, max: 180 }).map((minute) => START_MS + minute * MINUTE_MS),
  fc.integer({ min: 1, max: 180 }).map((minute) => START_MS + minute * MINUTE_MS - 0.001),
  fc.integer({ min: 0, max: SPAN_MS }).map((ms) => START_MS + ms),
  fc.integer({ min: 0, max: SPAN_MS * 1000 }).map((micros) => START_MS + micros / 1000),
);
/** Ties with the edges of the bins, and their neighbours. */
const score = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 0, max: 200 }).map((k) => k / 200),
  fc.integer({ min: 0, max: 200 }).map((k) => k * 0.005),
  fc.constantFrom(1, 1 - 2 ** -53, 1 + 2 ** -52, -1e-9, 2),
  special,
  fc.double({ min: 0, max: 1, noNaN: true }),
);
/** Sums of numbers beyond this would depend on their order by more than their last digits. */
const quantity = fc.oneof(
  fc.constant(null),
  special.filter((x) => x !== Number.MAX_VALUE),
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => n / 7),
  fc.double({ min: -1e150, max: 1e150, noNaN: true }),
  fc.double({ min: -1000, max: 1000, noNaN: true }),
);
const rank = fc.constantFrom(1, 1, 2, 3, 10, 999, 1000, 1001, 1e300, 0, -1, 1.5);
const seconds = fc.oneof(
  fc.constant(null),
  special,
  fc.integer({ min: -60, max: 60 }).map((k) => 1.02 ** k),
  fc.constantFrom(1, 1.02, 1.02 ** 7, -1, 0.5, 3600),
  fc.double({ min: 0, max: 1e4, noNaN: true }),
);

const NUMERIC = ["income", "age", "__proto__"];
const CATEGORICAL = ["purpose", "älter's"];
const FEATURES = [...NUMERIC, ...CATEGORICAL];
const number = fc.oneof(
  special,
  fc.integer({ min: -2, max: 7 }),
  fc.double({ min: -3, max: 8, noNaN: true }),
  fc.double(),
);

/** Some keys are absent from some records. */
function map<Value>(
  keys: readonly string[],
  value: fc.Arbitrary<Value>,
): fc.Arbitrary<Record<string, Value>> {
  return fc
    .array(fc.tuple(fc.constantFrom(...keys), value), { maxLength: keys.length })
    .map((entries) => Object.fromEntries(entries));
}

// Few ids: records of one id meet, repeat each other, contradict each other, and come too late.
const id = fc.integer({ min: 0, max: 45 }).map((n) => (n === 0 ? "it's; --" : `id ${n}`));

const tokens = fc.oneof(fc.constant(null), fc.constantFrom(0, 1, 1_000_000), fc.nat());
const reason = fc.constantFrom("stop", "stop", "length", "tool_calls", "", "__proto__");
/** Of a model that says little as often as of one that says all. */
const calls = fc
  .record({
    operation: fc.constantFrom("chat", "chat", "embeddings", ""),
    requestModel: fc.constantFrom("v1", "v2-2026-11-01", "it's", ""),
    inputTokens: tokens,
    cachedTokens: tokens,
    cacheWriteTokens: tokens,
    outputTokens: tokens,
    reasoningTokens: tokens,
    finishReasons: fc.array(reason, { maxLength: 3 }),
    tools: map(["search", "it's", "__proto__"], fc.nat({ max: 3 })),
    isRefused: fc.constantFrom(true, false, null),
    firstChunk: seconds,
  })
  .map(genAiCall);

const predictions = fc
  .record({
    id,
    timeMs,
    label,
    score,
    value: quantity,
    task: fc.constantFrom<"classification" | "regression" | "ranking" | "">(
      "classification",
      "regression",
      "ranking",
      "ranking",
      "",
    ),
    status: fc.constantFrom<"ok" | "error">("ok", "ok", "ok", "error"),
    latency: seconds,
    name: fc.constantFrom("m", "m", "it's", "__proto__", ""),
    version: fc.constantFrom("v1", "v1", "v2", ""),
    supplier: fc.constantFrom("ours", "theirs", ""),
    // Mostly of their kind, sometimes of the other.
    numericFeatures: map([...NUMERIC, ...NUMERIC, ...FEATURES], number),
    categoricalFeatures: map([...CATEGORICAL, ...CATEGORICAL, ...FEATURES], label),
    missingFeatures: fc.uniqueArray(fc.constantFrom(...FEATURES), { maxLength: 2 }),
    segment: map(SEGMENTS, label),
    call: fc.option(calls, { nil: undefined, freq: 2 }),
  })
  .map(({ id: key, name, version, supplier, call, ...fields }) =>
    prediction(key, {
      ...fields,
      model: { name, version, supplier, digest: "" },
      ...(call === undefined ? {} : { call }),
    }),
  );

const outcomes = fc
  .record({ id, timeMs, label, value: fc.oneof(quantity, rank) })
  .map(({ id: key, ...fields }) => outcome(key, fields));

const reviews = fc
  .record({
    id,
    timeMs,
    action: fc.constantFrom("confirm", "override", ...OVERSIGHT_ACTIONS),
    from: label,
    to: label,
    by: fc.constantFrom("", "ann", "it's"),
    role: fc.constantFrom("", "clerk", "senior clerk", "__proto__", "directive"),
    reviewSeconds: seconds,
  })
  .map(({ id: key, ...fields }) => oversight(key, fields));

const checks = fc
  .record({
    id,
    timeMs,
    name: fc.constantFrom("pii", "pii", "toxic", "it's", "__proto__"),
    passed: fc.constantFrom(true, false, false, null),
    value: quantity,
  })
  .map(({ id: key, ...fields }) => scored(key, fields));

const concerns = fc
  .record({
    id: fc.integer({ min: 0, max: 25 }).map((n) => (n === 0 ? "it's; --" : `concern ${n}`)),
    timeMs,
    status: fc.constantFrom(
      "reported",
      "reported",
      "reported",
      "acknowledged",
      ...CONCERN_STATUSES,
    ),
  })
  .map(({ id: key, ...fields }) => concern(key, fields));

const beats = timeMs.map(
  (at): Statement => ({ kind: "heartbeat", timeMs: at, lastSeq: {}, dropped: {}, queueDepth: 0 }),
);
const changes = timeMs.map(
  (at): Statement => ({
    kind: "change",
    timeMs: at,
    change: "deployment",
    summary: "it's",
    from: "v1",
    to: "v2",
  }),
);

const few = fc.integer({ min: 0, max: 3 });
/** In the cells of the system's baseline, of another, or of none. That one adds up is for the door to see. */
const profiles = (system: string): fc.Arbitrary<Statement> =>
  fc
    .record({
      timeMs: fc.integer({ min: 0, max: 180 }).map((minute) => START_MS + minute * MINUTE_MS),
      version: fc.constantFrom("v1", "v1", "v2", ""),
      segment: map(SEGMENTS, label),
      feature: fc.constantFrom(...FEATURES),
      baseline: fc.constantFrom(digestOf(system), digestOf(system), "digest of another", ""),
      counts: fc.tuple(few, few, few, few, few, few),
      extremes: fc.option(
        fc.tuple(fc.double({ max: 0, noNaN: true }), fc.double({ min: 0, noNaN: true })),
      ),
    })
    .map(({ version, counts, extremes, ...fields }) => {
      const [first, second, notANumber, wrongType, absent, infinite] = counts;
      const missing = notANumber + wrongType + absent;
      return {
        kind: "profile",
        ...fields,
        windowMs: MINUTE_MS,
        model: { name: "m", version, supplier: "", digest: "" },
        predictions: first + second + missing,
        ...{ missing, notANumber, wrongType, infinite },
        min: extremes?.[0] ?? null,
        max: extremes?.[1] ?? null,
        cells: nonZero({ 0: first, 1: second }),
        magnitudes: nonZero({ 0: first, 8184: second }),
        ...{ sum: "", sumOfSquares: "" },
      };
    });

function nonZero(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

/** What one system sent; a tenth of it twice, from wherever. */
function sent(system: string): fc.Arbitrary<Telemetry[]> {
  const statement = fc.oneof(
    { weight: 9, arbitrary: predictions },
    { weight: 7, arbitrary: outcomes },
    { weight: 5, arbitrary: reviews },
    { weight: 6, arbitrary: checks },
    { weight: 2, arbitrary: concerns },
    { weight: 2, arbitrary: profiles(system) },
    { weight: 1, arbitrary: beats },
    { weight: 1, arbitrary: changes },
  );
  const record = fc
    .tuple(statement, environment)
    .map(([said, from]) => telemetry(said, { system, origin: { environment: from } }));
  return fc
    .tuple(
      fc.array(record, { minLength: 95, maxLength: 210, size: "max" }),
      fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
    )
    .map(([made, again]) => [...made, ...again.flatMap((n) => made[n % made.length] ?? [])]);
}

const counted = (cells: number): number[] => Array.from({ length: cells }, () => 1);
const edges = fc
  .uniqueArray(
    fc.oneof(fc.integer({ min: -2, max: 7 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
    {
      maxLength: 9,
      comparator: (a, b) => a === b,
    },
  )
  .map((list) => list.map((edge) => edge + 0).sort((a, b) => a - b));
const numericBaseline = fc
  .tuple(edges, fc.constantFrom("old", "with end cells", "discrete"))
  .map(([list, made]): FeatureBaseline => {
    const deciles = list.filter((_, i) => i % 2 === 1);
    const base = { kind: "numeric" as const, edges: list, deciles, missing: 0 };
    const [min, max] = [list[0], list.at(-1)];
    if (made === "old" || min === undefined || max === undefined) {
      return { ...base, counts: counted(list.length + 1) };
    }
    const counts = [0, ...counted(list.length - 1), 0];
    return { ...base, counts, min, max, ...(made === "discrete" ? { discrete: true } : {}) };
  });
const categoricalBaseline = fc
  .tuple(
    fc.uniqueArray(label, { maxLength: 4 }),
    fc.uniqueArray(label, { maxLength: 4 }),
    fc.boolean(),
  )
  .map(([categories, others, isOld]): FeatureBaseline => {
    const base = { kind: "categorical" as const, categories, missing: 0 };
    if (isOld) return { ...base, counts: counted(categories.length + 1) };
    const rare = others.filter((other) => !categories.includes(other)).sort();
    return { ...base, rare, counts: [...counted(categories.length + 1), 0] };
  });

function baseline(system: string): fc.Arbitrary<Baseline> {
  const features = fc.tuple(
    map([...NUMERIC, ...NUMERIC], numericBaseline),
    map(CATEGORICAL, categoricalBaseline),
    // A feature that changed its kind since the baseline was made.
    map(FEATURES, fc.oneof(numericBaseline, categoricalBaseline)),
  );
  return features.map(([numbers, words, others]) => ({
    digest: digestOf(system),
    system,
    name: "reference",
    version: 1,
    createdMs: START_MS,
    origin: "columns",
    rows: 1,
    features: Object.fromEntries([others, words, numbers].flatMap((own) => Object.entries(own))),
    rates: {},
  }));
}

function digestOf(system: string): string {
  return `digest of ${system}`;
}

/** Two systems that know nothing of each other but their ids, their records in turn. */
export function world(name: string): fc.Arbitrary<World> {
  const systems = [`${name} a`, `${name} it's "b"`];
  return fc
    .tuple(fc.tuple(...systems.map(sent)), fc.tuple(...systems.map(baseline)), fc.nat())
    .map(([own, baselines, order]) => {
      const longest = Math.max(...own.map((records) => records.length));
      const records = Array.from({ length: longest }, (_, i) =>
        own.flatMap((list) => list[i] ?? []),
      ).flat();
      const turn = order % records.length;
      return {
        systems,
        records: [...records.slice(turn), ...records.slice(0, turn)],
        baselines,
      };
    });
}
