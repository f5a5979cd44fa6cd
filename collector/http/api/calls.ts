import type { CallPoint, CallsOverTime } from "@tiltmeter/dashboards";
import { z } from "zod";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { given } from "../given.ts";
import { iso, queryOf, RANGE, rangeOf, stepText } from "../query.ts";
import { missing } from "../refusal.ts";
import { callsShape } from "../shapes/calls.ts";
import { csvTable } from "./csv-table.ts";
import type { Json } from "./shapes.ts";

const callsQuery = z.strictObject({
  ...RANGE,
  step: stepText,
  by: z
    .string()
    .optional()
    .describe(
      "Dimensions to group by, with commas between: `supplier`, `model_version` (the model that answered), `request_model`, `operation`, `segment.NAME`; absent: all calls together.",
    ),
  format: z.enum(["json", "csv"]).optional().describe("`csv`: a row for each point."),
});

/** What a system asked of hosted models, over time. */
export function callRoutes(app: Routes): void {
  app.get("/api/v1/systems/:id/calls", async (c) => {
    const { step: stepMs, by, format, ...asked } = queryOf(c, callsQuery);
    const system = c.req.param("id");
    const range = rangeOf(asked, { nowMs: c.var.reads.nowMs() });
    if ((await c.var.reads.system(system)) === null) throw missing("system", system);
    const found = await c.var.reads.calls({ system, range, stepMs, ...given({ by }) });
    if (format === "csv") {
      const { columns, rows } = table(found);
      return csvTable(c, `${system.replace(/[^\w.-]/g, "_")}-calls.csv`, columns, rows);
    }
    const { prices, series } = found;
    return c.json({
      from: iso(range.fromMs),
      to: iso(range.toMs),
      prices,
      series: series.map((each) => ({ by: each.by, points: each.points.map(pointJson) })),
    });
  });
}

function pointJson(point: CallPoint): Json {
  const { calls, costs } = point;
  return {
    time: iso(point.timeMs),
    calls: calls.calls,
    errors: calls.errors,
    usageUnknown: calls.unmeasured,
    tokens: {
      input: calls.inputTokens,
      cached: calls.cachedTokens,
      cacheWrite: calls.cacheWriteTokens,
      output: calls.outputTokens,
      reasoning: calls.reasoningTokens,
      cacheKnown: calls.cacheKnownTokens,
    },
    cost: { usd: usdOf(point), unpriced: costs.unpriced },
    firstChunk: Object.fromEntries(percentiles(point)),
    refused: calls.refused,
    refusalKnown: calls.refusalKnown,
    finishReasons: calls.finishReasons,
    unfinished: calls.unfinished,
    tools: calls.tools,
  };
}

/** Null where of no answered call both tokens and price are known: that is no 0. */
function usdOf({ costs }: CallPoint): number | null {
  const { calls, errors, unmeasured, unpriced, usd, prices } = costs;
  const withoutPrice = Object.values(unpriced).reduce((sum, each) => sum + each, 0);
  const known = calls - errors - unmeasured - withoutPrice;
  return prices.length === 0 || (known <= 0 && usd === 0) ? null : usd;
}

function percentiles({ firstChunk }: CallPoint): readonly (readonly [string, number | null])[] {
  return firstChunk.map(({ percent, measurement }) => [
    `p${percent}`,
    measurement.kind === "measured" ? measurement.value : null,
  ]);
}

function table({ series }: CallsOverTime): {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  const dimensions = [...new Set(series.flatMap(({ by }) => Object.keys(by)))];
  const text = (value: number | null): string => (value === null ? "" : String(value));
  return {
    columns: ["time", ...dimensions, ...CSV_COLUMNS],
    rows: series.flatMap(({ by, points }) =>
      points.map((point) => {
        const { calls, costs } = point;
        return [
          iso(point.timeMs),
          ...dimensions.map((name) => by[name] ?? ""),
          ...[calls.calls, calls.errors, calls.unmeasured].map(text),
          ...[calls.inputTokens, calls.cachedTokens, calls.cacheWriteTokens].map(text),
          ...[calls.outputTokens, calls.reasoningTokens, usdOf(point)].map(text),
          text(Object.values(costs.unpriced).reduce((sum, each) => sum + each, 0)),
          ...percentiles(point).map(([, value]) => text(value)),
          ...[calls.refused, calls.refusalKnown].map(text),
          JSON.stringify(calls.finishReasons),
          JSON.stringify(calls.tools),
        ];
      }),
    ),
  };
}

const CSV_COLUMNS = [
  ...["calls", "errors", "usage_unknown", "input_tokens", "cached_tokens", "cache_write_tokens"],
  ...["output_tokens", "reasoning_tokens", "cost_usd", "unpriced_calls"],
  ...["first_chunk_p50", "first_chunk_p90", "first_chunk_p95", "first_chunk_p99"],
  ...["refused", "refusal_known", "finish_reasons", "tools"],
];

export const CALL_ROUTES: Described = {
  "GET /api/v1/systems/:id/calls": {
    tag: "Systems",
    summary: "Show what a system asked of hosted models over time: calls, tokens, cost, ends",
    detail:
      "What a call does not say is counted and adds to no sum. Costs are worked out when they are asked for, by the price list as it is now, at the prices of the calls' days.",
    query: callsQuery,
    answers: {
      200: {
        of: "Series, that with most calls first.",
        json: callsShape,
        text: { "text/csv": "A row for each point, with `format=csv`." },
        example: {
          ...{ from: "2026-11-22T10:00:00.000Z", to: "2026-11-23T10:00:00.000Z" },
          prices: { asOf: "2026-11-01", currency: "USD", digest: "0f".repeat(32) },
          series: [
            {
              by: { supplier: "openai", model_version: "gpt-4o-2024-08-06" },
              points: [
                {
                  ...{ time: "2026-11-22T10:00:00.000Z", calls: 120, errors: 1, usageUnknown: 2 },
                  tokens: {
                    ...{ input: 140200, cached: 96000, cacheWrite: 0, output: 20110 },
                    ...{ reasoning: 0, cacheKnown: 140200 },
                  },
                  cost: { usd: 0.4316, unpriced: {} },
                  firstChunk: { p50: 0.41, p90: 0.92, p95: 1.31, p99: 2.02 },
                  ...{ refused: 1, refusalKnown: 119 },
                  finishReasons: { stop: 101, tool_calls: 17 },
                  ...{ unfinished: 1, tools: { search: 17 } },
                },
              ],
            },
          ],
        },
      },
    },
  },
};
