import type { Child } from "hono/jsx";
import { metricWords } from "../formats/metric.ts";
import type { Measures } from "../reads.ts";
import { MeasuredValue, measurementIn } from "./measured.tsx";

/** One row for each group, one column for each metric; stacks on a phone. */
export function MeasureTable(props: {
  /** What the table is of, for who cannot see it. */
  label: string;
  /** What the rows are. */
  head: string;
  rows: readonly {
    readonly name: string;
    /** The labels of its points. */
    readonly by: Readonly<Record<string, string>>;
  }[];
  metrics: readonly string[];
  measures: Measures;
  /** More to say under a value. */
  under?: (metric: string, by: Readonly<Record<string, string>>) => Child;
  /** Leads to how a value was computed. */
  how?: ((metric: string, by: Readonly<Record<string, string>>) => string) | undefined;
}): Child {
  const { label, head, rows, metrics, measures, under, how } = props;
  return (
    <section class="scroll" tabindex={0} aria-label={`${label}, scrolls`}>
      <table class="segments stacks">
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {metrics.map((metric) => (
              <th scope="col" class="number">
                {metricWords(metric).title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, by }) => (
            <tr>
              <th scope="row">{name}</th>
              {metrics.map((metric) => (
                <td class="number" data-label={metricWords(metric).title}>
                  <MeasuredValue
                    metric={metric}
                    of={measurementIn(measures, metric, by)}
                    how={how?.(metric, by)}
                  />
                  {under?.(metric, by)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
