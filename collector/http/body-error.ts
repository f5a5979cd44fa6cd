import type { Refused } from "./byte-budget.ts";

/** The body is larger than this route takes. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
}

/** The body cannot be read as what its headers say. */
export class BodyUnreadable extends Error {
  override readonly name = "BodyUnreadable";
}

/** The bytes in flight are at their limit; the same request is welcome in a second. */
export class Busy extends Error {
  override readonly name = "Busy";
  readonly limit: Refused;

  constructor(limit: Refused) {
    super(
      limit === "key"
        ? "this key has too many bytes in flight; send again shortly"
        : "the collector has too many bytes in flight; send again shortly",
    );
    this.limit = limit;
  }
}
