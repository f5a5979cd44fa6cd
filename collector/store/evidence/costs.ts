import { costsOf, type EvidenceGroup, type PriceList } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import type { Rolled } from "../rollups/rolled.ts";
import { asNumber, asText } from "../row-values.ts";
import { callSums } from "./calls.ts";
import { grouped } from "./grouped.ts";
import type { Scope } from "./scope.ts";

const SUMS = [
  "calls",
  "errors",
  "unmeasured",
  "input_tokens",
  "cached_tokens",
  "cache_write_tokens",
  "output_tokens",
];

/** What calls of hosted models cost: tokens by provider, model and day, priced by the list as it is now. */
export async function fetchCosts(
  read: Read,
  scope: Scope,
  rolled: Rolled,
  prices: PriceList | null,
): Promise<EvidenceGroup[]> {
  const { sql, parameters } = callSums(scope, rolled, {
    names: SUMS,
    further: {
      provider: "toString(supplier)",
      model: "if(model_version = '', toString(request_model), toString(model_version))",
      day: "intDiv(toUnixTimestamp64Micro(window_time), 86400000000)",
    },
  });
  const keys = `${scope.keys}, provider, model, day`;
  const rows = await read(
    "evidence.costs",
    `SELECT ${keys}, ${SUMS.map((name) => `toFloat64(sum(${name}))`).join(", ")} FROM (${sql}) GROUP BY ${keys}`,
    parameters,
  );
  return grouped(scope, rows).map(({ startMs, labels, rows: used }) => ({
    startMs,
    labels,
    evidence: costsOf(
      used.map(([provider, model, day, ...sums]) => {
        const [calls = 0, errors = 0, unmeasured = 0, input = 0, cached = 0, written = 0, out = 0] =
          sums.map(asNumber);
        return {
          provider: asText(provider),
          model: asText(model),
          day: asNumber(day),
          ...{ calls, errors, unmeasured },
          inputTokens: input,
          cachedTokens: cached,
          cacheWriteTokens: written,
          outputTokens: out,
        };
      }),
      prices,
    ),
  }));
}
