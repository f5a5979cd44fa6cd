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
import { START_MS } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";
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

/** Something happens to a store, then it is asked. Of every world either half of the records arrives. */
interface Stage {
  readonly receive?: "the first half" | "the rest";
  readonly cases: number;
}

const PLANS: readonly { readonly name: string; readonly stages: readonly Stage[] }[] = [
  {
    name: "of which nothing is rolled up",
    stages: [
      { receive: "the first half", cases: 350 },
      { receive: "the rest", cases: 700 },
    ],
  },
];

/** Not of cells, until the store counts what baselines have had since they have end cells. */
const ASKED = EVERY_KIND.filter((kind) => kind !== "cells");
let cases = 0;
const answered = new Map<EvidenceKind, number>(ASKED.map((kind) => [kind, 0]));

test.each(PLANS)("a store $name answers what the reference does", async ({ stages }) => {
  await using store = await opened();
  const journal = randomUUID();
  let arrived = 0;
  for (const stage of stages) {
    if (stage.receive !== undefined) {
      await store.apply(halves(arrived), { journal, uncertain: false });
      arrived += 1;
    }
    for (let i = 0; i < stage.cases; i++, cases++) {
      const kind = ASKED[cases % ASKED.length] ?? "volume";
      const of = worlds[Math.floor(cases / ASKED.length) % worlds.length];
      const [question] =
        of === undefined ? [] : fc.sample(request(kind, of), { numRuns: 1, seed: SEED + cases });
      if (of === undefined || question === undefined) throw new Error("a case needs a request");
      const known = [0, 1].slice(0, arrived).flatMap((which) => halfOf(of, which));
      if (await isToldAlike(store, question, known)) {
        answered.set(kind, (answered.get(kind) ?? 0) + 1);
      }
    }
  }
});

test("a thousand requests were made, and of every kind some that are hard to answer", () => {
  expect(cases).toBeGreaterThanOrEqual(1_000);
  for (const [kind, hard] of answered) expect(hard, kind).toBeGreaterThanOrEqual(30);
});

/** Compares both answers, and says whether they hold more than what is easily right. */
async function isToldAlike(
  store: Store,
  question: EvidenceRequest,
  records: readonly Telemetry[],
): Promise<boolean> {
  const expected = collectEvidence(question, records);
  const groups = await store.fetchEvidence(question);
  try {
    expectEqualEvidence(groups, expected);
  } catch (error) {
    const { baselines: _, ...asked } = question;
    throw new Error(`case ${cases} of seed ${SEED}: ${JSON.stringify(asked)}`, { cause: error });
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
  }
}

async function opened(): Promise<Store & AsyncDisposable> {
  const store = await openStore({ folder: await temporaryFolder() });
  return { ...store, [Symbol.asyncDispose]: () => store.close() };
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
