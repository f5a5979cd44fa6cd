import type { Child } from "hono/jsx";
import { counted } from "../formats/number.ts";
import { attempt, Shown } from "../parts/attempt.tsx";
import { Breadcrumbs } from "../parts/breadcrumbs.tsx";
import type { PageContent } from "../parts/document.tsx";
import { CopyLine, SeverityMark } from "../parts/labels.tsx";
import { StandingMark, standingOf } from "../parts/vial.tsx";
import type { Reads } from "../reads.ts";
import { ControlBacktest } from "./control-backtest.tsx";
import { Course } from "./control-course.tsx";
import { ControlEpisodes } from "./control-episodes.tsx";
import { ControlEvaluations } from "./control-evaluations.tsx";
import { type ControlView, readControl } from "./control-reads.ts";
import { ControlRevisions } from "./control-revisions.tsx";
import { ControlTerms } from "./control-terms.tsx";
import { ControlWindows } from "./control-windows.tsx";
import { dueWords } from "./controls.tsx";
import { statusWords } from "./controls-filter-form.tsx";
import { InstanceTable } from "./instance-table.tsx";
import { notFound, unreadable } from "./problem.tsx";

/** `/controls/:id`: what is required, what was measured, what it raised, who changed it, and that it ran. */
export async function control(
  reads: Reads,
  id: string,
  query: Readonly<Record<string, string | undefined>>,
): Promise<PageContent> {
  const nowMs = reads.nowMs();
  const found = await attempt("the controls", reads.controls);
  if (found.kind === "unread") return unreadable(found);
  const one = found.value.find((candidate) => candidate.id === id);
  if (one === undefined) {
    return notFound(`No control is called ${id}`, "It may have been retired or renamed.");
  }
  const view = await readControl(reads, one, query);
  return {
    title: one.title,
    section: "controls",
    body: <Control view={view} now={nowMs} />,
    status: 200,
    refreshSeconds: 15,
  };
}

function Control(props: { view: ControlView; now: number }): Child {
  const { view, now } = props;
  const { control, instances } = view;
  return (
    <>
      <Head view={view} />
      <section class="block" aria-labelledby="windows" data-live="windows">
        <h2 id="windows">What each window said</h2>
        <ControlWindows view={view} now={now} />
      </section>
      <section class="block" aria-labelledby="course" data-live="course">
        <h2 id="course">Measured against the limit</h2>
        <Course view={view} now={now} />
      </section>
      <section class="block" aria-labelledby="required">
        <h2 id="required">What is required</h2>
        <Shown of={view.explained}>
          {(explained) => <ControlTerms control={control.control} explained={explained} />}
        </Shown>
      </section>
      <section class="block" aria-labelledby="episodes" data-live="episodes">
        <h2 id="episodes">Episodes, and what they raised</h2>
        <Shown of={view.records}>
          {(records) => (
            <ControlEpisodes
              records={records}
              measure={control.measure}
              status={control.status}
              now={now}
            />
          )}
        </Shown>
      </section>
      <section class="block" aria-labelledby="instances" data-live="instances">
        <h2 id="instances">{counted(instances.length, "instance")}</h2>
        <InstanceTable measure={control.measure} instances={instances} now={now} without={[]} />
      </section>
      <section class="block" aria-labelledby="evaluations" data-live="evaluations">
        <h2 id="evaluations">That it was watched</h2>
        <ControlEvaluations view={view} now={now} />
      </section>
      <section class="block" aria-labelledby="backtest" data-live="backtest">
        <h2 id="backtest">On past data</h2>
        <ControlBacktest view={view} now={now} />
      </section>
      <section class="block" aria-labelledby="revisions" data-live="revisions">
        <h2 id="revisions">Revisions</h2>
        <p class="soft">
          A revision is the hash of everything that decides a verdict; spelling and comments change
          nothing.
        </p>
        <Shown of={view.revisions}>
          {(revisions) => <ControlRevisions revisions={revisions} now={now} />}
        </Shown>
      </section>
      <section class="block" aria-labelledby="text">
        <h2 id="text">As it is written</h2>
        <CopyLine text={control.text} label="the control" />
      </section>
    </>
  );
}

function Head(props: { view: ControlView }): Child {
  const { control, instances } = props.view;
  const [first] = instances;
  return (
    <header class="page-head" data-live="facts">
      <Breadcrumbs way={[{ word: "Controls", href: "/controls" }]} here={control.id} />
      <h1>{control.title}</h1>
      <p class="stands">
        {first === undefined ? (
          <span class="soft">No verdict yet</span>
        ) : (
          <StandingMark standing={standingOf(first.state, first.verdict)} />
        )}
        <SeverityMark severity={control.severity} />
        <span class="label">{statusWords[control.status] ?? control.status}</span>
        <span class="due">{dueWords(control)}</span>
      </p>
      <p class="lead">{control.requirement}</p>
    </header>
  );
}
