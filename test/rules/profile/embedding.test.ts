import { expect, test } from "vitest";
import { canonicalJson } from "../../../rules/canonical-json.ts";
import {
  type Baseline,
  cellsOf,
  createBaseline,
  EmbeddingMap,
  EmbeddingProfiler,
  type Measurement,
  mergeProfiles,
} from "../../../rules/index.ts";
import { normalOf, seededRandom } from "../../../rules/profile/seeded-random.ts";
import { meanDiscrepancy } from "../../../rules/statistics/mean-discrepancy.ts";
import { sha256 } from "../hash.ts";
import { group, measure } from "../metrics/family.ts";

const DIMENSIONS = 8;
const random = seededRandom(11);
const vectors = (count: number, shift = 0): number[][] =>
  Array.from({ length: count }, () =>
    Array.from({ length: DIMENSIONS }, (_, i) => normalOf(random) + (i === 0 ? 3 + shift : 0)),
  );
const baseline = baselineOf(vectors(800));

function baselineOf(image: number[][]): Baseline {
  return createBaseline(
    {
      system: "s",
      name: "n",
      version: 1,
      createdMs: 0,
      origin: "t",
      columns: { age: [1] },
      embeddings: { image },
    },
    sha256,
  );
}

function profilesOf(values: readonly unknown[]): ReturnType<EmbeddingProfiler["build"]> {
  const profiler = new EmbeddingProfiler("image", baseline);
  for (const value of values) profiler.add(value);
  return profiler.build();
}

function found(
  id: string,
  part: string,
  values: readonly unknown[],
  tolerance = 0.02,
): Measurement {
  const feature = `image:${part}`;
  const profile = profilesOf(values)[feature];
  if (profile === undefined) throw new Error(`no ${feature}`);
  const seen = group(cellsOf(profile, baseline.digest), { feature });
  const [measurement] = measure(id, [seen], { baseline, tolerance });
  if (measurement === undefined) throw new Error("nothing measured");
  return measurement;
}

test("one seed is one map, for ever", () => {
  const recipe = { kind: "embedding", dimensions: 3, seed: 42, bandwidth: 2 } as const;
  const digest = (): string => {
    const map = new EmbeddingMap(recipe);
    const parts = [...map.fourier([1, -2, 0.5]), ...map.projections([1, -2, 0.5])];
    return sha256(parts.map((part) => Math.round(part * 2 ** 20)).join(" "));
  };
  expect(digest()).toBe(digest());
  expect(digest().slice(0, 16)).toBe("06165f13f3b17ba8");
});

test("Fourier features stand in for the Gaussian kernel of the recipe's width", () => {
  const map = new EmbeddingMap({ kind: "embedding", dimensions: 4, seed: 1, bandwidth: 1.5 });
  const pairs: readonly (readonly [number[], number[]])[] = [
    [
      [0, 0, 0, 0],
      [1, 0, 0, 0],
    ],
    [
      [1, 2, 0, 1],
      [1, 2, 0.5, 0],
    ],
    [
      [0, 0, 0, 0],
      [2, 2, 2, 2],
    ],
  ];
  for (const [a, b] of pairs) {
    const [left, right] = [map.fourier(a), map.fourier(b)];
    const product = left.reduce((sum, part, i) => sum + part * (right[i] ?? 0), 0);
    const square = a.reduce((sum, part, i) => sum + (part - (b[i] ?? 0)) ** 2, 0);
    // 1/√256 is one standard deviation.
    expect(Math.abs(product - Math.exp(-square / (2 * 1.5 ** 2)))).toBeLessThan(0.25);
  }
});

