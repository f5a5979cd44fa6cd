/** What heartbeats of one system say of the clients that it calls hosted models with. */
export interface InstrumentedSystem {
  readonly system: string;
  readonly producers: number;
  readonly watched: readonly string[];
  readonly unwatched: readonly string[];
  readonly lost: readonly string[];
}

/** Answers what a span of heartbeats says; of producers heard from since `sinceMs` what holds now. */
export type AskInstrumentation = (of: {
  readonly fromMs: number;
  readonly toMs: number;
  readonly sinceMs: number;
}) => Promise<readonly InstrumentedSystem[]>;

const DAY_MS = 86_400_000;

/** As the facts of the same names have it: a process is alive for a day, what it watched is missed for a week. */
export function readInstrumentation(
  ask: AskInstrumentation,
  nowMs: number,
): Promise<readonly InstrumentedSystem[]> {
  return ask({ fromMs: nowMs - 7 * DAY_MS, toMs: nowMs, sinceMs: nowMs - DAY_MS });
}
