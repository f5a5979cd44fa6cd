import { logBeta } from "../../../../rules/statistics/incomplete-beta.ts";
import { logBinomialDensity, poissonDensity } from "../../../../rules/statistics/poisson.ts";

type Random = () => number;

/** Successes of one window after another, independent rows. Exact: by inversion of the distribution. */
export function binomialWindows(trials: number, rate: number, random: Random): () => number {
  return inverted(
    `binomial ${trials} ${rate}`,
    (k) => (k > trials ? 0 : Math.exp(logBinomialDensity(k, trials, rate))),
    trials * rate,
    random,
  );
}

/** The same rate on average, rows of a window resembling each other: intraclass correlation ρ. */
export function betaBinomialWindows(
  trials: number,
  rate: number,
  correlation: number,
  random: Random,
): () => number {
  const weight = 1 / correlation - 1;
  const [a, b] = [rate * weight, (1 - rate) * weight];
  const density = (k: number): number => {
    if (k > trials) return 0;
    const choices = -Math.log(trials + 1) - logBeta(k + 1, trials - k + 1);
    return Math.exp(choices + logBeta(a + k, b + trials - k) - logBeta(a, b));
  };
  return inverted(`beta ${trials} ${rate} ${correlation}`, density, trials * rate, random);
}

/**
 * Counts of cells, window after window. The size of a window is Poisson, given it the counts are
 * multinomial; exact, since Poisson counts given their sum are.
 */
export function multinomialWindows(
  size: number,
  shares: readonly number[],
  random: Random,
): () => readonly number[] {
  const cells = shares.map((share) => {
    const mean = size * share;
    return inverted(`poisson ${mean}`, (k) => poissonDensity(k, mean), mean, random);
  });
  return () => cells.map((next) => next());
}

/**
 * The same, rows of a window resembling each other: negative binomial counts of one scale, which given
 * their sum are Dirichlet-multinomial with intraclass correlation ρ.
 */
export function dirichletMultinomialWindows(
  size: number,
  shares: readonly number[],
  correlation: number,
  random: Random,
): () => readonly number[] {
  const weight = 1 / correlation - 1;
  const p = weight / (weight + size);
  const cells = shares.map((share) => {
    const r = weight * share;
    const density = (k: number): number =>
      Math.exp(r * Math.log(p) + k * Math.log1p(-p) - logBeta(r, k + 1)) / (k + r);
    return inverted(`negative ${r} ${p}`, density, size * share, random);
  });
  return () => cells.map((next) => next());
}

/** Hour by hour one stream after the other, again and again. */
export function cycled<T>(streams: readonly (() => T)[]): () => T {
  let hour = 0;
  return () => {
    const next = streams[hour % streams.length];
    hour += 1;
    if (next === undefined) throw new Error("a cycle has at least one stream");
    return next();
  };
}

/** Cumulative sums of a density on 0, 1, 2, …, and a guide into them. */
interface Table {
  readonly sums: Float64Array;
  readonly guide: Int32Array;
}

// The same few distributions are drawn from in every simulated year.
const tables = new Map<string, Table>();

/** Draws from a density by inversion: the guide, then a step or two. `name` tells distributions apart. */
function inverted(
  name: string,
  density: (k: number) => number,
  mean: number,
  random: Random,
): () => number {
  const known = tables.get(name);
  const { sums, guide } = known ?? tableOf(density, mean);
  if (known === undefined) tables.set(name, { sums, guide });
  const last = sums.length - 1;
  return () => {
    const u = random();
    let k = guide[Math.floor(u * guide.length)] ?? 0;
    while (k < last && (sums[k] ?? 1) <= u) k++;
    return k;
  };
}

function tableOf(density: (k: number) => number, mean: number): Table {
  const found: number[] = [];
  let sum = 0;
  for (let k = 0; ; k++) {
    const share = density(k);
    sum += share;
    found.push(sum);
    if (k > mean && (sum >= 1 - 1e-12 || share < 1e-15)) break;
  }
  const sums = Float64Array.from(found);
  const guide = new Int32Array(4096);
  for (let i = 0, k = 0; i < guide.length; i++) {
    while (k < sums.length - 1 && (sums[k] ?? 1) < i / guide.length) k++;
    guide[i] = k;
  }
  return { sums, guide };
}
