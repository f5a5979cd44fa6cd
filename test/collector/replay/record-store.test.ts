import { collectEvidence, type EvidenceRecord } from "@tiltmeter/rules";
import fc from "fast-check";
import { RecordStore } from "tiltmeter/replay/record-store";
import { expect, test } from "vitest";
import { EVERY_KIND, request } from "../../conformance/arbitrary-request.ts";
import { world } from "../../conformance/arbitrary-world.ts";

// The worlds of the conformance suite: repeated ids, late truths, several environments, concerns.
test.each(EVERY_KIND)(
  "%s: what is answered from memory is what the reference answers from all records",
  (kind) => {
    const asked = world("a world").chain((of) =>
      fc.tuple(fc.constant(of), fc.array(request(kind, of), { minLength: 5, maxLength: 5 })),
    );
    fc.assert(
      fc.property(asked, ([of, requests]) => {
        const store = new RecordStore();
        const records: readonly EvidenceRecord[] = of.records;
        for (const record of records) store.add(record);
        for (const each of requests) {
          expect(store.fetchEvidence(each)).toEqual(collectEvidence(each, records));
        }
      }),
      { numRuns: 6, endOnFailure: true },
    );
  },
);

test("a window shorter than a millisecond at the turn of an hour holds what happened in it", () => {
  const timeMs = Date.UTC(2026, 10, 23, 7);
  const record: EvidenceRecord = {
    origin: { system: "credit", environment: "production" },
    statement: {
      kind: "prediction",
      id: "a",
      timeMs,
      model: { version: "v1" },
      task: "",
      label: "yes",
      score: null,
      value: null,
      latency: null,
      status: "ok",
      numericFeatures: {},
      categoricalFeatures: {},
      segment: {},
    },
  };
  const store = new RecordStore();
  store.add(record);
  const asked = { kind: "volume", by: ["system"], fromMs: timeMs, toMs: timeMs + 0.004 } as const;
  expect(store.fetchEvidence(asked)).toHaveLength(1);
});
