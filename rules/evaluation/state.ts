import type { BudgetState } from "../statistics/sequential/false-alarm-budget.ts";

/** Where one instance of a control stands. Times are window ends, Unix milliseconds. */
export type ControlState =
  | { readonly phase: "ok" }
  | { readonly phase: "pending"; readonly sinceMs: number; readonly windows: number }
  | {
      readonly phase: "firing";
      /** Content hash: the same breach has the same id however often it is replayed. */
      readonly episode: string;
      readonly firstBreachMs: number;
      readonly firedMs: number;
    }
  | {
      readonly phase: "recovering";
      readonly episode: string;
      readonly firstBreachMs: number;
      readonly firedMs: number;
      readonly recoveringSinceMs: number;
      readonly windows: number;
    };

/**
 * What an instance has gathered towards an alarm. Plain data that survives JSON; about 40 numbers for
 * a rate, 110 for deciles, 2,000 for the 201 bins that a categorical feature has at most: 30 kB.
 */
export interface Gathered {
  /** What it was gathered against: another limit or baseline begins anew. */
  readonly against: string;
  readonly budget: BudgetState;
}

/**
 * The state as it is kept between windows: with the evidence that a false-alarm budget has gathered,
 * where the control has one.
 */
export type KeptState = ControlState & {
  readonly gathered?: Gathered;
  /** The planned maintenance during which the episode fired; it is raised once that is over. */
  readonly unraised?: string;
};

/** What a step of the state machine tells the ledger. */
export type ControlEvent =
  | { readonly kind: "pending"; readonly atMs: number }
  | { readonly kind: "cleared"; readonly atMs: number }
  | {
      readonly kind: "fired";
      readonly atMs: number;
      readonly episode: string;
      readonly firstBreachMs: number;
    }
  | { readonly kind: "recovering"; readonly atMs: number; readonly episode: string }
  | { readonly kind: "relapsed"; readonly atMs: number; readonly episode: string }
  | {
      readonly kind: "ended";
      readonly atMs: number;
      readonly episode: string;
      readonly reason: "recovered" | "superseded" | "retired";
    };
