import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBatchFile, encodeBatchFile } from "../../../sdk/spool/batch-file.ts";

const batch = fc.record({
  id: fc.stringMatching(/^[0-9a-f]{32}$/),
  body: fc.uint8Array({ maxLength: 500 }),
  isCompressed: fc.boolean(),
  records: fc.nat(),
  perClass: fc.constantFrom({}, { prediction: 3 }, { outcome: 1, oversight: 2 }),
});

test("what a file keeps is read as it was written", () => {
  fc.assert(
    fc.property(batch, (given) => {
      const read = decodeBatchFile(Buffer.concat(encodeBatchFile(given)));
      expect({ ...read, body: Uint8Array.from(read?.body ?? []) }).toEqual(given);
    }),
  );
});

test("a file with one bit changed, an end that is missing or bytes of others is none", () => {
  fc.assert(
    fc.property(batch, fc.nat(), fc.nat(7), fc.uint8Array(), (given, at, bit, foreign) => {
      const bytes = Buffer.concat(encodeBatchFile(given));
      const flipped = Buffer.from(bytes);
      flipped[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << bit);
      expect(decodeBatchFile(flipped)).toBeNull();
      expect(decodeBatchFile(bytes.subarray(0, at % bytes.length))).toBeNull();
      expect(decodeBatchFile(Buffer.concat([bytes, foreign]))).toEqual(
        foreign.length === 0 ? expect.anything() : null,
      );
      expect(decodeBatchFile(Buffer.from(foreign))).toBeNull();
    }),
  );
});
