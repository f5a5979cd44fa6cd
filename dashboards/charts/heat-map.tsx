import type { Child } from "hono/jsx";
import { count, NOT_MEASURED, plain } from "../formats/number.ts";
import { between, moment } from "../formats/time.ts";
import { type SteppedRange, stepStarts } from "../range.ts";
import type { SeriesPoint } from "../reads.ts";

interface FeatureRow {
  readonly feature: string;
  readonly points: readonly SeriesPoint[];
}

/** Upper ends of the shades, PSI. 0.1 and 0.2 are the limits that practice knows. */
const shades = [0.05, 0.1, 0.2, 0.4, 0.8] as const;
/** From this shade on a cell is marked with a dot as well, so that it shows without colour. */
const MARKED_FROM = 3;
/** As many as fit a screen; the rest is said in words. */
const FEATURES_MAX = 40;

/**
 * Drift, feature by time. The shade is the drift that the sample proves (the lower bound of PSI), so a
 * step with few predictions stays pale instead of looking like drift.
 *
 * A table, so that a screen reader can walk it. Arrow keys move between the cells where scripts run.
 */
export function HeatMap(props: {
  rows: readonly FeatureRow[];
  steps: SteppedRange;
  now: number;
  hrefOf: (feature: string) => string;
}): Child {
  const { steps, now, hrefOf } = props;
  const times = stepStarts(steps);
  const rows = props.rows
    .map((row) => ({ ...row, at: new Map(row.points.map((point) => [point.timeMs, point])) }))
    .sort((a, b) => mostProven(b.points) - mostProven(a.points));
  const shown = rows.slice(0, FEATURES_MAX);
  return (
    <div class="heat" data-heat>
      <section class="scroll" tabindex={0} aria-label="Drift by feature and time, scrolls">
        <table class="heat-map">
          <caption class="visually-hidden">
            PSI of each feature in steps; each row leads to the feature's page
          </caption>
          <colgroup>
            <col class="heat-names" />
          </colgroup>
          <thead class="visually-hidden">
            <tr>
              <th scope="col">Feature</th>
              {times.map((time) => (
                <th scope="col">{moment(time, now)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr>
                <th scope="row">
                  <a href={hrefOf(row.feature)}>{row.feature}</a>
                </th>
                {times.map((time) => {
                  const said = cellWords(row.at.get(time));
                  const when = between(time, time + steps.stepMs, now);
                  const shade = shadeOf(row.at.get(time));
                  return (
                    <td>
                      <a
                        class={`heat-cell ${shade === null ? "heat-none" : `heat-${shade}`}`}
                        href={hrefOf(row.feature)}
                        tabindex={-1}
                        title={`${row.feature}, ${when}: ${said}`}
                      >
                        <span class="visually-hidden">{said}</span>
                        {shade !== null && shade >= MARKED_FROM ? (
                          <svg viewBox="0 0 8 8" aria-hidden="true">
                            <circle cx="4" cy="4" r="2.2" />
                          </svg>
                        ) : null}
                      </a>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div class="heat-foot">
        <p class="heat-times">
          <span>{moment(steps.range.fromMs, now)}</span>
          <span>{moment(steps.range.toMs, now)}</span>
        </p>
        <p class="heat-readout" data-heat-readout aria-live="polite">
          {rows.length > shown.length
            ? `The ${FEATURES_MAX} most drifted of ${rows.length} features.`
            : ""}
        </p>
        <Legend />
      </div>
    </div>
  );
}

function Legend(): Child {
  const names = [
    `below ${shades[0]}`,
    ...shades.slice(1).map((to, i) => `${shades[i]} to ${to}`),
    `${shades[4]} and more`,
  ];
  return (
    <ul class="heat-legend" aria-label="Shades of drift, PSI that the sample proves">
      <li>
        <span class="heat-cell heat-none" /> {NOT_MEASURED}
      </li>
      {names.map((name, shade) => (
        <li>
          <span class={`heat-cell heat-${shade}`}>
            {shade >= MARKED_FROM ? (
              <svg viewBox="0 0 8 8" aria-hidden="true">
                <circle cx="4" cy="4" r="2.2" />
              </svg>
            ) : null}
          </span>{" "}
          {name}
        </li>
      ))}
    </ul>
  );
}

function proven(point: SeriesPoint): number | null {
  return point.lower ?? point.value;
}

function mostProven(points: readonly SeriesPoint[]): number {
  return Math.max(-1, ...points.map((point) => proven(point) ?? -1));
}

function shadeOf(point: SeriesPoint | undefined): number | null {
  const value = point === undefined ? null : proven(point);
  if (value === null) return null;
  const shade = shades.findIndex((to) => value < to);
  return shade === -1 ? shades.length : shade;
}

function cellWords(point: SeriesPoint | undefined): string {
  if (point === undefined || point.value === null) return point?.note ?? NOT_MEASURED;
  const bound = point.lower === null ? "" : `, at least ${plain(Math.max(0, point.lower))}`;
  return `PSI ${plain(point.value)}${bound}, n ${count(point.n)}`;
}
