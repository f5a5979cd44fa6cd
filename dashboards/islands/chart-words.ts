import { type ChartData, partialFrom } from "../charts/chart-data.ts";
import { difference } from "../formats/difference.ts";
import { metricValue } from "../formats/metric.ts";
import { count } from "../formats/number.ts";
import { between } from "../formats/time.ts";

/** What a chart says of one step: its value, then bounds, sample, comparison, time and changes. */
export interface StepWords {
  readonly value: string;
  readonly rest: string;
}

/** Null where there is no such step. */
export function stepWords(data: ChartData, index: number): StepWords | null {
  const start = data.times[index];
  if (start === undefined) return null;
  const value = data.values[index] ?? null;
  const changed = data.changes
    .filter(({ timeMs }) => timeMs >= start && timeMs < start + data.stepMs)
    .map(({ text }) => text);
  const parts = [
    boundsWords(data, index),
    sampleWords(data, index),
    comparedWords(data, index),
    between(...stepWindow(data, start), data.nowMs),
    start === partialFrom(data) ? "so far" : "",
    ...changed,
  ];
  return {
    value: value === null ? "not measured" : metricValue(data.style, value),
    rest: parts.filter((part) => part !== "").join(", "),
  };
}

/** What a step speaks of: itself, or the longer window of a control that ends with it. */
function stepWindow(data: ChartData, startMs: number): [number, number] {
  const endMs = startMs + data.stepMs;
  return [endMs - (data.judgement?.windowMs ?? data.stepMs), endMs];
}

function boundsWords(data: ChartData, index: number): string {
  const [low, high] = [data.lower[index] ?? null, data.upper[index] ?? null].map((bound) =>
    bound === null ? null : metricValue(data.style, bound),
  );
  if (low != null && high != null) return `${low} to ${high}`;
  if (low != null) return `at least ${low}`;
  return high == null ? "" : `at most ${high}`;
}

function sampleWords(data: ChartData, index: number): string {
  const sample = data.samples[index] ?? 0;
  return data.style === "count" || sample === 0 ? "" : `n ${count(sample)}`;
}

function comparedWords(data: ChartData, index: number): string {
  const [value, other] = [data.values[index] ?? null, data.compared?.values[index] ?? null];
  if (data.compared === undefined || other === null) return "";
  const told = `${data.compared.word} ${metricValue(data.style, other)}`;
  return value === null ? told : `${told}: ${difference(data.style, value, other)}`;
}
