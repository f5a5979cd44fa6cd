import { deepStrictEqual } from "node:assert";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import fc from "fast-check";
import { columnsOf, isPlainPrediction } from "tiltmeter/columns/columns-of";
import { packColumns } from "tiltmeter/columns/pack-columns";
import { type Kept, recordsInOrder } from "tiltmeter/columns/records-in-order";
import { decodeBatch, decodeHead, encodeBatch } from "tiltmeter/journal/batch-codec";
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
        const back = decodeBatch(moved);
        deepStrictEqual(plain(back.records), plain(records));
        expect(back.predictions).toBe(null);
        const head = decodeHead(moved);
        deepStrictEqual([...head.reply], [...reply]);
        deepStrictEqual([...head.digest], [...digest]);
      },
    ),
    { numRuns: 2000 },
  );
});

/** Some records, of which those that can are columns. */
const apart: fc.Arbitrary<Kept> = fc.array(arbitraryTelemetry, { maxLength: 8 }).map((all) => ({
  records: all.filter((telemetry) => !isPlainPrediction(telemetry)),
  predictions: columnsOf(
    all
      .map((telemetry, place) => ({ telemetry, place }))
      .filter(({ telemetry }) => isPlainPrediction(telemetry)),
  ),
}));

test("predictions by column come back beside the other records, wherever the payload lies", () => {
  fc.assert(
    fc.property(apart, fc.nat({ max: 16 }), (batch, offset) => {
      const reply = Buffer.from("reply");
      const { payload, digest } = encodeBatch({ ...batch, reply });
      const moved = Buffer.concat([Buffer.alloc(offset), payload]).subarray(offset);
      const back = decodeBatch(moved);
      const packed = batch.predictions?.rows ? packColumns(batch.predictions) : null;
      deepStrictEqual(plain(back.records), plain(batch.records));
      deepStrictEqual(back.predictions === null ? null : packColumns(back.predictions), packed);
      deepStrictEqual(plain(recordsInOrder(back)), plain(recordsInOrder(batch)));
      const head = decodeHead(moved);
      deepStrictEqual([...head.reply], [...reply]);
      deepStrictEqual([...head.digest], [...digest]);
    }),
    { numRuns: 500 },
  );
});

test("records and columns are one order: each takes the place that it had", () => {
  fc.assert(
    fc.property(fc.array(arbitraryTelemetry, { maxLength: 8 }), (all) => {
      const places = all.map((telemetry, place) => ({ telemetry, place }));
      const { records, predictions } = {
        records: all.filter((telemetry) => !isPlainPrediction(telemetry)),
        predictions: columnsOf(places.filter(({ telemetry }) => isPlainPrediction(telemetry))),
      };
      const back = recordsInOrder({ records, predictions });
      expect(back.map(({ traceId }) => Buffer.from(traceId).toString())).toEqual(
        all.map(({ traceId }) => Buffer.from(traceId).toString()),
      );
      expect(back.map(({ statement }) => statement.kind)).toEqual(
        all.map(({ statement }) => statement.kind),
      );
    }),
  );
});

test("numbers that spell the beginning of a frame are kept as text, record for record", () => {
  const mark = Buffer.from([0, 0, 0, 0, 0xff, 0xfb, 0xfd, 0xf9]).readDoubleLE();
  const [drawn] = fc.sample(arbitraryTelemetry, { seed: 1, numRuns: 60 }).filter(isPlainPrediction);
  if (drawn === undefined) throw new Error("there is a plain prediction among sixty draws");
  const statement = { ...drawn.statement, timeMs: 1, score: mark };
  const predictions = columnsOf([{ place: 1, telemetry: { ...drawn, statement } }]);
  const records = [{ ...drawn, statement: { ...statement, score: 1, call: undefined } }];
  const batch = { records: JSON.parse(JSON.stringify(records)), predictions };
  const { payload } = encodeBatch({ ...batch, reply: new Uint8Array() });
  expect(Buffer.from(payload).includes(Buffer.from([0xff, 0xfb, 0xfd, 0xf9]))).toBe(false);
  const back = decodeBatch(payload);
  expect(back.predictions).toBe(null);
  deepStrictEqual(plain(back.records), plain(recordsInOrder(batch)));
});

test("big integers come back, should a record ever hold one", () => {
  fc.assert(
    fc.property(fc.bigInt(), (big) => {
      const records = [{ big, near: `\u0000n${big}` }] as unknown as readonly Telemetry[];
      const { payload } = encodeBatch({ records, reply: new Uint8Array() });
      deepStrictEqual(decodeBatch(payload).records, records);
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
