import type { AttributeValue } from "@tiltmeter/sdk/wire/attribute-value";
import { encodeLogs } from "@tiltmeter/sdk/wire/otlp-logs";
import type { Profile } from "@tiltmeter/sdk/wire/profile";
import { toWire } from "@tiltmeter/sdk/wire/to-wire";
import fc from "fast-check";
import { decodeLogs } from "tiltmeter/ingest/decode";
import type { DecodedLogs } from "tiltmeter/ingest/decoded";
import { recognise } from "tiltmeter/ingest/recognise";
import type { Recognised } from "tiltmeter/ingest/recognised";
import { expect, test } from "vitest";
import { requestOf, toJson, toProtobuf } from "../otlp-request.ts";

const profile: Profile = {
  kind: "profile",
  timeMs: 1_795_469_040_000,
  windowMs: 60_000,
  model: { name: "xgb", version: "7", supplier: "", digest: "" },
  segment: { region: "north" },
  feature: "income",
  baseline: "ab".repeat(32),
  predictions: 9,
  missing: 2,
  notANumber: 1,
  wrongType: 0,
  infinite: 0,
  min: null,
  max: null,
  cells: { 0: 4, 199: 3 },
  magnitudes: { 8193: 7 },
  sum: "",
  sumOfSquares: "",
};
const wire = toWire({
  origin: { system: "credit", systemVersion: "", environment: "", producer: "" },
  seq: 1,
  traceId: "",
  spanId: "",
  statement: profile,
});

function only(decoded: DecodedLogs): Recognised {
  const [group] = decoded.groups;
  const [record] = group?.records ?? [];
  if (group === undefined || record === undefined) throw new Error("nothing was decoded");
  expect(record.problem).toBeNull();
  return recognise(record, group.resource);
}

const recogniseOne = (changed: object): Recognised => {
  const attributes = { ...wire.attributes, ...changed };
  const request = requestOf([{ event: "aims.profile", timeMs: wire.timeMs, attributes }]);
  return only(decodeLogs(toProtobuf(request), "protobuf"));
};

/** As clients of other languages send whole numbers: int64, or a double where they know no other. */
const whole = (attributes: object): object =>
  JSON.parse(JSON.stringify(attributes), (_, value) =>
    Number.isSafeInteger(value) ? BigInt(value) : value,
  );

test("a profile is the same in protobuf and JSON, its counts as integers or as doubles", () => {
  const resource = { "service.name": "credit" };
  const told = only(decodeLogs(encodeLogs(resource, [wire]), "protobuf"));
  expect(told).toMatchObject({ kind: "telemetry", telemetry: { seq: 1, statement: profile } });
  for (const attributes of [wire.attributes, whole(wire.attributes)]) {
    const request = requestOf([{ event: "aims.profile", timeMs: wire.timeMs, attributes }]);
    expect(only(decodeLogs(toProtobuf(request), "protobuf"))).toEqual(told);
    expect(only(decodeLogs(toJson(request), "json"))).toEqual(told);
  }
});

test("zero has one sign, as in every profile of the rules", () => {
  const attributes = { ...wire.attributes, "aims.profile.min": -0, "aims.profile.max": -0 };
  const bytes = encodeLogs({ "service.name": "credit" }, [{ ...wire, attributes }]);
  expect(only(decodeLogs(bytes, "protobuf"))).toMatchObject({
    telemetry: { statement: { min: 0, max: 0 } },
  });
});

test("the largest profile that a baseline allows fits into one record", () => {
  const many = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
  const found = recogniseOne({
    "aims.profile.cells": many(5_000),
    "aims.profile.cell_counts": many(5_000),
    "aims.profile.magnitudes": many(32_768),
    "aims.profile.magnitude_counts": many(32_768),
  });
  expect(found.kind).toBe("telemetry");
});

test.each<[Record<string, unknown>, string]>([
  [{ "aims.profile.feature": null }, "aims.profile.feature must be the name of a feature"],
  [{ "aims.profile.feature": 7n }, "aims.profile.feature must be text, got 7"],
  [{ "aims.profile.window": null }, "aims.profile.window must be seconds, above 0"],
  [{ "aims.profile.window": -60 }, "aims.profile.window must be seconds, above 0"],
  [{ "aims.profile.window": 86_400 }, "at most 3600, got 86400"],
  [{ "aims.profile.predictions": -1 }, "aims.profile.predictions must be a whole number from 0"],
  [{ "aims.profile.missing": 0.5 }, "aims.profile.missing must be a whole number from 0, got 0.5"],
  [{ "aims.profile.infinite": 2n ** 60n }, "aims.profile.infinite must be a whole number from 0"],
  [{ "aims.profile.min": Number.NaN }, "aims.profile.min must be a finite number, got NaN"],
  [{ "aims.profile.max": Infinity }, "aims.profile.max must be a finite number"],
  [{ "aims.profile.sum": 5 }, "aims.profile.sum must be text, got 5"],
  [{ "aims.profile.cells": { 0: 4 } }, "aims.profile.cells must be a list, got a map of 1"],
  [{ "aims.profile.cells": [0] }, "aims.profile.cell_counts must be as long as aims.profile.cells"],
  [{ "aims.profile.cells": [0, 0] }, "aims.profile.cells must be named once each, got 0"],
  [{ "aims.profile.cells": [0, -1] }, "aims.profile.cells must be whole numbers from 0 to 65535"],
  [{ "aims.profile.cells": [0, 65_536] }, "whole numbers from 0 to 65535, got 65536"],
  [{ "aims.profile.cells": [0, "1"] }, 'whole numbers from 0 to 65535, got "1"'],
  [{ "aims.profile.cells": [0, null] }, "whole numbers from 0 to 65535, got nothing"],
  [{ "aims.profile.cell_counts": [4, 1.5] }, "must be whole numbers of at most 53 bits, got 1.5"],
  [{ "aims.profile.cell_counts": [4, 2n ** 60n] }, "must be whole numbers of at most 53 bits"],
  [{ "aims.profile.magnitudes": [32_768] }, "whole numbers from 0 to 32767, got 32768"],
  [{ "aims.prediction.segment": { deep: [1] } }, "aims.prediction.segment.deep must be text"],
])("a profile that is none is refused with attribute, rule and value (%#)", (changed, why) => {
  expect(recogniseOne(changed)).toEqual({
    kind: "rejected",
    reason: expect.stringContaining(why),
  });
});

const anything: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc.double(),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.array(fc.oneof(fc.double(), fc.integer(), fc.string(), fc.constant(null)), { maxLength: 4 }),
  fc.dictionary(fc.string({ maxLength: 4 }), fc.integer(), { maxKeys: 3 }),
);

test("whatever stands in its attributes, a profile is read or refused, never half read", () => {
  const names = Object.keys(wire.attributes).filter((name) => name.startsWith("aims.profile."));
  fc.assert(
    fc.property(fc.constantFrom(...names), anything, (name, value) => {
      const found = recogniseOne({ [name]: value });
      if (found.kind === "rejected") expect(found.reason).toContain("aims.profile.");
      else if (found.kind === "telemetry") expect(found.telemetry.statement.kind).toBe("profile");
    }),
    { numRuns: 500 },
  );
});
