import type {
  CallPage,
  CallPoint,
  CallQuery,
  CallsOverTime,
  ChecksByModel,
  ClientMetricsItem,
  Measures,
  Reads,
} from "@tiltmeter/dashboards";
import { emptyCalls, emptyCosts, type Measurement, metric } from "@tiltmeter/rules";
import { starts } from "./fixture-series.ts";
import { MINUTE, NOW } from "./fixture-world.ts";

/** The only system that asks a hosted model. */
export const CALLER = "support-assistant";

const KNOWN = "gpt-4o-mini-2024-07-18";
const OTHER = "gpt-4.1-mini-2025-04-14";
/** From then on the other model answers. */
const CHANGED: number = NOW - 9 * MINUTE;

/** Metric → what it is of all calls, of those of either model, and of those without one. */
const VALUES: Readonly<Record<string, readonly [number, number, number, number | null]>> = {
  cached_share: [0.71, 0.78, 0.63, null],
  cost_per_call: [0.000302, 0.000198, 0.000427, null],
  first_chunk_p50: [0.41, 0.33, 0.52, null],
  first_chunk_p95: [1.32, 0.91, 1.61, null],
  refusal_rate: [0.021, 0.012, 0.032, null],
  truncated_rate: [0.041, 0.011, 0.072, null],
  usage_coverage: [0.966, 0.982, 0.951, null],
};

export function isOfCalls(id: string): boolean {
  return Object.hasOwn(VALUES, id);
}

/** What is measured of calls: nothing of systems that make none. */
export function callMeasures(
  id: string,
  of: Parameters<Reads["measures"]>[0],
): Measures["metrics"][number] {
  const { unit = "1", source = "" } = metric(id) ?? {};
  const times =
    of.stepMs === null ? [of.range.fromMs] : starts(of.range, of.stepMs, CALLER).filter(isHeard);
  const points = times.flatMap((timeMs) =>
    groups(of.by).map(({ by, at }) => ({ timeMs, by, measurement: measured(id, at) })),
  );
  return { metric: id, unit, source, points: of.system === CALLER ? points : [] };
}

/** Sums of calls: one model, then another, and now and then a call that failed. */
export function callsOverTime(of: Parameters<Reads["calls"]>[0]): CallsOverTime {
  const prices = { asOf: "2026-11-20", currency: "USD", digest: "0f".repeat(32) };
  if (of.system !== CALLER) return { prices, series: [] };
  if (of.stepMs === null) {
    const points = [KNOWN, OTHER, ""].map((model) => point(of.range.fromMs, model, 9));
    if (of.by === undefined) return { prices, series: [{ by: {}, points }] };
    const series = points.map((each, i) => ({
      by: { model_version: [KNOWN, OTHER, ""][i] ?? "" },
      points: [each],
    }));
    return { prices, series };
  }
  const times = starts(of.range, of.stepMs, CALLER).filter(isHeard);
  const isOther = (timeMs: number): boolean => timeMs + (of.stepMs ?? 0) > CHANGED;
  return {
    prices,
    series: [
      {
        by: { supplier: "openai", model_version: OTHER },
        points: times.filter(isOther).map((time, i) => point(time, OTHER, 12 + (i % 5))),
      },
      {
        by: { supplier: "openai", model_version: KNOWN },
        points: times.filter((time) => !isOther(time)).map((time) => point(time, KNOWN, 11)),
      },
      {
        by: { supplier: "", model_version: "" },
        points: times.filter((_, i) => i % 4 === 3).map((time) => point(time, "", 1)),
      },
    ],
  };
}

