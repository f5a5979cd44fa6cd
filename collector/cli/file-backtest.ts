import { createHash } from "node:crypto";
import {
  type Baseline,
  type Control,
  type EvidenceRecord,
  type Incident,
  type RiskTier,
  recordedBaseline,
} from "@tiltmeter/rules";
import type { Backtest } from "../replay/backtest.ts";
import { RecordStore } from "../replay/record-store.ts";
import { loadPrices } from "../wiring/open-prices.ts";
import { runBacktest } from "../wiring/run-backtest.ts";
import { timeOf } from "./record-files.ts";

/** Judges a control over records in memory, each received when it happened. */
export async function fileBacktest(
  control: Control,
  records: readonly EvidenceRecord[],
  of: {
    readonly fromMs: number;
    readonly toMs: number;
    readonly known: readonly Incident[];
    /** Records before it are what was approved; null: nothing was. */
    readonly baselineUntilMs: number | null;
    readonly riskTier: RiskTier | null;
  },
  on: { readonly progress: (share: number) => void; readonly stop: AbortSignal },
): Promise<Backtest> {
  const store = new RecordStore(await loadPrices(null, sha256));
  const baselines = baselinesOf(records, of.baselineUntilMs);
  let received = 0;
  return runBacktest({
    control,
    fromMs: of.fromMs,
    toMs: of.toMs,
    known: of.known,
    baselines: () => baselines,
    inventory: () => inventoryOf(records, of),
    fetchEvidence: (request) => store.fetchEvidence(request),
    receive: (atMs) => {
      for (; received < records.length; received++) {
        const next = records[received];
        if (next === undefined || timeOf(next) > atMs) return;
        store.add(next);
      }
    },
    onProgress: on.progress,
    signal: on.stop,
  });
}

function baselinesOf(
  records: readonly EvidenceRecord[],
  untilMs: number | null,
): readonly Baseline[] {
  if (untilMs === null) return [];
  const before = records.filter((record) => timeOf(record) < untilMs);
  const fromMs = before[0] === undefined ? untilMs : timeOf(before[0]);
  return systemsOf(before).map((system) =>
    recordedBaseline(system, before, { fromMs, toMs: untilMs }, sha256),
  );
}

type Inventory = ReturnType<Parameters<typeof runBacktest>[0]["inventory"]>;

function inventoryOf(
  records: readonly EvidenceRecord[],
  { riskTier, fromMs }: { readonly riskTier: RiskTier | null; readonly fromMs: number },
): Inventory {
  if (riskTier === null) return [];
  return systemsOf(records).map((id) => ({ id, riskTier, declaredMs: fromMs, ...DECLARED }));
}

const DECLARED = {
  environment: null,
  status: "live",
  positiveLabel: null,
  lists: {},
  suspendedSinceMs: null,
  resumedMs: null,
} as const;

function systemsOf(records: readonly EvidenceRecord[]): readonly string[] {
  return [...new Set(records.map(({ origin }) => origin.system))];
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
