import { type ByteBudget, createByteBudget } from "../http/byte-budget.ts";
import type { IngestGate } from "../http/ingest-gate.ts";
import { createKeyRates } from "../http/key-rates.ts";
import type { MetricFamily } from "../http/metrics.ts";
import type { Journal } from "../journal/journal.ts";
import type { LimitsConfig } from "../limits-config.ts";
import { watchLoopDelay } from "../pressure/loop-delay.ts";
import { memoryMark } from "../pressure/memory-limit.ts";
import { createPressure, type Pressure, type PressureKind } from "../pressure/pressure.ts";
import type { Closing } from "./closing.ts";
import type { Meters } from "./meters.ts";
import type { Room } from "./open-room.ts";
import { pressureFamilies } from "./pressure-families.ts";
import { said } from "./said.ts";

/** What stands at the door of ingestion. */
export interface OpenPressure {
  readonly gate: IngestGate;
  readonly budget: ByteBudget;
  /** Null: telemetry is taken. */
  readonly refusal: () => Pressure | null;
  /** Nothing more is taken: the collector ends. */
  readonly end: () => void;
  readonly families: () => readonly MetricFamily[];
}

const LOOK_MS = 1_000;

/** Watches disk, memory, event loop and journal every second until `closing` ends it, and keeps the budgets of keys. */
export function openPressure(
  limits: LimitsConfig,
  of: {
    readonly now: () => number;
    readonly room: Room;
    readonly journal: Journal;
    readonly meters: Meters;
    readonly closing: Closing;
    readonly log: (line: string) => void;
  },
): OpenPressure {
  const { room, journal, meters, closing, log } = of;
  const loop = watchLoopDelay();
  closing.loop(loop, async (it) => it.stop());
  const memoryBytesMax = memoryMark(limits.memoryBytesMax);
  const gauge = createPressure({
    ...{ now: of.now, disk: room.disk(), journal, loop, log, memoryBytesMax },
    loopDelayMsMax: limits.loopDelayMsMax,
    residentBytes: () => process.memoryUsage.rss(),
  });
  const look = everySecond(() => gauge.look(), log);
  closing.loop(look, (stop) => stop());

  const budget = createByteBudget({
    totalMax: limits.inFlightBytesMax,
    keyMax: Math.ceil(limits.inFlightBytesMax / 2),
  });
  const { usual, ofKey } = limits.keys;
  const rates = createKeyRates(
    (key) => (Object.hasOwn(ofKey, key) ? (ofKey[key] ?? usual) : usual),
    () => performance.now(),
  );
  const gate: IngestGate = {
    refusal: (key) => {
      const pressure = gauge.refusal();
      if (pressure !== null) {
        meters.add("refused", pressure.kind);
        return { limit: "total", message: TOLD[pressure.kind] };
      }
      const used = rates.usedUp(key);
      if (used === null) return null;
      meters.add("refused", `key_${used}`);
      const message = `this key has sent more ${used} than its rate allows; send again shortly, and more slowly`;
      return { limit: "key", message };
    },
    spend: rates.spend,
    noteBusy: (limit) => meters.add("refused", limit === "key" ? "key_in_flight" : "in_flight"),
  };
  return {
    gate,
    budget,
    refusal: gauge.refusal,
    end: gauge.end,
    families: () =>
      pressureFamilies({
        pressure: gauge.refusal(),
        refused: meters.counts("refused"),
        disk: room.disk(),
        ballastBytes: room.ballastBytes(),
        inFlightBytes: budget.held(),
        inFlightBytesMax: limits.inFlightBytesMax,
        memoryBytesMax,
      }),
  };
}

/** What a sender is told; figures and places are for whoever runs the collector. */
const TOLD: Readonly<Record<PressureKind, string>> = {
  ending: "the collector is ending; send again shortly",
  disk: "the collector's disk is nearly full; send again shortly",
  unwritable: "the collector's disk takes no writes; send again shortly",
  journal: "the collector's store is too far behind; send again shortly",
  memory: "the collector is short of memory; send again shortly",
  loop: "the collector has more to do than it can; send again shortly",
};

/** Looks once a second, one look at a time; returns what ends it. */
function everySecond(look: () => Promise<void>, log: (line: string) => void): () => Promise<void> {
  let looking: Promise<void> = Promise.resolve();
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    looking = look()
      .catch((error) => log(`a look at disk, memory and journal failed: ${said(error)}`))
      .finally(() => {
        isLooking = false;
      });
  }, LOOK_MS);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
