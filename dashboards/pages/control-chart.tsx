import type { Child } from "hono/jsx";
import type { ChartJudgement } from "../charts/chart-data.ts";
import { TimeChart } from "../charts/time-chart.tsx";
import type { Evaluation, Maintenance } from "../control-history.ts";
import { metricValue, metricWords } from "../formats/metric.ts";
import { between, moment } from "../formats/time.ts";
import { unbroken } from "../formats/words.ts";
import { valueOr } from "../parts/attempt.tsx";
import type { SteppedRange } from "../range.ts";
import type { ChangeMarker, SeriesPoint } from "../reads.ts";
import type { ControlView, InstanceView } from "./control-reads.ts";

/** The measured value of one instance against its limit, with episodes, maintenance and changes. */
export function ControlChart(props: {
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
