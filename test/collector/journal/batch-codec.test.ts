import { deepStrictEqual } from "node:assert";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import fc from "fast-check";
import { decodeHead, decodeRecords, encodeBatch } from "tiltmeter/journal/batch-codec";
import { expect, test } from "vitest";
import { arbitraryTelemetry } from "./arbitrary-telemetry.ts";

/** What JSON itself would have made: own keys only, so that a null prototype does not count. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value).map(([key, part]) => [key, plain(part)]);
}

test("any records come back, value for value, with their reply and digest", () => {
  fc.assert(
    fc.property(
      fc.array(arbitraryTelemetry, { maxLength: 4 }),
      fc.uint8Array({ maxLength: 40 }),
      (records, reply) => {
        const { payload, digest } = encodeBatch({ records, reply });
        // A payload is read from the middle of a larger buffer, at any place.
        const moved = Buffer.concat([Buffer.alloc(3), payload]).subarray(3);
        deepStrictEqual(plain(decodeRecords(moved)), plain(records));
        const head = decodeHead(moved);
        deepStrictEqual([...head.reply], [...reply]);
        deepStrictEqual([...head.digest], [...digest]);
      },
    ),
    { numRuns: 2000 },
  );
});

test("big integers come back, should a record ever hold one", () => {
  fc.assert(
    fc.property(fc.bigInt(), (big) => {
      const records = [{ big, near: `\u0000n${big}` }] as unknown as readonly Telemetry[];
      const { payload } = encodeBatch({ records, reply: new Uint8Array() });
      deepStrictEqual(decodeRecords(payload), records);
    }),
  );
});

test("the digest tells contents apart and repeats with them", () => {
  fc.assert(
    fc.property(arbitraryTelemetry, arbitraryTelemetry, (one, other) => {
      const digest = (records: readonly Telemetry[], reply: string): string =>
        Buffer.from(encodeBatch({ records, reply: Buffer.from(reply) }).digest).toString("hex");
      expect(digest([one], "a")).toBe(digest([one], "b"));
      const isSame = JSON.stringify(plain(one)) === JSON.stringify(plain(other));
      if (!isSame) expect(digest([one], "")).not.toBe(digest([other], ""));
    }),
  );
});

test("no payload can hold the bytes that start a frame", () => {
  fc.assert(
    fc.property(fc.array(arbitraryTelemetry, { maxLength: 3 }), (records) => {
      const { payload } = encodeBatch({ records, reply: new Uint8Array() });
      expect(Buffer.from(payload).indexOf(Buffer.from([0xff, 0xfb, 0xfd, 0xf9]))).toBe(-1);
    }),
  );
});
