/**
 * Shares of whole things, step after step: the running total is rounded, so that 5 % of ten in every
 * step is one in every second.
 */
export class Rounding {
  #wanted = 0;
  #given = 0;

  /** At least 0 and at most `of`. */
  take(wanted: number, of: number): number {
    this.#wanted += wanted;
    const whole = Math.min(of, Math.max(0, Math.round(this.#wanted - this.#given)));
    this.#given += whole;
    return whole;
  }
}
