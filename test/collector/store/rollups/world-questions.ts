import { collectEvidence, type EvidenceKind, type EvidenceRequest } from "@tiltmeter/rules";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import fc from "fast-check";
import type { Batch } from "tiltmeter/store/apply/batch";
import type { Store } from "tiltmeter/store/store";
import { SPAN_MS, type World, world } from "../../../conformance/arbitrary-world.ts";
import { expectEqualEvidence } from "../../../conformance/equal-evidence.ts";
import { START_MS } from "../telemetry.ts";

const KINDS: readonly EvidenceKind[] = [
  "volume",
  "decisions",
  "scores",
  "latencies",
  "calls",
  "cells",
  "presence",
];
const WINDOW = { fromMs: START_MS, toMs: START_MS + SPAN_MS + 60_000 };
const QUESTIONS: readonly Omit<EvidenceRequest, "kind">[] = [
  { by: ["system"], ...WINDOW },
  {
    by: ["system", "model_version", "segment.race"],
    ...WINDOW,
    stepMs: 1_260_000,
    environments: ["production"],
  },
];

export function worldOf(name: string, seed: number): World {
  const [of] = fc.sample(world(name), { numRuns: 1, seed });
  if (of === undefined) throw new Error("no world was made");
  return of;
}

/** Asks what may be answered from sums about a world of which these records have arrived. */
export async function expectSame(
  store: Store,
  of: World,
  records: readonly Telemetry[] = of.records,
): Promise<void> {
  const { systems, baselines } = of;
  for (const kind of KINDS) {
    for (const asked of QUESTIONS) {
      const request: EvidenceRequest = { kind, systems, baselines, ...asked };
      const answered = await store.fetchEvidence(request);
      expectEqualEvidence(answered, collectEvidence(request, records));
    }
  }
}

/** Records in batches of a few, numbered from 1, received after the last of it happened. */
export function batchesOf(records: readonly Telemetry[], size: number): Batch[] {
  return Array.from({ length: Math.ceil(records.length / size) }, (_, i) => ({
    seq: i + 1,
    receivedMs: START_MS + SPAN_MS + i,
    records: records.slice(i * size, (i + 1) * size),
  }));
}

/** Rolls until nothing waits; answers the rows. */
export async function rollAll(store: Store, { baselines }: World): Promise<number> {
  let total = 0;
  for (;;) {
    const { rolled, behind } = await store.roll({ baselines, rowsMax: 1_000 });
    total += rolled;
    if (behind === 0) return total;
  }
}
