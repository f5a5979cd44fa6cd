import { type Authority, type Nonconformity, nextStates, suffices } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { sourceWords } from "../formats/words.ts";
import { attempt, Shown, valueOr } from "../parts/attempt.tsx";
import { Breadcrumbs } from "../parts/breadcrumbs.tsx";
import type { PageContent } from "../parts/document.tsx";
import { SeverityMark } from "../parts/labels.tsx";
import { Prose } from "../parts/prose.tsx";
import { StateMark } from "../parts/state-mark.tsx";
import { Time } from "../parts/time.tsx";
import type { Reads } from "../reads.ts";
import { Actions } from "./actions.tsx";
import { Deliveries } from "./deliveries.tsx";
import { DutiesInShort } from "./duties-in-short.tsx";
import { Episodes } from "./episodes.tsx";
import { Evidence } from "./evidence.tsx";
import { InShort } from "./in-short.tsx";
import { Postscripts } from "./postscripts.tsx";
import { notFound, unreadable } from "./problem.tsx";
import { Acknowledged } from "./record-acknowledgement.tsx";
import { RecordClocks } from "./record-clocks.tsx";
import { RecordCompleteness } from "./record-completeness.tsx";
import { RecordExamination } from "./record-examination.tsx";
import { RecordPlan } from "./record-plan.tsx";
import { RecordRail } from "./record-rail.tsx";
import { RecordReview } from "./record-review.tsx";
import type { RecordView } from "./record-view.ts";
import { Way } from "./record-way.tsx";
import { Relations } from "./relations.tsx";
import type { ReturnedForm } from "./returned-form.ts";
import { readSuspension } from "./suspension.tsx";
import { Timeline } from "./timeline.tsx";
import { WorkedOut } from "./worked-out.tsx";

/** `/nonconformities/:id`: one record as a document, and the forms that take it on. */
export async function nonconformity(
  reads: Reads,
  of: {
    readonly id: string;
    /** Null: this person may read only. */
    readonly authority: Authority | null;
    readonly mayDecide: boolean;
    readonly returned: ReturnedForm | null;
    readonly done: string | null;
    readonly status: PageContent["status"];
  },
): Promise<PageContent> {
  const nowMs = reads.nowMs();
  const found = await attempt(`the record ${of.id}`, () => reads.nonconformity(of.id));
  if (found.kind === "unread") return unreadable(found);
  const record = found.value;
  if (record === null) {
    return notFound(`No record is called ${of.id}`, "Records are never deleted: check the number.");
  }
  const [
    evidence,
    deliveries,
    telling,
    controls,
    effectiveness,
    duties,
    beside,
    completeness,
    suspensions,
  ] = await Promise.all([
    attempt("the evidence", async () =>
      record.evidence === null ? null : reads.evidence(record.evidence),
    ),
    attempt("the deliveries", () => reads.deliveries(record.id)),
    attempt("who acknowledged it", () => reads.telling(record.id)),
    attempt("the controls", reads.controls),
    attempt("the effect of the actions", () => reads.effectiveness(record.id)),
    attempt("what falls due", () => reads.recordDuties(record.id)),
    attempt("other standards", async () => reads.roadmap.citationsBeside(record.clauses)),
    attempt("the completeness", () => reads.recordCompletenessSoon(record.id)),
    Promise.all(systemsOf(record).map((system) => readSuspension(reads, system))),
  ]);
  const measure = valueOr(controls, []).find((each) => each.id === record.control)?.measure ?? "";
  const { authority } = of;
  const moves =
    authority === null
      ? null
      : nextStates(record).filter(({ needs }) => suffices(authority, needs));
  const view = {
    record,
    evidence,
    deliveries,
    telling,
    effectiveness,
    duties,
    completeness,
    measure,
    beside: valueOr(beside, []),
    suspensions: suspensions.filter(
      ({ directive }) => directive.kind === "unread" || directive.value.version > 0,
    ),
    mayDecide: of.mayDecide,
    moves,
    returned: of.returned,
    done: of.done,
  };
  return {
    title: `${record.id} ${record.controlTitle}`,
    section: "nonconformities",
    body: <Record view={view} now={nowMs} />,
    status: of.status,
    refreshSeconds: null,
  };
}

