import { createHash } from "node:crypto";
import type { Attributes } from "@tiltmeter/sdk/wire/attribute-value";
import { GEN_AI } from "@tiltmeter/sdk/wire/attributes";
import type { ClientMetric } from "@tiltmeter/sdk/wire/client-metric";
import type { DecodedPoint } from "./decoded.ts";
import { readAttributes } from "./dialects/attribute-reader.ts";
import { firstText } from "./dialects/first-value.ts";
import { originOf } from "./dialects/origin-of.ts";
import { providerName } from "./dialects/provider.ts";
import type { Recognised } from "./recognised.ts";
import { show } from "./show.ts";

/**
 * Reads the data points of one resource, which are all of clients' metrics about calls of generative models.
 *
 * Points without a value are foreign: they count nothing. `problem`: a limit that the resource breaks.
 */
export function metricReader(
  resource: Attributes,
  problem: string | null,
): (point: DecodedPoint) => Recognised {
  const source = JSON.stringify(resource, printable);
  return (point) => {
    const { temporality, isMissing, timeMs } = point;
    if (isMissing) return { kind: "foreign" };
    const read = readAttributes(point.attributes, resource);
    const origin = originOf(read);
    const reason = problem ?? read.problem();
    if (reason !== null) return { kind: "rejected", reason };
    if (temporality === "unspecified" || timeMs === 0) {
      const missing = timeMs === 0 ? "a time" : "a temporality";
      return { kind: "rejected", reason: `metric ${show(point.metric)} must have ${missing}` };
    }
    const statement = statementOf({ ...point, temporality }, source);
    return {
      kind: "telemetry",
      telemetry: { origin, seq: 0, traceId: "", spanId: "", statement },
    };
  };
}

function statementOf(
  point: DecodedPoint & Pick<ClientMetric, "temporality">,
  source: string,
): ClientMetric {
  const { attributes, metric, unit, startMs, timeMs, temporality, count, sum } = point;
  return {
    kind: "client_metric",
    ...{ timeMs, startMs, temporality },
    series: seriesOf(point, source),
    ...{ metric, unit },
    supplier: providerName(firstText(attributes, GEN_AI.provider, "gen_ai.system")),
    requestModel: firstText(attributes, GEN_AI.requestModel),
    responseModel: firstText(attributes, GEN_AI.responseModel),
    operation: firstText(attributes, GEN_AI.operation),
    tokenType: firstText(attributes, "gen_ai.token.type"),
    errorType: firstText(attributes, "error.type"),
    ...{ count, sum },
  };
}

/** One source, one scope, one metric, one set of attributes: what a running total is of. */
function seriesOf({ metric, scope, attributes }: DecodedPoint, source: string): string {
  const sorted = Object.entries(attributes).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const of = JSON.stringify([scope.name, metric, sorted], printable);
  return createHash("sha256").update(source).update(of).digest("hex").slice(0, 32);
}

function printable(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}
