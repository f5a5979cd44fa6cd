/** Where in a package something is: as near as can be told. */
export interface Place {
  /** Path of the member; empty: the package as a whole. */
  readonly member: string;
  /** Index of a ledger entry. */
  readonly entry?: number;
  /** From 1. */
  readonly line?: number;
  /** From 0. */
  readonly byte?: number;
}

/**
 * Something that a verification came upon.
 *
 * - `fault`: changed, or inconsistent: the evidence cannot be relied on
 * - `unknown`: cannot be verified by this program, or against no key that is trusted
 * - `gap`: verified, and something that once was is no more there, as the ledger itself says
 */
export interface Finding {
  readonly kind: "fault" | "unknown" | "gap";
  readonly place: Place;
  readonly says: string;
}

/** What a verification ends with: the gravest of its findings. */
export type Outcome = "verified" | "tampered" | "unverifiable" | "verified_with_gaps";

/** Exit codes of every verifier of packages. */
export const OUTCOME_EXIT: Readonly<Record<Outcome, number>> = {
  verified: 0,
  tampered: 1,
  unverifiable: 2,
  verified_with_gaps: 3,
};

/** Collects findings: the first of each kind are kept, all are counted. */
export class Findings {
  readonly #kept: Finding[] = [];
  readonly #counts = { fault: 0, unknown: 0, gap: 0 };

  add(kind: Finding["kind"], place: Place, says: string): void {
    this.#counts[kind] += 1;
    if (this.#counts[kind] <= KEPT_MAX) this.#kept.push({ kind, place, says });
  }

  fault(place: Place, says: string): void {
    this.add("fault", place, says);
  }

  /** The kept ones, in the order in which they were found. */
  get kept(): readonly Finding[] {
    return this.#kept;
  }

  get counts(): Readonly<Record<Finding["kind"], number>> {
    return { ...this.#counts };
  }

  get outcome(): Outcome {
    if (this.#counts.fault > 0) return "tampered";
    if (this.#counts.unknown > 0) return "unverifiable";
    return this.#counts.gap > 0 ? "verified_with_gaps" : "verified";
  }
}

/** `10-integrity/entries/000000000000.jsonl, line 13 (entry 12)`. */
export function placeInWords({ member, entry, line, byte }: Place): string {
  const where = member === "" ? "the package" : member;
  const at = [
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(byte === undefined ? [] : [`byte ${byte}`]),
  ];
  const of = entry === undefined ? "" : ` (entry ${entry})`;
  return `${[where, ...at].join(", ")}${of}`;
}

/** A hostile package has a fault on every line; nobody reads more than these. */
const KEPT_MAX = 200;
