import type { AttributeValue, WireRecord } from "@tiltmeter/sdk/wire/attribute-value";
import { encodeLogs, encodeRecords, joinLogs } from "@tiltmeter/sdk/wire/otlp-logs";
import { ProtobufWriter } from "@tiltmeter/sdk/wire/protobuf-writer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeRequest } from "./otlp-proto.ts";

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme-ascii", maxLength: 200 }),
);
const name = fc.oneof(text, fc.constantFrom("aims.seq", "aims.dropped", "__proto__", "toString"));
const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -0, Number.NaN, Infinity, -Infinity, Number.MIN_VALUE),
);
const map = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc
    .array(fc.tuple(name, value), { maxLength: 8 })
    .map((entries) => Object.assign(Object.create(null), Object.fromEntries(entries)));
const value: fc.Arbitrary<AttributeValue> = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", maxDepth: 5 },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.bigInt({ min: 2n ** 60n, max: 2n ** 63n - 1n }),
    fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 60n) }),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie("value"), { maxLength: 5 }),
    map(tie("value")),
  ),
})).value;
const hex = (digits: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constant(""),
    fc
      .uint8Array({ minLength: digits / 2, maxLength: digits / 2 })
      .map((bytes) => Buffer.from(bytes).toString("hex")),
  );
const record: fc.Arbitrary<WireRecord> = fc.record({
  eventName: text,
  timeMs: fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 4_102_444_800_000 }),
    fc.double({ min: 1_000_000_000_000, max: 4_102_444_800_000, noNaN: true }),
  ),
  traceId: hex(32),
  spanId: hex(16),
  attributes: map(value),
});

test("what we encode, another implementation of protobuf reads back equal", () => {
  fc.assert(
    fc.property(map(value), fc.array(record, { maxLength: 5 }), (resource, records) => {
      const decoded = decodeRequest(encodeLogs(resource, records));
      expect(decoded.resource).toEqual(resource);
      expect(decoded.records).toEqual(records);
    }),
    { numRuns: 1_000 },
  );
});

test("a request joined of slices equals the request encoded at once", () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 6 }), fc.nat(6), (records, cut) => {
      const writer = new ProtobufWriter(64);
      const slices = [records.slice(0, cut), records.slice(cut)].map((slice) =>
        encodeRecords(writer, slice),
      );
      expect(joinLogs(writer, { a: 1 }, slices)).toEqual(encodeLogs({ a: 1 }, records));
    }),
  );
});

test("a lone surrogate becomes the replacement character and spoils nothing beside it", () => {
  const record: WireRecord = {
    eventName: "x",
    timeMs: 1,
    traceId: "",
    spanId: "",
    attributes: { lone: "a\ud800b", beside: "zażółć 🙂" },
  };
  expect(decodeRequest(encodeLogs({}, [record])).records[0]?.attributes).toEqual({
    lone: "a\ufffdb",
    beside: "zażółć 🙂",
  });
});

test("integers stay integers only where the name says so, so that a feature never changes its type", () => {
  const attributes = { "aims.seq": 7, "aims.dropped": { a: 1 }, score: 1 };
  const bytes = Buffer.from(
    encodeLogs({}, [{ eventName: "x", timeMs: 1, traceId: "", spanId: "", attributes }]),
  );
  // aims.seq: AnyValue { int_value: 7 }; score: AnyValue { double_value: 1 }.
  expect(bytes.includes(Buffer.from("120218 07".replace(" ", ""), "hex"))).toBe(true);
  expect(bytes.includes(Buffer.from("73636f7265120921000000000000f03f", "hex"))).toBe(true);
});

test("a negative whole number is an integer too where the name says so, and comes back exactly", () => {
  const attributes = { "aims.profile.cell_counts": [-1, -(2 ** 53) + 1, 2 ** 53 - 1, 0] };
  const record = { eventName: "x", timeMs: 1, traceId: "", spanId: "", attributes };
  const bytes = encodeLogs({}, [record]);
  // AnyValue { int_value: -1 }: ten bytes of two's complement.
  expect(Buffer.from(bytes).includes(Buffer.from("18ffffffffffffffffff01", "hex"))).toBe(true);
  expect(decodeRequest(bytes).records[0]?.attributes).toEqual(attributes);
});

test("a value that contains itself is cut, not followed", () => {
  const circle: { self?: AttributeValue } = {};
  circle.self = circle as { readonly [key: string]: AttributeValue };
  const record: WireRecord = {
    eventName: "x",
    timeMs: 1,
    traceId: "",
    spanId: "",
    attributes: { circle: circle as { readonly [key: string]: AttributeValue } },
  };
  expect(decodeRequest(encodeLogs({}, [record])).records).toHaveLength(1);
});
