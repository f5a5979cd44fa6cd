import type { ActAnswer, PageActs } from "@tiltmeter/dashboards";
import type { BaselineSummary } from "./reads.ts";
import type { Role } from "./role.ts";

/** A feature's values, in the same order in every column; null is missing. */
export type Columns = Readonly<Record<string, readonly (number | string | null)[]>>;

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
      | { readonly kind: "columns"; readonly columns: Columns };
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
  readonly createKey: (of: {
    readonly id: string;
    readonly role: Role;
    readonly name: string;
    readonly hash: string;
    readonly systems: readonly string[] | null;
    readonly by: string;
  }) => Promise<void>;
  readonly revokeKey: (of: { readonly id: string; readonly by: string }) => Promise<void>;
}
