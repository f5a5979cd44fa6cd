import type { NonconformityState } from "@tiltmeter/rules";
import type { BaselineSummary } from "./reads.ts";
import type { Role } from "./role.ts";

/** What became of an act. `fields` names what is wrong with each field; empty where the act as a whole is refused. */
export type ActAnswer =
  | { readonly kind: "done" }
  | {
      readonly kind: "refused";
      readonly reason: string;
      readonly fields: Readonly<Record<string, string>>;
    }
  /** Someone else moved the record on since it was read. */
  | { readonly kind: "outdated" }
  | { readonly kind: "forbidden"; readonly reason: string };

/** A feature's values, in the same order in every column; null is missing. */
export type Columns = Readonly<Record<string, readonly (number | string | null)[]>>;

export interface Rates {
  readonly overrideRate?: number;
  readonly errorRate?: number;
  readonly accuracy?: number;
}

/** What the API does. Each act is one ledger entry; `by` is the name of the caller's key. */
export interface ApiActs {
  readonly transition: (of: {
    readonly id: string;
    readonly to: NonconformityState;
    readonly fields: Readonly<Record<string, string>>;
    readonly reason: string;
    /** The version that the caller saw (`If-Match`). */
    readonly version: number;
    readonly by: string;
  }) => Promise<ActAnswer>;
  readonly comment: (of: {
    readonly id: string;
    readonly text: string;
    readonly by: string;
  }) => Promise<ActAnswer>;
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
