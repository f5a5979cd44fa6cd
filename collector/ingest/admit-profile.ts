import { parseExact } from "@tiltmeter/rules";
import type { Profile } from "@tiltmeter/sdk/wire/profile";
import { LIMITS } from "./limits.ts";
import { show } from "./show.ts";

/** A baseline's SHA-256. */
const DIGEST = /^[0-9a-f]{64}$/;
/** Sums of an embedding's components stand where other features have counts, and may be negative. */
const OF_SUMS = /:(rff|centroid)$/;
/** A text has many words. */
const OF_WORDS = /:tokens$/;

/**
 * The first rule that a profile's figures break, in words, or null.
 *
 * Counts are whole, not negative, and agree: what has a cell and what is missing is all that was
 * counted, but for the words and vectors that a text or an embedding became. A profile that does not
 * add up would shift every figure that it is merged into.
 */
export function brokenCounts(profile: Profile): string | null {
  const { feature, baseline, predictions, missing, notANumber, wrongType } = profile;
  const cells = Object.entries(profile.cells);
  if (baseline !== "" && !DIGEST.test(baseline)) {
    return `baseline must be a digest of 64 hexadecimal digits, got ${show(baseline)}`;
  }
  if (predictions < 1) return `predictions must be 1 or more, got ${predictions}`;
  if (missing > predictions || notANumber + wrongType > missing) {
    return `missing must lie between ${notANumber + wrongType}, those with a reason, and ${predictions}, the predictions, got ${missing}`;
  }
  if (cells.length > LIMITS.cells) {
    return `a profile has at most ${LIMITS.cells} cells, got ${cells.length}`;
  }
  if (baseline === "" && cells.length > 0) {
    return `a profile without a baseline has no cells, got ${cells.length} of them`;
  }
  // The first cell of sums says how many were summed.
  const counts = OF_SUMS.test(feature) ? cells.filter(([cell]) => cell === "0") : cells;
  const negative = [...counts, ...Object.entries(profile.magnitudes)].find(([, n]) => n < 0);
  if (negative !== undefined) return `a count must be 0 or more, got ${negative[1]}`;
  return brokenTotals(profile) ?? brokenNumbers(profile);
}

/** Words and sums of vectors do not add up to predictions. */
function brokenTotals(profile: Profile): string | null {
  const { feature, baseline, predictions, missing, infinite } = profile;
  if (OF_SUMS.test(feature) || (OF_WORDS.test(feature) && baseline !== "")) return null;
  const counted = total(profile.cells);
  if (baseline !== "" && counted !== predictions - missing) {
    return `cells must hold every prediction that is not missing, ${predictions - missing}, got ${counted}`;
  }
  if (infinite > counted) {
    return `infinite must be at most ${counted}, those in cells, got ${infinite}`;
  }
  const finite = total(profile.magnitudes);
  if (finite === 0 || finite === counted - infinite) return null;
  return `magnitudes must hold every finite value, ${counted - infinite}, or none, got ${finite}`;
}

/** Extremes and sums, which only numbers have. */
function brokenNumbers({ min, max, sum, sumOfSquares }: Profile): string | null {
  if ((min === null) !== (max === null) || (min ?? 0) > (max ?? 0)) {
    return `min and max must be given both, min first, got ${show(min)} and ${show(max)}`;
  }
  const inexact = [sum, sumOfSquares].find((text) => text !== "" && parseExact(text) === null);
  if (inexact === undefined) return null;
  return `a sum must be an odd number in hexadecimal, p and a power of two, such as -5p1, of at most 1200 digits, got ${show(inexact)}`;
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
