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
