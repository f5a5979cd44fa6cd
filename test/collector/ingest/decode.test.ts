import fc from "fast-check";
import { decodeLogs } from "tiltmeter/ingest/decode";
import type { DecodedLogs } from "tiltmeter/ingest/decoded";
import { expect, test } from "vitest";
import { keyValues, requestOf, requests, toJson, toProtobuf } from "./otlp-request.ts";

const onlyRecord = (decoded: DecodedLogs): DecodedLogs["groups"][number]["records"][number] => {
  const record = decoded.groups[0]?.records[0];
  if (record === undefined) throw new Error("no record was decoded");
  return record;
};

/** What decoding came to: the value, or the name of the refusal. Anything else fails the test. */
const outcome = (body: Uint8Array, encoding: "protobuf" | "json"): unknown => {
  try {
    return decodeLogs(body, encoding);
  } catch (error) {
    if (error instanceof Error && ["Undecodable", "TooMuch"].includes(error.name))
      return error.name;
    throw error;
  }
};

test("protobuf and JSON of the same request decode to the same records", () => {
  fc.assert(
    fc.property(requests, (request) => {
      expect(decodeLogs(toProtobuf(request), "protobuf")).toEqual(
        decodeLogs(toJson(request), "json"),
      );
    }),
    { numRuns: 500 },
  );
});

test("a message cut off at any byte is refused as undecodable, or is a shorter whole message", () => {
  const whole = toProtobuf(
    requestOf([
      {
        attributes: {
          "aims.prediction.id": "a-1",
          "aims.prediction.features": { income: 5.2, purpose: "car", age: 44n },
        },
      },
      { attributes: { "aims.prediction.id": "a-2", list: [1, "two", true, null] } },
    ]),
  );
  for (let bytes = 1; bytes < whole.length; bytes++) {
    expect(outcome(whole.subarray(0, bytes), "protobuf")).toBe("Undecodable");
  }
});

test("bytes changed, cut out, repeated or inserted anywhere never do more than refuse", () => {
  const mutation = fc.record({
    at: fc.nat(),
    kind: fc.constantFrom("flip", "set", "cut", "repeat", "insert"),
    byte: fc.nat(255),
    length: fc.nat(12),
  });
  fc.assert(
    fc.property(
      requests,
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      (request, changes) => {
        for (const encoding of ["protobuf", "json"] as const) {
          let bytes = Buffer.from(encoding === "json" ? toJson(request) : toProtobuf(request));
          for (const { at, kind, byte, length } of changes) {
            const place = at % (bytes.length + 1);
            const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
            if (kind === "cut") bytes = Buffer.concat([before, after.subarray(length)]);
            else if (kind === "repeat")
              bytes = Buffer.concat([before, after.subarray(0, length), after]);
            else if (kind === "insert") bytes = Buffer.concat([before, Buffer.from([byte]), after]);
            else if (place < bytes.length) {
              bytes = Buffer.from(bytes);
              bytes[place] = kind === "flip" ? (bytes[place] ?? 0) ^ (1 << (byte % 8)) : byte;
            }
          }
          outcome(bytes, encoding);
        }
      },
    ),
    { numRuns: 3_000 },
  );
});

test("random bytes never do more than refuse", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      outcome(bytes, "protobuf");
      outcome(bytes, "json");
    }),
    { numRuns: 5_000 },
  );
});

test("names that mean something to plain objects are only names", () => {
  const request = requestOf([{ attributes: {} }]);
  const attributes = [
    { key: "__proto__", value: { kvlistValue: { values: keyValues({ polluted: "yes" }) } } },
    { key: "constructor", value: { stringValue: "x" } },
  ];
  const [resource] = request.resourceLogs;
  const hostile = {
    resourceLogs: [
      { ...resource, scopeLogs: [{ logRecords: [{ eventName: "aims.prediction", attributes }] }] },
    ],
  };
  for (const decoded of [
    decodeLogs(toProtobuf(hostile), "protobuf"),
    decodeLogs(toJson(hostile), "json"),
  ]) {
    const record = onlyRecord(decoded);
    expect(Object.getPrototypeOf(record.attributes)).toBeNull();
    expect(Object.keys(record.attributes)).toEqual(["__proto__", "constructor"]);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  }
});

