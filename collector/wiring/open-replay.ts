import { createHash } from "node:crypto";
import type {
  Baseline,
  Control,
  EvidenceGroup,
  EvidenceRequest,
  Nonconformity,
} from "@tiltmeter/rules";
import { createEvaluator } from "../evaluator/evaluator.ts";
import type { EvaluationRow } from "../evaluator/row.ts";
import type { InventorySystem } from "../evaluator/scope.ts";
import type { LedgerEntry } from "../ledger/entry.ts";
import { MemoryLedger } from "../ledger/memory-ledger.ts";
import { EvaluationRows } from "../replay/evaluation-rows.ts";
import type { Instant, Interruption } from "../replay/instants.ts";
import { type Replayed, replay } from "../replay/replay.ts";
import { canonicalJson } from "../tlog/canonical-json.ts";

/** What a replay left behind. */
export interface ReplayResult extends Replayed {
  /** Every evaluation, with the true time at which it was made. */
  readonly rows: readonly { readonly row: EvaluationRow; readonly atMs: number }[];
  readonly entries: readonly LedgerEntry[];
  readonly records: readonly Nonconformity[];
}

/**
 * Runs the live evaluator over another store and clock, with a ledger and rows that are gone
 * afterwards: what tests and backtests of controls are made of.
 *
 * Whatever the status in their file says, controls are judged as if they were enforced: a control in
 * `shadow` is tried out to learn what it would raise. Retired ones are left out.
 */
export async function openReplay(of: {
  readonly controls: readonly Control[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly interruptions?: readonly Interruption[];
  /** Absent: a tick at the very instant at which a window closes. */
  readonly tickEveryMs?: number;
  readonly atLeastEveryMs?: number;
  /** At a true time. */
  readonly baselines: (atMs: number) => readonly Baseline[];
  readonly inventory: () => readonly InventorySystem[];
  readonly fetchEvidence: (
    request: EvidenceRequest,
  ) => Promise<readonly EvidenceGroup[]> | readonly EvidenceGroup[];
  readonly receive?: (atMs: number, nowMs: number) => void;
  /** What was received of late; absent: late data make no revisions. */
  readonly lateRanges?: (of: LateQuery) => readonly LateRange[];
  readonly onTick?: (instant: Instant) => void | Promise<void>;
}): Promise<ReplayResult> {
  const controls = of.controls
    .filter(({ status }) => status !== "retired")
    .map((control): Control => ({ ...control, status: "enforce" }));
  const ledger = new MemoryLedger();
  const rows = new EvaluationRows<EvaluationRow>();
  let trueMs = of.fromMs;
  const replayed = await replay({
    controls,
    fromMs: of.fromMs,
    toMs: of.toMs,
    interruptions: of.interruptions ?? [],
    ...(of.tickEveryMs === undefined ? {} : { tickEveryMs: of.tickEveryMs }),
    ...(of.atLeastEveryMs === undefined ? {} : { atLeastEveryMs: of.atLeastEveryMs }),
    receive: (atMs, nowMs) => {
      trueMs = atMs;
      of.receive?.(atMs, nowMs);
    },
    ...(of.onTick === undefined ? {} : { onTick: of.onTick }),
    open: () =>
      createEvaluator({
        controls: () => controls,
        baselines: () => of.baselines(trueMs),
        inventory: of.inventory,
        fetchEvidence: async (request) => of.fetchEvidence(request),
        lastEvaluations: async () => rows.last(),
        appendEvaluations: async (stored) => rows.append(stored, trueMs),
        ...(of.lateRanges === undefined ? {} : { late: lateReads(of.lateRanges, rows) }),
        hash: sha256,
        ledger,
        content: { put: async (value) => sha256(canonicalJson(value)) },
        reads: { exampleIds: async () => [], completeness: async () => null, engine: "replay" },
      }),
  });
  return {
    ...replayed,
    rows: rows.all(),
    entries: ledger.entries,
    records: [...ledger.state.nonconformities.values()],
  };
}

type LateReads = NonNullable<Parameters<typeof createEvaluator>[0]["late"]>;
type LateQuery = Parameters<LateReads["ranges"]>[0];
type LateRange = Awaited<ReturnType<LateReads["ranges"]>>[number];

function lateReads(
  ranges: (of: LateQuery) => readonly LateRange[],
  rows: EvaluationRows<EvaluationRow>,
): LateReads {
  return { ranges: async (of) => ranges(of), evaluationsAt: async (of) => rows.at(of) };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
