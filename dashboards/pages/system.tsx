import { directiveStanding, type Hold, holdsOf } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { type ChartBeside, TimeChart } from "../charts/time-chart.tsx";
import { metricWords } from "../formats/metric.ts";
import { segment } from "../formats/words.ts";
import { type Attempt, attempt, Shown, Unread, valueOr } from "../parts/attempt.tsx";
import type { PageContent } from "../parts/document.tsx";
import { RangeControl } from "../parts/range-control.tsx";
import { RecordList } from "../parts/record-list.tsx";
import { Time } from "../parts/time.tsx";
import { endsNow, shownRange } from "../range.ts";
import type { ChangeMarker, Reads } from "../reads.ts";
import { callsHref } from "./calls.tsx";
import { CallsSection, NoCalls } from "./calls-section.tsx";
import { ControlFolds } from "./control-folds.tsx";
import { DriftSection } from "./drift-section.tsx";
import { FairnessSection } from "./fairness.tsx";
import { howLink } from "./how-link.ts";
import { OversightSection } from "./oversight.tsx";
import { PerformanceSection } from "./performance.tsx";
import { notFound, unreadable } from "./problem.tsx";
import { ProducersSection } from "./producers-section.tsx";
import { SegmentTables } from "./segment-tables.tsx";
import {
  type ReturnedDecision,
  readSuspension,
  SuspensionBox,
  type SuspensionView,
} from "./suspension.tsx";
import { SystemFacts } from "./system-facts.tsx";
import { charted, readSystem, type SystemView } from "./system-reads.ts";
import { UntoldCalls } from "./untold-calls.tsx";

/** `/systems/:id`: what it does, how well, and what has moved. */
export async function system(
  reads: Reads,
  id: string,
  query: Record<string, string>,
  of: {
    /** May this person suspend systems and let them run? */
    readonly mayDecide: boolean;
    readonly returned?: ReturnedDecision;
    readonly status?: PageContent["status"];
  },
): Promise<PageContent> {
  const nowMs = reads.nowMs();
  const found = await attempt(`the system ${id}`, () => reads.system(id));
  if (found.kind === "unread") return unreadable(found);
  if (found.value === null) {
    return notFound(`No system is called ${id}`, "It has neither been declared nor been heard of.");
  }
  const range = shownRange(query, nowMs, found.value);
  const [view, suspension, holds] = await Promise.all([
    readSystem(reads, found.value, range),
    readSuspension(reads, id),
    attempt("whether its evidence is held", reads.holds),
  ]);
  return {
    title: id,
    section: "systems",
    body: (
      <System
        view={view}
        suspension={suspension}
        holds={holds}
        mayDecide={of.mayDecide}
        returned={of.returned ?? null}
        done={query["done"] === "decided"}
        now={nowMs}
      />
    ),
    status: of.status ?? 200,
    about: { system: id },
    refreshSeconds: endsNow(range.preset, nowMs, found.value) ? 10 : null,
  };
}

interface SystemProps {
  view: SystemView;
  suspension: SuspensionView;
  holds: Attempt<readonly Hold[]>;
  mayDecide: boolean;
  returned: ReturnedDecision | null;
  /** Something was just decided. */
  done: boolean;
  now: number;
}

