import type { Verdict } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { metricValue, metricWords } from "../formats/metric.ts";
import { count } from "../formats/number.ts";
import { between } from "../formats/time.ts";
import { segment } from "../formats/words.ts";
import { LabelPairs } from "../parts/labels.tsx";
import { rank, StandingMark, standingOf, verdictWord } from "../parts/vial.tsx";
import type { ControlSummary, InstanceStatus } from "../reads.ts";

interface Row {
  readonly control: ControlSummary;
  readonly instance: InstanceStatus;
}

/** More than this on one page helps nobody; the API has them all. */
const ROWS_MAX = 200;

/** Control instances as they stand, worst first: the verdict, its number, and its window. */
export function InstanceTable(props: {
  rows: readonly Row[];
  now: number;
  without: readonly string[];
  /** Names the control in each row. */
  named?: boolean;
}): Child {
  if (props.rows.length === 0) {
    return <p class="quiet">No verdict yet.</p>;
  }
  const rows = props.rows.toSorted((a, b) => rank(standing(a)) - rank(standing(b)));
  return (
    <section class="scroll" tabindex={0} aria-label="Verdicts, scrolls">
      <table class="instances stacks">
        <thead>
          <tr>
            {props.named ? <th scope="col">Control</th> : null}
            <th scope="col">Of</th>
            <th scope="col">Stands</th>
            <th scope="col">Newest verdict</th>
            <th scope="col" class="number">
              Measured
            </th>
            <th scope="col">Window</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, ROWS_MAX).map((row) => (
            <tr>
              {props.named ? (
                <th scope="row">
                  <a href={`/controls/${segment(row.control.id)}`}>{row.control.title}</a>
                </th>
              ) : null}
              <td>
                <LabelPairs of={row.instance.labels} without={props.without} />
              </td>
              <td>
                <StandingMark standing={standing(row)} />
              </td>
              <td data-label="Newest verdict">
                {verdictWord(row.instance.verdict)}
                <span class="under">{verdictReason(row.instance.verdict)}</span>
              </td>
              <td class="number" data-label="Measured">
                <Measured verdict={row.instance.verdict} measure={row.control.measure} />
              </td>
              <td class="window" data-label="Window">
                {between(row.instance.windowStartMs, row.instance.windowEndMs, props.now)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > ROWS_MAX ? (
        <p class="soft">
          The worst {ROWS_MAX} of {count(rows.length)} instances.
        </p>
      ) : null}
    </section>
  );
}

function standing({ instance }: Row): ReturnType<typeof standingOf> {
  return standingOf(instance.state, instance.verdict);
}

function verdictReason(verdict: Verdict): string {
  switch (verdict.kind) {
    case "pass":
      return verdict.warned ? "beyond the warning limit" : "";
    case "breach":
      return verdict.bound;
    default:
      return verdict.reason;
  }
}

function Measured(props: { verdict: Verdict; measure: string }): Child {
  const { verdict } = props;
  const measured = "measured" in verdict ? verdict.measured : null;
  if (measured === null) return <span class="soft">nothing</span>;
  const { style } = metricWords(props.measure);
  const bounds = [
    measured.lower === null ? null : `≥ ${metricValue(style, measured.lower)}`,
    measured.upper === null ? null : `≤ ${metricValue(style, measured.upper)}`,
    `n ${count(measured.n)}`,
  ];
  return (
    <>
      {metricValue(style, measured.value)}
      <span class="under">{bounds.filter((bound) => bound !== null).join(", ")}</span>
    </>
  );
}
