import type { ActAnswer, PageActs } from "@tiltmeter/dashboards";
import type { Baseline, Distributions } from "@tiltmeter/rules";
import type { BaselineSummary } from "./reads.ts";

/** A feature's values, in the same order in every column; null is missing. */
export type Columns = Readonly<Record<string, readonly (number | string | null)[]>>;

/** Past answers whose truth is known, by column, all of one length; null: the row does not count. */
export interface ScoreRows {
  readonly label: readonly (string | null)[];
  readonly score: readonly (number | null)[];
  readonly truth: readonly (string | null)[];
}

export interface Rates {
  readonly overrideRate?: number;
  readonly errorRate?: number;
  readonly accuracy?: number;
}

/** What the API does. Each act is one ledger entry; `by` is the name of the caller's key. */
export interface ApiActs extends PageActs {
  readonly createBaseline: (of: {
    readonly system: string;
    readonly name: string;
    readonly from:
      | { readonly kind: "window"; readonly fromMs: number; readonly toMs: number }
      | { readonly kind: "rolling"; readonly days: number; readonly everyDays: number }
      | {
          readonly kind: "columns";
          readonly columns: Columns;
          /** Unix milliseconds, one a row; NaN where not known. */
          readonly times?: readonly number[];
          readonly scores?: ScoreRows;
          readonly outputs?: NonNullable<Baseline["outputs"]>;
        }
      | {
          /** Made by the sender: counts in place of rows. */
          readonly kind: "distributions";
          /** Of what, in words. */
          readonly origin: string;
          readonly distributions: Distributions;
          readonly scores?: NonNullable<Baseline["scores"]>;
          readonly outputs?: NonNullable<Baseline["outputs"]>;
        };
    readonly seasonal?: "hour_of_week";
    readonly rates: Rates;
    readonly by: string;
  }) => Promise<
    | { readonly kind: "created"; readonly baseline: BaselineSummary }
    | Extract<ActAnswer, { kind: "refused" }>
  >;
  readonly approveBaseline: (of: {
    readonly digest: string;
    readonly by: string;
  }) => Promise<ActAnswer>;
}
