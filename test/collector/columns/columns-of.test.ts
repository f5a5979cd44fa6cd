import fc from "fast-check";
import { columnsOf, isPlainPrediction, type PlacedPrediction } from "tiltmeter/columns/columns-of";
import { packColumns, unpackColumns } from "tiltmeter/columns/pack-columns";
import { beginnings, telemetryOf } from "tiltmeter/columns/telemetry-of";
import { textAt, textsOf } from "tiltmeter/columns/texts";
import { expect, test } from "vitest";
import { arbitraryTelemetry } from "../journal/arbitrary-telemetry.ts";

// Later than that, milliseconds in a double no longer tell one microsecond from the next.
const micros = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) * 1000 });

const placed: fc.Arbitrary<readonly PlacedPrediction[]> = fc
  .array(fc.record({ skipped: fc.nat({ max: 2 }), telemetry: arbitraryTelemetry, micros }), {
    maxLength: 12,
  })
  .map((drawn) => {
    let place = -1;
    return drawn.flatMap(({ skipped, telemetry, micros: time }) => {
      place += 1 + skipped;
      if (!isPlainPrediction(telemetry)) return [];
      const statement = { ...telemetry.statement, timeMs: time / 1000 };
      return [{ place, telemetry: { ...telemetry, statement } }];
    });
  });

test("records come back from columns as they went in, to the microsecond and in well-formed text", () => {
  fc.assert(
    fc.property(placed, (records) => {
      const columns = columnsOf(records);
      const back = telemetryOf(columns);
      expect([...columns.places]).toEqual(records.map(({ place }) => place));
      // From the last to the first: a row does not take the ones before it.
      for (let row = records.length - 1; row >= 0; row -= 1) {
        expect(back(row)).toEqual(plainly(records[row]?.telemetry));
      }
    }),
    { numRuns: 500 },
  );
});

test("columns are the same after they were packed, wherever their bytes begin", () => {
  fc.assert(
    fc.property(placed, fc.nat({ max: 16 }), (records, offset) => {
      const columns = columnsOf(records);
      const packed = packColumns(columns);
      expect(packed.length % 8).toBe(0);
      const inside = new Uint8Array(packed.length + offset);
      inside.set(packed, offset);
      const { packed: bytes, ...back } = unpackColumns(inside.subarray(offset));
      expect(bytes).toEqual(new Uint8Array(packed));
      expect(asLists(back)).toEqual(asLists(columns));
      expect(packColumns(back)).toEqual(packed);
    }),
    { numRuns: 500 },
  );
});

test("bytes that are no columns, or end too soon, are refused by name", () => {
  const packed = packColumns(columnsOf([]));
  expect(() => unpackColumns(new Uint8Array(8))).toThrow("columns have 64 bytes or more, got 8");
  const other = packed.slice();
  other[4] = 9;
  expect(() => unpackColumns(other)).toThrow("columns must be of version 1, got 9");
  fc.assert(
    fc.property(
      placed.filter((records) => records.length > 0),
      fc.double({ min: 0, max: 0.98, noNaN: true }),
      (records, part) => {
        const whole = packColumns(columnsOf(records));
        const cut = whole.subarray(0, Math.floor(whole.length * part));
        expect(() => unpackColumns(cut)).toThrow(RangeError);
      },
    ),
  );
});

test("words come once, and rows of equal content share lists and segments", () => {
  const [one] = fc.sample(placed, { seed: 3, numRuns: 40 }).filter((records) => records.length > 0);
  const telemetry = one?.[0]?.telemetry;
  if (telemetry === undefined) throw new Error("there is a prediction among forty draws");
  const columns = columnsOf([0, 1, 2].map((place) => ({ place, telemetry })));
  const words = [...columns.words.ends].map((_, i) => textAt(columns.words, i));
  expect(new Set(words).size).toBe(words.length);
  expect(new Set(columns.numeric).size).toBe(1);
  expect(new Set(columns.segment).size).toBe(1);
  expect(beginnings(columns.numeric, columns.lists).at(-1)).toBe(columns.numericValues.length);
});

test("halves of a character in neighbouring texts stay two", () => {
  const texts = textsOf(["\ud83d", "\udca5", "💥", ""]);
  expect([0, 1, 2, 3].map((i) => textAt(texts, i))).toEqual(["\ufffd", "\ufffd", "💥", ""]);
});

/** As the columns hold it: names in order, without a prototype, and no half of a character. */
function plainly(value: unknown, name = ""): unknown {
  if (typeof value === "string") return Buffer.from(value).toString();
  if (Array.isArray(value)) {
    const each = value.map((one) => plainly(one));
    return name === "missingFeatures" ? each.sort() : each;
  }
  if (typeof value !== "object" || value === null) return value;
  const isMap = ["numericFeatures", "categoricalFeatures", "segment"].includes(name);
  const into: Record<string, unknown> = isMap ? Object.create(null) : {};
  for (const [key, one] of Object.entries(value)) into[key] = plainly(one, key);
  return into;
}

function asLists(of: object): unknown {
  return JSON.parse(
    JSON.stringify(of, (_key, value: unknown) =>
      ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>, String) : value,
    ),
  );
}
