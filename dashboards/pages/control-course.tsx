import { labelsKey } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import type { ChartJudgement } from "../charts/chart-data.ts";
import { TimeChart } from "../charts/time-chart.tsx";
import type { Evaluation, Maintenance } from "../control-history.ts";
import { metricValue, metricWords } from "../formats/metric.ts";
import { counted } from "../formats/number.ts";
import { between, moment } from "../formats/time.ts";
import { segment, sentence, unbroken } from "../formats/words.ts";
import { Shown, Unread, valueOr } from "../parts/attempt.tsx";
import { dimensionWord, LabelPairs } from "../parts/labels.tsx";
import { StandingMark, standingOf, verdictWord } from "../parts/vial.tsx";
import type { SteppedRange } from "../range.ts";
import type { ChangeMarker, InstanceStatus, SeriesPoint } from "../reads.ts";
import { type ControlView, type InstanceView, WINDOWS } from "./control-reads.ts";

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
        {(evaluations) => <Chart view={view} shown={shown} evaluations={evaluations} now={now} />}
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
      <nav class="range-presets" aria-label="Windows shown">
        {WINDOWS.map((many) => (
          <a
            href={`${path}?${new URLSearchParams({ instance: key, windows: String(many) })}`}
            aria-current={many === view.windows ? "true" : undefined}
          >
            {many} windows
          </a>
        ))}
      </nav>
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

function Chart(props: {
  view: ControlView;
  shown: InstanceView;
  evaluations: readonly Evaluation[];
  now: number;
}): Child {
  const { shown, evaluations, now } = props;
  const { control } = props.view;
  const steps = lived(props.view.steps, evaluations);
  const view = { ...props.view, steps };
  const maintenance = valueOr(view.maintenance, []).filter((planned) =>
    concerns(planned, control.id, shown.instance.labels["system"]),
  );
  const judgement = judgementOf(view, shown, evaluations, maintenance);
  const changes = [...valueOr(shown.changes, []), ...revisionMarkers(view)]
    .filter(({ timeMs }) => timeMs >= steps.range.fromMs)
    .sort((a, b) => a.timeMs - b.timeMs);
  const limits = valueOr(shown.limits, null);
  return (
    <>
      <TimeChart
        metric={control.measure}
        points={evaluations.map((evaluation) => pointOf(evaluation, control.everyMs))}
        steps={steps}
        changes={changes}
        judgement={judgement}
        now={now}
      />
      <ul class="chart-key" hidden={!evaluations.some(({ verdict }) => "measured" in verdict)}>
        <KeyLine mark="limit" shown={hasBounds(judgement.limit)}>
          limit {limits === null ? "" : boundsWords(control.measure, limits.limit)}
          {limits?.riskTier == null ? "" : ` (${limits.riskTier} risk)`}
        </KeyLine>
        <KeyLine mark="warn" shown={hasBounds(judgement.warn)}>
          warning {limits === null ? "" : boundsWords(control.measure, limits.warn)}
        </KeyLine>
        <KeyLine mark="episode" shown={judgement.bands.some(({ kind }) => kind === "episode")}>
          episode
        </KeyLine>
        <KeyLine mark="maintenance" shown={maintenance.length > 0}>
          maintenance
        </KeyLine>
        <KeyLine mark="amended" shown={judgement.amended.length > 0}>
          amended after late data
        </KeyLine>
      </ul>
      {hasBounds(judgement.limit) || shown.limits.kind === "unread" ? null : (
        <p class="soft">
          No limit is drawn: it is a list of names, or a ratio of a rate that no approved baseline
          of this system says.
        </p>
      )}
      <Markers changes={changes} maintenance={maintenance} now={now} />
    </>
  );
}

/** The fewest windows that a course is drawn over. */
const LIVED_MIN = 12;

/** The part of a range since the first evaluation: a young control's course fills its chart. */
function lived(of: SteppedRange, evaluations: readonly Evaluation[]): SteppedRange {
  const { range, stepMs } = of;
  const firstMs = (evaluations[0]?.windowEndMs ?? range.fromMs) - 2 * stepMs;
  const latestMs = range.toMs - LIVED_MIN * stepMs;
  return {
    range: { ...range, fromMs: Math.max(range.fromMs, Math.min(firstMs, latestMs)) },
    stepMs,
  };
}

/** A window's value stands at the step that ends with it. */
function pointOf(of: Evaluation, everyMs: number): SeriesPoint {
  const measured = "measured" in of.verdict ? of.verdict.measured : null;
  return {
    timeMs: of.windowEndMs - everyMs,
    by: {},
    value: measured?.value ?? null,
    n: measured?.n ?? 0,
    lower: measured?.lower ?? null,
    upper: measured?.upper ?? null,
    note: "reason" in of.verdict ? of.verdict.reason : null,
  };
}

