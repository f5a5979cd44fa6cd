import type { Verdict } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { factTable } from "../formats/fact-table.ts";
import { metricValue, metricWords } from "../formats/metric.ts";
import { count } from "../formats/number.ts";
import { between, iso } from "../formats/time.ts";
import { segment } from "../formats/words.ts";
import { LabelPairs } from "../parts/labels.tsx";
import { rank, type Standing, StandingMark, standingOf, verdictWord } from "../parts/vial.tsx";
import type { InstanceStatus } from "../reads.ts";
import { howLink } from "./how-link.ts";

/** More than this on one page helps nobody; the API has them all. */
const ROWS_MAX = 200;

/** Instances of one control as they stand, worst first: the verdict, its number, and its window. */
export function InstanceTable(props: {
  measure: string;
  instances: readonly InstanceStatus[];
  now: number;
  without: readonly string[];
}): Child {
  if (props.instances.length === 0) {
    return <p class="quiet">No verdict yet.</p>;
  }
  const instances = props.instances.toSorted(worstFirst);
  return (
    <section class="scroll" tabindex={0} aria-label="Verdicts, scrolls">
      <table class="instances stacks">
        <thead>
          <tr>
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
          {instances.slice(0, ROWS_MAX).map((instance) => (
            <tr>
              <th scope="row">
                <LabelPairs of={instance.labels} without={props.without} />
              </th>
              <td>
                <StandingMark standing={standing(instance)} />
              </td>
              <td data-label="Newest verdict">
                {verdictWord(instance.verdict)}
                <span class="under">{verdictReason(instance.verdict)}</span>
              </td>
              <td class="number" data-label="Measured">
                <Measured
                  verdict={instance.verdict}
                  measure={props.measure}
                  how={howOf(instance, props.measure)}
                />
              </td>
              <td class="window" data-label="Window">
                {between(instance.windowStartMs, instance.windowEndMs, props.now)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {instances.length > ROWS_MAX ? (
        <p class="soft">
          The worst {ROWS_MAX} of {count(instances.length)} instances.
        </p>
      ) : null}
    </section>
  );
}

/** Order for sorting: by standing, then by the newest verdict, so that a breach leads its like. */
export function worstFirst(a: InstanceStatus, b: InstanceStatus): number {
  const breach = (of: InstanceStatus): number => (of.verdict.kind === "breach" ? 0 : 1);
  return rank(standing(a)) - rank(standing(b)) || breach(a) - breach(b);
}

function standing(of: InstanceStatus): Standing {
  return standingOf(of.state, of.verdict);
}

/** Why a verdict is what it is: the bound that was broken, or what was missing. */
export function verdictReason(verdict: Verdict): string {
  switch (verdict.kind) {
    case "pass":
      return verdict.warned ? "beyond the warning limit" : "";
    case "breach":
      return verdict.bound;
    default:
      return verdict.reason;
  }
}

/** Where the number of an instance is taken apart: of a feature its page; null where it is of no telemetry. */
function howOf(instance: InstanceStatus, measure: string): string | null {
  const { system, feature, ...by } = instance.labels;
  if (system === undefined || Object.hasOwn(factTable, measure)) return null;
  const window = { fromMs: instance.windowStartMs, toMs: instance.windowEndMs };
  if (feature === undefined) return howLink(system, window)(measure, by);
  const query = new URLSearchParams({ from: iso(window.fromMs), to: iso(window.toMs) });
  return `/systems/${segment(system)}/features/${segment(feature)}?${query}`;
}

/** The number of a verdict with what the sample proves of it. */
export function Measured(props: { verdict: Verdict; measure: string; how?: string | null }): Child {
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
      {props.how == null ? (
        metricValue(style, measured.value)
      ) : (
        <a class="how" href={props.how} title="How this was computed">
          {metricValue(style, measured.value)}
        </a>
      )}
      <span class="under">{bounds.filter((bound) => bound !== null).join(", ")}</span>
    </>
  );
}