test("a value may stand before its key, a field may be unknown, and the resource may come last", () => {
  // KeyValue{2: AnyValue{1: "v"}, 1: "k"}, then field 99 of every wire type that may be skipped.
  const keyValue = Buffer.from([0x12, 3, 0x0a, 1, 0x76, 0x0a, 1, 0x6b]);
  const unknown = Buffer.from([
    0x98, 6, 1, 0x99, 6, 1, 2, 3, 4, 5, 6, 7, 8, 0x9a, 6, 1, 0, 0x9d, 6, 1, 2, 3, 4,
  ]);
  const record = inside(0x12, inside(0x32, keyValue), unknown);
  const scope = inside(0x12, unknown, record);
  const resource = inside(0x0a, inside(0x0a, keyValue), unknown);
  const decoded = decodeLogs(Buffer.concat([unknown, inside(0x0a, scope, resource)]), "protobuf");
  expect(decoded.groups[0]?.resource).toEqual({ k: "v" });
  expect(onlyRecord(decoded).attributes).toEqual({ k: "v" });
});

test("a known field with another wire type is refused", () => {
  expect(() => decodeLogs(Buffer.from([0x08, 1]), "protobuf")).toThrow("wire type 0");
});

test("integers are exact: numbers where a double holds them, bigints beyond", () => {
  const request = requestOf([
    { attributes: { small: -42n, edge: 2n ** 53n - 1n, beyond: 2n ** 53n, least: -(2n ** 63n) } },
  ]);
  for (const decoded of [
    decodeLogs(toProtobuf(request), "protobuf"),
    decodeLogs(toJson(request), "json"),
  ]) {
    expect(onlyRecord(decoded).attributes).toEqual({
      small: -42,
      edge: Number.MAX_SAFE_INTEGER,
      beyond: 2n ** 53n,
      least: -(2n ** 63n),
    });
  }
});

test("times keep their microseconds, and an absent time is the observed one", () => {
  const record = { timeUnixNano: "1795469025213456789", observedTimeUnixNano: "7000000" };
  const of = (logRecord: object): number =>
    onlyRecord(
      decodeLogs(
        toProtobuf({ resourceLogs: [{ scopeLogs: [{ logRecords: [logRecord] }] }] }),
        "protobuf",
      ),
    ).timeMs;
  expect(of(record)).toBe(1_795_469_025_213.457);
  expect(of({ observedTimeUnixNano: "7000000" })).toBe(7);
  expect(of({})).toBe(0);
});

test("JSON is read in both spellings, with 64-bit integers as text or number and ids in hexadecimal or base64", () => {
  const id = "0102030405060708090a0b0c0d0e0f10";
  const body = (trace: string): Uint8Array =>
    Buffer.from(
      JSON.stringify({
        resource_logs: [
          {
            resource: { attributes: [{ key: "n", value: { int_value: 7 } }], unknown: {} },
            scope_logs: [
              {
                log_records: [
                  {
                    time_unix_nano: 1_795_469_025_213_000_000,
                    trace_id: trace,
                    span_id: null,
                    event_name: "aims.prediction",
                    severityNumber: "SEVERITY_NUMBER_INFO",
                    attributes: [{ key: "d", value: { double_value: "NaN" } }, { key: "none" }],
                  },
                ],
              },
            ],
          },
        ],
      }),
    );
  for (const trace of [id, id.toUpperCase(), Buffer.from(id, "hex").toString("base64")]) {
    const decoded = decodeLogs(body(trace), "json");
    expect(decoded.groups[0]?.resource).toEqual({ n: 7 });
    expect(onlyRecord(decoded)).toMatchObject({
      eventName: "aims.prediction",
      timeMs: 1_795_469_025_213,
      traceId: id,
      spanId: "",
      attributes: { d: Number.NaN, none: null },
    });
  }
});

