import type { Measurement } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { difference } from "../formats/difference.ts";
import { metricValue, metricWords } from "../formats/metric.ts";
import { count, NOT_MEASURED } from "../formats/number.ts";
import type { Measured, Measures } from "../reads.ts";

/** Leads from a metric, of one group or of all, to how its number was computed. */
type How = (metric: string, by?: Readonly<Record<string, string>>) => string;

/** What a metric says of the whole range, or of one group of it; null where it was not asked or nothing came. */
export function measurementIn(
  measures: Measures,
  metric: string,
  by: Readonly<Record<string, string>> = {},
): Measurement | null {
  const found = measures.metrics.find((each) => each.metric === metric);
  const point = found?.points.find(({ by: labels }) =>
    Object.entries(by).every(([name, value]) => labels[name] === value),
  );
  return point?.measurement ?? null;
}

/** `82.4 % to 83.4 %`, `at least 0.12`; null where a measurement has no bounds or is not one. */
export function boundsText(metric: string, of: Measurement): string | null {
  if (of.kind !== "measured") return null;
  const { style } = metricWords(metric);
  const [lower, upper] = [of.lower, of.upper].map((bound) =>
    bound === null ? null : metricValue(style, bound),
  );
  if (lower != null && upper != null) return lower === upper ? null : `${lower} to ${upper}`;
  if (lower != null) return `at least ${lower}`;
  return upper == null ? null : `at most ${upper}`;
}

/** `82.9 % (82.4 % to 83.4 %)`, for sentences; null where nothing was measured. */
export function valueText(metric: string, of: Measurement | null): string | null {
  if (of?.kind !== "measured") return null;
  const bounds = boundsText(metric, of);
  const value = metricValue(metricWords(metric).style, of.value);
  return bounds === null ? value : `${value} (${bounds})`;
}

/** A value with its bounds under it, or why there is none. `how` leads to how it was computed. */
export function MeasuredValue(props: {
  metric: string;
  of: Measurement | null;
  how?: string | undefined;
}): Child {
  const { metric, of, how } = props;
  if (of === null) return <span class="soft">{NOT_MEASURED}</span>;
  if (of.kind !== "measured") return <span class="soft">{of.reason}</span>;
  const bounds = boundsText(metric, of);
  return (
    <>
      {how === undefined ? (
        metricValue(metricWords(metric).style, of.value)
      ) : (
        <a class="how" href={how} title="How this was computed">
          {metricValue(metricWords(metric).style, of.value)}
        </a>
      )}
      {bounds === null ? null : <span class="under">{bounds}</span>}
    </>
  );
}

/**
 * The few numbers of a section that a reader looks for first, beside those of what the page is compared
 * with; what was not measured is below, with why.
 */
export function MeasureFacts(props: {
  measures: Measures;
  metrics: readonly string[];
  how?: How | undefined;
  compared?: { readonly word: string; readonly measures: Measures } | null;
}): Child {
  const measured = props.metrics.filter(
    (metric) => measurementIn(props.measures, metric)?.kind === "measured",
  );
  if (measured.length === 0) return null;
  return (
    <dl class="facts facts-wide">
      {measured.map((metric) => (
        <div>
          <dt>{metricWords(metric).title}</dt>
          <dd>
            <MeasuredValue
              metric={metric}
              of={measurementIn(props.measures, metric)}
              how={props.how?.(metric)}
            />
            {props.compared == null ? null : (
              <span class="under">{comparedText(metric, props.measures, props.compared)}</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** `the 24 h before: 83.1 %, now 1.2 points less`. */
function comparedText(
  metric: string,
  measures: Measures,
  compared: { readonly word: string; readonly measures: Measures },
): string {
  const [now, other] = [measures, compared.measures].map((of) => measurementIn(of, metric));
  if (other?.kind !== "measured") return `${compared.word}: ${NOT_MEASURED}`;
  const { style } = metricWords(metric);
  const told = `${compared.word}: ${metricValue(style, other.value)}`;
  return now?.kind === "measured"
    ? `${told}, now ${difference(style, now.value, other.value)}`
    : told;
}

/** All metrics of a section on demand: what each is, its value with bounds, its sample and source. */
export function AllMeasures(props: {
  measures: Measures;
  metrics: readonly string[];
  label: string;
  how?: How | undefined;
}): Child {
  return (
    <details class="more" data-fold={`all ${props.label}`}>
      <summary>All measures, and how they are computed</summary>
      <MeasureTable {...props} />
    </details>
  );
}

function MeasureTable(props: {
  measures: Measures;
  metrics: readonly string[];
  label: string;
  how?: How | undefined;
}): Child {
  const { measures, metrics, label, how } = props;
  const sourceOf = (metric: string): string =>
    measures.metrics.find((each) => each.metric === metric)?.source ?? "";
  return (
    <section class="scroll" tabindex={0} aria-label={`${label}, scrolls`}>
      <table class="measures stacks">
        <caption class="visually-hidden">{label} with 95 % bounds</caption>
        <thead>
          <tr>
            <th scope="col">Measure</th>
            <th scope="col" class="number">
              Value, 95 % bounds
            </th>
            <th scope="col" class="number">
              Sample
            </th>
          </tr>
        </thead>
        <tbody>
          {metrics.map((metric) => {
            const of = measurementIn(measures, metric);
            const { title, meaning } = metricWords(metric);
            return (
              <tr>
                <th scope="row">
                  {title}
                  <span class="under">
                    {meaning} <code>{metric}</code>: {sourceOf(metric)}
                  </span>
                </th>
                <td class="number" data-label="Value">
                  <MeasuredValue metric={metric} of={of} how={how?.(metric)} />
                </td>
                <td class="number" data-label="Sample">
                  {of === null || of.kind === "no_data" ? count(0) : count(of.n)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** Where the formulas come from, for those who ask. */
export function HowComputed(props: {
  name: string;
  of: readonly Pick<Measured, "metric" | "source">[];
}): Child {
  return (
    <details class="more" data-fold={props.name}>
      <summary>How these are computed</summary>
      <dl class="sources">
        {props.of.map(({ metric, source }) => (
          <div>
            <dt>{metricWords(metric).title}</dt>
            <dd>
              <code>{metric}</code> {source}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
