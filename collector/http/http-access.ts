import type { PageAccess } from "@tiltmeter/dashboards";
import type { Admission } from "./admission.ts";
import type { Caller } from "./authenticate.ts";

/** How people come in, and what they may do about it. */
export interface HttpAccess {
  readonly admission: Admission;
  /** What one caller sees and does about access. */
  readonly of: (caller: Caller) => PageAccess;
  /** Runs the rest of a request as its caller's, so that what it records says how they came. */
  readonly actingVia: <T>(caller: Caller, work: () => T) => T;
  /** How many proxies stand before us whose word on addresses counts. */
  readonly trustedProxies: number;
  readonly passwordCharactersMin: number;
}
