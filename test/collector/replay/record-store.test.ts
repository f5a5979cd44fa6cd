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
      { numRuns: 6 },
    );
  },
);
