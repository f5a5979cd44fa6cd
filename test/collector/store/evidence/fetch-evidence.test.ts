import { randomUUID } from "node:crypto";
import {
  collectEvidence,
  type Dimension,
  type EvidenceKind,
  type EvidenceRequest,
} from "@tiltmeter/rules";
import fc from "fast-check";
import { openStore, type Store } from "tiltmeter/store/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { batches, prediction, START_MS, telemetry } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { SEGMENTS, type Story, story, WINDOW } from "./arbitrary-story.ts";

let store: Store;
let stories: readonly Story[];

const KINDS: readonly EvidenceKind[] = [
  "volume",
  "decisions",
  "reviews",
  "latencies",
  "cells",
  "presence",
];
/** Another seed tells other stories; a failure names this one. */
const SEED = 20_261_123;

beforeAll(async () => {
  store = await openStore({ folder: await temporaryFolder() });
  stories = Array.from({ length: 300 }, (_, i) =>
    fc.sample(story(`system ${i} it's`), { numRuns: 1, seed: SEED + i }),
  ).flat();
  const records = stories.map((one) => one.records).filter((own) => own.length > 0);
  await store.apply(batches(1, ...records), { journal: randomUUID(), uncertain: false });
});

afterAll(() => store.close());

async function expectSame(request: EvidenceRequest, told: readonly Story[]): Promise<void> {
  const records = told.flatMap((one) => one.records);
  expect(await store.fetchEvidence(request)).toEqual(collectEvidence(request, records));
}

test.each(KINDS)("the store answers %s of 300 systems as the reference does", async (kind) => {
  const request: EvidenceRequest = {
    kind,
    by: kind === "cells" ? ["system", "model_version", "feature"] : ["system", "model_version"],
    ...WINDOW,
    systems: stories.slice(0, 300).map((one) => one.system),
    baselines: stories.slice(0, kind === "cells" ? 80 : 0).map((one) => one.baseline),
  };
  await expectSame(request, stories);
});

test("whatever is asked of whichever systems, the store answers as the reference does", async () => {
  const dimension: fc.Arbitrary<Dimension> = fc.constantFrom<Dimension>(
    "model_version",
    "feature",
    ...SEGMENTS.map((name): Dimension => `segment.${name}`),
  );
  const question = fc.record({
    kind: fc.constantFrom(...KINDS),
    others: fc.uniqueArray(dimension, { maxLength: 3 }),
    of: fc.uniqueArray(fc.nat({ max: stories.length - 1 }), { maxLength: 4 }),
    environments: fc.constantFrom(
      undefined,
      [],
      ["production"],
      ["staging", "production"],
      ["it's"],
    ),
    stepMs: fc.constantFrom(undefined, 1, 7_000, 40_000, 100_000),
    window: fc.constantFrom(
      WINDOW,
      { fromMs: START_MS, toMs: START_MS + 60_001 },
      { fromMs: WINDOW.fromMs, toMs: WINDOW.fromMs + 0.001 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(question, async ({ kind, others, of, environments, stepMs, window }) => {
      const told = of.flatMap((i) => stories[i] ?? []);
      await expectSame(
        {
          kind,
          by: ["system", ...others],
          ...window,
          systems: told.map((one) => one.system),
          baselines: told.map((one) => one.baseline),
          ...(environments === undefined ? {} : { environments }),
          ...(stepMs === undefined ? {} : { stepMs }),
        },
        told,
      );
    }),
    { numRuns: 300, seed: SEED },
  );
});

test("a request that makes no sense is refused before the engine", async () => {
  const request: EvidenceRequest = { kind: "volume", by: ["system"], ...WINDOW };
  await expect(store.fetchEvidence({ ...request, stepMs: 0 })).rejects.toThrow("window");
  await expect(store.fetchEvidence({ ...request, stepMs: 0.01 })).rejects.toThrow("at most");
  await expect(store.fetchEvidence({ ...request, toMs: Number.NaN })).rejects.toThrow("window");
  await expect(store.fetchEvidence({ ...request, by: ["segment."] })).rejects.toThrow(
    "a dimension is",
  );
  for (const kind of ["volume", "presence"] as const) {
    const byRole: EvidenceRequest = { ...request, kind, by: ["system", "role"] };
    await expect(store.fetchEvidence(byRole)).rejects.toThrow(
      "role is a dimension of reviews only",
    );
  }
});

test("predictions whose clock runs ahead are in the window of their receipt", async () => {
  const system = "ahead";
  const [batch] = batches(1, [
    telemetry(prediction("a", { timeMs: START_MS + 86_400_000 }), { system }),
  ]);
  await store.apply(batch === undefined ? [] : [batch], {
    journal: randomUUID(),
    uncertain: false,
  });
  const groups = await store.fetchEvidence({
    kind: "volume",
    by: ["system"],
    systems: [system],
    fromMs: START_MS,
    toMs: START_MS + 3_600_000,
  });
  expect(groups.map(({ evidence }) => evidence)).toEqual([
    { kind: "volume", predictions: 1, errors: 0 },
  ]);
});
