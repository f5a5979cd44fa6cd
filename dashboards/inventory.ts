/**
 * How a system's declaration and its telemetry agree. `shadow`: seen and not declared. `silent`: declared
 * live and not heard of when it should be. `stray`: planned or retired, and heard of all the same.
 */
export type InventoryStanding = "live" | "silent" | "shadow" | "stray" | "planned" | "retired";

/** One system of the inventory: as it was declared, as it was seen, and what is missing. */
export interface InventoryEntry {
  readonly id: string;
  readonly standing: InventoryStanding;
  /** Null: not declared. */
  readonly owner: string | null;
  readonly deputy: string | null;
  readonly purpose: string | null;
  readonly riskTier: string | null;
  /** Who oversees its decisions: a role, not a name. */
  readonly oversightRole: string | null;
  /** As declared; null: no list. */
  readonly suppliers: readonly string[] | null;
  readonly approvedModels: readonly string[] | null;
  /** When it is expected to report, in words; null: always. */
  readonly calendar: string | null;
  readonly environments: readonly string[];
  /** What its telemetry named. */
  readonly models: readonly {
    readonly name: string;
    readonly version: string;
    readonly predictions: number;
    /** Not on the list of approved models; null where there is no list. */
    readonly approved: boolean | null;
  }[];
  readonly predictions: number;
  /** First declared; null: never. */
  readonly declaredMs: number | null;
  readonly firstSeenMs: number | null;
  readonly lastSeenMs: number | null;
  /** What its set-up still lacks, the gravest first; empty: complete. */
  readonly missing: readonly { readonly what: string; readonly how: string }[];
  /** Newest first. */
  readonly history: readonly InventoryChange[];
}

/** One change of a declaration. */
export interface InventoryChange {
  readonly atMs: number;
  readonly by: string;
  /** What changed, in the words of `systems.yaml`: `owner`, `risk_tier`. */
  readonly field: string;
  /** Null: there was nothing. */
  readonly from: string | null;
  readonly to: string | null;
}
