import type { CallPage, CallQuery, Measures, Reads, Series } from "@tiltmeter/dashboards";
import { type Measurement, metric } from "@tiltmeter/rules";
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
  calls: [318, 171, 142, 5],
  input_tokens: [402_110, 214_003, 188_107, null],
  output_tokens: [38_204, 14_011, 24_193, null],
  cached_share: [0.71, 0.78, 0.63, null],
  cost: [0.0914, 0.0329, 0.0585, null],
  cost_per_call: [0.000302, 0.000198, 0.000427, null],
  first_chunk_p50: [0.41, 0.33, 0.52, null],
  first_chunk_p95: [1.32, 0.91, 1.61, null],
  refusal_rate: [0.021, 0.012, 0.032, null],
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

/** Calls over time, by the model that answered. */
export function callSeries(of: Parameters<Reads["series"]>[0]): Series {
  const stepMs = of.stepMs ?? of.range.toMs - of.range.fromMs;
  const points = starts(of.range, stepMs, CALLER).flatMap((timeMs, i) => {
    const model = timeMs + stepMs <= CHANGED ? KNOWN : OTHER;
    const failed = i % 4 === 3 ? [{ model_version: "" }] : [];
    return [{ model_version: model }, ...failed].map((by) => {
      const value = by.model_version === "" ? 1 : 12 + (i % 5);
      return { timeMs, by, value, n: value, lower: null, upper: null, note: null };
    });
  });
  return { metric: "calls", unit: "1", points: of.system === CALLER ? points : [] };
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
  if (value === null) {
    return { kind: "insufficient", n: 0, reason: "none of 5 calls says its usage" };
  }
  const detail =
    id === "cost"
      ? { unpriced: { [`openai/${OTHER}`]: 11 }, unpricedModels: 1, unmeasured: 9 }
      : { unmeasured: 9 };
  return { kind: "measured", value, lower: null, upper: null, n: 318, detail };
}
