/**
 * One step of a Shiryaev–Roberts detector, on the scale of windows: R ← (R + 1)·e.
 *
 * `logE` is ln of the window's e-value, whose expectation is at most 1 while nothing is wrong; null
 * where no bet was placed, which has to be decided before the window is seen. Then nothing is staked on
 * the window and what stands fades by half, for an old suspicion that was not confirmed is worth little;
 * making a detector smaller never breaks its promise. Nothing wrong, R grows by at most 1 a window in
 * expectation: alarms at R ≥ A, each followed by a restart from 0, number at most T/A in T windows.
 *
 * The value is finite and not below 0, so that JSON carries it; below 1e-6 it is 0. Throws on NaN: a
 * detector that held it would never alarm again.
 *
 * Source: Shin, Ramdas & Rinaldo (2024), New England Journal of Statistics in Data Science 2(2);
 * arXiv 2203.03532.
 */
export function stepShiryaevRoberts(value: number, logE: number | null): number {
  if (Number.isNaN(logE)) throw new Error("the logarithm of a bet is a number, got NaN");
  const next = logE === null ? value / 2 : (value + 1) * Math.exp(Math.min(logE, LOG_E_MAX));
  return next < NEGLIGIBLE ? 0 : Math.min(next, VALUE_MAX);
}

/** Beyond any threshold, and e^600 is still a double. */
const LOG_E_MAX = 600;
const VALUE_MAX = 1e300;
const NEGLIGIBLE = 1e-6;
