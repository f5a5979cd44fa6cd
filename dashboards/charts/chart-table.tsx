import type { Child } from "hono/jsx";
import { metricValue } from "../formats/metric.ts";
import { count, NOT_MEASURED } from "../formats/number.ts";
import { between } from "../formats/time.ts";
import { type ChartData, partialFrom } from "./chart-data.ts";

/**
 * The data of a chart as a table: for screen readers, for print, and for whoever wants the numbers.
 * A step of which nothing is known is a row that says so; steps before the first and after the last
 * measured one are left out.
 */
export function ChartTable(props: { of: ChartData; title: string; fold: string }): Child {
  const { of, title } = props;
  const rows = rowsOf(of);
  if (rows.length === 0) return null;
  const hasBounds = [...of.lower, ...of.upper].some((bound) => bound !== null);
  const hasSample = of.style !== "count" && of.samples.some((n) => n > 0);
  const more = [of.beside, of.compared].filter((series) => series !== undefined);
  const told = (value: number | null | undefined): string =>
    value == null ? NOT_MEASURED : metricValue(of.style, value);
  return (
    <details class="more chart-table" data-fold={`table ${props.fold}`}>
      <summary>Show as table</summary>
      <section class="scroll" tabindex={0} aria-label={`${title} as a table, scrolls`}>
        <table>
          <caption class="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col" class="number">
                Value
              </th>
              {hasBounds ? (
                <th scope="col" class="number">
                  95 % bounds
                </th>
              ) : null}
              {hasSample ? (
                <th scope="col" class="number">
                  Sample
                </th>
              ) : null}
              {more.map(({ word }) => (
                <th scope="col" class="number">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ i, when, note }) => (
              <tr>
                <th scope="row">
                  {when}
                  {note === "" ? null : <span class="soft"> {note}</span>}
                </th>
                <td class="number">{told(of.values[i])}</td>
                {hasBounds ? <td class="number">{boundsOf(of, i)}</td> : null}
                {hasSample ? <td class="number">{count(of.samples[i] ?? 0)}</td> : null}
                {more.map(({ values }) => (
                  <td class="number">{told(values[i])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

/** The newest first: it is what people look for. */
function rowsOf(of: ChartData): readonly { i: number; when: string; note: string }[] {
  const isKnown = (i: number): boolean =>
    [of.values[i], of.beside?.values[i], of.compared?.values[i]].some((value) => value != null);
  const known = of.times.flatMap((_, i) => (isKnown(i) ? [i] : []));
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return [];
  const partial = partialFrom(of);
  return of.times
    .flatMap((time, i) => {
      if (i < first || i > last) return [];
      const endMs = time + of.stepMs;
      const startMs = endMs - (of.judgement?.windowMs ?? of.stepMs);
      const change = of.changes.find(({ timeMs }) => timeMs >= time && timeMs < endMs);
      const notes = [
        ...(time === partial ? ["so far"] : []),
        ...(change === undefined ? [] : [change.text]),
      ];
      return [{ i, when: between(startMs, endMs, of.nowMs), note: notes.join(", ") }];
    })
    .toReversed();
}

function boundsOf(of: ChartData, i: number): string {
  const [lower, upper] = [of.lower[i] ?? null, of.upper[i] ?? null];
  const told = (bound: number): string => metricValue(of.style, bound);
  if (lower !== null && upper !== null) return `${told(lower)} to ${told(upper)}`;
  if (lower !== null) return `at least ${told(lower)}`;
  return upper === null ? "" : `at most ${told(upper)}`;
}
