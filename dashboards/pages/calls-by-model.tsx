import type { Child } from "hono/jsx";
import { UNNAMED } from "../charts/model-lanes.tsx";
import { metricWords } from "../formats/metric.ts";
import { count, money, NOT_MEASURED } from "../formats/number.ts";
import { MeasuredValue, measurementIn } from "../parts/measured.tsx";
import type { Measures } from "../reads.ts";
import { callTotals } from "./call-totals.ts";
import type { CallFilter } from "./calls.tsx";
import { measuresByModel } from "./calls-reads.ts";
import type { HowLink } from "./how-link.ts";
import type { ModelCalls } from "./model-calls.ts";

/** More rows than anybody compares. */
const MODELS_MAX = 20;

/** One row for each model of each supplier: what it took, and how well it answered. */
export function CallsByModel(props: {
  models: readonly ModelCalls[];
  /** By model version; null where it could not be read. */
  measures: Measures | null;
  how: HowLink;
  hrefOf: (filter: CallFilter) => string;
}): Child {
  const { models, measures, how, hrefOf } = props;
  return (
    <section class="scroll" tabindex={0} aria-label="Calls by model, scrolls">
      <table class="segments calls-models stacks">
        <thead>
          <tr>
            <th scope="col">Model</th>
            {["Calls", "Input tokens", "Output tokens", "Cost"].map((title) => (
              <th scope="col" class="number">
                {title}
              </th>
            ))}
            {measures === null
              ? null
              : measuresByModel.map((metric) => (
                  <th scope="col" class="number">
                    {metricWords(metric).title}
                  </th>
                ))}
          </tr>
        </thead>
        <tbody>
          {models.slice(0, MODELS_MAX).map(({ supplier, model, points }) => {
            const of = callTotals(points);
            const by = { model_version: model };
            const known = of.calls - of.errors - of.unmeasured;
            return (
              <tr>
                <th scope="row">
                  {model === "" ? UNNAMED : model}
                  <span class="under">{supplier || "supplier not named"}</span>
                </th>
                <td class="number" data-label="Calls">
                  <a href={hrefOf({ model })}>{count(of.calls)}</a>
                </td>
                <td class="number" data-label="Input tokens">
                  {told(known === 0 ? null : count(of.inputTokens))}
                  {known === 0 || of.cachedTokens === 0 ? null : (
                    <span class="under">{count(of.cachedTokens)} from a cache</span>
                  )}
                </td>
                <td class="number" data-label="Output tokens">
                  {told(known === 0 ? null : count(of.outputTokens))}
                </td>
                <td class="number" data-label="Cost">
                  {told(known === 0 || of.usd === null ? null : money(of.usd))}
                </td>
                {measures === null
                  ? null
                  : measuresByModel.map((metric) => (
                      <td class="number" data-label={metricWords(metric).title}>
                        <MeasuredValue
                          metric={metric}
                          of={measurementIn(measures, metric, by)}
                          how={how(metric, by)}
                        />
                      </td>
                    ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function told(value: string | null): Child {
  return value ?? <span class="soft">{NOT_MEASURED}</span>;
}
