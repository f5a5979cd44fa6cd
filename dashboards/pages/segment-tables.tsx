import type { Child } from "hono/jsx";
import { listed } from "../formats/words.ts";
import { Unread } from "../parts/attempt.tsx";
import { dimensionWord } from "../parts/labels.tsx";
import { MeasureTable } from "../parts/measure-table.tsx";
import type { Measures } from "../reads.ts";
import type { HowLink } from "./how-link.ts";
import type { SegmentMeasures } from "./system-measures.ts";

/** What each row shows beside its name. */
const bySegment = ["count", "accuracy", "error_rate"] as const;

/** Rows of one segment; a segment with more values than this is an identifier, not a segment. */
const VALUES_MAX = 50;

/** How a system does for each group of people or cases that its predictions name. */
export function SegmentTables(props: {
  tables: readonly SegmentMeasures[];
  left: readonly string[];
  how: HowLink;
}): Child {
  if (props.tables.length === 0) {
    return <p class="quiet">The predictions of this range carried no segments.</p>;
  }
  return (
    <>
      {props.tables.map((table) => (
        <OneSegment table={table} how={props.how} />
      ))}
      {props.left.length === 0 ? null : (
        <p class="soft">Not shown: {listed(props.left.map(dimensionWord))}.</p>
      )}
    </>
  );
}

/** The values of a segment, the one with the most predictions first. */
export function valuesOf(segment: string, measures: Measures): readonly string[] {
  const counts = measures.metrics.find(({ metric }) => metric === "count")?.points ?? [];
  const size = ({ measurement }: (typeof counts)[number]): number =>
    measurement.kind === "measured" ? measurement.value : 0;
  return counts.toSorted((a, b) => size(b) - size(a)).map(({ by }) => by[segment] ?? "");
}

function OneSegment(props: { table: SegmentMeasures; how: HowLink }): Child {
  const { segment, measures } = props.table;
  if (measures.kind === "unread") return <Unread of={measures} />;
  const values = valuesOf(segment, measures.value);
  return (
    <div class="segment">
      <h3>By {dimensionWord(segment)}</h3>
      <MeasureTable
        label={`Segment ${dimensionWord(segment)}`}
        head="Value"
        rows={values.slice(0, VALUES_MAX).map((value) => ({
          name: value === "" ? "(empty)" : value,
          by: { [segment]: value },
        }))}
        metrics={bySegment}
        measures={measures.value}
        how={props.how}
      />
      {values.length > VALUES_MAX ? (
        <p class="soft">
          {VALUES_MAX} of {values.length} values.
        </p>
      ) : null}
    </div>
  );
}
