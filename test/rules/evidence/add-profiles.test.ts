import {
  type Baseline,
  collectEvidence,
  type EvidenceRecord,
  type EvidenceRequest,
  emptyCells,
} from "@tiltmeter/rules";
import { ProfileBuilder } from "@tiltmeter/rules/profile/profile-builder";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addProfiles } from "../../../rules/evidence/add-profiles.ts";
import type { ObservedPrediction, ObservedProfile } from "../../../rules/evidence/record.ts";

const MINUTE_MS = 60_000;
const baseline: Baseline = {
  digest: "d",
  system: "credit",
  name: "validation",
  version: 1,
  createdMs: 0,
  origin: "test",
  rows: 100,
  features: {
    income: {
      kind: "numeric",
      edges: [0, 10, 20],
      deciles: [10],
      counts: [0, 50, 50, 0],
      missing: 0,
    },
    purpose: {
      kind: "categorical",
      categories: ["car"],
      rare: ["boat"],
      counts: [90, 10, 0],
      missing: 0,
    },
  },
  rates: {},
};

const value = fc.option(
  fc.oneof(fc.double(), fc.integer({ min: -5, max: 25 }), fc.constantFrom("car", "boat", "new")),
);
const row = fc.record({
  atMs: fc.nat(5 * MINUTE_MS - 1),
  environment: fc.constantFrom("production", "test"),
  version: fc.constantFrom("6", "7"),
  region: fc.constantFrom("north", "south"),
  features: fc.record({ income: value, purpose: value }),
});
type Row = typeof row extends fc.Arbitrary<infer Of> ? Of : never;

const predictionOf = (of: Row, i: number, held: readonly string[]): EvidenceRecord => {
  const kept = Object.entries(of.features).filter(([name]) => !held.includes(name));
  return {
    origin: { system: "credit", environment: of.environment },
    statement: {
      kind: "prediction",
      id: `p-${i}`,
      timeMs: of.atMs,
      model: { version: of.version },
      task: "classification",
      label: "approve",
      score: null,
      value: null,
      latency: null,
      status: "ok",
      // Entries of the wanted type only.
      numericFeatures: Object.fromEntries(
        kept.filter(([, value]) => typeof value === "number"),
      ) as ObservedPrediction["numericFeatures"],
      categoricalFeatures: Object.fromEntries(
        kept.filter(([, value]) => typeof value === "string"),
      ) as ObservedPrediction["categoricalFeatures"],
      segment: { region: of.region },
    },
  };
};

/** Each row as a profile of its own, in the cells of a baseline with this digest. */
const profilesOf = (rows: readonly Row[], held: readonly string[], digest = "d") =>
  rows.flatMap((of) =>
    held.map((feature): EvidenceRecord => {
      const known = baseline.features[feature];
      if (known === undefined) throw new Error(`the baseline has no ${feature}`);
      const builder = new ProfileBuilder(known);
      builder.add(feature === "income" ? of.features.income : of.features.purpose);
      const { counts, sum: _, sumOfSquares: __, ...rest } = builder.build();
      return {
        origin: { system: "credit", environment: of.environment },
        statement: {
          kind: "profile",
          timeMs: Math.floor(of.atMs / MINUTE_MS) * MINUTE_MS,
          model: { version: of.version },
          segment: { region: of.region },
          feature,
          baseline: digest,
          predictions: 1,
          cells: Object.fromEntries(counts.map((count, cell) => [cell, count])),
          ...rest,
        },
      };
    }),
  );

const request: fc.Arbitrary<EvidenceRequest> = fc.record({
  kind: fc.constant("cells" as const),
  by: fc.constantFrom(
    ["system", "feature"] as const,
    ["system", "model_version", "feature"] as const,
    ["system", "segment.region", "feature"] as const,
  ),
  fromMs: fc.constantFrom(0, MINUTE_MS),
  toMs: fc.constant(5 * MINUTE_MS),
  stepMs: fc.constantFrom(MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS),
  environments: fc.constantFrom([], ["production"]),
  baselines: fc.constant([baseline]),
});

test("cells are the same whether a feature came as values or as profiles", () => {
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 40 }),
      request,
      fc.subarray(["income", "purpose"]),
      (rows, asked, held) => {
        const values = rows.map((of, i) => predictionOf(of, i, []));
        const without = rows.map((of, i) => predictionOf(of, i, held));
        expect(collectEvidence(asked, [...profilesOf(rows, held), ...without])).toEqual(
          collectEvidence(asked, values),
        );
      },
    ),
    { numRuns: 500 },
  );
});

test("what was counted in another baseline's cells is neither missing nor counted, but for what is missing", () => {
  const one = (income: number | null): Row => ({
    ...{ atMs: 0, environment: "production", version: "7", region: "north" },
    features: { income, purpose: null },
  });
  const rows = [one(5), one(null), one(15)];
  const records = [
    ...rows.map((of, i) => predictionOf(of, i, ["income"])),
    ...profilesOf(rows.slice(0, 2), ["income"], "of another baseline"),
    ...profilesOf(rows.slice(2), ["income"]),
  ];
  const [group] = collectEvidence(
    { kind: "cells", by: ["system", "feature"], fromMs: 0, toMs: MINUTE_MS, baselines: [baseline] },
    records,
  );
  expect(group).toMatchObject({
    labels: { feature: "income" },
    evidence: { counts: [0, 0, 1, 0], missing: 1, min: 15, max: 15 },
  });
});

test("profiles of more predictions than there are, as when predictions were lost, leave none below zero", () => {
  const [record] = profilesOf(
    [
      {
        atMs: 0,
        environment: "test",
        version: "7",
        region: "north",
        features: { income: 5, purpose: null },
      },
    ],
    ["income"],
  );
  const profile = { ...record?.statement, predictions: 9, cells: { 1: 9 } } as ObservedProfile;
  const cells = { ...emptyCells("d", 4), missing: 3, wrongType: 1 };
  expect(addProfiles(cells, [profile])).toMatchObject({ counts: [0, 9, 0, 0], missing: 1 });
});
