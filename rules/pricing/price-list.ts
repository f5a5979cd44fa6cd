/** What calls of hosted models cost, by provider, model and day: parsed from a dated file that users can replace. */
export interface PriceList {
  /** The day by which the prices were looked up, `2026-11-27`. */
  readonly asOf: string;
  readonly currency: "USD";
  readonly prices: readonly Price[];
  /** SHA-256 of the file's text, hex: names the prices that a cost was worked out by. */
  readonly digest: string;
}

/** One model's price for a time, in USD per million tokens. */
export interface Price {
  readonly provider: string;
  /** A model, also with a date behind it; or the beginning of models' names, with `*` behind it. */
  readonly model: string;
  /** First day, counted from 1970 in UTC. */
  readonly fromDay: number;
  /** The first day that it no longer holds; null: it still does. */
  readonly toDay: number | null;
  readonly input: number;
  /** For input that was read from, and written to, the provider's cache: as other input where the file does not say. */
  readonly cachedInput: number;
  readonly cacheWrite: number;
  /** Null: the model gives nothing that is paid for, as embeddings do not. */
  readonly output: number | null;
  /** Where the price can be looked up. */
  readonly source: string;
}

export const DAY_MS = 86_400_000;

/** The day of an instant, counted from 1970 in UTC. */
export function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS);
}