function System(props: SystemProps): Child {
  const { view, now } = props;
  const path = `/systems/${segment(view.system.id)}`;
  const changes = valueOr(view.changes, []);
  const how = howLink(view.system.id, view.range);
  const { directive } = props.suspension;
  // First where somebody has to see it; of a system that simply runs it is the last thing to know.
  const isAsked =
    directive.kind === "unread" ||
    props.done ||
    directiveStanding(directive.value, now) !== "running";
  return (
    <>
      <SystemFacts view={view} now={now} />
      <Shown of={props.holds}>
        {(holds) => <Held holds={holdsOf(holds, view.system.id)} now={now} />}
      </Shown>
      {isAsked ? <MayRun {...props} path={path} /> : null}
      <section class="block" aria-labelledby="open" data-live="open">
        <h2 id="open">Open nonconformities</h2>
        <Shown of={view.open}>
          {(open) =>
            open.length === 0 ? (
              <p class="quiet">None is open for this system.</p>
            ) : (
              <RecordList records={open} now={now} within="system" />
            )
          }
        </Shown>
      </section>
      <div class="range-bar">
        <RangeControl
          range={view.range}
          path={path}
          now={now}
          compare={{ of: view.system, with: view.comparison }}
        />
      </div>
      <section class="block" aria-labelledby="behaviour">
        <h2 id="behaviour">Behaviour</h2>
        <div class="charts">
          {view.charts.map(({ metric, series, compared }) => (
            <Shown of={series}>
              {({ points }) => (
                <TimeChart
                  metric={metric}
                  points={points}
                  compared={valueOr(compared, null)}
                  {...(metric === "accuracy" ? besideAccuracy(view) : {})}
                  steps={view.steps}
                  changes={changes}
                  now={now}
                />
              )}
            </Shown>
          ))}
        </div>
        {view.charts.flatMap(({ compared }) =>
          compared.kind === "unread" ? [<Unread of={compared} />] : [],
        )}
        <p class="soft">
          How a point is computed:{" "}
          {charted.map((metric, i) => (
            <>
              {i === 0 ? "" : ", "}
              <a href={how(metric)}>{metricWords(metric).title}</a>
            </>
          ))}
        </p>
        <Changes view={view} now={now} />
      </section>
      <Shown of={view.calls}>
        {(calls) => (
          <section class="block calls" aria-labelledby="calls">
            <h2 id="calls">Calls of hosted models</h2>
            <Shown of={view.clientMetrics}>{(found) => <UntoldCalls of={found} />}</Shown>
            {calls === null ? (
              <details class="more" data-fold="no calls">
                <summary>None in this range; how they are heard of</summary>
                <NoCalls />
              </details>
            ) : (
              <CallsSection
                of={calls}
                steps={view.steps}
                changes={changes}
                how={how}
                hrefOf={(filter) => callsHref(view.system.id, view.range, filter)}
                now={now}
              />
            )}
          </section>
        )}
      </Shown>
      <section class="block" aria-labelledby="performance" data-live="performance">
        <h2 id="performance">Performance</h2>
        <Shown of={view.performance}>
          {(found) => (
            <PerformanceSection
              of={found}
              how={how}
              compared={valueOr(view.performanceBeside, null)}
            />
          )}
        </Shown>
        {view.performanceBeside.kind === "unread" ? <Unread of={view.performanceBeside} /> : null}
      </section>
      <section class="block" aria-labelledby="drift" data-live="drift">
        <h2 id="drift">Drift by feature</h2>
        <DriftSection view={view} path={path} now={now} />
      </section>
      <section class="block" aria-labelledby="segments" data-live="segments">
        <h2 id="segments">Segments</h2>
        <Shown of={view.segments}>{(found) => <SegmentTables {...found} how={how} />}</Shown>
      </section>
      <section class="block" aria-labelledby="fairness" data-live="fairness">
        <h2 id="fairness">Fairness</h2>
        <Shown of={view.segments}>{(found) => <FairnessSection of={found} how={how} />}</Shown>
      </section>
      <section class="block" aria-labelledby="oversight" data-live="oversight">
        <h2 id="oversight">Oversight</h2>
        <Shown of={view.oversight}>{(found) => <OversightSection of={found} how={how} />}</Shown>
      </section>
      <section class="block" aria-labelledby="producers" data-live="producers">
        <h2 id="producers">Where its records come from</h2>
        <Shown of={view.producers}>
          {(producers) => (
            <ProducersSection of={producers} lost={valueOr(view.lostClients, [])} now={now} />
          )}
        </Shown>
        {view.lostClients.kind === "unread" ? <Unread of={view.lostClients} /> : null}
      </section>
      <section class="block" aria-labelledby="controls" data-live="controls">
        <h2 id="controls">Controls</h2>
        <Shown of={view.controls}>
          {(controls) => <ControlFolds controls={controls} system={view.system.id} now={now} />}
        </Shown>
      </section>
      {isAsked ? null : <MayRun {...props} path={path} />}
    </>
  );
}

/** That nothing of the system expires, and that it had better not be changed; nothing where it is not held. */
function Held(props: { holds: readonly Hold[]; now: number }): Child {
  const [hold] = props.holds;
  if (hold === undefined) return null;
  return (
    <p class="notice" role="status">
      <strong>The evidence of this system is held</strong> since{" "}
      <Time ms={hold.placedMs} now={props.now} />: nothing of it expires, and every change of it
      raises an alarm. <a href={`/holds#${segment(hold.id)}`}>{hold.id}</a>
    </p>
  );
}

function MayRun(props: SystemProps & { path: string }): Child {
  return (
    <section class="block" aria-labelledby="suspension">
      <h2 id="suspension">May it run?</h2>
      {props.done ? (
        <p class="notice notice-done" role="status">
          The decision is recorded.
        </p>
      ) : null}
      <SuspensionBox
        view={props.suspension}
        now={props.now}
        mayDecide={props.mayDecide}
        returned={props.returned}
        back={props.path}
      />
    </section>
  );
}

/** The estimate needs no outcomes, so it is there where the realised accuracy is still to come. */
function besideAccuracy(view: SystemView): { beside?: ChartBeside } {
  const points = valueOr(view.estimated, { points: [] }).points;
  if (!points.some(({ value }) => value !== null)) return {};
  return { beside: { word: "estimated from scores", points } };
}

function Changes(props: { view: SystemView; now: number }): Child {
  return (
    <Shown of={props.view.changes}>
      {(changes) =>
        changes.length === 0 ? null : <ChangeList changes={changes} now={props.now} />
      }
    </Shown>
  );
}

function ChangeList(props: { changes: readonly ChangeMarker[]; now: number }): Child {
  return (
    <div class="changes" data-live="changes">
      <h3>Changes, marked on every chart</h3>
      <ul>
        {props.changes.map((change) => (
          <li>
            <span class="change-flag" aria-hidden="true" />
            <Time ms={change.timeMs} now={props.now} />
            <span class="label">{change.change}</span> {change.summary}
          </li>
        ))}
      </ul>
    </div>
  );
}
