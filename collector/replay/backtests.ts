import type { Backtest } from "./backtest.ts";

/** Where a backtest stands. */
export type BacktestStatus = {
  readonly id: string;
  readonly by: string;
  readonly startedMs: number;
} & (
  | { readonly status: "waiting" | "running"; readonly share: number }
  | { readonly status: "done"; readonly result: Backtest }
  | { readonly status: "failed"; readonly reason: string }
);

/** Runs backtests one after the other, and keeps what came of the last ones. */
export interface Backtests {
  /** Null where too many wait. */
  start(by: string, run: Run): BacktestStatus | null;
  /** Null where there is none, or it was long ago. */
  get(id: string): BacktestStatus | null;
  /** The last that is done of one control; null where there is none, or it was long ago. */
  latest(control: string): Extract<BacktestStatus, { readonly status: "done" }> | null;
  /** Breaks off one that runs or waits; false where there is none. */
  cancel(id: string): boolean;
  /** Breaks off all, and waits for the one that runs. */
  close(): Promise<void>;
}

type Run = (of: {
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
}) => Promise<Backtest>;

/** Each waits for the one before: a backtest may take minutes of the engine. */
const WAITING_MAX = 4;
/** A result is some ten kilobytes. */
const KEPT_MAX = 50;

interface Job {
  status: BacktestStatus;
  readonly stop: AbortController;
}

/** Makes the queue. `deadlineMs` is how long one may run. */
export function createBacktests(of: {
  readonly now: () => number;
  readonly newId: () => string;
  readonly deadlineMs: number;
}): Backtests {
  const jobs = new Map<string, Job>();
  let turn: Promise<void> = Promise.resolve();

  function open(): readonly Job[] {
    return [...jobs.values()].filter(
      ({ status }) => status.status === "waiting" || status.status === "running",
    );
  }

  async function work(job: Job, run: Run): Promise<void> {
    const { id, by, startedMs } = job.status;
    const place = { id, by, startedMs };
    if (job.stop.signal.aborted) return;
    const late = setTimeout(() => job.stop.abort(), of.deadlineMs);
    late.unref();
    job.status = { ...place, status: "running", share: 0 };
    try {
      const result = await run({
        signal: job.stop.signal,
        onProgress: (share) => {
          job.status = { ...place, status: "running", share };
        },
      });
      job.status = { ...place, status: "done", result };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      job.status = { ...place, status: "failed", reason };
    } finally {
      clearTimeout(late);
    }
  }

  return {
    start: (by, run) => {
      if (open().length >= WAITING_MAX) return null;
      const id = of.newId();
      const status: BacktestStatus = { id, by, startedMs: of.now(), status: "waiting", share: 0 };
      const job: Job = { status, stop: new AbortController() };
      jobs.set(id, job);
      for (const [oldest, each] of jobs) {
        if (jobs.size <= KEPT_MAX) break;
        if (each.status.status === "done" || each.status.status === "failed") jobs.delete(oldest);
      }
      turn = turn.then(() => work(job, run));
      return status;
    },
    get: (id) => jobs.get(id)?.status ?? null,
    latest: (control) => {
      for (const { status } of [...jobs.values()].reverse()) {
        if (status.status === "done" && status.result.control === control) return status;
      }
      return null;
    },
    cancel: (id) => {
      const job = jobs.get(id);
      if (job === undefined || !open().includes(job)) return false;
      job.stop.abort();
      const { by, startedMs } = job.status;
      if (job.status.status === "waiting") {
        job.status = { id, by, startedMs, status: "failed", reason: "the backtest was broken off" };
      }
      return true;
    },
    close: async () => {
      for (const job of open()) job.stop.abort();
      await turn;
    },
  };
}
