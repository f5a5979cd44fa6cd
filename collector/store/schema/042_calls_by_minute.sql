-- Calls of generative models, what they took and how they ended: sums by minute where they are rolled, else one
-- row a call. Rows of one minute add up; what the columns mean stands with call_minutes_v1.
CREATE OR REPLACE VIEW calls_by_minute_v1 AS
WITH (SELECT (argMax(stretches, noted_at), argMax(journals, noted_at)) FROM rolled_v1 WHERE what = '') AS rolled
SELECT system, model_version, environment, window_time, segment, supplier, request_model, operation,
  calls, errors, refused, refusal_known, unmeasured, input_tokens, cached_tokens, cache_known_tokens,
  cache_write_tokens, output_tokens, reasoning_tokens, unfinished, first_chunks, finish_reasons, tools
FROM call_minutes_v1
WHERE arrayExists(stretch -> stretch.1 = opened AND roll BETWEEN stretch.2 AND stretch.3, rolled.1)
UNION ALL
SELECT system, model_version, environment, window_time, segment, supplier, request_model, operation,
  toUInt64(1),
  toUInt64(status = 'error'),
  toUInt64(ifNull(is_refused, false)),
  toUInt64(is_refused IS NOT NULL),
  toUInt64(status != 'error' AND NOT (input_tokens IS NOT NULL AND (output_tokens IS NOT NULL OR operation = 'embeddings'))),
  ifNull(input_tokens, 0),
  ifNull(cached_tokens, 0),
  if(cached_tokens IS NULL, 0, ifNull(input_tokens, 0)),
  ifNull(cache_write_tokens, 0),
  ifNull(output_tokens, 0),
  ifNull(reasoning_tokens, 0),
  toUInt64(status != 'error' AND empty(arrayFilter(reason -> reason != '', CAST(finish_reasons, 'Array(String)')))),
  CAST(if(first_chunk_cell IS NULL, map(), map(assumeNotNull(first_chunk_cell), 1)), 'Map(Int32, UInt64)'),
  CAST(mapFromArrays(arrayDistinct(arrayFilter(reason -> reason != '', CAST(finish_reasons, 'Array(String)'))), arrayMap(one -> countEqual(arrayFilter(reason -> reason != '', CAST(finish_reasons, 'Array(String)')), one), arrayDistinct(arrayFilter(reason -> reason != '', CAST(finish_reasons, 'Array(String)'))))), 'Map(String, UInt64)'),
  mapFilter((name, times) -> times > 0, CAST(tools, 'Map(String, UInt64)'))
FROM calls_v1
WHERE NOT arrayExists(journal -> journal.1 = _journal AND _seq <= journal.2, rolled.2)
