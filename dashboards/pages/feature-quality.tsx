import type { Child } from "hono/jsx";
import type { FeatureFindings } from "../feature-drift.ts";
import { metricWords } from "../formats/metric.ts";
import { counted, plain } from "../formats/number.ts";
import { sentence } from "../formats/words.ts";

/** What is wrong with the values of a feature, each look in words. */
export function Quality(props: { of: FeatureFindings }): Child {
  const { quality, infinite, extremes } = props.of;
  return (
    <dl class="looks">
      {quality.map(({ id, isFound, words }) => (
        <div>
          <dt>
            {metricWords(id).title}
            <span class={`look look-${isFound === null ? "unknown" : isFound ? "found" : "clear"}`}>
              {isFound === null ? "cannot be told" : isFound ? "found" : "not found"}
            </span>
          </dt>
          <dd>{sentence(words)}</dd>
        </div>
      ))}
      {infinite === 0 ? null : (
        <div>
          <dt>
            Infinite <span class="look look-found">found</span>
          </dt>
          <dd>{counted(infinite, "value")}, counted beyond the largest and smallest</dd>
        </div>
      )}
      {extremes.current === null ? null : (
        <div>
          <dt>Range</dt>
          <dd>
            {plain(extremes.current.min)} to {plain(extremes.current.max)}
            {extremes.baseline === null
              ? null
              : `; baseline ${plain(extremes.baseline.min)} to ${plain(extremes.baseline.max)}`}
          </dd>
        </div>
      )}
    </dl>
  );
}
