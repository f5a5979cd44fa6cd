import type { Child } from "hono/jsx";
import { metricWords } from "../formats/metric.ts";
import { counted } from "../formats/number.ts";
import { span } from "../formats/time.ts";
import { segment } from "../formats/words.ts";
import { attempt, Shown, valueOr } from "../parts/attempt.tsx";
import type { PageContent } from "../parts/document.tsx";
import { CopyLine, SeverityMark } from "../parts/labels.tsx";
import { RecordList } from "../parts/record-list.tsx";
import { rank, StandingMark, standingOf, Vial, worst } from "../parts/vial.tsx";
import type { ControlSummary, Reads } from "../reads.ts";
import { InstanceTable } from "./instance-table.tsx";
import { inboxOrder } from "./order.ts";
import { notFound, unreadable } from "./problem.tsx";

const STRIP_MAX = 60;
const RECORDS_MAX = 10;

/** `/controls`: what is in force, how it stands, when it speaks next. */
export async function controls(reads: Reads): Promise<PageContent> {
  const found = await attempt("the controls", reads.controls);
  return {
    title: "Controls",
    section: "controls",
    body: (
      <>
        <header class="page-head">
          <h1>Controls</h1>
        </header>
        <Shown of={found}>{(all) => <ControlList controls={all} />}</Shown>
      </>
    ),
    status: 200,
    refreshSeconds: 15,
  };
}

function ControlList(props: { controls: readonly ControlSummary[] }): Child {
  if (props.controls.length === 0) {
    return (
      <p class="quiet">
        No control is in force: nothing is judged, and nothing will be raised. Name a control file
        when the collector starts.
      </p>
    );
  }
  return (
    <ul class="controls" data-live="controls">
      {props.controls.map((control) => (
        <li class="card">
          <p class="record-line">
            <SeverityMark severity={control.severity} />
            <span class="label">{control.status}</span>
            <span class="due">Next verdict {control.due}</span>
          </p>
          <h2>
            <a href={`/controls/${segment(control.id)}`}>{control.title}</a>
          </h2>
          <p class="requirement">{control.requirement}</p>
          <p class="soft">{rhythm(control)}</p>
          <Strip control={control} />
        </li>
      ))}
    </ul>
  );
}

/** One vial an instance, worst first, and the sum in words. */
function Strip(props: { control: ControlSummary }): Child {
  const standings = props.control.instances
    .map((instance) => standingOf(instance.state, instance.verdict))
    .sort((a, b) => rank(a) - rank(b));
  if (standings.length === 0) return <p class="soft">No verdict yet.</p>;
  const kinds = [...new Set(standings)];
  const [only] = standings;
  if (only !== undefined && standings.length === 1) {
    return (
      <p class="strip">
        <StandingMark standing={only} />
      </p>
    );
  }
  return (
    <div class="strip">
      <p class="strip-vials" aria-hidden="true">
        {standings.slice(0, STRIP_MAX).map((standing) => (
          <Vial standing={standing} />
        ))}
      </p>
      <p class="strip-words">
        {kinds.map((kind) => (
          <span>
            {standings.filter((standing) => standing === kind).length}{" "}
            <StandingMark standing={kind} />
          </span>
        ))}
      </p>
    </div>
  );
}

function rhythm(control: ControlSummary): string {
  const every =
    control.everyMs === control.windowMs ? "" : `, judged every ${span(control.everyMs)}`;
  return `${metricWords(control.measure).title} over windows of ${span(control.windowMs)}${every}`;
}

/** `/controls/:id`: the control as it is written, and each of its instances. */
export async function control(reads: Reads, id: string): Promise<PageContent> {
  const nowMs = reads.nowMs();
  const [found, records] = await Promise.all([
    attempt("the controls", reads.controls),
    attempt("the nonconformities", reads.nonconformities),
  ]);
  if (found.kind === "unread") return unreadable(found);
  const one = found.value.find((candidate) => candidate.id === id);
  if (one === undefined) {
    return notFound(`No control is called ${id}`, "It may have been retired or renamed.");
  }
  const raised = valueOr(records, []).filter((record) => record.control === id);
  const standing = worst(one.instances.map((each) => standingOf(each.state, each.verdict)));
  return {
    title: one.title,
    section: "controls",
    body: (
      <>
        <header class="page-head" data-live="facts">
          <p class="crumbs">
            <a href="/controls">Controls</a> <span aria-hidden="true">/</span> {one.id}
          </p>
          <h1>{one.title}</h1>
          <p class="stands">
            {standing === null ? (
              <span class="soft">No verdict yet</span>
            ) : (
              <StandingMark standing={standing} />
            )}
            <SeverityMark severity={one.severity} />
            <span class="label">{one.status}</span>
            <span class="due">Next verdict {one.due}</span>
          </p>
          <p class="lead">{one.requirement}</p>
          <p class="soft">{rhythm(one)}</p>
        </header>
        <section class="block" aria-labelledby="instances" data-live="instances">
          <h2 id="instances">{counted(one.instances.length, "instance")}</h2>
          <InstanceTable measure={one.measure} instances={one.instances} now={nowMs} without={[]} />
        </section>
        <section class="block" aria-labelledby="raised" data-live="raised">
          <h2 id="raised">Nonconformities it raised</h2>
          <Shown of={records}>
            {() =>
              raised.length === 0 ? (
                <p class="quiet">None so far.</p>
              ) : (
                <RecordList records={raised.sort(inboxOrder).slice(0, RECORDS_MAX)} now={nowMs} />
              )
            }
          </Shown>
        </section>
        <section class="block" aria-labelledby="text">
          <h2 id="text">As it is written</h2>
          <p class="soft">
            Revision <code class="digest">{one.revision.slice(0, 12)}</code>, the hash of everything
            that decides a verdict.
          </p>
          <CopyLine text={one.text} label="the control" />
        </section>
      </>
    ),
    status: 200,
    refreshSeconds: 15,
  };
}
