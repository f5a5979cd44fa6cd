/** One process that sends records of a system: what it watches, and whether all of its records came. */
export interface ProducerStanding {
  readonly producer: string;
  readonly environment: string;
  /** Null: it sends no signs of life. */
  readonly lastHeardMs: number | null;
  /** Clients that it watches, with versions, and those that it knows of and does not watch. */
  readonly instrumented: readonly string[];
  readonly uninstrumented: readonly string[];
  /** Its clock less the collector's; null: not measured. */
  readonly clockOffsetMs: number | null;
  /** Records that it dropped and says so, by class and reason. */
  readonly dropped: Readonly<Record<string, number>>;
  /** What else it says went wrong, and cost no record: `features.queue_full`, `hook.label`. */
  readonly faults: Readonly<Record<string, number>>;
  /** Records that it issued and that neither came nor were declared dropped; null: it does not number them. */
  readonly unexplained: number | null;
}

/** What the processes of one system say of the clients that it calls hosted models with. */
export interface InstrumentedSystem {
  readonly system: string;
  /** Heard from in the last day. */
  readonly producers: number;
  readonly watched: readonly string[];
  readonly unwatched: readonly string[];
  /** Watched in the last week and no longer. */
  readonly lost: readonly string[];
}