test.each([
  ['{"resourceLogs":5}', "resourceLogs must be an array, got 5"],
  ["[]", "the request must be an object, got a list of 0"],
  ['{"resourceLogs":[{"resource":"x"}]}', 'resource must be an object, got "x"'],
  ['{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"soon"}]}]}]}', '"soon"'],
  [
    '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"attributes":[{"key":"k","value":{"intValue":"1e3"}}]}]}]}]}',
    "64-bit integer",
  ],
  [
    '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"attributes":[{"key":"k","value":{"boolValue":"yes"}}]}]}]}]}',
    "true or false",
  ],
])("JSON of another type is refused with its name: %s", (body, why) => {
  expect(() => decodeLogs(Buffer.from(body), "json")).toThrow(why);
});

test("malformed JSON is refused with line and column", () => {
  expect(() => decodeLogs(Buffer.from('{\n  "resourceLogs": [1, }\n}'), "json")).toThrow(
    "line 2, column 23: expected a value",
  );
  expect(() => decodeLogs(Buffer.from([0x7b, 0xff, 0x7d]), "json")).toThrow("not valid UTF-8");
});

test("limits of a record refuse that record alone, in both encodings", () => {
  const nested = (levels: number): unknown => (levels === 1 ? "x" : [nested(levels - 1)]);
  const many = Object.fromEntries(Array.from({ length: 129 }, (_, i) => [`a${i}`, i]));
  const wide = Array.from({ length: 80_000 }, (_, i) => i);
  const request = requestOf([
    { attributes: { fine: nested(16) } },
    { attributes: { deep: nested(17) } },
    { attributes: many },
    { attributes: { ["k".repeat(257)]: 1 } },
    { attributes: { long: "é".repeat(16_385) } },
    { attributes: { wide } },
    { attributes: { fine: "v".repeat(32_768), ["k".repeat(256)]: 1 } },
  ]);
  for (const decoded of [
    decodeLogs(toProtobuf(request), "protobuf"),
    decodeLogs(toJson(request), "json"),
  ]) {
    expect(decoded.groups[0]?.records.map(({ problem }) => problem)).toEqual([
      null,
      '"deep" must nest at most 16 levels deep',
      "a record has at most 128 attributes; use one map attribute",
      expect.stringContaining("a key has at most 256 bytes, got 257"),
      '"long" has at most 32768 bytes, got 32770',
      expect.stringContaining("a record has at most 80000 values"),
      null,
    ]);
  }
});

test("nesting of any depth costs no stack: the record is refused, or the text is", () => {
  let value: Buffer = Buffer.from([0x0a, 1, 0x78]);
  for (let i = 0; i < 2_000; i++) value = inside(0x2a, inside(0x0a, value));
  const attribute = Buffer.concat([inside(0x0a, Buffer.from("k")), inside(0x12, value)]);
  const record = inside(0x12, inside(0x32, attribute));
  const request = inside(0x0a, inside(0x12, record));
  expect(onlyRecord(decodeLogs(request, "protobuf")).problem).toContain("16 levels");
  expect(outcome(Buffer.from("[".repeat(4_000_000)), "json")).toBe("Undecodable");
});

test("a request of more than 10,000 records, resources or objects is refused before it costs memory", () => {
  const record = Buffer.from([0x12, 0]);
  const of = (count: number): Buffer =>
    inside(0x0a, inside(0x12, Buffer.concat(Array.from({ length: count }, () => record))));
  expect(outcome(of(10_001), "protobuf")).toBe("TooMuch");
  expect(decodeLogs(of(10_000), "protobuf").groups[0]?.records).toHaveLength(10_000);
  expect(outcome(Buffer.alloc(4_000_000, Buffer.from([0x0a, 0])), "protobuf")).toBe("TooMuch");
  expect(outcome(Buffer.from(`[${"[],".repeat(1_000_001)}1]`), "json")).toBe("TooMuch");
});

/** A length-delimited field around its parts. */
function inside(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const header = [tag];
  let rest = body.length;
  for (; rest > 127; rest >>>= 7) header.push((rest & 127) | 128);
  return Buffer.concat([Buffer.from([...header, rest]), body]);
}
