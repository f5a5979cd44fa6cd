import type { TickReport } from "../evaluator/evaluator.ts";
import type { Answer, ReceiveRequest } from "../ingest/receive.ts";
import type { Store } from "../store/store.ts";

/** Counts what passes since the start of the process: nothing is read for it, and nothing waits for it. */
export interface Meters {
  readonly counts: (name: CounterName) => ReadonlyMap<string, number>;
  readonly histogram: (name: HistogramName) => Histogram;
  readonly add: (name: CounterName, key: string, by?: number) => void;
  readonly observe: (name: HistogramName, seconds: number) => void;
  /** The same store, with what goes into it counted. */
  readonly store: (store: Store) => Store;
  /** The same entrance, with what comes through it counted. */
  readonly entrance: (
    receive: (request: ReceiveRequest) => Promise<Answer>,
  ) => (request: ReceiveRequest) => Promise<Answer>;
  /** The same handler, with its answers counted. */
  readonly answers: (fetch: Fetch) => Fetch;
  /** Does a tick of the evaluator, timed. */
  readonly tick: (tick: () => Promise<TickReport>) => Promise<TickReport>;
}

type Fetch = (request: Request, env?: object) => Response | Promise<Response>;

export type CounterName =
  | "requests"
  | "records"
  | "bytes"
  | "rejectedBySystem"
  | "storeFailures"
  | "verdicts"
  | "answers"
  | "tickOutcomes"
  | "windows"
  | "refused"
  | "folded";

export type HistogramName = "tick" | "lateness" | "apply";

export interface Histogram {
  /** Upper bounds, seconds, ascending; the last bucket has none. */
  readonly bounds: readonly number[];
  /** As many as bounds and one more; not cumulated. */
  readonly counts: readonly number[];
  readonly sum: number;
}

const BOUNDS: Readonly<Record<HistogramName, readonly number[]>> = {
  tick: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  // From the end of the window to its verdict: the control's own delay is in it.
  lateness: [1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 86_400],
  apply: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
};
/** Systems that refused records are told apart by; the others are counted together. */
const SYSTEMS_MAX = 200;
/** Where a refused record names its system: as JSON of the plain ingest, or of OTLP's attributes. */
const SYSTEM_NAMED = /"(?:system|aims\.system\.id)":"([^"\\]{1,128})"/;

export function createMeters(stopwatch: () => number = () => performance.now()): Meters {
  const counters = new Map<CounterName, Map<string, number>>();
  const histograms = new Map<HistogramName, { counts: number[]; sum: number }>();

  const counts = (name: CounterName): Map<string, number> => {
    const known = counters.get(name) ?? new Map<string, number>();
    counters.set(name, known);
    return known;
  };
  const add = (name: CounterName, key: string, by = 1): void => {
    const of = counts(name);
    of.set(key, (of.get(key) ?? 0) + by);
  };
  const histogramOf = (name: HistogramName): { counts: number[]; sum: number } => {
    const empty = (): number[] => new Array<number>(BOUNDS[name].length + 1).fill(0);
    const known = histograms.get(name) ?? { counts: empty(), sum: 0 };
    histograms.set(name, known);
    return known;
  };
  const observe = (name: HistogramName, seconds: number): void => {
    const of = histogramOf(name);
    const at = BOUNDS[name].findIndex((bound) => seconds <= bound);
    const bucket = at < 0 ? BOUNDS[name].length : at;
    of.counts[bucket] = (of.counts[bucket] ?? 0) + 1;
    of.sum += seconds;
  };
  const refused = (record: string): void => {
    const system = SYSTEM_NAMED.exec(record)?.[1] ?? "";
    const known = counts("rejectedBySystem");
    add("rejectedBySystem", known.has(system) || known.size < SYSTEMS_MAX ? system : "");
  };

  return {
    counts,
    histogram: (name) => ({ bounds: BOUNDS[name], ...histogramOf(name) }),
    add,
    observe,
    store: (store) => ({
      ...store,
      apply: async (batches, options) => {
        const startedMs = stopwatch();
        try {
          const applied = await store.apply(batches, options);
          observe("apply", (stopwatch() - startedMs) / 1000);
          return applied;
        } catch (error) {
          add("storeFailures", "apply");
          throw error;
        }
      },
      quarantine: (entries) => {
        for (const { record } of entries) refused(record);
        return store.quarantine(entries);
      },
      appendEvaluations: async (rows) => {
        await store.appendEvaluations(rows);
        for (const { verdict, evaluatedMs, windowEndMs, dataRevision } of rows) {
          add("verdicts", verdict.kind);
          if (dataRevision === 1) observe("lateness", (evaluatedMs - windowEndMs) / 1000);
        }
      },
    }),
    entrance: (receive) => async (request) => {
      const form = "json" in request.form ? request.form.json : formOf(request.form);
      add("bytes", form, request.body.byteLength);
      try {
        const answer = await receive(request);
        add("requests", `${form} ${outcomeOf(answer)}`);
        // What was on disk before was counted then.
        if (answer.repeated !== true) add("records", "accepted", answer.accepted);
        add("records", "rejected", answer.rejectedCount);
        add("records", "foreign", answer.foreign);
        add("records", "elsewhere", answer.elsewhere ?? 0);
        if (answer.repeated !== true) add("folded", "attributes", answer.folded ?? 0);
        return answer;
      } catch (error) {
        add("requests", `${form} failed`);
        throw error;
      }
    },
    answers: (fetch) => async (request, env) => {
      const response = await fetch(request, env);
      add("answers", `${Math.floor(response.status / 100)}xx`);
      return response;
    },
    tick: async (tick) => {
      const startedMs = stopwatch();
      try {
        const report = await tick();
        add("windows", "evaluated", report.windows);
        add("windows", "missed", report.missed);
        add("windows", "error", report.errors.length);
        add("tickOutcomes", "done");
        return report;
      } catch (error) {
        add("tickOutcomes", "failed");
        throw error;
      } finally {
        observe("tick", (stopwatch() - startedMs) / 1000);
      }
    },
  };
}

/** Logs have had the bare name from the beginning. */
function formOf({ signal = "logs" }: Exclude<ReceiveRequest["form"], { json: unknown }>): string {
  return signal === "logs" ? "otlp" : `otlp_${signal}`;
}

function outcomeOf({ accepted, rejectedCount, repeated }: Answer): string {
  if (repeated === true) return "repeated";
  if (rejectedCount === 0) return "accepted";
  return accepted === 0 ? "rejected" : "partial";
}