const NO_BOUNDS = { min: null, max: null };

function judgementOf(
  view: ControlView,
  shown: InstanceView,
  evaluations: readonly Evaluation[],
  maintenance: readonly Maintenance[],
): ChartJudgement {
  const { everyMs, windowMs } = view.control;
  const limits = valueOr(shown.limits, null);
  const { fromMs } = view.steps.range;
  return {
    limit: limits?.limit ?? NO_BOUNDS,
    warn: limits?.warn ?? NO_BOUNDS,
    bands: [
      ...maintenance.map((planned) => ({
        kind: "maintenance" as const,
        fromMs: planned.fromMs,
        toMs: planned.toMs,
      })),
      ...episodesOf(evaluations, everyMs),
    ],
    amended: evaluations
      .filter(({ amended }) => amended)
      .map(({ windowEndMs }) => Math.round((windowEndMs - everyMs - fromMs) / everyMs)),
    windowMs,
  };
}

/** Windows in a row in which the instance fired or was recovering, as one band each. */
function episodesOf(evaluations: readonly Evaluation[], everyMs: number): ChartJudgement["bands"] {
  const bands: { kind: "episode"; fromMs: number; toMs: number }[] = [];
  let open = false;
  for (const { phase, windowEndMs } of evaluations) {
    const isOn = phase === "firing" || phase === "recovering";
    const last = bands.at(-1);
    if (isOn && open && last !== undefined) last.toMs = windowEndMs;
    else if (isOn) {
      bands.push({ kind: "episode", fromMs: windowEndMs - everyMs, toMs: windowEndMs });
    }
    open = isOn;
  }
  return bands;
}

/** A revision that came into force while the chart runs is a change like any other. */
function revisionMarkers(view: ControlView): readonly ChangeMarker[] {
  const { fromMs, toMs } = view.steps.range;
  return valueOr(view.revisions, [])
    .filter(({ loadedMs }) => loadedMs >= fromMs && loadedMs < toMs)
    .map(({ loadedMs, by, revision }) => ({
      timeMs: loadedMs,
      change: "control revised",
      summary: `revision ${revision.slice(0, 12)} by ${by}`,
    }));
}

function concerns(planned: Maintenance, control: string, system: string | undefined): boolean {
  const { systems, controls } = planned;
  return (
    (controls.length === 0 || controls.includes(control)) &&
    (systems.length === 0 || (system !== undefined && systems.includes(system)))
  );
}

function hasBounds({ min, max }: ChartJudgement["limit"]): boolean {
  return min !== null || max !== null;
}

function boundsWords(measure: string, of: ChartJudgement["limit"] | null): string {
  const { style } = metricWords(measure);
  const parts = [
    of?.min == null ? [] : [`at least ${metricValue(style, of.min)}`],
    of?.max == null ? [] : [`at most ${metricValue(style, of.max)}`],
  ];
  return unbroken(parts.flat().join(" and "));
}

function KeyLine(props: {
  mark: "limit" | "warn" | "episode" | "maintenance" | "amended";
  shown: boolean;
  children?: Child;
}): Child {
  if (!props.shown) return null;
  return (
    <li>
      <svg viewBox="0 0 24 10" aria-hidden="true" focusable="false">
        {props.mark === "episode" || props.mark === "maintenance" ? (
          <rect class={`chart-${props.mark}`} x="0" y="0" width="24" height="10" />
        ) : (
          <path
            class={`chart-${props.mark}`}
            d={props.mark === "amended" ? "M12 2l3 3-3 3-3-3z" : "M0 5H24"}
          />
        )}
      </svg>
      {props.children}
    </li>
  );
}

function Markers(props: {
  changes: readonly ChangeMarker[];
  maintenance: readonly Maintenance[];
  now: number;
}): Child {
  const { changes, maintenance, now } = props;
  if (changes.length + maintenance.length === 0) return null;
  return (
    <div class="changes">
      <ul>
        {changes.map(({ timeMs, change, summary }) => (
          <li>
            <span class="change-flag" aria-hidden="true" />
            <span>{moment(timeMs, now)}</span>
            <span class="label">{change}</span> {summary}
          </li>
        ))}
        {maintenance.map(({ fromMs, toMs, reason, owner }) => (
          <li>
            <span>{between(fromMs, toMs, now)}</span>
            <span class="label">maintenance</span> {reason}
            <span class="soft">with {owner}; judged as always, nothing raised</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
