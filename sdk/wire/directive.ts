/** What a collector tells the processes of a system, as `GET /api/v1/directives/SYSTEM` answers it. */
export interface DirectiveMessage {
  readonly system: string;
  readonly directive: "run" | "suspend";
  /** ISO 8601; null where nothing was ever decided. */
  readonly since: string | null;
  /** ISO 8601: a suspension ends by itself then; null: when the collector says so. */
  readonly until: string | null;
  /** `approved`, `at_once`, `person`, `resumed` or `expired`; null where nothing was ever decided. */
  readonly reason: string | null;
  /** Id of the nonconformity that it stands on; null: on none. */
  readonly record: string | null;
  /** As in the header `ETag`, without its quotes. */
  readonly etag: string;
}

/**
 * How an oversight decision says that a call was kept from a suspended model: the action is `stop`,
 * and this is its reason code.
 */
export const SUSPENDED_REASON = "suspended";
/** The role that the machine acts in when it keeps a call from a suspended model. */
export const DIRECTIVE_ROLE = "directive";
