import type { ReadItem } from "./decode-json.ts";
import {
  Allowance,
  type DecodedPoint,
  isClientMetric,
  isScopeText,
  type MutableAttributes,
  noAttributes,
  TEMPORALITIES,
} from "./decoded.ts";
import { keyValue } from "./json-attributes.ts";
import {
  double,
  either,
  type JsonObject,
  list,
  nanos,
  object,
  string,
  wholeFrom0,
  wholeNumberOf,
} from "./json-fields.ts";

const DATA = [
  ["gauge", "gauge", null],
  ["sum", "sum", "sum"],
  ["histogram", "histogram", "histogram"],
  ["exponentialHistogram", "exponential_histogram", "histogram"],
  ["summary", "summary", null],
] as const;
const NO_RECORDED_VALUE = 1;

/** Reads one metric: the points of those about calls of generative models, and of all others how many there are. */
export function metricReader(foreign: (points: number) => void): ReadItem<DecodedPoint> {
  return (of, scope, into, count) => {
    const metric = shortText(of["name"], "name");
    const unit = shortText(of["unit"], "unit");
    for (const [camel, snake, kind] of DATA) {
      const found = either(of, camel, snake);
      if (found === undefined) continue;
      const data = object(found, camel);
      const points = list(data, "dataPoints", "data_points");
      if (kind === null || !isClientMetric(metric)) {
        foreign(points.length);
        continue;
      }
      const temporality = temporalityOf(data);
      for (const point of points) {
        count.record();
        const read = pointOf(object(point, "dataPoints"), kind);
        into.push({ metric, unit, kind, temporality, ...read, scope });
      }
    }
  };
}

function shortText(value: unknown, name: string): string {
  const found = string(value ?? "", name);
  return isScopeText(Buffer.byteLength(found)) ? found : "";
}

/** OTLP/JSON writes numbers; proto3's other spelling is the name. */
function temporalityOf(data: JsonObject): DecodedPoint["temporality"] {
  const found = either(data, "aggregationTemporality", "aggregation_temporality") ?? 0;
  if (typeof found === "string") {
    const word = found.replace("AGGREGATION_TEMPORALITY_", "").toLowerCase();
    return TEMPORALITIES.find((known) => known === word) ?? "unspecified";
  }
  return TEMPORALITIES[wholeFrom0(found, "aggregationTemporality")] ?? "unspecified";
}

function pointOf(
  of: JsonObject,
  kind: DecodedPoint["kind"],
): Omit<DecodedPoint, "metric" | "unit" | "kind" | "temporality" | "scope"> {
  const isHistogram = kind === "histogram";
  return {
    startMs: nanos(either(of, "startTimeUnixNano", "start_time_unix_nano")),
    timeMs: nanos(either(of, "timeUnixNano", "time_unix_nano")),
    attributes: attributesOf(of),
    count: isHistogram ? wholeNumberOf(of["count"] ?? 0, "count") : null,
    sum: isHistogram ? (of["sum"] === undefined ? null : doubleOf(of["sum"])) : sumOf(of),
    isMissing: (wholeFrom0(of["flags"], "flags") & NO_RECORDED_VALUE) !== 0,
  };
}

function doubleOf(value: unknown): number | null {
  return value === null ? null : double(value);
}

function sumOf(of: JsonObject): number | null {
  const whole = either(of, "asInt", "as_int");
  if (whole !== undefined) return wholeNumberOf(whole, "asInt");
  const real = either(of, "asDouble", "as_double");
  return real === undefined ? null : double(real);
}

function attributesOf(of: JsonObject): MutableAttributes {
  const into = noAttributes();
  const allowance = new Allowance("record");
  for (const item of list(of, "attributes", "attributes")) {
    if (allowance.attribute()) keyValue(item, into, allowance, 1, () => true);
    allowance.forgive();
  }
  return into;
}
