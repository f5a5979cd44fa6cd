import type { Child } from "hono/jsx";
import { count, percent } from "../formats/number.ts";
import { between, moment } from "../formats/time.ts";
import { type SteppedRange, stepStarts } from "../range.ts";
import type { ChangeMarker } from "../reads.ts";
import type { Lane, lanesOf } from "./lanes-of.ts";

/** How calls are called whose answer names no model: those that failed, and what an instrumentation only copied. */
export const UNNAMED = "(not known: failed, or not named)";

const WIDTH = 600;
const HEIGHT = 28;

/**
 * Which model answered, over time: one lane a model, as high as its share of the answers of each step, and
 * where it began. A table, so that it reads without a drawing; no script draws it.
 */
export function ModelLanes(props: {
  lanes: ReturnType<typeof lanesOf>;
  steps: SteppedRange;
  changes: readonly ChangeMarker[];
  /** Names that were approved; null: nobody declared a list. */
  approved: readonly string[] | null;
  hrefOf: (model: string) => string;
  now: number;
}): Child {
  const { lanes, steps, now, approved } = props;
  return (
    <section class="scroll" tabindex={0} aria-label="Models over time, scrolls">
      <table class="lanes stacks">
        <caption class="visually-hidden">
          Models in the order in which they began to answer, with their share of each step
        </caption>
        <thead>
          <tr>
            <th scope="col">Model that answered</th>
            <th scope="col" class="lanes-drawn">
              <span class="lanes-times">
                <span>{moment(steps.range.fromMs, now)}</span>
                <span class="soft">share of the calls</span>
                <span>{moment(steps.range.toMs, now)}</span>
              </span>
            </th>
            <th scope="col">Began</th>
            <th scope="col">Last</th>
            <th scope="col" class="number">
              Calls
            </th>
          </tr>
        </thead>
        <tbody>
          {lanes.map((lane) => (
            <tr>
              <th scope="row">
                {lane.model === "" ? UNNAMED : lane.model}
                <Approval of={lane.model} approved={approved} />
              </th>
              <td class="lanes-drawn" data-label="Share over time">
                <Drawn lane={lane} {...props} />
              </td>
              <td data-label="Began">
                {lane.hasBegun
                  ? between(lane.firstMs, lane.firstMs + steps.stepMs, now)
                  : lane.model === ""
                    ? ""
                    : "before, or with the first call"}
              </td>
              <td data-label="Last">{between(lane.lastMs, lane.lastMs + steps.stepMs, now)}</td>
              <td class="number" data-label="Calls">
                <a href={props.hrefOf(lane.model)}>{count(lane.calls)}</a>
                <span class="under">{percent(lane.share)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Approval(props: { of: string; approved: readonly string[] | null }): Child {
  const { of, approved } = props;
  if (approved === null || of === "") return null;
  return approved.includes(of) ? (
    <span class="under">approved</span>
  ) : (
    <span class="under tone-firing">
      <strong>not approved</strong>
    </span>
  );
}

function Drawn(props: {
  lane: Lane;
  steps: SteppedRange;
  changes: readonly ChangeMarker[];
  now: number;
}): Child {
  const { lane, steps } = props;
  const { fromMs, toMs } = steps.range;
  const x = (ms: number): number => ((ms - fromMs) / (toMs - fromMs)) * WIDTH;
  const wide = x(fromMs + steps.stepMs);
  const bars = stepStarts(steps).flatMap((time) => {
    const share = lane.shares.get(time) ?? 0;
    if (share === 0) return [];
    const [left, right] = [x(time) + wide * 0.06, x(time) + wide * 0.94];
    return `M${left.toFixed(1)} ${HEIGHT}V${((1 - share) * (HEIGHT - 2) + 1).toFixed(1)}H${right.toFixed(1)}V${HEIGHT}Z`;
  });
  const name = lane.model === "" ? "calls of an unknown model" : lane.model;
  return (
    <svg class="lane" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img">
      <title>{`${name}: share of the calls over time`}</title>
      <path class="lane-base" d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} />
      <path class="chart-bars" d={bars.join("")} />
      {props.changes.map(({ timeMs }) => (
        <path class="chart-change" d={`M${x(timeMs).toFixed(1)} 0V${HEIGHT}`} />
      ))}
      {lane.hasBegun ? (
        <path class="lane-begin" d={`M${x(lane.firstMs).toFixed(1)} 0V${HEIGHT}`} />
      ) : null}
    </svg>
  );
}