function Record(props: { view: RecordView; now: number }): Child {
  const { view, now } = props;
  const { record } = view;
  const snapshot = valueOr(view.evidence, null);
  return (
    <article class="dossier">
      <p class="print-head" aria-hidden="true">
        {record.id} · {record.state} · {record.severity}
        {record.system === "" ? "" : ` · ${record.system}`}
      </p>
      <header class="page-head">
        <Breadcrumbs
          way={[{ word: "Nonconformities", href: "/nonconformities" }]}
          here={record.id}
        />
        {view.done === null ? null : (
          <p class="notice notice-done" role="status">
            {view.done}
          </p>
        )}
        {view.returned === null ? null : (
          <p class="notice notice-error" role="alert">
            Nothing was changed: {view.returned.problem}{" "}
            <a href={`#${view.returned.form}`}>What you wrote is kept in the form.</a>
          </p>
        )}
        <h1>{record.controlTitle}</h1>
        <p class="stands">
          <SeverityMark severity={record.severity} />
          <StateMark state={record.state} />
          <span>
            raised <Time ms={record.raisedMs} now={now} />
            {record.control === null ? ` from ${sourceWords(record.source)}` : null}
          </span>
          <a class="to-next" href="#next">
            What to do next
          </a>
        </p>
        <Way state={record.state} />
        <Relations record={record} />
        <Shown of={view.duties}>
          {(duties) =>
            duties === null ? null : <DutiesInShort record={record.id} duties={duties} now={now} />
          }
        </Shown>
      </header>
      <div class="dossier-columns">
        <div class="dossier-text">
          <p class="statement">
            <Prose text={record.statement} />
          </p>
          <InShort
            record={record}
            clocks={valueOr(view.duties, null)?.clocks ?? null}
            beside={view.beside}
            now={now}
          />
          {record.episodes.length === 0 ? null : (
            <section class="block" aria-labelledby="episodes">
              <h2 id="episodes">Measured against the limit</h2>
              <Episodes record={record} snapshot={snapshot} measure={view.measure} now={now} />
            </section>
          )}
          <RecordExamination record={record} measure={view.measure} now={now} />
          {valueOr(view.duties, null) === null ? null : (
            <section class="block" aria-labelledby="clocks">
              <h2 id="clocks">Clocks</h2>
              <RecordClocks clocks={valueOr(view.duties, null)?.clocks ?? []} now={now} />
            </section>
          )}
          <section class="block" aria-labelledby="worked-out">
            <h2 id="worked-out">What people found and did</h2>
            <WorkedOut record={record} />
          </section>
          <section class="block" aria-labelledby="actions">
            <h2 id="actions">Corrective actions</h2>
            <Actions
              record={record}
              returned={view.returned}
              mayAct={view.moves !== null}
              now={now}
            />
          </section>
          {/* The plan of effectiveness, its judgement and the affected decisions stand here. */}
          <section class="block" aria-labelledby="evidence">
            <h2 id="evidence">Evidence</h2>
            <Shown of={view.evidence}>
              {(kept) => <Evidence snapshot={kept} record={record} now={now} />}
            </Shown>
          </section>
          <RecordCompleteness of={view.completeness} now={now} />
          <RecordReview record={record} now={now} />
          <RecordPlan record={record} effectiveness={view.effectiveness} now={now} />
          <section class="block" aria-labelledby="timeline">
            <h2 id="timeline">What happened</h2>
            <Timeline record={record} measure={view.measure} now={now} />
          </section>
          {record.postscripts.length === 0 ? null : (
            <section class="block" aria-labelledby="postscripts">
              <h2 id="postscripts">Said afterwards</h2>
              <Postscripts record={record} now={now} />
            </section>
          )}
          <section class="block" aria-labelledby="deliveries">
            <h2 id="deliveries">Who was told</h2>
            <Shown of={view.telling}>
              {({ acknowledged }) => <Acknowledged of={acknowledged} now={now} />}
            </Shown>
            <Shown of={view.deliveries}>
              {(deliveries) => <Deliveries deliveries={deliveries} now={now} />}
            </Shown>
          </section>
        </div>
        <RecordRail view={view} now={now} />
      </div>
    </article>
  );
}

/** More systems than this are decided on from their own pages. */
const SYSTEMS_MAX = 10;

function systemsOf({ system, episodes }: Nonconformity): readonly string[] {
  const all = new Set([system, ...episodes.map(({ instance }) => instance["system"] ?? "")]);
  return [...all].filter((each) => each !== "").slice(0, SYSTEMS_MAX);
}
