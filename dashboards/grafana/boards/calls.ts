import { CHANGES, NONCONFORMITIES } from "../annotations.ts";
import { type Board, board } from "../board.ts";
import { lines, link, rows, stat } from "../panel.ts";
import { CHOSEN, OF_SYSTEM, quantile } from "../sql.ts";
import { ANSWERING_MODEL, CALLER, TILTMETER } from "../variables.ts";

/** Answered calls that say their tokens: what sums stand for. */
const KNOWN = "sum(calls) - sum(errors) - sum(unmeasured)";
const MODEL = "if(model_version = '', '(none)', toString(model_version))";
const BY_MODEL = `SELECT $__timeInterval(window_time) AS time, ${MODEL} AS model`;

/** What systems ask of hosted models: who answers, what it takes, and how it ends. */
export const calls: Board = board({
  uid: "tiltmeter-calls",
  title: "Tiltmeter: calls of hosted models",
  description:
    "What systems ask of suppliers' models: which model answers, tokens, time to the first chunk, refusals. Costs are on the pages, where the price list is.",
  from: "now-24h",
  variables: [TILTMETER, CALLER, ANSWERING_MODEL],
  annotations: [CHANGES, NONCONFORMITIES],
  page: { title: "System in Tiltmeter", path: "/systems/${system:text}#calls" },
  panels: [
    stat({
      title: "Calls",
      description: "In the range, those that failed included.",
      unit: "short",
      w: 4,
      h: 4,
      links: [link("The calls, one by one", "/systems/${system:text}/calls")],
      sql: `SELECT sum(calls) AS calls FROM calls_by_minute_v1 WHERE ${CHOSEN}`,
    }),
    stat({
      title: "Failed",
      description: "Share of calls that failed, also of those whose answering model is unknown.",
      unit: "percentunit",
      decimals: 2,
      w: 4,
      h: 4,
      steps: [
        [null, "green"],
        [0.01, "yellow"],
        [0.05, "red"],
      ],
      sql: `SELECT sum(errors) / greatest(1, sum(calls)) AS failed FROM calls_by_minute_v1 WHERE ${OF_SYSTEM}`,
    }),
    stat({
      title: "Input tokens",
      description: "Of the calls that say them, those from a cache included.",
      unit: "short",
      w: 4,
      h: 4,
      sql: `SELECT if(${KNOWN} > 0, sum(input_tokens), NULL) AS tokens FROM calls_by_minute_v1 WHERE ${CHOSEN}`,
    }),
    stat({
      title: "Output tokens",
      description: "Of the calls that say them, those of reasoning included.",
      unit: "short",
      w: 4,
      h: 4,
      sql: `SELECT if(${KNOWN} > 0, sum(output_tokens), NULL) AS tokens FROM calls_by_minute_v1 WHERE ${CHOSEN}`,
    }),
    stat({
      title: "Usage unknown",
      description: "Share of the answered calls that do not say their tokens: no sum has them.",
      unit: "percentunit",
      decimals: 1,
      w: 4,
      h: 4,
      steps: [
        [null, "green"],
        [0.05, "yellow"],
      ],
      sql: `SELECT sum(unmeasured) / greatest(1, sum(calls) - sum(errors)) AS unknown FROM calls_by_minute_v1 WHERE ${CHOSEN}`,
    }),
    stat({
      title: "Refused",
      description: "Share of calls that the model declined, of those where that can be told.",
      unit: "percentunit",
      decimals: 1,
      w: 4,
      h: 4,
      sql: `SELECT if(sum(refusal_known) > 0, sum(refused) / sum(refusal_known), NULL) AS refused FROM calls_by_minute_v1 WHERE ${CHOSEN}`,
    }),
    lines({
      title: "Calls by the model that answered",
      description:
        "As the supplier's answers say. Another name that begins here is a change that nobody may have told of; (none): failed, or not named.",
      unit: "short",
      w: 24,
      h: 9,
      stacked: true,
      sql: `${BY_MODEL}, sum(calls) AS calls
FROM calls_by_minute_v1 WHERE ${CHOSEN} GROUP BY time, model ORDER BY time, model`,
    }),
    lines({
      title: "Tokens",
      description:
        "Of the calls that say them: input that was not in a cache, that was, and output.",
      unit: "short",
      w: 12,
      stacked: true,
      sql: `SELECT $__timeInterval(window_time) AS time, sum(input_tokens) - sum(cached_tokens) AS uncached, sum(cached_tokens) AS cached, sum(output_tokens) AS output
FROM calls_by_minute_v1 WHERE ${CHOSEN} GROUP BY time ORDER BY time`,
    }),
    lines({
      title: "Tokens a call by model",
      description: "Input and output of the calls that say them, divided by those calls.",
      unit: "short",
      w: 12,
      min: 0,
      sql: `${BY_MODEL}, (sum(input_tokens) + sum(output_tokens)) / (${KNOWN}) AS tokens
FROM calls_by_minute_v1 WHERE ${CHOSEN} GROUP BY time, model HAVING ${KNOWN} > 0 ORDER BY time, model`,
    }),
    lines({
      title: "Time to the first chunk",
      description: "Median, 95th and 99th percentile of streamed answers, exact to 1 %.",
      unit: "s",
      w: 12,
      min: 0,
      sql: `SELECT time, ${quantile("cells", 0.5)} AS p50, ${quantile("cells", 0.95)} AS p95, ${quantile("cells", 0.99)} AS p99 FROM (
  SELECT $__timeInterval(window_time) AS time, sumMap(first_chunks) AS cells FROM calls_by_minute_v1 WHERE ${CHOSEN} GROUP BY time
) WHERE arraySum(mapValues(cells)) > 0 ORDER BY time`,
    }),
    lines({
      title: "Refusals by model",
      description: "Share of calls that the model declined, of those where that can be told.",
      unit: "percentunit",
      w: 12,
      min: 0,
      sql: `${BY_MODEL}, sum(refused) / sum(refusal_known) AS refused
FROM calls_by_minute_v1 WHERE ${CHOSEN} GROUP BY time, model HAVING sum(refusal_known) > 0 ORDER BY time, model`,
    }),
    lines({
      title: "How answers ended",
      description: "Finish reasons in the supplier's words; a cut-off answer is one of `length`.",
      unit: "short",
      w: 12,
      stacked: true,
      sql: `SELECT $__timeInterval(window_time) AS time, reason, sum(ended) AS answers FROM calls_by_minute_v1
ARRAY JOIN mapKeys(finish_reasons) AS reason, mapValues(finish_reasons) AS ended
WHERE ${CHOSEN} GROUP BY time, reason ORDER BY time, reason`,
    }),
    lines({
      title: "Tools that answers asked for",
      description: "How often each was asked for.",
      unit: "short",
      w: 12,
      stacked: true,
      sql: `SELECT $__timeInterval(window_time) AS time, tool, sum(asked) AS times FROM calls_by_minute_v1
ARRAY JOIN mapKeys(tools) AS tool, mapValues(tools) AS asked
WHERE ${CHOSEN} GROUP BY time, tool ORDER BY time, tool`,
    }),
    rows({
      title: "Models compared",
      description:
        "What was asked for and which model answered, each over the whole range. A name that is asked for and answered by several models is an alias.",
      unit: "short",
      w: 24,
      h: 8,
      columns: {
        failed: { unit: "percentunit", decimals: 2 },
        refused: { unit: "percentunit", decimals: 1 },
        cached: { unit: "percentunit", decimals: 1 },
        first_chunk_p95: { unit: "s" },
        began: { unit: "dateTimeAsIso" },
        last: { unit: "dateTimeAsIso" },
      },
      sql: `SELECT toString(supplier) AS supplier, toString(request_model) AS asked_for, ${MODEL} AS answered, sum(calls) AS total,
  sum(errors) / sum(calls) AS failed, if(${KNOWN} > 0, sum(input_tokens), NULL) AS input, if(${KNOWN} > 0, sum(output_tokens), NULL) AS output,
  if(sum(cache_known_tokens) > 0, sum(cached_tokens) / sum(cache_known_tokens), NULL) AS cached,
  if(sum(refusal_known) > 0, sum(refused) / sum(refusal_known), NULL) AS refused,
  sumMap(first_chunks) AS cells, if(arraySum(mapValues(cells)) > 0, ${quantile("cells", 0.95)}, NULL) AS first_chunk_p95,
  min(window_time) AS began, max(window_time) AS last
FROM calls_by_minute_v1 WHERE ${CHOSEN} GROUP BY supplier, asked_for, answered ORDER BY last DESC, total DESC LIMIT 200`,
    }),
    rows({
      title: "What processes watch",
      description:
        "The last word of each process: clients that it watches, those that it knows of and does not watch, and its clock less the collector's.",
      unit: "short",
      w: 24,
      h: 7,
      columns: { clock: { unit: "s" }, heard: { unit: "dateTimeAsIso" } },
      sql: `SELECT toString(producer) AS process, max(time) AS heard, arrayStringConcat(argMax(instrumented, time), ', ') AS watches,
  arrayStringConcat(argMax(uninstrumented, time), ', ') AS does_not_watch, argMax(tuple(clock_offset), time).1 AS clock
FROM heartbeats_v1 WHERE $__timeFilter(time) AND system = unhex('\${system}') GROUP BY process ORDER BY heard DESC LIMIT 200`,
    }),
  ],
});
