import { picked } from "./picked.ts";
import { Rounding } from "./rounding.ts";
import type { GivenSeries } from "./test-file.ts";

/** What a given series says of its steps, and whole numbers made of its shares. Steps come in order. */
export class StepValues {
  readonly series: GivenSeries;
  /** Tells the series of one test apart. */
  readonly index: number;
  /** Every label that predictions have. */
  readonly labels: readonly string[];
  readonly #roundings = new Map<string, Rounding>();

  constructor(series: GivenSeries, index: number) {
    this.series = series;
    this.index = index;
    const mix = this.mix.map((key) => key.slice("label.".length));
    const other = series.favourable === "no" ? "yes" : "no";
    this.labels = mix.length > 0 ? mix : [series.favourable, other];
  }

  /** `label.NAME` of every label with a share of its own. */
  get mix(): readonly string[] {
    return Object.keys(this.series.values).filter((key) => key.startsWith("label."));
  }

  number(key: string, step: number): number | null {
    const value = this.series.values[key]?.[step];
    return typeof value === "number" ? value : null;
  }

  name(key: string, step: number): string | undefined {
    const value = this.series.values[key]?.[step];
    return typeof value === "string" ? value : undefined;
  }

  isGiven(key: string, step: number): boolean {
    return (this.series.values[key]?.[step] ?? null) !== null;
  }

  /** A whole number of things; `purpose` names the running total that is rounded. */
  whole(purpose: string, wanted: number, of: number = Number.POSITIVE_INFINITY): number {
    const rounding = this.#roundings.get(purpose) ?? new Rounding();
    this.#roundings.set(purpose, rounding);
    return rounding.take(wanted, of);
  }

  /** Which of `n` things of a step a share falls on; null: none. */
  share(purpose: string, step: number, n: number, share: number | null): readonly boolean[] {
    const k = this.whole(purpose, (share ?? 0) * n, n);
    return picked(n, k, `${this.index} ${purpose} ${step}`);
  }

  otherThan(label: string): string {
    return this.labels[(this.labels.indexOf(label) + 1) % this.labels.length] ?? label;
  }
}
