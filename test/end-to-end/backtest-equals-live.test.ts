import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canonicalJson, type EvidenceRecord } from "@tiltmeter/rules";
import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { Ledger } from "tiltmeter/ledger/ledger";
import { openStore } from "tiltmeter/store/store";
import { openReplay } from "tiltmeter/wiring/open-replay";
import { expect, test } from "vitest";
import { type History, HOUR, randomHistory, START } from "../scenarios/random-history.ts";
import { startCollector } from "./collector.ts";

// As `test/scenarios/backtest-equals-live.test.ts`, over the real collector and its embedded store: live,
// records come by HTTP and the loop ticks every hour; afterwards the store is asked again for the
// whole past. What came too late for its window cannot be told by a store, so here nothing does.
const BEAT_MS = HOUR;
const SEEDS = [3, 18];

async function live(history: History, data: string): Promise<void> {
  await using collector = await startCollector({ nowMs: START, controls: history.text, data });
  let arrived = 0;
  for (let nowMs = START + BEAT_MS; nowMs <= endOf(history); nowMs += BEAT_MS) {
    collector.clock.nowMs = nowMs;
    const bodies = new Map<string, object[]>();
    for (; arrived < history.received.length; arrived++) {
      const next = history.received[arrived];
      if (next === undefined || next.atMs > nowMs) break;
      const [path, body] = asJson(next.record);
      bodies.set(path, [...(bodies.get(path) ?? []), body]);
    }
    for (const [path, all] of bodies) {
      const answer = await collector.api(path, all);
      if (answer["accepted"] !== all.length) throw new Error(JSON.stringify(answer));
    }
    if (bodies.size > 0) await collector.app.settled();
    const { errors } = await collector.app.tick(nowMs);
    if (errors.length > 0) throw new Error(String(errors[0]?.error));
  }
}

function endOf({ hours }: History): number {
  return START + (hours + 4) * HOUR;
}

function asJson({ origin, statement }: EvidenceRecord): readonly [string, object] {
  const { system, environment } = origin;
  switch (statement.kind) {
    case "prediction": {
      const { id, timeMs, model, label, latency, status } = statement;
      const time = new Date(timeMs).toISOString();
      return ["/predictions", { system, environment, id, time, model, label, latency, status }];
    }
    case "outcome": {
      const { id, timeMs, label } = statement;
      return [
        "/outcomes",
        { system, environment, id, time: new Date(timeMs).toISOString(), label },
      ];
    }
    case "oversight": {
      const { id, timeMs, action, from, to, reviewSeconds } = statement;
      const time = new Date(timeMs).toISOString();
      return ["/oversight", { system, environment, id, time, action, from, to, reviewSeconds }];
    }
    default:
      throw new Error(`a random history has no ${statement.kind}`);
  }
}

function steps(entries: readonly LedgerEntry[]): readonly string[] {
  return entries.filter(({ type }) => type === "control_transition").map(canonicalJson);
}

test.each(SEEDS)(
  "history %i: a backtest over the store finds the transitions that were recorded live, byte for byte",
  async (seed) => {
    const history = randomHistory(seed, { lateMaxMs: 0, hours: 10 });
    const data = await mkdtemp(join(tmpdir(), "tiltmeter-live-"));
    try {
      await live(history, data);
      const ledger = await Ledger.open({ folder: join(data, "ledger"), now: () => START });
      const store = await openStore({ folder: join(data, "engine") });
      try {
        const recorded: LedgerEntry[] = [];
        for await (const { entry } of ledger.entries()) recorded.push(entry);
        const { entries, errors } = await openReplay({
          controls: history.controls,
          fromMs: START,
          toMs: endOf(history),
          tickEveryMs: BEAT_MS,
          baselines: () => [],
          inventory: () => [],
          fetchEvidence: (request) => store.fetchEvidence(request),
        });
        expect(errors).toEqual([]);
        expect(steps(entries)).toEqual(steps(recorded));
        expect(steps(recorded).length).toBeGreaterThan(0);
      } finally {
        await store.close();
        await ledger.close();
      }
    } finally {
      await rm(data, { recursive: true, force: true });
    }
  },
);
