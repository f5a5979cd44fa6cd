import { setImmediate } from "node:timers/promises";
import type { Control, EvidenceGroup, EvidenceRequest } from "@tiltmeter/rules";
import { type Backtest, type KnownIncident, summarise } from "../replay/backtest.ts";
import { openReplay } from "./open-replay.ts";

/** A backtest was broken off by whoever asked for it, or by its deadline. */
export class BacktestStopped extends Error {
  override readonly name = "BacktestStopped";
}

type ReplayOptions = Parameters<typeof openReplay>[0];

/**
 * Judges one control over a stretch of the past, window by window, with the live evaluator: what it
 * would have found and raised. Nothing is recorded.
 *
 * The past is taken as it is known now: with labels and records that came late, the baselines that
 * are approved and the inventory as it stands. Throws `BacktestStopped`, and where too many windows are asked for.
 */
export async function runBacktest(of: {
  readonly control: Control;
  readonly fromMs: number;
  readonly toMs: number;
  readonly known: readonly KnownIncident[];
  readonly baselines: ReplayOptions["baselines"];
  readonly inventory: ReplayOptions["inventory"];
  readonly fetchEvidence: (
    request: EvidenceRequest,
  ) => Promise<readonly EvidenceGroup[]> | readonly EvidenceGroup[];
  readonly receive?: (atMs: number) => void;
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}): Promise<Backtest> {
  const { control, fromMs, toMs } = of;
  const startedMs = performance.now();
  let [questions, storeMs, ticks] = [0, 0, 0];
  // A window that ends at the very end is still judged, after its data delay.
  const lastMs = toMs + control.dataDelayMs + (control.outcomes?.waitMs ?? 0);
  const firstMs = fromMs + control.dataDelayMs + (control.outcomes?.waitMs ?? 0);
  const result = await openReplay({
    controls: [control],
    fromMs: firstMs,
    toMs: lastMs,
    baselines: of.baselines,
    inventory: of.inventory,
    ...(of.receive === undefined ? {} : { receive: of.receive }),
    fetchEvidence: async (request) => {
      const asked = performance.now();
      questions += 1;
      try {
        return await of.fetchEvidence(request);
      } finally {
        storeMs += performance.now() - asked;
      }
    },
    onTick: async ({ atMs }) => {
      if (of.signal?.aborted === true) throw new BacktestStopped("the backtest was broken off");
      ticks += 1;
      // Requests and live evaluations go first: a backtest has time.
      if (ticks % TICKS_A_TURN === 0) await setImmediate();
      of.onProgress?.((atMs - firstMs) / Math.max(1, lastMs - firstMs));
    },
  });
  return summarise({
    control,
    fromMs,
    toMs,
    rows: result.rows.map(({ row }) => row),
    steps: result.entries.flatMap((entry) => (entry.type === "control_transition" ? [entry] : [])),
    known: of.known,
    raised: result.records.length,
    missed: result.missed,
    errors: [...new Set(result.errors.map(({ message }) => message))],
    cost: {
      ms: Math.round(performance.now() - startedMs),
      questions,
      storeMs: Math.round(storeMs),
    },
  });
}

const TICKS_A_TURN = 4;