test("profiles of an embedding merge byte for byte, and what is no vector is missing", () => {
  const some = vectors(30);
  const wrong = [null, "text", [1, 2], Array.from({ length: DIMENSIONS }, () => Number.NaN)];
  const [left, right] = [profilesOf(some.slice(0, 11)), profilesOf([...wrong, ...some.slice(11)])];
  const whole = profilesOf([...some, ...wrong]);
  expect(Object.keys(whole).length).toBe(34);
  for (const [name, profile] of Object.entries(whole)) {
    const [x, y] = [left[name], right[name]];
    if (x === undefined || y === undefined) throw new Error(`no ${name}`);
    expect(canonicalJson(mergeProfiles(x, y))).toBe(canonicalJson(profile));
    expect([profile.missing, profile.wrongType]).toEqual([4, 3]);
  }
});

test("embeddings of the baseline's kind show what chance does, and others more", () => {
  const same = found("embedding_drift", "rff", vectors(400));
  if (same.kind !== "measured") throw new Error(same.reason);
  expect(same.value).toBeLessThan(Number(same.detail["chance99"]) * 1.5);
  const moved = found("embedding_drift", "rff", vectors(400, 1));
  expect(moved.kind === "measured" && moved.value).toBeGreaterThan(
    5 * Number(same.detail["chance99"]),
  );
  const turned = found("centroid_distance", "centroid", vectors(400, -3));
  expect(turned.kind === "measured" && turned.value).toBeGreaterThan(0.3);
  const straight = found("centroid_distance", "centroid", vectors(400));
  expect(straight.kind === "measured" && straight.value).toBeLessThan(0.02);
});

test("chance is calibrated: five in a hundred windows of the baseline's kind are beyond its 95 %", () => {
  const rff = baseline.features["image:rff"];
  const recipe = baseline.derived?.["image"];
  if (rff?.kind !== "sums" || recipe?.kind !== "embedding") throw new Error("no embedding");
  const map = new EmbeddingMap(recipe);
  const pool = vectors(3000).map((vector) => map.fourier(vector));
  const sumOf = (size: number): Float64Array => {
    const sum = new Float64Array(256);
    for (let i = 0; i < size; i++) {
      const vector = pool[Math.floor(random() * pool.length)];
      for (let k = 0; k < 256; k++) sum[k] = (sum[k] ?? 0) + (vector?.[k] ?? 0);
    }
    return sum;
  };
  let beyond = 0;
  for (let run = 0; run < 400; run++) {
    const raw = meanDiscrepancy({ n: 60, sum: sumOf(60) }, { n: 90, sum: sumOf(90) });
    if ((raw ?? 0) * 36 > (rff.chance?.p95 ?? 0)) beyond += 1;
  }
  expect(beyond / 400).toBeGreaterThan(0.015);
  expect(beyond / 400).toBeLessThan(0.11);
});

test("too few vectors, and features that are no embedding, prove nothing", () => {
  const few = found("embedding_drift", "rff", vectors(5), 0.0001);
  expect(few.kind === "insufficient" && few.reason).toContain("needs 0.0001");
  expect(found("embedding_drift", "p0", vectors(5)).kind).toBe("insufficient");
  expect(found("psi", "rff", vectors(5)).kind).toBe("insufficient");
  expect(found("missing_rate", "rff", [null, ...vectors(3)])).toMatchObject({ value: 0.25 });
  expect(() => baselineOf([])).toThrow("needs a row with a vector");
});

test("a vector too large to multiply is missing from every feature alike", () => {
  const huge = Array.from({ length: DIMENSIONS }, (_, i) => (i % 2 === 0 ? 1e308 : -1e308));
  const profiles = Object.entries(profilesOf([huge, ...vectors(3)]));
  for (const [name, { missing, wrongType, infinite }] of profiles) {
    expect([name, missing, wrongType, infinite]).toEqual([name, 1, 1, 0]);
  }
  const { derived, features } = baselineOf([huge, ...vectors(30)]);
  expect(derived?.["image"]).toMatchObject({ bandwidth: expect.closeTo(4, 0) });
  expect(features["image:p0"]?.missing).toBe(1);
});
