import type { ReadItem } from "./decode-protobuf.ts";
import {
  Allowance,
  type DecodedPoint,
  isClientMetric,
  isScopeText,
  noAttributes,
  type RequestCount,
  type Scope,
  TEMPORALITIES,
} from "./decoded.ts";
import { ANY, keyValue } from "./protobuf-attributes.ts";
import {
  BYTES,
  enter,
  FIXED64,
  integer64,
  known,
  leave,
  nanos,
  nextField,
  type Reader,
  skip,
  tag,
  text,
  VARINT,
} from "./protobuf-fields.ts";

// Field numbers: opentelemetry-proto 1.x, metrics/v1.
const METRIC = {
  name: tag(1, BYTES),
  unit: tag(3, BYTES),
  gauge: tag(5, BYTES),
  sum: tag(7, BYTES),
  histogram: tag(9, BYTES),
  exponential: tag(10, BYTES),
  summary: tag(11, BYTES),
} as const;
const METRIC_FIELDS = known(METRIC);
const DATA = { points: tag(1, BYTES), temporality: tag(2, VARINT) } as const;
const DATA_FIELDS = known(DATA);
const NUMBER = {
  start: tag(2, FIXED64),
  time: tag(3, FIXED64),
  double: tag(4, FIXED64),
  int: tag(6, FIXED64),
  attributes: tag(7, BYTES),
  flags: tag(8, VARINT),
} as const;
const HISTOGRAM = {
  start: tag(2, FIXED64),
  time: tag(3, FIXED64),
  count: tag(4, FIXED64),
  sum: tag(5, FIXED64),
  attributes: tag(9, BYTES),
  flags: tag(10, VARINT),
} as const;
const EXPONENTIAL = {
  attributes: tag(1, BYTES),
  start: tag(2, FIXED64),
  time: tag(3, FIXED64),
  count: tag(4, FIXED64),
  sum: tag(5, FIXED64),
  flags: tag(10, VARINT),
} as const;
const NUMBER_FIELDS = known(NUMBER);
const HISTOGRAM_FIELDS = known(HISTOGRAM);
const EXPONENTIAL_FIELDS = known(EXPONENTIAL);
const NO_RECORDED_VALUE = 1;

/** Reads one metric: the points of those about calls of generative models, and of all others how many there are. */
export function metricReader(foreign: (points: number) => void): ReadItem<DecodedPoint> {
  return (reader, scope, into, count) => {
    let name = "";
    let unit = "";
    // The points may stand before the name that says whether they are read.
    const data: { readonly field: number; readonly at: number }[] = [];
    const outer = enter(reader);
    for (;;) {
      const field = nextField(reader, METRIC_FIELDS);
      if (field === 0) break;
      if (field === METRIC.name) name = text(reader, isScopeText);
      else if (field === METRIC.unit) unit = text(reader, isScopeText);
      else {
        data.push({ field, at: reader.pos });
        skip(reader);
      }
    }
    const end = reader.pos;
    for (const { field, at } of data) {
      reader.pos = at;
      const isRead = isClientMetric(name) && field !== METRIC.gauge && field !== METRIC.summary;
      if (isRead) readData(reader, { field, name, unit, scope, count }, into);
      else foreign(countPoints(reader));
    }
    reader.pos = end;
    leave(reader, outer);
  };
}

function countPoints(reader: Reader): number {
  let points = 0;
  const outer = enter(reader);
  for (;;) {
    const field = nextField(reader, DATA_FIELDS);
    if (field === 0) break;
    if (field === DATA.points) {
      points += 1;
      skip(reader);
    } else reader.int32();
  }
  leave(reader, outer);
  return points;
}

interface Of {
  readonly field: number;
  readonly name: string;
  readonly unit: string;
  readonly scope: Scope;
  readonly count: RequestCount;
}

function readData(reader: Reader, of: Of, into: DecodedPoint[]): void {
  // The temporality comes after the points that it is of.
  let temporality = 0;
  const points: Point[] = [];
  const outer = enter(reader);
  for (;;) {
    const field = nextField(reader, DATA_FIELDS);
    if (field === 0) break;
    if (field === DATA.temporality) temporality = reader.int32();
    else {
      of.count.record();
      points.push(point(reader, of.field));
    }
  }
  leave(reader, outer);
  const { field, name: metric, unit, scope } = of;
  const kind = field === METRIC.sum ? "sum" : "histogram";
  const word = TEMPORALITIES[temporality] ?? "unspecified";
  for (const each of points) into.push({ metric, unit, kind, temporality: word, ...each, scope });
}

type Point = Pick<
  DecodedPoint,
  "startMs" | "timeMs" | "attributes" | "count" | "sum" | "isMissing"
>;

function point(reader: Reader, of: number): Point {
  const attributes = noAttributes();
  let [startMs, timeMs, flags] = [0, 0, 0];
  let [count, sum]: [number | null, number | null] = [null, null];
  const allowance = new Allowance("record");
  const [names, fields] = fieldsOf(of);
  if (names !== NUMBER) count = 0;
  const outer = enter(reader);
  for (;;) {
    const field = nextField(reader, fields);
    if (field === 0) break;
    if (field === names.attributes) {
      if (allowance.attribute()) keyValue(reader, attributes, allowance, 1, ANY);
      else skip(reader);
      allowance.forgive();
    } else if (field === names.start) startMs = nanos(reader);
    else if (field === names.time) timeMs = nanos(reader);
    else if (field === names.flags) flags = reader.uint32();
    else if (names === NUMBER) sum = field === NUMBER.int ? signed(reader) : reader.double();
    else if (field === HISTOGRAM.count) count = integer64(reader);
    else sum = reader.double();
  }
  leave(reader, outer);
  return { startMs, timeMs, attributes, count, sum, isMissing: (flags & NO_RECORDED_VALUE) !== 0 };
}

function fieldsOf(metric: number) {
  if (metric === METRIC.histogram) return [HISTOGRAM, HISTOGRAM_FIELDS] as const;
  if (metric === METRIC.exponential) return [EXPONENTIAL, EXPONENTIAL_FIELDS] as const;
  return [NUMBER, NUMBER_FIELDS] as const;
}

/** A signed integer of 64 bits, to the nearest double. */
function signed(reader: Reader): number {
  const low = reader.fixed32();
  return reader.sfixed32() * 2 ** 32 + low;
}
