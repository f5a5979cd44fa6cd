import { clopperPearsonBounds } from "../statistics/clopper-pearson.ts";

/** What reviewers of one role made of the errors that they were shown. Sums; no single person. */
export interface CalibrationResult {
  readonly role: string;
  readonly reviewers: number;
  readonly seeded: number;
  readonly detected: number;
  readonly sound: number;
  readonly falseAlarms: number;
}

/** A share with its bounds at 95 %. */
export interface DetectionRate {
  readonly rate: number;
  readonly lower: number;
  readonly upper: number;
}

/** Results of an imported table, or what is wrong with it, by line. */
export type ReadCalibration =
  | { readonly kind: "read"; readonly results: readonly CalibrationResult[] }
  | { readonly kind: "wrong"; readonly problem: string };

const COLUMNS = ["reviewer", "item", "error", "flagged"];
const LINES_MAX = 10_000;
const YES = new Set(["yes", "true", "1"]);
const NO = new Set(["no", "false", "0"]);

/**
 * Reads answers as CSV, a line each with `reviewer,item,error,flagged`, and adds them up by role. Who
 * answered what is not in the result. `roleOf` says the role of a reviewer, the plan's where it is not
 * known. An answer that stands twice is an error.
 */
export function readCalibration(
  text: string,
  roleOf: (reviewer: string) => string,
): ReadCalibration {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const [header = "", ...rest] = lines;
  const columns = header.split(",").map((name) => name.trim().toLowerCase());
  const at = COLUMNS.map((name) => columns.indexOf(name));
  if (at.includes(-1)) {
    const got = JSON.stringify(header.slice(0, 80));
    return wrong(1, `the first line names the columns ${COLUMNS.join(",")}, got ${got}`);
  }
  if (rest.length > LINES_MAX) {
    return wrong(LINES_MAX + 1, `an exercise has at most ${LINES_MAX} answers`);
  }
  const seen = new Set<string>();
  const roles = new Map<string, Sums>();
  for (const [i, line] of rest.entries()) {
    if (line === "") continue;
    const cells = line.split(",").map((cell) => cell.trim());
    const [reviewer = "", item = "", error = "", flagged = ""] = at.map((of) => cells[of]);
    if (reviewer === "" || item === "") return wrong(i + 2, "reviewer and item are required");
    const key = JSON.stringify([reviewer, item]);
    if (seen.has(key)) return wrong(i + 2, `${reviewer} answered ${item} twice`);
    seen.add(key);
    const [isError, isFlagged] = [error, flagged].map(flagOf);
    if (isError === null || isFlagged === null) {
      return wrong(i + 2, `error and flagged are yes or no, got ${error},${flagged}`);
    }
    const role = roleOf(reviewer);
    const sums = roles.get(role) ?? newSums();
    roles.set(role, sums);
    sums.people.add(reviewer);
    sums.seeded += Number(isError);
    sums.detected += Number(isError === true && isFlagged === true);
    sums.sound += Number(isError === false);
    sums.falseAlarms += Number(isError === false && isFlagged === true);
  }
  if (roles.size === 0) return wrong(2, "there is no answer in it");
  const results = [...roles].map(([role, { people, ...sums }]) => ({
    ...{ role, reviewers: people.size },
    ...sums,
  }));
  return { kind: "read", results };
}

/** Share of the errors that were found; null where none was shown. */
export function detectionRate(of: CalibrationResult): DetectionRate | null {
  return rateOf(of.detected, of.seeded);
}

/** Share of the sound decisions that were taken for wrong; null where none was shown. */
export function falseAlarmRate(of: CalibrationResult): DetectionRate | null {
  return rateOf(of.falseAlarms, of.sound);
}

function rateOf(successes: number, trials: number): DetectionRate | null {
  if (trials === 0) return null;
  return {
    rate: successes / trials,
    ...clopperPearsonBounds({ successes, trials, confidence: 0.975 }),
  };
}

interface Sums {
  readonly people: Set<string>;
  seeded: number;
  detected: number;
  sound: number;
  falseAlarms: number;
}

function newSums(): Sums {
  return { people: new Set(), seeded: 0, detected: 0, sound: 0, falseAlarms: 0 };
}

function flagOf(text: string): boolean | null {
  const word = text.toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : null;
}

function wrong(line: number, problem: string): ReadCalibration {
  return { kind: "wrong", problem: `line ${line}: ${problem}` };
}