function point(timeMs: number, model: string, calls: number): CallPoint {
  const isKnown = model !== "";
  const unpriced: Record<string, number> = model === OTHER ? { [`openai/${OTHER}`]: 2 } : {};
  return {
    timeMs,
    calls: {
      ...emptyCalls(),
      ...{ calls, errors: isKnown ? 0 : calls, unmeasured: isKnown ? 1 : 0 },
      ...(isKnown
        ? { inputTokens: calls * 1_240, cachedTokens: calls * 900, cacheKnownTokens: calls * 1_240 }
        : {}),
      outputTokens: isKnown ? calls * (model === OTHER ? 170 : 90) : 0,
      reasoningTokens: isKnown ? calls * 12 : 0,
      ...(isKnown ? { refused: 1, refusalKnown: calls, unfinished: 1 } : {}),
      finishReasons: isKnown ? { stop: calls - 2, length: model === OTHER ? 2 : 1 } : {},
      tools: isKnown ? { look_up_order: 3, refund: 1 } : {},
    },
    costs: {
      ...emptyCosts(),
      ...{ calls, errors: isKnown ? 0 : calls, unmeasured: isKnown ? 1 : 0 },
      ...{ usd: isKnown ? calls * 0.0003 : 0, unpriced, prices: ["0f".repeat(32)] },
    },
    firstChunk: [{ percent: 95, measurement: measured("first_chunk_p95", 0) }],
  };
}

/** What a judge said of the answers of either model. */
export function checks(system: string): readonly ChecksByModel[] {
  if (system !== CALLER) return [];
  return [
    { model: KNOWN, predictions: 171, checks: { faithfulness: { checked: 80, failed: 2 } } },
    { model: OTHER, predictions: 142, checks: { faithfulness: { checked: 71, failed: 9 } } },
  ];
}

/** A client whose spans are sampled, and one whose calls were all told of. */
export function clientMetrics(system: string): readonly ClientMetricsItem[] {
  if (system !== CALLER) return [];
  const item = (requestModel: string, counted: number | null, told: number) => ({
    ...{ supplier: "openai", requestModel, counted: { calls: counted }, told: { calls: told } },
  });
  return [item("gpt-4o-mini", 1_318, 318), item("gpt-4o", 4, 4), item("o4-mini", null, 12)];
}

/** Three calls: one that was answered, one whose usage nobody told, one that failed. */
export function callPage(of: CallQuery): CallPage {
  if (of.system !== CALLER) return { items: [], next: null };
  const answered = {
    ...{ id: "chatcmpl-9", timeMs: NOW - 4 * MINUTE, supplier: "openai", model: OTHER },
    ...{ requestModel: "gpt-4o-mini", status: "ok", inputTokens: 1_240, outputTokens: 310 },
    ...{ firstChunk: 0.412, finishReasons: ["tool_calls"], tools: { look_up_order: 2 } },
    isRefused: false,
  };
  const untold = {
    ...{ ...answered, id: "chatcmpl-8", inputTokens: null, outputTokens: null, tools: {} },
    ...{ firstChunk: null, finishReasons: ["length"], model: KNOWN, isRefused: true },
  };
  const failed = {
    ...{ ...untold, id: "chatcmpl-failed", status: "error", finishReasons: [], model: "" },
    isRefused: null,
  };
  const items = [answered, untold, failed].filter(
    (each) =>
      (of.model === undefined || each.model === of.model) &&
      (of.only !== "failed" || each.status === "error"),
  );
  return { items, next: of.cursor === undefined && items.length > 2 ? "bmV4dA" : null };
}

/** A step in which nothing came. */
function isHeard(_: number, i: number): boolean {
  return i % 7 !== 5;
}

function groups(by: string | undefined): readonly {
  readonly by: Readonly<Record<string, string>>;
  readonly at: 0 | 1 | 2 | 3;
}[] {
  if (by === undefined) return [{ by: {}, at: 0 }];
  return [
    { by: { [by]: KNOWN }, at: 1 },
    { by: { [by]: OTHER }, at: 2 },
    { by: { [by]: "" }, at: 3 },
  ];
}

function measured(id: string, at: 0 | 1 | 2 | 3): Measurement {
  const value = VALUES[id]?.[at] ?? null;
  return value === null
    ? { kind: "insufficient", n: 0, reason: "none of 5 calls says its usage" }
    : { kind: "measured", value, lower: null, upper: null, n: 318, detail: {} };
}
