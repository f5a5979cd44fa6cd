import type { Baseline } from "@tiltmeter/rules";
import { OVERSIGHT_ACTIONS } from "@tiltmeter/sdk/wire/oversight";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import fc from "fast-check";
import { outcome, oversight, prediction, START_MS, telemetry } from "../telemetry.ts";

/** What one system sent in a few minutes, and a baseline to count its features by. */
export interface Story {
  readonly system: string;
  readonly records: readonly Telemetry[];
  readonly baseline: Baseline;
}

/** Window of the stories. Records lie in it, on its edges and just outside. */
export const WINDOW: { readonly fromMs: number; readonly toMs: number } = {
  fromMs: START_MS + 10_000,
  toMs: START_MS + 50_000,
};

export const SEGMENTS: readonly string[] = ["race", "age band", "it's", "__proto__"];

const nasty = fc.constantFrom(
  "yes",
  "no",
  "",
  "it's",
  'say "yes"',
  "back\\slash",
  "line\n\nbreak; DROP TABLE predictions_v1",
  "ünï😀",
  "\u0000",
  "__proto__",
  "null",
  "NaN",
  "{a:String}",
);
const edge = fc.constantFrom(-1e300, -2.5, -1, 0, 5e-324, 0.1, 0.30000000000000004, 1, 1e17, 1e300);
const number = fc.oneof(
  edge,
  edge.map((x) => x + Number.EPSILON),
  fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 1.7976931348623157e308),
  fc.double(),
);
const timeMs = fc.oneof(
  fc.constantFrom(WINDOW.fromMs, WINDOW.fromMs - 0.001, WINDOW.toMs, WINDOW.toMs - 0.001, START_MS),
  fc.integer({ min: 0, max: 60_000 }).map((ms) => START_MS + ms),
);
/** Some keys are absent from some records. */
const map = <Value>(
  keys: readonly string[],
  value: fc.Arbitrary<Value>,
): fc.Arbitrary<Record<string, Value>> =>
  fc
    .array(fc.tuple(fc.constantFrom(...keys), value), { maxLength: keys.length })
    .map((entries) => Object.fromEntries(entries));

const FEATURES = ["income", 'it\'s "x"', "älter", "__proto__"];
const id = fc.integer({ min: 0, max: 11 }).map((n) => (n === 0 ? "it's; --" : `id ${n}`));
const environment = fc.constantFrom("production", "staging");

const predictions = fc.record({
  id,
  timeMs,
  label: nasty,
  status: fc.constantFrom<"ok" | "error">("ok", "ok", "ok", "error"),
  latency: fc.oneof(
    fc.constant(null),
    fc.constantFrom(0, 1, 1.02, 1.02 ** 7, -1),
    fc.double({ min: 0, max: 1e6, noNaN: true }),
  ),
  model: fc
    .constantFrom("v1", "v2", "")
    .map((version) => ({ name: "m", version, supplier: "", digest: "" })),
  numericFeatures: map(FEATURES, number),
  categoricalFeatures: map(FEATURES, nasty),
  segment: map(SEGMENTS, nasty),
});

const records = (system: string): fc.Arbitrary<Telemetry[]> =>
  fc
    .record({
      predictions: fc.array(predictions, { maxLength: 14 }),
      outcomes: fc.array(fc.record({ id, label: nasty, timeMs }), { maxLength: 10 }),
      // Few ids, actions, people and times: several decisions of one prediction, and exact repeats.
      reviews: fc.array(
        fc.record({
          id,
          timeMs: fc.oneof(timeMs, fc.constant(WINDOW.fromMs)),
          action: fc.constantFrom(...OVERSIGHT_ACTIONS),
          by: fc.constantFrom("", "ann", "it's"),
          reason: fc.oneof(fc.constant(""), nasty),
        }),
        { maxLength: 12 },
      ),
      beats: fc.array(timeMs, { maxLength: 2 }),
      environments: fc.array(environment, { minLength: 12, maxLength: 12 }),
      order: fc.nat(),
    })
    .map(({ predictions, outcomes, reviews, beats, environments, order }) => {
      // The environment follows the id: the same id in two of them is one prediction here, two there.
      const origin = (key: string) => ({
        environment: environments[key.length % environments.length] ?? "production",
      });
      const made = [
        ...predictions.map((one) =>
          telemetry(prediction(one.id, one), { system, origin: origin(one.id) }),
        ),
        ...outcomes.map((one) =>
          telemetry(outcome(one.id, one), { system, origin: origin(one.label) }),
        ),
        ...reviews.map((one) =>
          telemetry(oversight(one.id, one), { system, origin: origin(one.action) }),
        ),
        ...beats.map((at) =>
          telemetry(
            { kind: "heartbeat", timeMs: at, lastSeq: {}, dropped: {}, queueDepth: 0 },
            { system, origin: origin("beat") },
          ),
        ),
      ];
      const turn = made.length === 0 ? 0 : order % made.length;
      return [...made.slice(turn), ...made.slice(0, turn)];
    });

const features: fc.Arbitrary<Baseline["features"]> = map(
  FEATURES,
  fc.oneof(
    fc.uniqueArray(edge, { maxLength: 6 }).map((edges) => ({
      kind: "numeric" as const,
      edges: edges.sort((a, b) => a - b),
      deciles: [],
      counts: Array.from({ length: edges.length + 1 }, () => 1),
      missing: 0,
    })),
    fc.uniqueArray(nasty, { maxLength: 5 }).map((categories) => ({
      kind: "categorical" as const,
      categories,
      counts: Array.from({ length: categories.length + 1 }, () => 1),
      missing: 0,
    })),
  ),
);

export function story(system: string): fc.Arbitrary<Story> {
  return fc.record({ records: records(system), features }).map((of) => ({
    system,
    records: of.records,
    baseline: {
      digest: `digest of ${system}`,
      system,
      name: "reference",
      version: 1,
      createdMs: START_MS,
      origin: "columns",
      rows: 1,
      features: of.features,
      rates: {},
    },
  }));
}
