import { setImmediate } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { encodeLogs } from "@tiltmeter/sdk/wire/otlp-logs";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { toWire } from "@tiltmeter/sdk/wire/to-wire";
import fc from "fast-check";
import { columnsOf, isPlainPrediction } from "tiltmeter/columns/columns-of";
import { packColumns } from "tiltmeter/columns/pack-columns";
import type { PredictionColumns } from "tiltmeter/columns/prediction-columns";
import { admit } from "tiltmeter/ingest/admit";
import { decodeLogs } from "tiltmeter/ingest/decode";
import type { DecodedLogs } from "tiltmeter/ingest/decoded";
import { PlainReader } from "tiltmeter/ingest/plain/plain-reader";
import { recognise } from "tiltmeter/ingest/recognise";
import { expect, test } from "vitest";
import { SEED } from "../../../seed.ts";
import { arbitraryTelemetry } from "../../journal/arbitrary-telemetry.ts";
import { seeded } from "../../log/seeded.ts";
import { type JsonRequest, requestOf, toJson, toProtobuf } from "../otlp-request.ts";
import { drawnRequest, mutated } from "./drawn-request.ts";
import { officialDecoder } from "./official-decoder.ts";

const RUNS = Number(process.env["TILTMETER_DECODE_RUNS"] ?? 10_000);
/** A dozen times what it takes where nothing else runs. */
const TIMEOUT_MS = 60_000 + 10 * RUNS;
const NOW_MS = 1_795_500_000_000;
/** Of which the requests name some that are none of them. */
const SYSTEMS = ["credit", "spam", "unknown_service"];

/** What the walk over objects makes of the records of a request: telemetry, or nothing, of each. */
function byObjects(decoded: DecodedLogs): readonly (Telemetry | null)[] {
  return decoded.groups.flatMap(({ resource, problem, records }) =>
    records.map((record) => {
      const recognised = recognise(record, resource);
      if (recognised.kind !== "telemetry" || (record.problem ?? problem) !== null) return null;
      const admitted = admit(recognised.telemetry, NOW_MS);
      return "kind" in admitted || !SYSTEMS.includes(admitted.origin.system) ? null : admitted;
    }),
  );
}

/** The value, or the name of the refusal; anything else fails the test. */
function outcome<Value>(of: () => Value): Value | string {
  try {
    return of();
  } catch (error) {
    if (error instanceof Error && ["Undecodable", "TooMuch"].includes(error.name))
      return error.name;
    throw error;
  }
}

function read(plain: PlainReader, body: Uint8Array): { taken: Uint32Array; rest: DecodedLogs } {
  plain.begin(body, SYSTEMS);
  const rest = decodeLogs(body, "protobuf", plain);
  return { taken: plain.taken(), rest };
}

/** The comparison that words a difference well takes longer than all the rest. */
function equal(got: unknown, wanted: unknown, run: number): void {
  if (isDeepStrictEqual(got, wanted)) return;
  expect(got, `request ${run} of seed ${SEED}`).toEqual(wanted);
}

function bytesOf(columns: PredictionColumns): string {
  return Buffer.from(packColumns(columns)).toString("latin1");
}

test(
  "what is read straight into columns is what the walk over objects makes of it, row by row, and the rest is left to that",
  async () => {
    const random = seeded(SEED);
    const plain = new PlainReader();
    let rows = 0;
    let records = 0;
    for (let run = 0; run < RUNS; run += 1) {
      if (run % 500 === 0) await setImmediate();
      const whole = drawnRequest(random);
      const body = random() < 0.2 ? mutated(whole, random) : whole;
      const decoded = outcome(() => decodeLogs(body, "protobuf"));
      const mixed = outcome(() => read(plain, body));
      if (typeof mixed === "string" || typeof decoded === "string") {
        expect(mixed, `request ${run} of seed ${SEED}`).toEqual(decoded);
        continue;
      }
      const expected = byObjects(decoded);
      const left = byObjects(mixed.rest);
      const isTaken = new Set(mixed.taken);
      equal(
        left,
        expected.filter((_, item) => !isTaken.has(item)),
        run,
      );
      const placed = [...mixed.taken].map((item) => {
        const telemetry = expected[item];
        if (telemetry === null || telemetry === undefined) {
          throw new Error(`record ${item} of request ${run} of seed ${SEED} is none to take`);
        }
        return { place: item, telemetry };
      });
      const columns = plain.columns(mixed.taken);
      if (placed.length === 0) expect(columns).toBeNull();
      else if (columns === null || bytesOf(columns) !== bytesOf(columnsOf(placed))) {
        equal(columns, columnsOf(placed), run);
      }
      rows += placed.length;
      records += expected.filter((each) => each !== null).length;
    }
    // Or it would show nothing.
    expect(rows / records).toBeGreaterThan(0.6);
  },
  TIMEOUT_MS,
);

