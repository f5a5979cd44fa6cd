import { emptyCells } from "../evidence/cells.ts";
import type { Evidence } from "../evidence/request.ts";
import { emptyReviews } from "../evidence/reviews.ts";
import type { Baseline } from "../profile/baseline.ts";
import { createBaseline } from "../profile/create-baseline.ts";
import { fnv1a } from "../profile/fnv1a.ts";
import { seededRandom } from "../profile/seeded-random.ts";
import { drawnBeta, drawnBinomial, drawnMultinomial } from "./drawn.ts";
import { featureValue } from "./feature-value.ts";
import type { SimulatedRate, Simulation } from "./test-file.ts";

const HOUR_MS = 3_600_000;

/** What is seen of one part of a simulated stream, in one step: a number of successes, or counts of cells. */
export type Drawn =
  | { readonly kind: "rate"; readonly successes: number; readonly trials: number }
  | { readonly kind: "cells"; readonly counts: readonly number[] };

/** Adds two steps of one stream. */
export function addDrawn(a: Drawn, b: Drawn): Drawn {
  if (a.kind === "rate" && b.kind === "rate") {
    const { successes, trials } = a;
    return { kind: "rate", successes: successes + b.successes, trials: trials + b.trials };
  }
  if (a.kind === "cells" && b.kind === "cells") {
    return { kind: "cells", counts: a.counts.map((count, i) => count + (b.counts[i] ?? 0)) };
  }
  return a;
}

/**
 * Draws a rate step after step: binomial within an hour; the hour's own rate varies with the hour of
 * the day and, beta-distributed, from hour to hour.
 */
export function rateStream(
  simulation: Simulation,
  rate: SimulatedRate,
  of: { readonly name: string; readonly run: number; readonly stepMs: number },
): () => Drawn {
  const random = seededRandom(fnv1a(`${simulation.seed} ${of.run} ${of.name}`));
  const stepsPerHour = Math.max(1, Math.round(HOUR_MS / of.stepMs));
  const hoursPerStep = Math.max(1, Math.round(of.stepMs / HOUR_MS));
  const trials = Math.max(1, Math.round(simulation.perHour / stepsPerHour));
  let step = 0;
  let current = rate.mean;
  const nextHour = (): void => {
    const hour = Math.floor((step * of.stepMs) / HOUR_MS);
    current = rateOf(rate, hour, random);
  };
  return () => {
    let successes = 0;
    for (let i = 0; i < hoursPerStep; i++) {
      if (hoursPerStep > 1) current = rateOf(rate, step * hoursPerStep + i, random);
      else if (step % stepsPerHour === 0) nextHour();
      successes += drawnBinomial(trials, current, random);
    }
    step += 1;
    return { kind: "rate", successes, trials: trials * hoursPerStep };
  };
}

function rateOf(rate: SimulatedRate, hour: number, random: () => number): number {
  const { mean, betweenHoursSd, dailySwing } = rate;
  const swung = mean * (1 + dailySwing * Math.sin((2 * Math.PI * (hour % 24)) / 24));
  const usual = Math.min(1, Math.max(0, swung));
  if (betweenHoursSd === 0 || usual === 0 || usual === 1) return usual;
  const weight = Math.max(1e-6, (usual * (1 - usual)) / betweenHoursSd ** 2 - 1);
  return drawnBeta(usual * weight, (1 - usual) * weight, random);
}

/** Draws the cells of one feature step after step, from the very shares of the baseline. */
export function featureStream(
  simulation: Simulation,
  baseline: Baseline,
  of: { readonly name: string; readonly run: number; readonly stepMs: number },
): () => Drawn {
  const random = seededRandom(fnv1a(`${simulation.seed} ${of.run} feature ${of.name}`));
  const { counts = [] } = baseline.features[of.name] ?? {};
  const all = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => count / all);
  const size = Math.max(1, Math.round((simulation.perHour * of.stepMs) / HOUR_MS));
  return () => ({ kind: "cells", counts: drawnMultinomial(size, shares, random) });
}

/** What was drawn as the evidence that a store would answer. */
export function evidenceOf(drawn: Drawn, rate: string, baseline: Baseline): Evidence {
  if (drawn.kind === "cells") {
    return { ...emptyCells(baseline.digest, drawn.counts.length), counts: drawn.counts };
  }
  const { successes, trials } = drawn;
  switch (rate) {
    case "override_rate": {
      const actions = { override: successes, confirm: trials - successes };
      return { ...emptyReviews(), actions };
    }
    case "accuracy":
      return {
        kind: "decisions",
        predicted: { yes: trials },
        pairs: { yes: { yes: successes, no: trials - successes } },
      };
    case "selection_rate":
      return {
        kind: "decisions",
        predicted: { yes: successes, no: trials - successes },
        pairs: {},
      };
    default:
      return { kind: "volume", predictions: trials, errors: successes };
  }
}

/** What was approved: the simulated rates, and features of ten thousand rows each. */
export function simulationBaseline(
  simulation: Simulation,
  hash: (text: string) => string,
): Baseline {
  const { system, rates, features } = simulation;
  const shape = { kind: "numeric", mean: 0, sd: 1 } as const;
  const usual = { shift: 0, scale: 1, isBeyond: false, isStuck: false };
  const values = Array.from({ length: ROWS }, (_, i) =>
    featureValue(shape, (i + 0.5) / ROWS, usual),
  );
  const columns = Array.from({ length: features }, (_, i) => [`feature-${i + 1}`, values] as const);
  const [overrideRate, errorRate, accuracy] = [
    rates["override_rate"]?.mean,
    rates["error_rate"]?.mean,
    rates["accuracy"]?.mean,
  ];
  return createBaseline(
    {
      system,
      name: "simulated",
      version: 1,
      createdMs: 0,
      origin: "a simulation",
      columns: Object.fromEntries(columns),
      rates: {
        ...(overrideRate === undefined ? {} : { overrideRate }),
        ...(errorRate === undefined ? {} : { errorRate }),
        ...(accuracy === undefined ? {} : { accuracy }),
      },
    },
    hash,
  );
}

const ROWS = 10_000;
