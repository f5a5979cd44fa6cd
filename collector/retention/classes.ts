/** A kind of stored telemetry that is kept equally long. */
export interface RetentionClass {
  readonly name: string;
  /** In plain words, for whoever chooses how long. */
  readonly holds: string;
  readonly tables: readonly string[];
  /** Days from receipt, where nobody says otherwise. */
  readonly days: number;
  /** Fewer days are refused. */
  readonly floorDays: number;
  /**
   * What is past its time goes within the day, or with its calendar month: a month is a partition, and to drop one
   * costs nothing, while rows that go alone have everything beside them written anew.
   */
  readonly goes: "day" | "month";
}

/**
 * Six months and a day or two: providers and deployers of high-risk systems keep the logs of their use for at least six
 * months (Regulation (EU) 2024/1689, Articles 19(1) and 26(6)).
 */
export const EVENTS_FLOOR_DAYS = 183;

/** Thirteen months and a little, so that a year can be compared with the one before. */
const EVENTS_DAYS = 400;

const EVENTS = { days: EVENTS_DAYS, floorDays: EVENTS_FLOOR_DAYS, goes: "month" } as const;

/** What people gave or wrote may have to go sooner than what was done with it: from a day on. */
const WORDS = { floorDays: 1, goes: "day" } as const;

/**
 * What is kept for how long. The sums by minute, the ledger with its projection, and what stands behind seals are kept as
 * long as the data folder: they are small, tell of nobody, and prove what is gone.
 */
export const RETENTION_CLASSES: readonly RetentionClass[] = [
  {
    name: "predictions",
    holds: "what was predicted, when, by what, for whom",
    tables: ["predictions_v1"],
    ...EVENTS,
  },
  {
    name: "features",
    holds: "the values that went in",
    tables: ["features_v1"],
    days: 90,
    ...WORDS,
  },
  {
    name: "content",
    holds: "prompts and answers of calls, encrypted",
    tables: ["content_v1"],
    days: 30,
    ...WORDS,
  },
  {
    name: "calls",
    holds: "calls of generative models: tokens, times, never content",
    tables: ["calls_v1"],
    ...EVENTS,
  },
  {
    name: "statements",
    holds: "outcomes, oversight decisions, scores, concerns, changes, signs of life",
    tables: [
      "outcomes_v1",
      "oversight_v1",
      "scores_v1",
      "concerns_v1",
      "changes_v1",
      "heartbeats_v1",
    ],
    ...EVENTS,
  },
  {
    name: "corrections",
    holds: "records that said something else of what stood already",
    tables: ["corrections_v1"],
    ...EVENTS,
  },
  {
    name: "profiles",
    holds: "counts that senders made of features, and metrics of their clients",
    tables: ["profiles_v1", "client_metrics_v1"],
    ...EVENTS,
  },
  {
    name: "evaluations",
    holds: "what every control came to in every window",
    tables: ["evaluations_v1"],
    ...EVENTS,
  },
  {
    name: "quarantine",
    holds: "records that were refused, as they came",
    tables: ["quarantine_v1"],
    days: 90,
    ...WORDS,
  },
];
