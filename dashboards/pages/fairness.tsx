import type { Measurement } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { counted, plain, points } from "../formats/number.ts";
import { listed } from "../formats/words.ts";
import { Unread } from "../parts/attempt.tsx";
import { dimensionWord } from "../parts/labels.tsx";
import { MeasureTable } from "../parts/measure-table.tsx";
import { HowComputed, measurementIn } from "../parts/measured.tsx";
import type { Measures } from "../reads.ts";
import type { HowLink } from "./how-link.ts";
import { PositiveLabel } from "./performance.tsx";
import { valuesOf } from "./segment-tables.tsx";
import { ASSESSABLE_MIN, type SegmentMeasures, type SegmentTables } from "./system-measures.ts";

/** Rows of one segment: the largest; all are in the API. */
const VALUES_MAX = 20;

/** A rate, and how a segment's compares with the best one. */
const pairs = [
  { rate: "selection_rate", gap: "selection_rate_ratio", best: 1, word: "of the highest" },
  { rate: "recall", gap: "equal_opportunity_gap", best: 0, word: "below the highest" },
  {
    rate: "false_positive_rate",
    gap: "false_positive_rate_gap",
    best: 0,
    word: "above the lowest",
  },
  { rate: "override_rate", gap: "oversight_disparity", best: 0, word: "above the lowest" },
] as const;

/** Whether segments are treated alike: each rate with its gap to the best segment. */
export function FairnessSection(props: { of: SegmentTables; how: HowLink }): Child {
  const { tables, left } = props.of;
  if (tables.length === 0) {
    return (
      <p class="quiet">
        Nothing to compare: the predictions of this range carried no segments. Send the groups that
        must be treated alike as <code>segment</code> of each prediction.
      </p>
    );
  }
  const read = tables.flatMap(({ measures }) => (measures.kind === "read" ? [measures.value] : []));
  const positive = read.find((one) => one.positive !== null)?.positive ?? null;
  return (
    <>
      <PositiveLabel positive={positive} />
      {positive === null ? null : tables.map((table) => <OneSegment of={table} how={props.how} />)}
      {positive === null || left.length === 0 ? null : (
        <p class="soft">Not compared: {listed(left.map(dimensionWord))}.</p>
      )}
      {positive === null ? null : <HowComputed name="fairness" of={sources(read[0])} />}
    </>
  );
}

function sources(of: Measures | undefined): Measures["metrics"] {
  const known = new Set<string>(pairs.flatMap(({ rate, gap }) => [rate, gap]));
  return of?.metrics.filter(({ metric }) => known.has(metric)) ?? [];
}

function OneSegment(props: { of: SegmentMeasures; how: HowLink }): Child {
  const { segment, measures } = props.of;
  if (measures.kind === "unread") return <Unread of={measures} />;
  const values = valuesOf(segment, measures.value);
  const columns = pairs.filter(({ rate }) => hasPoints(measures.value, rate));
  return (
    <div class="segment">
      <h3>By {dimensionWord(segment)}</h3>
      <MeasureTable
        label={`Fairness by ${dimensionWord(segment)}`}
        head="Value"
        rows={values.slice(0, VALUES_MAX).map((value) => ({
          name: value === "" ? "(not given)" : value,
          by: { [segment]: value },
        }))}
        metrics={columns.map(({ rate }) => rate)}
        measures={measures.value}
        how={props.how}
        under={(metric, by) =>
          columns
            .filter(({ rate }) => rate === metric)
            .map((pair) => <Gap pair={pair} of={measurementIn(measures.value, pair.gap, by)} />)
        }
      />
      {values.length > VALUES_MAX ? (
        <p class="soft">
          The largest {VALUES_MAX} of {counted(values.length, "value")}.
        </p>
      ) : null}
    </div>
  );
}

function hasPoints(of: Measures, metric: string): boolean {
  return of.metrics.some((one) => one.metric === metric && one.points.length > 0);
}

/** `3.1 points below the highest`, with bounds; never a pass where there is too little to tell. */
function Gap(props: { pair: (typeof pairs)[number]; of: Measurement | null }): Child {
  const { pair, of } = props;
  if (of === null || of.kind === "no_data") return null;
  if (of.kind === "insufficient") {
    const isSmall = of.n < ASSESSABLE_MIN;
    const words = isSmall ? `not assessable: n ${of.n}, needs ${ASSESSABLE_MIN}` : of.reason;
    return <span class="under">{words}</span>;
  }
  if (of.value === pair.best && of.lower === of.upper) {
    return <span class="under">the reference</span>;
  }
  const isRatio = pair.gap === "selection_rate_ratio";
  const text = isRatio ? plain : points;
  return (
    <span class="under">
      {text(of.value)} {isRatio ? "" : "points "}
      {pair.word}
      {of.lower === null || of.upper === null ? null : (
        <span class="together">
          {" "}
          ({text(of.lower)} to {text(of.upper)})
        </span>
      )}
    </span>
  );
}
