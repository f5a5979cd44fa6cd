import type { Measurement } from "../metrics/measurement.ts";

type Measured = Extract<Measurement, { kind: "measured" }>;

/** The five answers of one evaluation. Only an explicit pass moves an episode towards recovery. */
export type Verdict =
  | {
      readonly kind: "pass";
      readonly measured: Measured;
      /** Inside the recovery limit too, so it counts towards the end of an episode. */
      readonly recovered: boolean;
      /** Outside the `warn` limit: told to the team, nothing is raised. */
      readonly warned: boolean;
    }
  | { readonly kind: "breach"; readonly measured: Measured; readonly bound: string }
  | { readonly kind: "inconclusive"; readonly reason: string; readonly measured: Measured | null }
  | { readonly kind: "no_data"; readonly reason: string }
  | { readonly kind: "error"; readonly reason: string };
