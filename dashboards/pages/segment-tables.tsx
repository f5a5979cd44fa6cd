import type { Child } from "hono/jsx";
import { metricValue, metricWords } from "../formats/metric.ts";
import { NOT_MEASURED } from "../formats/number.ts";
import { listed } from "../formats/words.ts";
import type { Attempt } from "../parts/attempt.tsx";
import { Unread } from "../parts/attempt.tsx";
import { dimensionWord } from "../parts/labels.tsx";
import type { SeriesPoint } from "../reads.ts";
import { bySegment, type SegmentTable } from "./system-reads.ts";

/** Rows of one segment; a segment with more values than this is an identifier, not a segment. */
const VALUES_MAX = 50;

/** How a system does for each group of people or cases that its predictions name. */
export function SegmentTables(props: {
  tables: readonly SegmentTable[];
  left: readonly string[];
}): Child {
  if (props.tables.length === 0) {
    return <p class="quiet">The predictions of this range carried no segments.</p>;
  }
  return (
    <>
      {props.tables.map((table) => (
        <OneSegment table={table} />
      ))}
      {props.left.length === 0 ? null : (
        <p class="soft">Not shown: {listed(props.left.map(dimensionWord))}.</p>
      )}
    </>
  );
}

function OneSegment(props: { table: SegmentTable }): Child {
  const { segment, series } = props.table;
  if (series.count.kind === "unread") return <Unread of={series.count} />;
  const values = series.count.value
    .toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0))
    .map((point) => point.by[segment] ?? "");
  return (
    <div class="segment">
      <h3>By {dimensionWord(segment)}</h3>
      <section
        class="scroll"
        tabindex={0}
        aria-label={`Segment ${dimensionWord(segment)}, scrolls`}
      >
        <table class="segments stacks">
          <thead>
            <tr>
              <th scope="col">Value</th>
              {bySegment.map((metric) => (
                <th scope="col" class="number">
                  {metricWords(metric).title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {values.slice(0, VALUES_MAX).map((value) => (
              <tr>
                <th scope="row">{value === "" ? "(empty)" : value}</th>
                {bySegment.map((metric) => (
                  <td class="number" data-label={metricWords(metric).title}>
                    <SegmentValue
                      of={series[metric]}
                      metric={metric}
                      name={segment}
                      value={value}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {values.length > VALUES_MAX ? (
          <p class="soft">
            {VALUES_MAX} of {values.length} values.
          </p>
        ) : null}
      </section>
    </div>
  );
}

function SegmentValue(props: {
  of: Attempt<readonly SeriesPoint[]>;
  metric: string;
  name: string;
  value: string;
}): Child {
  if (props.of.kind === "unread") {
    return (
      <span class="soft" title={props.of.reason}>
        could not be read
      </span>
    );
  }
  const point = props.of.value.find((candidate) => candidate.by[props.name] === props.value);
  const { style } = metricWords(props.metric);
  if (point === undefined || point.value === null) {
    return <span class="soft">{point?.note ?? NOT_MEASURED}</span>;
  }
  const bounds =
    point.lower === null || point.upper === null
      ? null
      : `${metricValue(style, point.lower)} to ${metricValue(style, point.upper)}`;
  return (
    <>
      {metricValue(style, point.value)}
      {bounds === null ? null : <span class="under">{bounds}</span>}
    </>
  );
}
