import { createHash } from "node:crypto";
import {
  type Control,
  type ControlTest,
  calendarOf,
  testBaselines,
  testFacts,
  testRecords,
} from "@tiltmeter/rules";
import { type Checked, checkExpectations } from "../replay/check-expectations.ts";
import type { Interruption } from "../replay/instants.ts";
import { RecordStore } from "../replay/record-store.ts";
import { zoneOffsets } from "../zones.ts";
import { loadPrices } from "./open-prices.ts";
import { openReplay } from "./open-replay.ts";

/** What came of one test. */
export interface TestOutcome {
  readonly checked: readonly Checked[];
  /** Controls that could not be evaluated, and why: a test with such is not passed. */
  readonly errors: readonly string[];
}

/**
 * Runs one test of controls, of the kind with `given`: its records arrive one after the other, and
 * the live evaluator judges them. Throws where the test is too long to run.
 */
export async function runControlTest(
  test: ControlTest,
  controls: readonly Control[],
  onProgress: (share: number) => void = () => undefined,
): Promise<TestOutcome> {
  const arriving = testRecords(test);
  const baselines = testBaselines(test, arriving, sha256);
  // Those that are shipped: a test says the same wherever it runs.
  const store = new RecordStore(await loadPrices(null, sha256));
  let received = 0;
  const toMs = endOf(test, controls);
  let lastPause = 0;
  const result = await openReplay({
    controls,
    fromMs: test.startMs,
    toMs,
    interruptions: test.disturb.flatMap((each): readonly Interruption[] =>
      each.kind === "restart" || each.kind === "clock"
        ? [{ ...each, atMs: test.startMs + each.atMs }]
        : [],
    ),
    baselines: (atMs) =>
      baselines.filter(({ fromMs }) => fromMs <= atMs).map(({ baseline }) => baseline),
    inventory: () => inventoryOf(test),
    fetchEvidence: (request) =>
      request.kind === "facts" ? testFacts(test, request) : store.fetchEvidence(request),
    lateRanges: (of) => store.lateRanges(of),
    atLeastEveryMs: LOOK_MS,
    receive: (atMs, nowMs) => {
      for (; received < arriving.length; received++) {
        const next = arriving[received];
        if (next === undefined || next.atMs > atMs) return;
        store.add(next.record, next.atMs + (nowMs - atMs));
      }
    },
    onTick: ({ atMs }) => {
      if (atMs - lastPause < (toMs - test.startMs) / 100) return;
      lastPause = atMs;
      onProgress((atMs - test.startMs) / (toMs - test.startMs));
    },
  });
  const ends = result.entries.flatMap((entry) =>
    entry.type === "control_transition"
      ? entry.events.flatMap((event) =>
          event.kind === "ended" ? [{ control: entry.control, reason: event.reason }] : [],
        )
      : [],
  );
  const errors = result.errors.map(({ control, message }) => `${control}: ${message}`);
  return {
    checked: checkExpectations(test, { ...result, controls, ends }),
    errors: [...new Set(errors)],
  };
}

/** Late data are found within a minute live; an hour is soon enough for a test, and quick. */
const LOOK_MS = 3_600_000;

/** When everything given has been judged, and everything expected can be looked at. */
function endOf(test: ControlTest, controls: readonly Control[]): number {
  const given = test.given.map(({ steps, everyMs }) => steps * everyMs);
  const expected = test.expect.flatMap((each) =>
    each.kind === "state" && each.when.kind !== "never"
      ? [each.when.ms + test.toleranceMs]
      : each.kind === "raised" && each.byMs !== null
        ? [each.byMs + test.toleranceMs]
        : [],
  );
  const graceMs = Math.max(0, ...controls.map(({ dataDelayMs }) => dataDelayMs));
  const lastMs = test.untilMs ?? Math.max(0, ...given, ...expected);
  return test.startMs + lastMs + graceMs;
}

type Inventory = ReturnType<Parameters<typeof openReplay>[0]["inventory"]>;

function inventoryOf(test: ControlTest): Inventory {
  const systems = new Map<string, Inventory[number]>();
  for (const { system, environment, declared } of test.given) {
    if (declared === null || systems.has(system)) continue;
    const { riskTier, status, positiveLabel, lists, sinceMs, calendar } = declared;
    systems.set(system, {
      id: system,
      riskTier,
      environment,
      status,
      positiveLabel,
      lists,
      calendar: calendar === null ? null : calendarOf(calendar, zoneOffsets),
      declaredMs: test.startMs + sinceMs,
      suspendedSinceMs: null,
      resumedMs: null,
    });
  }
  return [...systems.values()];
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
