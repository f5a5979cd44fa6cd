import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";

/** A record that is refused, and why: it names the attribute, the rule and the value. */
export interface Rejection {
  readonly kind: "rejected";
  readonly reason: string;
}

/** What a dialect makes of a record. */
export type Recognised =
  | { readonly kind: "telemetry"; readonly telemetry: Telemetry }
  | Rejection
  /** It tells of a call that another record tells of: counted, and not stored a second time. */
  | { readonly kind: "elsewhere" }
  /** An event that is not ours: counted, not an error. */
  | { readonly kind: "foreign" };
