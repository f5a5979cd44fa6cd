import {
  type Dimension,
  type EvidenceRequest,
  isCallDimension,
  type Labels,
} from "@tiltmeter/rules";
import type { Parameters } from "../engine/parameters.ts";
import { asNumber, asText } from "../row-values.ts";

/** More steps than a page or a backtest can show; a request beyond it is a mistake. */
const STEPS_MAX = 100_000;

/** A request that the store cannot answer as it is asked. */
export class EvidenceRefused extends Error {
  override readonly name = "EvidenceRefused";
}

/** The parts of a query that every kind of evidence shares. Values are bound, never part of the text. */
export interface Scope {
  /** Step and labels: `step, system, d0, d1, …`. */
  readonly keys: string;
  /** Expressions for `keys`, over the columns of the table that is named. */
  readonly columns: (of?: { readonly described?: string; readonly dated?: string }) => string;
  /** Window, systems and environments, over a table with `window_time`. */
  readonly where: (dated?: string) => string;
  readonly parameters: Parameters;
  /** Some label is the prediction's own: its model version, or a segment. */
  readonly isDescribed: boolean;
  /** The window in Unix microseconds, half open. */
  readonly window: { readonly from: number; readonly to: number };
  /** How many of a row's first values belong to `keys`. */
  readonly width: number;
  readonly group: (row: readonly unknown[]) => Group;
}

/** What the first values of a row say. */
export interface Group {
  readonly startMs: number;
  readonly system: string;
  readonly labels: Labels;
}

/** Throws `EvidenceRefused` for a dimension that does not exist or not for this kind. */
export function refuseDimensions(request: EvidenceRequest): void {
  for (const dimension of request.by) {
    if (dimension !== "feature") segmentOf(dimension);
  }
  if (request.kind !== "reviews" && request.by.includes("role")) {
    throw new EvidenceRefused(
      `role is a dimension of reviews only, it says who decided; got it for ${request.kind}`,
    );
  }
  const ofCalls = request.by.find(isCallDimension);
  if (ofCalls !== undefined && request.kind !== "calls" && request.kind !== "costs") {
    throw new EvidenceRefused(
      `${ofCalls} is a dimension of calls and costs only; got it for ${request.kind}`,
    );
  }
}

/** Throws `EvidenceRefused` for a dimension that does not exist, and for too many steps. */
export function scopeOf(request: EvidenceRequest): Scope {
  const dimensions = request.by.filter((dimension) => dimension !== "feature");
  const step = stepOf(request);
  const names = dimensions.map((_, i) => `d${i}`);
  const keys = ["step", "system", ...names];
  const segments = Object.fromEntries(
    dimensions.flatMap((dimension, i) => {
      const segment = segmentOf(dimension);
      return segment === null ? [] : [[`segment${i}`, segment]];
    }),
  );
  return {
    keys: keys.join(", "),
    width: keys.length,
    isDescribed: dimensions.some(
      (dimension) => dimension === "model_version" || segmentOf(dimension) !== null,
    ),
    columns: ({ described = "", dated = "" } = {}) =>
      [
        `intDiv(toUnixTimestamp64Micro(${dated}window_time) - {from:Int64}, {step:Int64}) AS step`,
        `${dated}system AS system`,
        ...dimensions.map((dimension, i) => `${columnOf(dimension, i, described, dated)} AS d${i}`),
      ].join(", "),
    where: (dated = "") =>
      [
        `${dated}window_time >= fromUnixTimestamp64Micro({from:Int64}, 'UTC')`,
        `${dated}window_time < fromUnixTimestamp64Micro({to:Int64}, 'UTC')`,
        ...(request.systems === undefined ? [] : [`${dated}system IN {systems:Array(String)}`]),
        ...(request.environments?.length
          ? [`${dated}environment IN {environments:Array(String)}`]
          : []),
      ].join(" AND "),
    window: { from: microsOf(request.fromMs), to: microsOf(request.toMs) },
    parameters: {
      from: microsOf(request.fromMs),
      to: microsOf(request.toMs),
      step: microsOf(step),
      ...(request.systems === undefined ? {} : { systems: request.systems }),
      ...(request.environments?.length ? { environments: request.environments } : {}),
      ...segments,
    },
    group: ([index, system, ...values]) => ({
      startMs: request.fromMs + asNumber(index) * step,
      system: asText(system),
      labels: Object.fromEntries(dimensions.map((dimension, i) => [dimension, asText(values[i])])),
    }),
  };
}

export function microsOf(ms: number): number {
  return Math.round(ms * 1000);
}

function stepOf({ fromMs, toMs, stepMs = toMs - fromMs }: EvidenceRequest): number {
  const isUsable = Number.isFinite(fromMs) && Number.isFinite(toMs) && stepMs > 0;
  if (!isUsable || (toMs - fromMs) / stepMs > STEPS_MAX) {
    throw new EvidenceRefused(
      `evidence needs a window that ends after it begins and at most ${STEPS_MAX} steps, ` +
        `got ${fromMs} to ${toMs} by ${stepMs} ms`,
    );
  }
  return stepMs;
}

function columnOf(dimension: Dimension, i: number, described: string, dated: string): string {
  if (dimension === "system") return `${dated}system`;
  if (dimension === "model_version") return `${described}model_version`;
  if (dimension === "role" || isCallDimension(dimension)) return `${dated}${dimension}`;
  return `${described}segment[{segment${i}:String}]`;
}

const OWN: ReadonlySet<string> = new Set(["system", "model_version", "role"]);

/** The segment's name, or null for the other dimensions. Throws where there is no such dimension. */
function segmentOf(dimension: Dimension): string | null {
  if (OWN.has(dimension) || isCallDimension(dimension)) return null;
  const name = dimension.startsWith("segment.") ? dimension.slice("segment.".length) : "";
  if (name !== "") return name;
  throw new EvidenceRefused(
    `a dimension is system, model_version, feature, role, segment.<name> or (of calls) supplier, request_model, operation, got ${dimension}`,
  );
}
