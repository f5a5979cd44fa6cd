import fc from "fast-check";

/** A control as it could be written, as plain data: JSON is YAML. Every key of the language is in some. */
export type WrittenControl = Readonly<Record<string, unknown>>;

const TIERS = ["high", "limited", "minimal"] as const;
const share = fc.integer({ min: 1, max: 500 }).map((n) => n / 1000);
const seconds = fc.integer({ min: 1, max: 100_000 }).map((n) => `${n}s`);
const text = fc
  .string({ minLength: 1, maxLength: 20, unit: "grapheme" })
  .filter((value) => value.trim() !== "" && !/[\p{C}\p{Z}]/u.test(value));
const span = fc.oneof(
  fc.integer({ min: 0, max: 50 }).map((n) => `${n} windows`),
  seconds,
);
const texts = fc.array(text, { maxLength: 4 });
const tier = fc.constantFrom(...TIERS);

/** Some of the keys, or all. */
function some<T extends object>(
  model: { readonly [K in keyof T]: fc.Arbitrary<T[K]> },
): fc.Arbitrary<Partial<T>> {
  return fc.record(model, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>; // fast-check's type of the same
}

const common = some({
  title: text,
  requirement: text,
  owner: text,
  severity: fc.constantFrom("low", "medium", "high", "critical"),
  status: fc.constantFrom("draft", "shadow", "enforce", "retired"),
  clauses: fc.dictionary(fc.constantFrom("iso42001", "eu-ai-act", "house"), texts),
  data_delay: seconds,
  no_data: fc.constantFrom("hold", "breach"),
  group_by: fc.constant(["system"]),
  max_instances: fc.integer({ min: 1, max: 1000 }),
  blind_spots: texts,
  runbook: text,
  for: span,
  // biome-ignore lint/suspicious/noThenProperty: the word of the control file; never awaited
  then: fc
    .tuple(
      fc.constantFrom("nonconformity", "candidate", "observation"),
      fc.option(fc.uniqueArray(tier)),
      fc.option(fc.uniqueArray(tier)),
    )
    .map(([raise, propose, atOnce]) => [
      { raise },
      ...(propose === null ? [] : [{ propose: "suspend", risk_tier: propose }]),
      ...(atOnce === null ? [] : [{ suspend: "at_once", risk_tier: atOnce }]),
    ]),
});

const scope = some({
  applies_to: some({ system: texts, environment: texts }),
});

/** A bound, and bounds inside of it, alone or by tier: nested as the language wants them. */
const bounded = fc
  .record({
    general: fc.option(share),
    tiers: fc.dictionary(tier, share),
    warn: fc.option(share),
    below: fc.option(share),
    ownBelow: fc.boolean(),
    for: fc.option(span),
  })
  .filter(({ general, tiers }) => general !== null || Object.keys(tiers).length > 0)
  .map(({ general, tiers, warn, below, ownBelow, for: lasting }) => {
    const least = [general ?? 1, ...Object.values(tiers)].reduce((a, b) => Math.min(a, b));
    const byTier = (of: (limit: number) => object): object =>
      Object.fromEntries(Object.entries(tiers).map(([name, limit]) => [name, of(limit)]));
    return {
      limit: { ...(general === null ? {} : { max: general }), ...byTier((max) => ({ max })) },
      ...(warn === null ? {} : { warn: { max: warn * least } }),
      recover: {
        ...(below === null ? {} : { below: below * least }),
        ...(ownBelow ? byTier((limit) => ({ below: limit / 3 })) : {}),
        ...(lasting === null ? {} : { for: lasting }),
      },
    };
  });

const windows = fc.record({ window: seconds, every: seconds });
const minSample = some({
  min_sample: fc.oneof(
    fc.integer({ min: 0, max: 10_000 }),
    fc.integer({ min: 0, max: 10_000 }).map((other) => ({ other })),
  ),
});
const confidence = fc.integer({ min: 500, max: 999 }).map((n) => n / 1000);

const rate = fc
  .tuple(
    windows,
    bounded,
    minSample,
    some({
      by: fc.shuffledSubarray(["system", "model_version", "segment.b", "segment.a"]),
      proof: fc.oneof(
        fc.constantFrom("measured", "point"),
        confidence.map((value) => ({ confidence: value })),
      ),
    }),
  )
  .map((parts) => Object.assign({ measure: "error_rate" }, ...parts) as WrittenControl);

const ratio = fc
  .tuple(windows, share, fc.constantFrom("approved", { source: "approved", bins: "deciles" }))
  .map(([of, factor, baseline]) => ({
    ...of,
    measure: "override_rate",
    baseline,
    limit: { max_ratio: 1 + factor, of: "baseline" },
    warn: { max_ratio: 1 + factor / 2, of: "baseline" },
    recover: { below_ratio: 1 + factor / 3 },
  }));

const budget = fc
  .tuple(seconds, share, fc.integer({ min: 1, max: 3 }), fc.constantFrom("year", "quarter", "900d"))
  .map(([window, max, count, period]) => ({
    ...{ measure: "error_rate", window, limit: { max } },
    proof: { false_alarms: `${count} per ${period}`, correct_for: ["model_version"] },
  }));

const labelled = fc
  .tuple(windows, share, seconds, fc.constantFrom("restate_window", "ignore"), share)
  .map(([of, min, wait, late, coverage]) => ({
    ...of,
    measure: "recall",
    positive: { label: "yes" },
    limit: { min },
    outcomes: { wait, late, min_coverage: coverage },
  }));

const silence = some({
  expect: fc.constant("inventory"),
  active_hours: fc.constantFrom("always", "calendar"),
  tell_apart: some({ no_heartbeat: text, heartbeat_no_predictions: text }),
  every: seconds,
}).map((of) => ({ ...of, measure: "silence", limit: { max: "15m" } }));

const named = fc
  .oneof(
    fc.constantFrom("inventory.approved_models", "inventory.suppliers"),
    fc.uniqueArray(text, { minLength: 1, maxLength: 5 }),
  )
  .map((one_of) => ({
    ...{ measure: "response_model", window: "10m", unknown: "inconclusive" },
    limit: { one_of },
  }));

const checked = fc
  .tuple(text, bounded)
  .map(([check, of]) => ({ ...of, measure: "failed_check_rate", window: "1h", check }));

const late = fc
  .tuple(seconds, fc.dictionary(tier, seconds), bounded)
  .filter(([, tiers, { limit }]) => {
    // A tier without a limit is no tier of the control.
    const isGeneral = "max" in limit;
    return isGeneral || Object.keys(tiers).every((name) => name in limit);
  })
  .map(([other, tiers, of]) => ({
    ...of,
    ...{ measure: "late_review_rate", window: "1h", within: { other, ...tiers } },
  }));

const objective = fc
  .record({
    promised: fc.integer({ min: 900, max: 999 }).map((n) => n / 1000),
    latency: fc.option(fc.integer({ min: 1, max: 90_000 })),
    windows: fc.uniqueArray(fc.integer({ min: 2, max: 500 }), { minLength: 1, maxLength: 4 }),
    badEvents: fc.option(fc.integer({ min: 1, max: 50 })),
    severity: fc.constantFrom("low", "critical"),
  })
  .map(({ promised, latency, windows: hours, badEvents, severity }) => ({
    measure: {
      good: latency === null ? "status = ok" : `latency <= ${latency}ms and status = ok`,
      of: "all",
    },
    limit: {
      objective: promised,
      over: "30d",
      burn: hours.map((n) => ({ spend: 0.01, in: `${n}h`, confirm: "1h", severity })),
    },
    ...(badEvents === null ? {} : { min_sample: { bad_events: badEvents } }),
  }));

/** Any control of the language, without errors; an objective is several. */
export const writtenControls: fc.Arbitrary<WrittenControl> = fc
  .tuple(
    common,
    scope,
    fc.oneof(rate, ratio, budget, labelled, silence, named, checked, late, objective),
  )
  .map(([usual, where, own]) => {
    const by = "by" in own ? own["by"] : undefined;
    // What is grouped by has to be in `by`; `system` always is.
    return { id: "c", ...usual, ...where, ...own, ...(by === undefined ? {} : { by }) };
  });
