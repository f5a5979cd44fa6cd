import type { Profile } from "@tiltmeter/sdk/wire/profile";
import { LIMITS } from "./limits.ts";
import { show } from "./show.ts";

/** A baseline's SHA-256. */
const DIGEST = /^[0-9a-f]{64}$/;
/** The rules' text form of a binary fraction. */
const EXACT = /^(0|-?[1-9a-f][0-9a-f]*p(0|-?[1-9][0-9]{0,3}))$/;
/** Sums of an embedding's components stand where other features have counts, and may be negative. */
const OF_SUMS = /:(rff|centroid)$/;
/** A text has many words. */
const OF_WORDS = /:tokens$/;

/**
 * The first rule that a profile's figures break, in words, or null.
 *
 * Counts are whole, not negative, and agree: what has a cell and what is missing is all that was
 * counted, but for the words and vectors that a text or an embedding became. A profile that does not add up would shift every figure that it is merged into.
 */
export function brokenCounts(profile: Profile): string | null {
  const { feature, baseline, predictions, missing, notANumber, wrongType } = profile;
  const cells = Object.values(profile.cells);
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
  if (OF_SUMS.test(feature)) return null;
  const negative = [...cells, ...Object.values(profile.magnitudes)].find((count) => count < 0);
  if (negative !== undefined) return `a count must be 0 or more, got ${negative}`;
  const counted = total(profile.cells);
  if (OF_WORDS.test(feature) && baseline !== "") return null;
  if (counted !== (baseline === "" ? 0 : predictions - missing)) {
    return baseline === ""
      ? `a profile without a baseline has no cells, got ${counted} in them`
      : `cells must hold every prediction that is not missing, ${predictions - missing}, got ${counted}`;
  }
  return brokenNumbers(profile, counted);
}

/** What only numbers have: extremes, magnitudes and sums. */
function brokenNumbers(profile: Profile, counted: number): string | null {
  const { infinite, min, max, sum, sumOfSquares } = profile;
  const finite = total(profile.magnitudes);
  if (infinite > counted)
    return `infinite must be at most ${counted}, those in cells, got ${infinite}`;
  if (finite !== 0 && finite !== counted - infinite) {
    return `magnitudes must hold every finite value, ${counted - infinite}, or none, got ${finite}`;
  }
  if ((min === null) !== (max === null) || (min ?? 0) > (max ?? 0)) {
    return `min and max must be given both, min first, got ${show(min)} and ${show(max)}`;
  }
  const inexact = [sum, sumOfSquares].find(
    (text) => text !== "" && (text.length > LIMITS.sumCharacters || !EXACT.test(text)),
  );
  if (inexact === undefined) return null;
  return `a sum must be hexadecimal digits, p and a power of two, such as -5p1, of at most ${LIMITS.sumCharacters} characters, got ${show(inexact)}`;
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
