import type { ClientMetric } from "@tiltmeter/sdk/wire/client-metric";
import type { Entry } from "./batch.ts";
import { micros, nullable, text, word } from "./json-text.ts";
import { SENDER_COLUMNS, senderValues } from "./sender.ts";

export const CLIENT_METRIC_COLUMNS: readonly string[] = [
  "system",
  "time",
  "start_time",
  ...SENDER_COLUMNS,
  "temporality",
  "series",
  "metric",
  "unit",
  "supplier",
  "request_model",
  "response_model",
  "operation",
  "token_type",
  "error_type",
  "count",
  "sum",
];

export function clientMetricValues({ telemetry }: Entry, statement: ClientMetric): string {
  return [
    word(telemetry.origin.system),
    micros(statement.timeMs),
    micros(statement.startMs),
    senderValues(telemetry),
    word(statement.temporality),
    text(statement.series),
    word(statement.metric),
    word(statement.unit),
    word(statement.supplier),
    word(statement.requestModel),
    word(statement.responseModel),
    word(statement.operation),
    word(statement.tokenType),
    word(statement.errorType),
    nullable(statement.count),
    nullable(statement.sum),
  ].join(",");
}
