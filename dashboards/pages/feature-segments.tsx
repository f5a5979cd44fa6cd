import type { Child } from "hono/jsx";
import type { FeatureFindings, SegmentShift } from "../feature-drift.ts";
import { count, counted, percent, plain } from "../formats/number.ts";
import { listed } from "../formats/words.ts";
import { dimensionWord } from "../parts/labels.tsx";

/** The rest opens on demand. */
const PARTS_MAX = 8;

/** Which segments a feature's PSI comes from: bars that add up to it. */
export function SegmentShifts(props: { of: FeatureFindings }): Child {
  const { segments, segmentsLeft } = props.of;
  return (
    <section class="block" aria-labelledby="carriers" data-live="carriers">
      <h2 id="carriers">Who carries the shift</h2>
      {segments.length === 0 ? (
        <p class="quiet">
          The predictions of this range carried no segments that could be told apart.
        </p>
      ) : (
        <p class="soft">
          Parts add up to the PSI. Below 0: this segment makes the range more like the baseline.
        </p>
      )}
      {segments.map((segment) => (
        <OneSegment of={segment} />
      ))}
      {segmentsLeft.length === 0 ? null : (
        <p class="soft">Not looked into: {listed(segmentsLeft.map(dimensionWord))}.</p>
      )}
    </section>
  );
}

type Part = SegmentShift["parts"][number];

function OneSegment(props: { of: SegmentShift }): Child {
  const { dimension, total, parts } = props.of;
  const most = Math.max(...parts.map(({ contribution }) => Math.abs(contribution)), 1e-9);
  const [shown, rest] = [parts.slice(0, PARTS_MAX), parts.slice(PARTS_MAX)];
  const name = dimensionWord(dimension);
  return (
    <div class="segment">
      <h3>By {name}</h3>
      <Parts parts={shown} most={most} total={total} name={name} />
      {rest.length === 0 ? null : (
        <details class="more" data-fold={`carriers ${dimension}`}>
          <summary>
            {counted(rest.length, "more value")}, together {plain(sum(rest))} of {plain(total)}
          </summary>
          <Parts parts={rest} most={most} total={total} name={`${name}, more values`} />
        </details>
      )}
    </div>
  );
}

function Parts(props: {
  parts: readonly Part[];
  most: number;
  total: number;
  name: string;
}): Child {
  const { parts, most, total, name } = props;
  return (
    <section class="scroll" tabindex={0} aria-label={`Shift by ${name}, scrolls`}>
      <table class="carriers">
        <thead>
          <tr>
            <th scope="col">Value</th>
            <th scope="col" class="number">
              Share of values
            </th>
            <th scope="col">Adds to PSI</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr>
              <th scope="row">{nameOf(part)}</th>
              <td class="number" title={counted(part.n, "value")}>
                {percent(part.share)}
              </td>
              <td>
                <div class="pull">
                  <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                    <rect
                      class={part.contribution < 0 ? "pull-back" : undefined}
                      width={((Math.abs(part.contribution) / most) * 100).toFixed(1)}
                      height="8"
                    />
                  </svg>
                  <span>
                    {plain(part.contribution)}
                    {total > 0 ? (
                      <span class="soft"> {percent(part.contribution / total)}</span>
                    ) : null}
                  </span>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function nameOf({ segment, together }: Part): string {
  if (segment === null) return `all other ${count(together)}`;
  return segment === "" ? "(not given)" : segment;
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((total, { contribution }) => total + contribution, 0);
}
