import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canonicalJson, collectEvidence, type EvidenceRecord } from "@tiltmeter/rules";
import { createEvaluator, type EvaluatorOptions } from "tiltmeter/evaluator/evaluator";
import type { EvaluationRow } from "tiltmeter/evaluator/row";
import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { Ledger } from "tiltmeter/ledger/ledger";
import { MemoryLedger } from "tiltmeter/ledger/memory-ledger";
import { RecordStore } from "tiltmeter/replay/record-store";
import { openReplay } from "tiltmeter/wiring/open-replay";
import { expect, test } from "vitest";
import { type History, HOUR, hash, randomHistory, START } from "./random-history.ts";

// Live: an evaluator that ticks at every beat of its loop while records arrive, over the reference
// store, and starts again now and then. Afterwards: a replay that ticks only where windows close,
// over the indexed store, in one go. Whole ledger entries are compared, `atMs` included, as canonical
// JSON: the time at which the clock of the loop stood is the same where the loop's beat is.

const HISTORIES = 220;
/** Every so many live on a ledger of files. */
const ON_DISK = 20;
const GROUP = 20;

interface AnyLedger {
  readonly state: EvaluatorOptions["ledger"]["state"];
  transact: EvaluatorOptions["ledger"]["transact"];
}

async function live(history: History, ledger: AnyLedger): Promise<void> {
  const rows: EvaluationRow[] = [];
  const records: EvidenceRecord[] = [];
  const evaluator = (): ReturnType<typeof createEvaluator> =>
    createEvaluator({
      controls: () => history.controls,
      baselines: () => [],
      inventory: () => [],
      fetchEvidence: async (request) => collectEvidence(request, records),
      lastEvaluations: async () => lastOf(rows),
      appendEvaluations: async (stored) => void rows.push(...stored),
      hash,
      ledger,
      content: { put: async (value) => hash(canonicalJson(value)) },
      reads: { exampleIds: async () => [], completeness: async () => null, engine: "replay" },
    });
  let [running, arrived, restarts] = [evaluator(), 0, [...history.restarts]];
  const { tickEveryMs } = history;
  const endMs = START + (history.hours + 4) * HOUR;
  for (let nowMs = firstBeat(tickEveryMs); nowMs <= endMs; nowMs += tickEveryMs) {
    for (; arrived < history.received.length; arrived++) {
      const next = history.received[arrived];
      if (next === undefined || next.atMs > nowMs) break;
      records.push(next.record);
    }
    if (restarts.some((atMs) => atMs <= nowMs)) {
      restarts = restarts.filter((atMs) => atMs > nowMs);
      running = evaluator();
    }
    const { errors } = await running.tick(nowMs);
    if (errors.length > 0) throw new Error(String(errors[0]?.error));
  }
}

/** The first beat after the start: what closed before is nobody's. */
function firstBeat(tickEveryMs: number): number {
  return (Math.floor(START / tickEveryMs) + 1) * tickEveryMs;
}

function lastOf(rows: readonly EvaluationRow[]): readonly EvaluationRow[] {
  const last = new Map<string, EvaluationRow>();
  for (const row of rows) {
    const key = `${row.control} ${row.instanceKey}`;
    const known = last.get(key);
    if (known === undefined || known.windowEndMs <= row.windowEndMs) last.set(key, row);
  }
  return [...last.values()];
}

async function afterwards(history: History): Promise<readonly LedgerEntry[]> {
  const store = new RecordStore();
  let arrived = 0;
  const { entries, errors } = await openReplay({
    controls: history.controls,
    fromMs: START,
    toMs: START + (history.hours + 4) * HOUR,
    tickEveryMs: history.tickEveryMs,
    baselines: () => [],
    inventory: () => [],
    fetchEvidence: (request) => store.fetchEvidence(request),
    receive: (atMs) => {
      for (; arrived < history.received.length; arrived++) {
        const next = history.received[arrived];
        if (next === undefined || next.atMs > atMs) return;
        store.add(next.record);
      }
    },
  });
  expect(errors).toEqual([]);
  return entries;
}

async function liveEntries(history: History, isOnDisk: boolean): Promise<readonly LedgerEntry[]> {
  if (!isOnDisk) {
    const ledger = new MemoryLedger();
    await live(history, ledger);
    return ledger.entries;
  }
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-live-"));
  const ledger = await Ledger.open({ folder, now: () => START });
  try {
    await live(history, ledger);
    const entries: LedgerEntry[] = [];
    for await (const { entry } of ledger.entries()) entries.push(entry);
    return entries;
  } finally {
    await ledger.close();
    await rm(folder, { recursive: true });
  }
}

const seen = { histories: 0, transitions: 0, fired: 0, ended: 0, relapsed: 0 };

test.each(Array.from({ length: HISTORIES / GROUP }, (_, i) => i * GROUP))(
  "what a backtest finds in histories %i and the next nineteen is what was found live, byte for byte",
  async (first) => {
    for (let seed = first; seed < first + GROUP; seed++) {
      const history = randomHistory(seed, { lateMaxMs: seed % 3 === 0 ? 0 : 2 * HOUR });
      const found = await liveEntries(history, seed % ON_DISK === 0);
      const again = await afterwards(history);
      expect(again.map(canonicalJson), `history ${seed}`).toEqual(found.map(canonicalJson));
      const steps = found.flatMap((entry) => (entry.type === "control_transition" ? [entry] : []));
      const events = steps.flatMap(({ events }) => events.map(({ kind }) => kind));
      seen.histories += 1;
      seen.transitions += steps.length;
      seen.fired += events.filter((kind) => kind === "fired").length;
      seen.ended += events.filter((kind) => kind === "ended").length;
      seen.relapsed += events.filter((kind) => kind === "relapsed").length;
    }
  },
);

test("the histories are not empty: episodes began, relapsed and ended in them", () => {
  expect(seen.histories).toBe(HISTORIES);
  expect(seen.transitions).toBeGreaterThan(5 * HISTORIES);
  expect(seen.fired).toBeGreaterThan(HISTORIES);
  expect(seen.ended).toBeGreaterThan(HISTORIES / 2);
  expect(seen.relapsed).toBeGreaterThan(HISTORIES / 20);
});
