import type { Child } from "hono/jsx";
import { TimeChart } from "../charts/time-chart.tsx";
import {
  type Comparable,
  type Compared,
  type Comparison,
  moved,
  shownComparison,
} from "../comparison.ts";
import type { FeatureDetail } from "../feature-drift.ts";
import { segment } from "../formats/words.ts";
import { type Attempt, attempt, Shown, valueOr } from "../parts/attempt.tsx";
import { Breadcrumbs } from "../parts/breadcrumbs.tsx";
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
import type { ChangeMarker, Reads, SystemSummary } from "../reads.ts";
import { FeatureFacts } from "./feature-facts.tsx";
import { notFound, unreadable } from "./problem.tsx";
import { wholeMinutes } from "./whole-minutes.ts";

/** Wider steps than other charts: PSI of a handful of predictions says nothing. */
const POINTS_MAX = 48;

interface FeatureView {
  readonly system: SystemSummary;
  readonly feature: string;
  readonly range: ShownRange;
  readonly steps: SteppedRange;
  readonly comparison: Comparison;
  readonly detail: Attempt<FeatureDetail>;
  readonly history: Attempt<Awaited<ReturnType<Reads["driftSeries"]>>>;
  /** The same feature at an earlier time; empty where it is compared with none. */
  readonly compared: FeatureView["history"];
  readonly changes: Attempt<readonly ChangeMarker[]>;
}

/** PSI is against the baseline already, and of all versions: an earlier time is what is left. */
function comparableOf(system: SystemSummary): Comparable {
  return {
    baseline: system.baseline === null ? null : { ...system.baseline, window: null, rates: {} },
    models: [],
  };
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
  const comparison = shownComparison(range, steps, comparableOf(found.value), nowMs);
  const [detail, history, compared, changes] = await Promise.all([
    attempt("the drift", () => reads.featureDrift({ ...of, range: wholeMinutes(range) })),
    attempt("the history of the drift", () => reads.driftSeries({ ...of, ...steps })),
    attempt("the drift that it is compared with", async () =>
      comparison.kind === "earlier"
        ? await reads.driftSeries({ ...of, range: comparison.range, stepMs: steps.stepMs })
        : [],
    ),
    attempt("the changes", () => reads.changes({ system: of.system, range: steps.range })),
  ]);
  const view: FeatureView = {
    ...{ system: found.value, feature: of.feature, range, steps, comparison },
    ...{ detail, history, compared, changes },
  };
  return {
    title: `${of.feature} of ${of.system}`,
    section: "systems",
    body: <Feature view={view} now={nowMs} />,
    status: 200,
    about: { system: of.system },
    refreshSeconds: endsNow(range.preset, nowMs, found.value) ? 10 : null,
  };
}

function Feature(props: { view: FeatureView; now: number }): Child {
  const { view, now } = props;
  const system = `/systems/${segment(view.system.id)}`;
  return (
    <>
      <header class="page-head">
        <Breadcrumbs
          way={[
            { word: "Overview", href: "/" },
            { word: view.system.id, href: `${system}${rangeQuery(view.range)}` },
          ]}
          here={view.feature}
        />
        <h1>{view.feature}</h1>
        <Related of={valueOr(view.detail, null)?.related ?? []} path={system} range={view.range} />
      </header>
      <div class="range-bar">
        <RangeControl
          range={view.range}
          path={`${system}/features/${segment(view.feature)}`}
          now={now}
          compare={{ of: comparableOf(view.system), with: view.comparison }}
        />
      </div>
      <Shown of={view.detail}>{(detail) => <FeatureFacts detail={detail} now={now} />}</Shown>
      <section class="block" aria-labelledby="history">
        <h2 id="history">Over time</h2>
        <Shown of={view.history}>
          {(rows) => (
            <TimeChart
              metric={valueOr(view.detail, null)?.found?.distances[0]?.id ?? "psi"}
              points={rows.find((row) => row.feature === view.feature)?.points ?? []}
              compared={comparedOf(view)}
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

function comparedOf(view: FeatureView): Compared | null {
  const { comparison, steps } = view;
  if (comparison.kind !== "earlier") return null;
  const points = valueOr(view.compared, []).find((row) => row.feature === view.feature)?.points;
  const byMs = steps.range.fromMs - comparison.range.fromMs;
  return { word: comparison.word, points: moved(points ?? [], byMs) };
}

/** A part of an embedding says little by itself: the way to the whole. */
function Related(props: { of: readonly string[]; path: string; range: ShownRange }): Child {
  if (props.of.length === 0) return null;
  return (
    <p class="soft">
      Part of an embedding, as a whole in{" "}
      {props.of.map((name, i) => (
        <>
          {i === 0 ? "" : " and "}
          <a href={`${props.path}/features/${segment(name)}${rangeQuery(props.range)}`}>{name}</a>
        </>
      ))}
    </p>
  );
}
