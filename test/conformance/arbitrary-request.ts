import type { Dimension, EvidenceKind, EvidenceRequest, NameOf } from "@tiltmeter/rules";
import fc from "fast-check";
import { START_MS } from "../collector/store/telemetry.ts";
import { ENVIRONMENTS, SEGMENTS, SPAN_MS, type World } from "./arbitrary-world.ts";

/** Every kind there is, but for facts, which no store keeps; the compiler misses one that is not here. */
const KINDS: Readonly<Record<Exclude<EvidenceKind, "facts">, true>> = {
  volume: true,
  decisions: true,
  scores: true,
  errors: true,
  ranks: true,
  reviews: true,
  latencies: true,
  cells: true,
  answers: true,
  names: true,
  responses: true,
  checks: true,
  concerns: true,
  calls: true,
  costs: true,
  presence: true,
};
export const EVERY_KIND: readonly EvidenceKind[] = Object.keys(KINDS) as EvidenceKind[]; // its own keys

const MINUTE_MS = 60_000;
const minute = fc.integer({ min: -2, max: 182 }).map((n) => START_MS + n * MINUTE_MS);
const instant = fc.integer({ min: -1000, max: SPAN_MS + 1000 }).map((ms) => START_MS + ms);
const micros = fc.integer({ min: 0, max: SPAN_MS * 1000 }).map((n) => START_MS + n / 1000);

const between = (bound: fc.Arbitrary<number>): fc.Arbitrary<{ fromMs: number; toMs: number }> =>
  fc
    .tuple(bound, bound)
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => ({ fromMs: Math.min(a, b), toMs: Math.max(a, b) }));

const whole = { fromMs: START_MS, toMs: START_MS + SPAN_MS + MINUTE_MS };
/** Windows on minutes, beside them, within one, and their steps: whole minutes, parts, beyond the end. */
const window = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      window: fc.oneof(fc.constant(whole), between(minute)),
      stepMs: fc.constantFrom(undefined, undefined, MINUTE_MS, 7 * MINUTE_MS, 60 * MINUTE_MS),
    }),
  },
  fc.record({
    window: fc.oneof(fc.constant(whole), between(minute), between(instant)),
    stepMs: fc.constantFrom(undefined, MINUTE_MS, 61_001, 7_000),
  }),
  fc.record({ window: between(micros), stepMs: fc.constant(undefined) }),
  fc.record({
    window: instant.map((fromMs) => ({ fromMs, toMs: fromMs + 4_321 })),
    stepMs: fc.constantFrom(undefined, 1, 1_000, 10_000_000),
  }),
);

/** Questions about a world: every kind in turn is for the caller to see to. */
export function request(kind: EvidenceKind, of: World): fc.Arbitrary<EvidenceRequest> {
  const dimension: fc.Arbitrary<Dimension> = fc.constantFrom<Dimension>(
    "model_version",
    ...(kind === "reviews" ? (["role", "role"] as const) : []),
    ...(kind === "cells" ? (["feature"] as const) : []),
    ...(kind === "calls" || kind === "costs"
      ? (["supplier", "request_model", "operation"] as const)
      : []),
    ...SEGMENTS.map((name): Dimension => `segment.${name}`),
  );
  return fc
    .record({
      others: fc.oneof(fc.constant([]), fc.uniqueArray(dimension, { maxLength: 3 })),
      systems: fc.constantFrom(of.systems, of.systems, of.systems.slice(0, 1), of.systems.slice(1)),
      environments: fc.oneof(
        fc.constantFrom(undefined, undefined, [], ["elsewhere"]),
        fc.subarray([...ENVIRONMENTS], { minLength: 1 }),
      ),
      at: window,
      good: fc.record({
        status: fc.constantFrom("ok" as const, null),
        latencyMax: fc.oneof(fc.constant(null), fc.constantFrom(1, 1.02, 1.02 ** 7, 0, 0.5, 3600)),
      }),
      names: fc.constantFrom<NameOf>(
        "model",
        "model_version",
        "supplier",
        "reviewer",
        "reviewer",
        "tool",
        "finish_reason",
      ),
      withinMs: fc.constantFrom(undefined, 0, 0.001, 1, MINUTE_MS, 60 * MINUTE_MS, SPAN_MS),
    })
    .map(({ others, systems, environments, at, good, names, withinMs }) => ({
      kind,
      by: ["system", ...others],
      ...at.window,
      systems,
      ...(kind === "cells" ? { baselines: of.baselines } : {}),
      ...(kind === "answers" ? { good } : {}),
      ...(kind === "names" ? { names } : {}),
      ...(kind === "responses" && withinMs !== undefined ? { withinMs } : {}),
      ...(kind === "concerns" ? { withinMs: withinMs ?? 7 * MINUTE_MS } : {}),
      ...(environments === undefined ? {} : { environments }),
      ...(at.stepMs === undefined ? {} : { stepMs: at.stepMs }),
    }));
}
