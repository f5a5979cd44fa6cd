// What calls are summed up to. Each name is a column of call_minutes_v1, beside what one row of calls_v1 adds to it:
// the roll, evidence over rows that are not rolled, and the view for others must add up the same.

const ANSWERED = "status != 'error'";
const MEASURED =
  "input_tokens IS NOT NULL AND (output_tokens IS NOT NULL OR operation = 'embeddings')";
const REASONS = "arrayFilter(reason -> reason != '', CAST(finish_reasons, 'Array(String)'))";

/** Whole numbers. */
export const CALL_COUNTS: readonly (readonly [name: string, ofRow: string])[] = [
  ["calls", "toUInt64(1)"],
  ["errors", "toUInt64(status = 'error')"],
  ["refused", "toUInt64(ifNull(is_refused, false))"],
  ["refusal_known", "toUInt64(is_refused IS NOT NULL)"],
  ["unmeasured", `toUInt64(${ANSWERED} AND NOT (${MEASURED}))`],
  ["input_tokens", "ifNull(input_tokens, 0)"],
  ["cached_tokens", "ifNull(cached_tokens, 0)"],
  ["cache_known_tokens", "if(cached_tokens IS NULL, 0, ifNull(input_tokens, 0))"],
  ["cache_write_tokens", "ifNull(cache_write_tokens, 0)"],
  ["output_tokens", "ifNull(output_tokens, 0)"],
  ["reasoning_tokens", "ifNull(reasoning_tokens, 0)"],
  ["unfinished", `toUInt64(${ANSWERED} AND empty(${REASONS}))`],
];

/** Whole numbers by name, or by cell. */
export const CALL_MAPS: readonly (readonly [name: string, ofRow: string])[] = [
  [
    "first_chunks",
    "CAST(if(first_chunk_cell IS NULL, map(), map(assumeNotNull(first_chunk_cell), 1)), 'Map(Int32, UInt64)')",
  ],
  [
    "finish_reasons",
    `CAST(mapFromArrays(arrayDistinct(${REASONS}), arrayMap(one -> countEqual(${REASONS}, one), arrayDistinct(${REASONS}))), 'Map(String, UInt64)')`,
  ],
  ["tools", "mapFilter((name, times) -> times > 0, CAST(tools, 'Map(String, UInt64)'))"],
];
