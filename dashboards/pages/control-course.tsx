import { labelsKey } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { metricValue, metricWords } from "../formats/metric.ts";
import { counted } from "../formats/number.ts";
import { between } from "../formats/time.ts";
import { segment, sentence, unbroken } from "../formats/words.ts";
import { Shown, Unread } from "../parts/attempt.tsx";
import { dimensionWord, LabelPairs } from "../parts/labels.tsx";
import { Tabs } from "../parts/tabs.tsx";
import { StandingMark, standingOf, verdictWord } from "../parts/vial.tsx";
import type { InstanceStatus, SeriesPoint } from "../reads.ts";
import { ControlChart } from "./control-chart.tsx";
import { type ControlView, WINDOWS } from "./control-reads.ts";

/** The course of one instance: the newest verdict in words, then the measured value against the limit. */
export function Course(props: { view: ControlView; now: number }): Child {
  const { view, now } = props;
  const { shown } = view;
  if (shown === null) {
    return (
      <p class="quiet">
        No verdict yet. The first is due {view.control.due}; until then nothing is known, and
        nothing is taken for well.
      </p>
    );
  }
  return (
    <>
      <InstanceChoice view={view} shown={shown.instance} />
      <Why view={view} instance={shown.instance} now={now} />
      <Shown of={shown.evaluations}>
        {(evaluations) => (
          <ControlChart view={view} shown={shown} evaluations={evaluations} now={now} />
        )}
      </Shown>
      {[shown.limits, shown.changes, view.maintenance].map((part) =>
        part.kind === "unread" ? <Unread of={part} /> : null,
      )}
    </>
  );
}

/** More than this in a list of choices is found through the table of instances. */
const CHOICES_MAX = 200;

/** Which instance, and how many windows: a form and links, so that the address keeps both. */
function InstanceChoice(props: { view: ControlView; shown: InstanceStatus }): Child {
  const { view, shown } = props;
  const path = `/controls/${segment(view.control.id)}`;
  const key = labelsKey(shown.labels);
  return (
    <div class="range course-choice">
      {view.instances.length < 2 ? (
        <LabelPairs of={shown.labels} otherwise="the control itself" />
      ) : (
        <form class="filter" method="get" action={path}>
          <label>
            Instance, the worst first
            <select name="instance">
              {chosenFirst(view.instances, key).map(({ labels }) => (
                <option value={labelsKey(labels)} selected={labelsKey(labels) === key}>
                  {labelWords(labels)}
                </option>
              ))}
            </select>
          </label>
          {view.windows === WINDOWS[0] ? null : (
            <input type="hidden" name="windows" value={String(view.windows)} />
          )}
          <button type="submit" class="button">
            Show
          </button>
        </form>
      )}
      <Tabs
        label="Windows shown"
        kind="filters"
        of={WINDOWS.map((many) => ({
          href: `${path}?${new URLSearchParams({ instance: key, windows: String(many) })}`,
          word: `${many} windows`,
          isShown: many === view.windows,
        }))}
      />
    </div>
  );
}

function chosenFirst(instances: readonly InstanceStatus[], key: string): readonly InstanceStatus[] {
  const shown = instances.slice(0, CHOICES_MAX);
  if (shown.some(({ labels }) => labelsKey(labels) === key)) return shown;
  return [...instances.filter(({ labels }) => labelsKey(labels) === key), ...shown];
}

/** `mail-spam-filter, version 7, feature link_count`. */
function labelWords(labels: Readonly<Record<string, string>>): string {
  const { system, ...rest } = labels;
  const others = Object.entries(rest).map(([name, value]) => `${dimensionWord(name)} ${value}`);
  const all = [...(system === undefined ? [] : [system]), ...others];
  return all.length === 0 ? "the control itself" : all.join(", ");
}

/** The newest verdict in words: the value, the bound, the sample, and what is missing. */
function Why(props: { view: ControlView; instance: InstanceStatus; now: number }): Child {
  const { view, instance, now } = props;
  const { verdict } = instance;
  return (
    <div class="why">
      <p class="stands">
        <StandingMark standing={standingOf(instance.state, verdict)} />
        <span class="soft">
          the window {between(instance.windowStartMs, instance.windowEndMs, now)}
        </span>
      </p>
      <p class="finding">
        <strong>{sentence(verdictWord(verdict))}</strong>:{" "}
        {unbroken(whyWords(view.control.measure, instance))}
      </p>
    </div>
  );
}

/** One sentence on a verdict. */
function whyWords(measure: string, { verdict }: InstanceStatus): string {
  switch (verdict.kind) {
    case "pass": {
      const inside = verdict.warned
        ? "inside the limit, but beyond the warning"
        : "inside the limit";
      return `${measuredWords(measure, verdict.measured)}, which is ${inside}.`;
    }
    case "breach":
      return `${measuredWords(measure, verdict.measured)}; required is ${verdict.bound}.`;
    case "inconclusive":
      return verdict.measured === null
        ? `${verdict.reason}. That is not a pass: it is not known.`
        : `${measuredWords(measure, verdict.measured)}, and ${verdict.reason}.`;
    case "no_data":
      return `${verdict.reason}. That is not a pass: an episode that lasts goes on.`;
    case "error":
      return `${verdict.reason}. The window is not judged, and that is not a pass.`;
  }
}

/** `0.620 measured in 412 cases, at least 0.510 and at most 0.740`. */
function measuredWords(
  measure: string,
  of: Pick<SeriesPoint, "n" | "lower" | "upper"> & { readonly value: number },
): string {
  const { style } = metricWords(measure);
  const bounds = [
    of.lower === null ? null : `at least ${metricValue(style, of.lower)}`,
    of.upper === null ? null : `at most ${metricValue(style, of.upper)}`,
  ].filter((bound) => bound !== null);
  const proven = bounds.length === 0 ? "" : ` (the sample proves ${bounds.join(" and ")})`;
  return `${metricValue(style, of.value)} measured in ${counted(of.n, "case")}${proven}`;
}
