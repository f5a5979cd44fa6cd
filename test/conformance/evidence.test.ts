import { randomUUID } from "node:crypto";
import {
  collectEvidence,
  type Evidence,
  type EvidenceKind,
  type EvidenceRequest,
} from "@tiltmeter/rules";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import fc from "fast-check";
import type { Batch } from "tiltmeter/store/apply/batch";
import { openStore, type Store } from "tiltmeter/store/store";
import { expect, test } from "vitest";
import { START_MS } from "../collector/store/telemetry.ts";
import { temporaryFolder } from "../collector/store/temporary-folder.ts";
import { PRICES } from "../rules/pricing/prices.ts";
import { EVERY_KIND, request } from "./arbitrary-request.ts";
import { SPAN_MS, type World, world } from "./arbitrary-world.ts";
import { expectEqualEvidence } from "./equal-evidence.ts";

// Two answers to every request, from the same records: that of the reference, in memory, and that of
// the store as a collector has it. Where they differ, a control judges what did not happen.

/** Another seed tells other stories; a failure names this one. */
const SEED = 20_261_124;
const worlds: readonly World[] = Array.from({ length: 25 }, (_, i) =>
  fc.sample(world(`world ${i}`), { numRuns: 1, seed: SEED + i }),
).flat();

/**
 * Things happen to a store in this order, then it is asked. Of every world one half of the records
 * arrives and then the other, which is full of what comes late for the first.
 */
interface Stage {
  readonly receive?: "the first half" | "the rest";
  /** Rolls up with so many calls of so many rows each, or all there is. */
  readonly roll?: { readonly calls: number; readonly rowsMax: number } | "everything";
  readonly reopen?: true;
  readonly cases: number;
}

const PLANS: readonly { readonly name: string; readonly stages: readonly Stage[] }[] = [
  {
    name: "that is never rolled up",
    stages: [
      { receive: "the first half", cases: 128 },
      { receive: "the rest", cases: 384 },
    ],
  },
  {
    name: "that is rolled up to some point",
    stages: [
      { receive: "the first half", roll: { calls: 1, rowsMax: 1_000 }, cases: 128 },
      { receive: "the rest", cases: 256 },
      { roll: { calls: 2, rowsMax: 777 }, reopen: true, cases: 128 },
    ],
  },
  {
    name: "that is rolled up as it comes",
    stages: [
      { receive: "the first half", roll: "everything", cases: 128 },
      { receive: "the rest", reopen: true, roll: "everything", cases: 384 },
    ],
  },
];

/** Of every other world, one baseline's cells are rolled up; the others are counted when asked. */
const baselines = worlds.flatMap((of, i) => (i % 2 === 0 ? of.baselines.slice(0, 1) : []));
const prices = () => PRICES;
/** Ten seconds of one core each, of which others may want a share. */
const LONG = { timeout: 180_000 };
/** As several controls of a tick ask. */
const TOGETHER = 4;
let cases = 0;
const answered = new Map<EvidenceKind, number>(EVERY_KIND.map((kind) => [kind, 0]));

test.each(PLANS)("a store $name answers what the reference does", LONG, async ({ stages }) => {
  const folder = await temporaryFolder();
  const journal = randomUUID();
  let store = await openStore({ folder, prices });
  try {
    let arrived = 0;
    for (const { receive, roll, reopen, cases: asked } of stages) {
      if (reopen) {
        await store.close();
        store = await openStore({ folder, prices });
      }
      if (receive !== undefined) {
        await store.apply(halves(arrived), { journal, uncertain: false });
        arrived += 1;
      }
      if (roll === "everything") await rollAll(store);
      else if (roll !== undefined) {
        for (let i = 0; i < roll.calls; i++) await store.roll({ baselines, rowsMax: roll.rowsMax });
      }
      for (const end = cases + asked; cases < end; cases += TOGETHER) {
        await Promise.all(
          Array.from({ length: TOGETHER }, (_, i) => ask(store, arrived, cases + i)),
        );
      }
    }
  } finally {
    await store.close();
  }
});

async function rollAll(store: Store): Promise<void> {
  let behind = 1;
  while (behind > 0) ({ behind } = await store.roll({ baselines, rowsMax: 100_000 }));
}

/** Each kind in turn, then the next world. */
async function ask(store: Store, arrived: number, number: number): Promise<void> {
  const kind = EVERY_KIND[number % EVERY_KIND.length] ?? "volume";
  const of = worlds[Math.floor(number / EVERY_KIND.length) % worlds.length];
  if (of === undefined) throw new Error("a case needs a world");
  const [question] = fc.sample(request(kind, of), { numRuns: 1, seed: SEED + number });
  if (question === undefined) throw new Error("a case needs a request");
  const known = [0, 1].slice(0, arrived).flatMap((which) => halfOf(of, which));
  if (await isToldAlike(store, question, known, number)) {
    answered.set(kind, (answered.get(kind) ?? 0) + 1);
  }
}

test("a thousand requests were made, and of every kind some that are hard to answer", () => {
  expect(cases).toBeGreaterThanOrEqual(1_000);
  const few = [...answered].filter(([, hard]) => hard < 20);
  expect(few).toEqual([]);
});

/** Compares both answers, and says whether they hold more than what is easily right. */
async function isToldAlike(
  store: Store,
  question: EvidenceRequest,
  records: readonly Telemetry[],
  number: number,
): Promise<boolean> {
  const expected = collectEvidence(question, records, PRICES);
  const groups = await store.fetchEvidence(question);
  try {
    expectEqualEvidence(groups, expected);
  } catch (error) {
    const { baselines: _, ...asked } = question;
    throw new Error(`case ${number} of seed ${SEED}: ${JSON.stringify(asked)}`, { cause: error });
  }
  return expected.some(({ evidence }) => isHard(evidence));
}

function isHard(evidence: Evidence): boolean {
  switch (evidence.kind) {
    case "volume":
      return evidence.errors > 0;
    case "decisions":
    case "scores":
      return Object.keys(evidence.pairs).length > 0;
    case "errors":
      return evidence.n > 0;
    case "ranks":
      return Object.keys(evidence.counts).length > 0;
    case "reviews":
      return evidence.outcomes.confirmed + evidence.outcomes.overridden > 0;
    case "latencies":
      return Object.keys(evidence.cells).length > 0;
    case "cells":
      return evidence.counts.some((count) => count > 0);
    case "presence":
      return evidence.lastPredictionMs !== null && evidence.lastHeartbeatMs !== null;
    case "answers":
      return evidence.good < evidence.predictions;
    case "names":
      return Object.keys(evidence.counts).length > (evidence.unknown > 0 ? 0 : 1);
    case "responses":
      return evidence.inTime > 0 && evidence.inTime < evidence.predictions;
    case "checks":
      return Object.values(evidence.checks).some(({ failed }) => failed > 0);
    case "concerns":
      return evidence.unacknowledged > 0 && evidence.unacknowledged < evidence.overdue;
    case "calls":
      return evidence.unmeasured > 0 && Object.keys(evidence.tools).length > 0;
    case "costs":
      return evidence.usd > 0;
    case "facts":
      return false;
  }
}

function halfOf({ records }: World, which: number): readonly Telemetry[] {
  const middle = Math.floor(records.length / 2);
  return which === 0 ? records.slice(0, middle) : records.slice(middle);
}

/** One half of every world, a batch each, received after the last of it happened. */
function halves(which: number): readonly Batch[] {
  return worlds.map((of, i) => {
    const seq = which * worlds.length + i + 1;
    return { seq, receivedMs: START_MS + SPAN_MS + seq, records: halfOf(of, which) };
  });
}