test(
  "OpenTelemetry's own decoder, the walk over objects after it and columns from those give the very same",
  async () => {
    const decode = officialDecoder();
    const random = seeded(SEED + 1);
    const plain = new PlainReader();
    let rows = 0;
    for (let run = 0; run < RUNS; run += 1) {
      if (run % 500 === 0) await setImmediate();
      // Of a resource in two parts protobufjs keeps the second, where protobuf says to merge them.
      const body = drawnRequest(random, { isResourceSplit: false });
      const mixed = outcome(() => read(plain, body));
      if (typeof mixed === "string") continue;
      const official = byObjects(decode(body));
      const placed = [...mixed.taken].map((item) => ({ place: item, telemetry: official[item] }));
      rows += placed.length;
      const known = placed.filter(isTelemetry);
      expect(known, `request ${run} of seed ${SEED}`).toHaveLength(placed.length);
      const columns = plain.columns(mixed.taken);
      if (columns === null || bytesOf(columns) === bytesOf(columnsOf(known))) continue;
      equal(columns, columnsOf(known), run);
    }
    expect(rows).toBeGreaterThan(RUNS / 2);
  },
  TIMEOUT_MS,
);

const name = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .filter((each) => !["__proto__", "constructor", "prototype"].includes(each));
// JSON has no negative zero.
const number = fc.double().map((each) => each + 0);
const predictions = fc.array(
  fc.record({
    features: fc.dictionary(name, fc.oneof(number, fc.string(), fc.boolean(), fc.constant(null))),
    segment: fc.dictionary(name, fc.string(), { maxKeys: 3 }),
    said: fc.record(
      {
        "aims.prediction.label": fc.string({ unit: "grapheme" }),
        "aims.prediction.score": fc.double({ min: 0, max: 1, noNaN: true }).map((of) => of + 0),
        "aims.model.version": fc.constantFrom("1", "2"),
        "aims.system.id": fc.constantFrom("spam", "credit"),
      },
      { requiredKeys: [] },
    ),
  }),
  { minLength: 1, maxLength: 8 },
);

test("predictions in JSON, with features as a map or under dotted names, give the columns that bytes give, all of them read straight", () => {
  const plain = new PlainReader();
  const dotted = (of: string, map: object): object =>
    Object.fromEntries(Object.entries(map).map(([key, value]) => [`${of}.${key}`, value]));
  fc.assert(
    fc.property(predictions, (drawn) => {
      const request = (layout: (of: string, map: object) => object): JsonRequest =>
        requestOf(
          drawn.map(({ features, segment, said }, i) => ({
            attributes: {
              "aims.prediction.id": `p-${i}`,
              ...said,
              ...layout("aims.prediction.features", features),
              ...layout("aims.prediction.segment", segment),
            },
          })),
        );
      const asMap = request((of, map) => ({ [of]: map }));
      const objects = byObjects(decodeLogs(toJson(asMap), "json"));
      const placed = objects.map((telemetry, place) => ({ place, telemetry })).filter(isTelemetry);
      expect(placed).toHaveLength(drawn.length);
      for (const each of [asMap, request(dotted)]) {
        const { taken } = read(plain, toProtobuf(each));
        expect(taken).toHaveLength(drawn.length);
        equal(plain.columns(taken), columnsOf(placed), 0);
      }
    }),
    { numRuns: 300 },
  );
});

test("every plain prediction that our SDK writes is read straight into columns", () => {
  const plain = new PlainReader();
  fc.assert(
    fc.property(fc.array(arbitraryTelemetry, { maxLength: 12 }), (drawn) => {
      const records = drawn.filter(isPlainPrediction).map((telemetry, i) => {
        const statement = { ...telemetry.statement, id: `p-${i}`, timeMs: NOW_MS + i };
        return toWire({ ...telemetry, statement } as Telemetry);
      });
      const body = encodeLogs({ "service.name": "credit" }, records);
      const kept = byObjects(decodeLogs(body, "protobuf")).filter((each) => each !== null);
      expect(read(plain, body).taken).toHaveLength(kept.length);
    }),
    { numRuns: 200 },
  );
});

test("words, names and lists beyond what is remembered begin anew, and nothing of a record that is left reaches the columns", () => {
  const plain = new PlainReader();
  const record = (attributes: object): { attributes: object } => ({ attributes });
  for (let request = 0; request < 6; request += 1) {
    const records = Array.from({ length: 500 }, (_, i) =>
      record({
        "aims.prediction.id": `p-${i}`,
        "aims.prediction.label": `${request}-${i}`.padEnd(2_000, "x"),
        "aims.prediction.features": { [`f-${request}-${i}`]: "w".repeat(i) },
      }),
    );
    const secret = record({ "aims.prediction.label": "a secret", "aims.prediction.id": "" });
    const body = toProtobuf(requestOf([secret, ...records]));
    const { taken } = read(plain, body);
    expect([...taken]).toEqual(records.map((_, i) => i + 1));
    const columns = plain.columns(taken);
    if (columns === null) throw new Error("there are predictions");
    expect(Buffer.from(columns.words.bytes).includes("a secret")).toBe(false);
    const placed = byObjects(decodeLogs(body, "protobuf"))
      .map((telemetry, place) => ({ place, telemetry }))
      .filter(isTelemetry);
    equal(columns, columnsOf(placed), 0);
  }
});

function isTelemetry(of: {
  readonly place: number;
  readonly telemetry: Telemetry | null | undefined;
}): of is { readonly place: number; readonly telemetry: Telemetry } {
  return (of.telemetry ?? null) !== null;
}
