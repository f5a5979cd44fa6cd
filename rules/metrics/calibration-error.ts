import { expectedCalibrationError } from "../statistics/calibration-error.ts";
import { rightByBin } from "./confidences.ts";
import type { Metric } from "./metric.ts";
import { labelledScores } from "./score-metric.ts";

/**
 * How far confidence is from the share that turns out right, on average over ten wide bins.
 *
 * Biased upward on small samples: the detail tells what chance alone would show (`noise`), and has
 * both sides of every wide bin, which is the reliability diagram.
 */
export const calibrationError: Metric = {
  id: "calibration_error",
  title: "Calibration error",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "scores",
  needs: ["outcomes"],
  measure: labelledScores(({ pairs }, { confidence }) => {
    const found = expectedCalibrationError({ ...rightByBin(pairs), confidence });
    if (found === null) return "no labelled prediction has a score";
    const { noise, bins, ...estimate } = found;
    return { ...estimate, detail: { noise, bins } };
  }),
  source: "Naeini et al. (2015), AAAI; Kumar et al. (2019), NeurIPS",
};
