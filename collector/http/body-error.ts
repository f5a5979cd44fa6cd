import type { Refused } from "./byte-budget.ts";

/** The body is larger than this route takes. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
}

/** The body cannot be read as what its headers say. */
export class BodyUnreadable extends Error {
  override readonly name = "BodyUnreadable";
}

/** A limit on what is taken is reached; the same request is welcome in a second. */
export class Busy extends Error {
  override readonly name = "Busy";
  readonly limit: Refused;

  constructor(
    limit: Refused,
    message: string = limit === "key"
      ? "this key has too many bytes in flight; send again shortly"
      : "the collector has too many bytes in flight; send again shortly",
  ) {
    super(message);
    this.limit = limit;
  }
}
