import type { Child } from "hono/jsx";
import { Histogram } from "../charts/histogram.tsx";
import { TimeChart } from "../charts/time-chart.tsx";
import { count, percent, plain } from "../formats/number.ts";
import { segment } from "../formats/words.ts";
import { type Attempt, attempt, Shown, valueOr } from "../parts/attempt.tsx";
import type { PageContent } from "../parts/document.tsx";
import { RangeControl } from "../parts/range-control.tsx";
import {
  endsNow,
  rangeQuery,
  type ShownRange,
  type SteppedRange,
  shownRange,
  stepped,
} from "../range.ts";
import type { ChangeMarker, Drift, FeatureDrift, Reads, SystemSummary } from "../reads.ts";
import { notFound, unreadable } from "./problem.tsx";

/** Wider steps than other charts: PSI of a handful of predictions says nothing. */
const POINTS_MAX = 48;

interface FeatureView {
  readonly system: SystemSummary;
  readonly feature: string;
  readonly range: ShownRange;
  readonly steps: SteppedRange;
  readonly drift: Attempt<Drift>;
  readonly history: Attempt<Awaited<ReturnType<Reads["driftSeries"]>>>;
  readonly changes: Attempt<readonly ChangeMarker[]>;
}

/** `/systems/:id/features/:feature`: how far one input has moved, where, and since when. */
export async function feature(
  reads: Reads,
  of: { readonly system: string; readonly feature: string },
  query: Record<string, string>,
): Promise<PageContent> {
  const nowMs = reads.nowMs();
  const found = await attempt(`the system ${of.system}`, () => reads.system(of.system));
  if (found.kind === "unread") return unreadable(found);
  if (found.value === null) {
    return notFound(`No system is called ${of.system}`, "It has never been declared or heard of.");
  }
  const range = shownRange(query, nowMs, found.value);
  const steps = stepped(range, POINTS_MAX);
  const { fromMs, toMs } = range;
  const [drift, history, changes] = await Promise.all([
    attempt("the drift", () => reads.drift({ system: of.system, range: { fromMs, toMs } })),
    attempt("the history of the drift", () => reads.driftSeries({ ...of, ...steps })),
    attempt("the changes", () => reads.changes({ system: of.system, range: steps.range })),
  ]);
  const view = { system: found.value, feature: of.feature, range, steps, drift, history, changes };
  return {
    title: `${of.feature} of ${of.system}`,
    section: "overview",
    body: <Feature view={view} now={nowMs} />,
    status: 200,
    refreshSeconds: endsNow(range.preset, nowMs, found.value) ? 10 : null,
  };
}

function Feature(props: { view: FeatureView; now: number }): Child {
  const { view, now } = props;
  const system = `/systems/${segment(view.system.id)}`;
  return (
    <>
      <header class="page-head">
        <p class="crumbs">
          <a href="/">Overview</a> <span aria-hidden="true">/</span>{" "}
          <a href={`${system}${rangeQuery(view.range)}`}>{view.system.id}</a>{" "}
          <span aria-hidden="true">/</span> Feature
        </p>
        <h1>{view.feature}</h1>
      </header>
      <div class="range-bar">
        <RangeControl range={view.range} path={`${system}/features/${segment(view.feature)}`} />
      </div>
      <section class="block" aria-labelledby="distribution" data-live="distribution">
        <h2 id="distribution">Distribution</h2>
        <Shown of={view.drift}>{(drift) => <Distribution view={view} drift={drift} />}</Shown>
      </section>
      <section class="block" aria-labelledby="history">
        <h2 id="history">Over time</h2>
        <Shown of={view.history}>
          {(rows) => (
            <TimeChart
              metric="psi"
              points={rows.find((row) => row.feature === view.feature)?.points ?? []}
              steps={view.steps}
              changes={valueOr(view.changes, [])}
              now={now}
            />
          )}
        </Shown>
        {view.changes.kind === "unread" ? <Shown of={view.changes}>{() => null}</Shown> : null}
      </section>
    </>
  );
}

function Distribution(props: { view: FeatureView; drift: Drift }): Child {
  const { view, drift } = props;
  if (drift.baseline === null) {
    return <p class="quiet">Not measured: this system has no approved baseline.</p>;
  }
  const found = drift.features.find((candidate) => candidate.feature === view.feature);
  if (found === undefined) {
    return (
      <p class="quiet">
        Not measured: the baseline {drift.baseline.name} does not hold this feature.
      </p>
    );
  }
  return (
    <>
      <DriftFacts drift={found} rows={drift.baseline.rows} />
      <Histogram bins={found.bins} missing={found.missing} baselineName={drift.baseline.name} />
    </>
  );
}

function DriftFacts(props: { drift: FeatureDrift; rows: number }): Child {
  const { measurement, missing, kind } = props.drift;
  return (
    <dl class="facts facts-wide">
      <div>
        <dt>PSI</dt>
        <dd>
          {measurement.kind === "measured" ? (
            <>
              <strong class="figure">{plain(measurement.value)}</strong>
              {measurement.lower === null ? null : (
                <span class="under">
                  at least {plain(Math.max(0, measurement.lower))}, as the sample proves
                </span>
              )}
            </>
          ) : (
            <>
              <span class="soft">not measured</span>
              <span class="under">{measurement.reason}</span>
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>Sample</dt>
        <dd>
          {"n" in measurement ? count(measurement.n) : 0}
          <span class="under">against {count(props.rows)} baseline rows</span>
        </dd>
      </div>
      <div>
        <dt>Missing</dt>
        <dd>
          <Missing
            of={missing.current}
            rows={missing.current + ("n" in measurement ? measurement.n : 0)}
          />
          <span class="under">
            baseline <Missing of={missing.baseline} rows={props.rows} />
          </span>
        </dd>
      </div>
      <div>
        <dt>Kind</dt>
        <dd>{kind}</dd>
      </div>
    </dl>
  );
}

function Missing(props: { of: number; rows: number }): Child {
  return <>{props.rows === 0 ? count(props.of) : percent(Math.min(1, props.of / props.rows))}</>;
}
