import type { RateCounts } from "./beta-mixture.ts";
import {
  areCellsInside,
  type CellsDetector,
  type CellsNull,
  cellsValue,
  emptyCellsDetector,
  stepCellsDetector,
} from "./cells-detector.ts";
import { emptyWindowDetector, type WindowCalibration, windowValue } from "./e-detector.ts";
import {
  emptyMeanDetector,
  type MeanDetector,
  type MeanLimits,
  stepMeanDetector,
} from "./mean-detector.ts";
import {
  currentRate,
  emptyRateDetector,
  type RateDetector,
  type RateLimits,
  stepRateDetector,
} from "./rate-detector.ts";
import { emptyToleranceDetectors } from "./tolerance-shiryaev-roberts.ts";

/** What `proof: { false_alarms: … }` asks for. */
export interface FalseAlarmBudget {
  /** Windows in which one false alarm is allowed: see `windowsPerFalseAlarm`. */
  readonly windows: number;
  /** Instances that share it, such as all features of a system; 1 where absent. */
  readonly members?: number;
}

/** What is watched, and what is allowed. */
export type BudgetedLimit =
  | ({ readonly kind: "rate" } & RateLimits)
  | ({ readonly kind: "mean"; readonly calibration?: WindowCalibration } & MeanLimits)
  | {
      readonly kind: "cells";
      /** From `toleratedCells`, for deciles or categories; work it out once, not every window. */
      readonly tolerated: CellsNull;
    };

/** What one window shows. An empty one (no trials, no counts, a null mean) changes nothing. */
export type WindowEvidence =
  | ({ readonly kind: "rate" } & RateCounts)
  | { readonly kind: "mean"; readonly mean: number | null }
  | { readonly kind: "cells"; readonly counts: readonly number[] };

/** What has to be kept between windows. Plain data of finite numbers: it survives JSON unchanged. */
export type BudgetState =
  | { readonly kind: "rate"; readonly detector: RateDetector }
  | { readonly kind: "mean"; readonly detector: MeanDetector }
  | { readonly kind: "cells"; readonly detector: CellsDetector };

/** What a window adds. */
export interface BudgetStep {
  /** For the next window; after an alarm the evidence begins anew. */
  readonly state: BudgetState;
  /** The evidence so far, this window included, on the scale of windows; finite, ≥ 0. */
  readonly value: number;
  /** An alarm where the value reaches it. */
  readonly threshold: number;
  readonly alarm: boolean;
  /** Whether the last windows, about two of them, keep the limit; null before any showed something. */
  readonly currentlyInside: boolean | null;
}

/** Windows in which one false alarm is allowed, for `alarms` in `perMs` and one window every `everyMs`. */
export function windowsPerFalseAlarm(of: {
  readonly alarms: number;
  readonly perMs: number;
  readonly everyMs: number;
}): number {
  return of.perMs / of.everyMs / of.alarms;
}

/**
 * The state before the first window. Start again where the limit or the baseline has changed.
 *
 * Throws where a rate's limit leaves (0, 1): a single event would prove a breach of 0, none one of 1.
 */
export function startBudget(limit: BudgetedLimit): BudgetState {
  switch (limit.kind) {
    case "rate":
      for (const bound of [limit.max, limit.min]) {
        if (bound !== undefined && !(bound > 0 && bound < 1)) {
          throw new Error(`a rate's limit lies in (0, 1) to have a budget, got ${bound}`);
        }
      }
      return { kind: "rate", detector: emptyRateDetector };
    case "mean":
      return { kind: "mean", detector: emptyMeanDetector };
    case "cells":
      return { kind: "cells", detector: emptyCellsDetector(limit.tolerated.shares.length) };
  }
}

