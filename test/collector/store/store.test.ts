import { randomUUID } from "node:crypto";
import { collectEvidence, type EvidenceKind } from "@tiltmeter/rules";
import fc from "fast-check";
import { openStore, type Store } from "tiltmeter/store/store";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { story, WINDOW } from "./evidence/arbitrary-story.ts";
import { type Fault, type HttpFront, startHttpFront } from "./http-front.ts";
import { batches, outcome, prediction, START_MS, telemetry } from "./telemetry.ts";
import { temporaryFolder } from "./temporary-folder.ts";

// The same store by URL, against a stand-in for the server whose transport fails on demand.

let front: HttpFront;
let store: Store;

beforeAll(async () => {
  front = await startHttpFront(await temporaryFolder());
  store = await openStore({ url: front.url, username: "default", password: "" });
});

afterEach(() => front.setFault(() => null));

afterAll(async () => {
  await store.close();
  await front.close();
});

test("a server says what it is", () => {
  expect(store.engine).toMatch(/^clickhouse \d+\.\d+/);
});

test("a server answers every kind of evidence as the reference does", async () => {
  const stories = Array.from({ length: 40 }, (_, i) =>
    fc.sample(story(`served ${i}`), { numRuns: 1, seed: 7_000 + i }),
  ).flat();
  const records = stories.flatMap((one) => one.records);
  await store.apply(batches(1, records), { journal: randomUUID(), uncertain: false });
  const kinds: EvidenceKind[] = [
    "volume",
    "decisions",
    "reviews",
    "latencies",
    "cells",
    "presence",
  ];
  for (const kind of kinds) {
    const request = {
      kind,
      by: ["system", "model_version", "segment.race"] as const,
      ...WINDOW,
      stepMs: 9_000,
      systems: stories.map((one) => one.system),
      baselines: stories.map((one) => one.baseline),
    };
    expect(await store.fetchEvidence(request)).toEqual(collectEvidence(request, records));
  }
});

const FAULTS: readonly NonNullable<Fault>[] = [
  { when: "before", how: "500" },
  { when: "after", how: "500" },
  { when: "before", how: "reset" },
  { when: "after", how: "reset" },
];

test.each(FAULTS)(
  "an insert whose answer is lost ($how $when it ran) is in once",
  async (fault) => {
    const system = `lost ${fault.how} ${fault.when}`;
    const records = Array.from({ length: 50 }, (_, i) =>
      telemetry(prediction(`p${i}`), { system }),
    );
    let failing = 2;
    front.setFault((sql) => {
      if (!/INSERT INTO (predictions|features)_v1/.test(sql) || failing === 0) return null;
      failing -= 1;
      return fault;
    });
    const applied = await store.apply(batches(1, records), {
      journal: randomUUID(),
      uncertain: false,
    });
    expect(failing).toBe(0);
    expect(applied).toMatchObject({ predictions: 50, duplicates: 0, conflicts: 0 });
    expect(await countOf(system)).toBe(50);
  },
);

test("whatever fails and however often, every record is in once in the end", async () => {
  const fault = fc.option(fc.constantFrom(...FAULTS), { freq: 2 });
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: 30 }), fc.nat({ max: 20 }), async (faults, n) => {
      const [system, journal] = [randomUUID(), randomUUID()];
      const records = Array.from({ length: n + 1 }, (_, i) => [
        telemetry(prediction(`p${i}`), { system }),
        telemetry(outcome(`p${i}`), { system }),
        telemetry(prediction(`p${i >> 1}`), { system }),
      ]).flat();
      const pending = [...faults];
      front.setFault(() => pending.pop() ?? null);
      for (let attempt = 0; ; attempt += 1) {
        try {
          // A caller that says it is certain after a failure is not believed.
          const applied = await store.apply(batches(1, records), { journal, uncertain: false });
          expect(applied).toMatchObject({ predictions: n + 1, outcomes: n + 1, duplicates: n + 1 });
          break;
        } catch (error) {
          if (pending.length === 0 && attempt > faults.length) throw error;
        }
      }
      expect(await countOf(system)).toBe(n + 1);
    }),
    { numRuns: 15 },
  );
});

async function countOf(system: string): Promise<number> {
  const groups = await store.fetchEvidence({
    kind: "volume",
    by: ["system"],
    systems: [system],
    fromMs: START_MS,
    toMs: START_MS + 60_000,
  });
  return groups.reduce(
    (sum, { evidence }) => sum + (evidence.kind === "volume" ? evidence.predictions : 0),
    0,
  );
}
