import { isDeepStrictEqual } from "node:util";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { columnsOf } from "tiltmeter/columns/columns-of";
import { packColumns } from "tiltmeter/columns/pack-columns";
import type { PredictionColumns } from "tiltmeter/columns/prediction-columns";
import { admit } from "tiltmeter/ingest/admit";
import { decodeLogs } from "tiltmeter/ingest/decode";
import type { DecodedLogs } from "tiltmeter/ingest/decoded";
import { PlainReader } from "tiltmeter/ingest/plain/plain-reader";
import { recognise } from "tiltmeter/ingest/recognise";
import { expect, test } from "vitest";
import { SEED } from "../../../seed.ts";
import { seeded } from "../../log/seeded.ts";
import { drawnRequest, mutated } from "./drawn-request.ts";
import { officialDecoder } from "./official-decoder.ts";

const RUNS = Number(process.env["TILTMETER_DECODE_RUNS"] ?? 10_000);
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

test("what is read straight into columns is what the walk over objects makes of it, row by row, and the rest is left to that", () => {
  const random = seeded(SEED);
  const plain = new PlainReader();
  let rows = 0;
  let records = 0;
  for (let run = 0; run < RUNS; run += 1) {
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
});

test("OpenTelemetry's own decoder, the walk over objects after it and columns from those give the very same", () => {
  const decode = officialDecoder();
  const random = seeded(SEED + 1);
  const plain = new PlainReader();
  let rows = 0;
  for (let run = 0; run < RUNS; run += 1) {
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
});

function isTelemetry(of: {
  readonly place: number;
  readonly telemetry: Telemetry | null | undefined;
}): of is { readonly place: number; readonly telemetry: Telemetry } {
  return (of.telemetry ?? null) !== null;
}