/**
 * One window of a control with a stated number of false alarms. Total but for kinds or cells that do not
 * belong together, for which it throws; pure.
 *
 * Feed every window once, in order, and never windows that overlap. While the limit is kept, the mean
 * number of alarms in T windows is at most T/budget.windows, all members together: proven for
 * independent rows, however many a window has; simulated where rows of a window resemble each other,
 * since bets are divided by the dispersion of earlier windows. A rate or share that
 * cycles beyond the limit for hours a day, and bursts that last over several windows, break it.
 *
 * Bets on the past are placed only while earlier windows lie beyond the limit, and a window alone counts
 * only where it lies beyond it itself, so a system that keeps well within its limit has next to no false
 * alarms at all. Measured over 200 simulated years of hourly windows of 1,000 rows, one alarm a year allowed
 * and the rate on the limit itself: none for independent rows, 0.04 a year at eleven times their variance,
 * 0.25 at fifty times. An alarm is an event, not a state: evidence then begins anew, and
 * alarms again while the breach lasts. `currentlyInside` says when it is over. Members share by a threshold
 * as many times as high, which needs no assumption about how they depend.
 */
export function stepBudget(
  state: BudgetState,
  evidence: WindowEvidence,
  of: { readonly limit: BudgetedLimit; readonly budget: FalseAlarmBudget },
): BudgetStep {
  const { limit, budget } = of;
  const threshold = budget.windows * (budget.members ?? 1);
  const { next, value, currentlyInside } = observe(state, evidence, limit);
  const alarm = value >= threshold;
  return { state: alarm ? restarted(next) : next, value, threshold, alarm, currentlyInside };
}

interface Observed {
  readonly next: BudgetState;
  readonly value: number;
  readonly currentlyInside: boolean | null;
}

function observe(state: BudgetState, evidence: WindowEvidence, limit: BudgetedLimit): Observed {
  if (state.kind === "rate" && evidence.kind === "rate" && limit.kind === "rate") {
    const detector = stepRateDetector(state.detector, evidence, limit);
    const rate = currentRate(detector);
    return {
      next: { kind: "rate", detector },
      value: average([...detector.above, ...detector.below]),
      currentlyInside: rate === null ? null : isInside(rate, limit),
    };
  }
  if (state.kind === "mean" && evidence.kind === "mean" && limit.kind === "mean") {
    const { detector: before } = state;
    const detector =
      evidence.mean === null
        ? before
        : stepMeanDetector(before, evidence.mean, limit, limit.calibration);
    const { recent } = detector;
    return {
      next: { kind: "mean", detector },
      value: windowValue(detector.bets),
      currentlyInside: recent === null ? null : isInside(recent, limit),
    };
  }
  if (state.kind === "cells" && evidence.kind === "cells" && limit.kind === "cells") {
    const { tolerated } = limit;
    checkCells(state.detector, evidence.counts, tolerated.shares.length);
    const detector = stepCellsDetector(state.detector, evidence.counts, tolerated);
    return {
      next: { kind: "cells", detector },
      value: cellsValue(detector, tolerated),
      currentlyInside: areCellsInside(detector, tolerated),
    };
  }
  throw new Error(
    `a ${limit.kind} limit needs state and evidence of its kind, got ${state.kind} and ${evidence.kind}`,
  );
}

function checkCells(detector: CellsDetector, counts: readonly number[], expected: number): void {
  const cells = detector.memories[0]?.length;
  if (cells !== expected || counts.length !== expected) {
    throw new Error(
      `state and window have the baseline's ${expected} cells, got ${cells} and ${counts.length}`,
    );
  }
}

/** What was learnt stays: the bets stay fair whatever they are chosen by. Only the stakes begin anew. */
function restarted(state: BudgetState): BudgetState {
  switch (state.kind) {
    case "rate":
      return { kind: "rate", detector: { ...state.detector, above: [], below: [] } };
    case "mean":
      return { kind: "mean", detector: { ...state.detector, bets: emptyWindowDetector } };
    case "cells": {
      const { detector } = state;
      const cells = emptyToleranceDetectors(detector.memories[0]?.length ?? 0);
      return {
        kind: "cells",
        detector: { ...detector, cells, whole: detector.whole.map(() => 0) },
      };
    }
  }
}

function isInside(value: number, { min, max }: MeanLimits): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value / values.length, 0);
}
