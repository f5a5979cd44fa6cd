import type { Child } from "hono/jsx";
import type { FeatureDistance } from "../feature-drift.ts";
import { axisValue, metricWords } from "../formats/metric.ts";
import { plain } from "../formats/number.ts";
import { boundsText, HowComputed } from "../parts/measured.tsx";

/** Every distance of one feature: its value, how sure it is, and what would count as a shift. */
export function Distances(props: { of: readonly FeatureDistance[] }): Child {
  return (
    <>
      <section class="scroll" tabindex={0} aria-label="Distances, scrolls">
        <table class="measures stacks">
          <caption class="visually-hidden">Distances from the baseline</caption>
          <thead>
            <tr>
              <th scope="col">Distance</th>
              <th scope="col" class="number">
                Value
              </th>
              <th scope="col">Certainty</th>
              <th scope="col" class="number">
                Usual limit
              </th>
            </tr>
          </thead>
          <tbody>
            {props.of.map((distance) => (
              <OneDistance of={distance} />
            ))}
          </tbody>
        </table>
      </section>
      <HowComputed
        name="distances"
        of={props.of.map(({ id, source }) => ({ metric: id, source }))}
      />
    </>
  );
}

function OneDistance(props: { of: FeatureDistance }): Child {
  const { id, measurement, threshold } = props.of;
  const { title, meaning } = metricWords(id);
  return (
    <tr>
      <th scope="row">
        {title}
        <span class="under">{meaning}</span>
      </th>
      <td class="number" data-label="Value">
        {measurement.kind === "measured" ? (
          plain(measurement.value)
        ) : (
          <span class="soft">not measured</span>
        )}
      </td>
      <td data-label="Certainty">
        <div>
          {certainty(props.of).map((line) => (
            <span class="line">{line}</span>
          ))}
        </div>
      </td>
      <td class="number" data-label="Usual limit">
        {threshold === null ? <span class="soft">none</span> : axisValue("plain", threshold)}
      </td>
    </tr>
  );
}

/** How sure a distance is: its bounds, what the cells hide, p; or why it was not measured. */
function certainty(of: FeatureDistance): readonly string[] {
  const { id, measurement, bracket, pValue, threshold } = of;
  if (measurement.kind !== "measured") return [measurement.reason];
  const { debiased } = measurement.detail;
  const lines = [
    boundsText(id, measurement),
    typeof debiased === "number" ? `${plain(debiased)} less what chance adds` : null,
    bracket === null || plain(bracket.lower) === plain(bracket.upper)
      ? null
      : `of the values themselves: ${plain(bracket.lower)} to ${plain(bracket.upper)}`,
    pValue === null ? null : `p ${pText(pValue)}`,
  ].filter((line) => line !== null);
  if (lines.length > 0) return lines;
  return [threshold === null ? "for information" : "no bounds: the value decides"];
}

function pText(p: number): string {
  return p < 1e-4 ? "below 0.0001" : plain(p);
}
