import type { Read } from "../engine/read.ts";
import { asNumber, asNumberOrNull, asText } from "../row-values.ts";
import { bounds, type Window, within } from "./window.ts";

/** Calls and tokens of one kind of telling; null: nothing is said of it. */
export interface CallVolume {
  readonly calls: number | null;
  readonly errors: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

/** What clients counted themselves of one provider and requested model, and what was told of call by call. */
export interface ClientMetricsOf {
  readonly supplier: string;
  readonly requestModel: string;
  readonly counted: CallVolume;
  readonly told: CallVolume;
}

/** Of each figure the metrics that say it, of all versions of the conventions. Who sends two says the same twice. */
const DURATIONS = ["gen_ai.client.operation.duration", "gen_ai.client.inference.duration"];
const TOKENS = [
  ["input", "gen_ai.client.token.usage input"],
  ["input", "gen_ai.client.inference.usage.input_tokens "],
  ["input", "gen_ai.client.inference.operation.input_tokens "],
  ["output", "gen_ai.client.token.usage output"],
  ["output", "gen_ai.client.token.usage completion"],
  ["output", "gen_ai.client.inference.usage.output_tokens "],
  ["output", "gen_ai.client.inference.operation.output_tokens "],
] as const;

const FROM = "fromUnixTimestamp64Micro({from:Int64}, 'UTC')";

/**
 * What a series' points come to in a window. A running total counts from its last point before it, looked for a day
 * back. Where there is none and it began within that day, all of it came since: a process that lives for minutes
 * sends one point. One that began earlier counts from its first point within.
 */
function ofWindow(value: string): string {
  const first = `if(start_time >= ${FROM} - INTERVAL 1 DAY, 0, min(${value}))`;
  const before = `coalesce(maxOrNullIf(${value}, time < ${FROM}), ${first})`;
  return `greatest(0, if(any(temporality) = 'delta', sumIf(${value}, time >= ${FROM}), max(${value}) - ${before}))`;
}

/**
 * Metrics are not sampled and spans are, so calls that were counted and not told of show. By provider and requested model,
 * that with most calls first. Cost: the points and calls of the window, and the points of the day before it.
 */
export async function readClientMetrics(
  read: Read,
  system: string,
  window: Window,
): Promise<readonly ClientMetricsOf[]> {
  const parameters = { system, ...bounds(window) };
  const [points, told] = await Promise.all([
    read(
      "clientMetrics.counted",
      `SELECT supplier, request_model, metric, token_type, failed, sum(observations), sum(total)
       FROM (
         SELECT toString(supplier) AS supplier, toString(request_model) AS request_model, toString(metric) AS metric,
           toString(token_type) AS token_type, error_type != '' AS failed,
           ${ofWindow("count")} AS observations, ${ofWindow("sum")} AS total
         FROM client_metrics_v1
         WHERE system = {system:String} AND time >= ${FROM} - INTERVAL 1 DAY
           AND time < fromUnixTimestamp64Micro({to:Int64}, 'UTC')
         GROUP BY supplier, request_model, metric, token_type, failed, series, start_time
         HAVING countIf(time >= ${FROM}) > 0
       )
       GROUP BY supplier, request_model, metric, token_type, failed`,
      parameters,
    ),
    read(
      "clientMetrics.told",
      `SELECT toString(supplier), toString(request_model), count(), countIf(status = 'error'),
         sumOrNull(input_tokens), sumOrNull(output_tokens)
       FROM calls_v1 WHERE system = {system:String} AND ${within("window_time")}
       GROUP BY supplier, request_model`,
      parameters,
    ),
  ]);
  const found = new Map<string, Draft>();
  for (const [supplier, requestModel, metric, tokenType, failed, observations, total] of points) {
    const { figures } = draftOf(found, asText(supplier), asText(requestModel));
    const name = asText(metric);
    if (DURATIONS.includes(name)) {
      add(figures, name, asNumberOrNull(observations));
      if (asNumber(failed) !== 0) add(figures, `${name} errors`, asNumberOrNull(observations));
      else add(figures, `${name} errors`, 0);
    } else add(figures, `${name} ${asText(tokenType)}`, asNumberOrNull(total));
  }
  for (const [supplier, requestModel, calls, errors, input, output] of told) {
    draftOf(found, asText(supplier), asText(requestModel)).told = {
      calls: asNumber(calls),
      errors: asNumber(errors),
      inputTokens: asNumberOrNull(input),
      outputTokens: asNumberOrNull(output),
    };
  }
  return [...found.values()].map(volumes).toSorted(byCalls);
}

interface Draft {
  readonly supplier: string;
  readonly requestModel: string;
  readonly figures: Map<string, number>;
  told: CallVolume;
}

const NONE_TOLD: CallVolume = { calls: 0, errors: 0, inputTokens: null, outputTokens: null };

function draftOf(found: Map<string, Draft>, supplier: string, requestModel: string): Draft {
  const key = JSON.stringify([supplier, requestModel]);
  const known = found.get(key);
  if (known !== undefined) return known;
  const made: Draft = { supplier, requestModel, figures: new Map(), told: NONE_TOLD };
  found.set(key, made);
  return made;
}

function add(figures: Map<string, number>, name: string, value: number | null): void {
  if (value !== null) figures.set(name, (figures.get(name) ?? 0) + value);
}

function volumes({ supplier, requestModel, figures, told }: Draft): ClientMetricsOf {
  const most = (names: readonly string[]): number | null =>
    names.reduce<number | null>((greatest, name) => {
      const value = figures.get(name);
      return value === undefined ? greatest : Math.max(greatest ?? 0, value);
    }, null);
  const tokens = (kind: "input" | "output"): number | null =>
    most(TOKENS.filter(([of]) => of === kind).map(([, name]) => name));
  const counted = {
    calls: most(DURATIONS),
    errors: most(DURATIONS.map((name) => `${name} errors`)),
    inputTokens: tokens("input"),
    outputTokens: tokens("output"),
  };
  return { supplier, requestModel, counted, told };
}

function byCalls(one: ClientMetricsOf, other: ClientMetricsOf): number {
  const calls = ({ counted, told }: ClientMetricsOf): number =>
    Math.max(counted.calls ?? 0, told.calls ?? 0);
  const names = ({ supplier, requestModel }: ClientMetricsOf): string =>
    `${supplier} ${requestModel}`;
  return calls(other) - calls(one) || (names(one) < names(other) ? -1 : 1);
}
