import { LIKELIHOOD_BANDS } from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { count, counted, percent } from "../../formats/number.ts";
import { listed, segment } from "../../formats/words.ts";
import { ActForm } from "../../parts/act-form.tsx";
import { attempt, Shown } from "../../parts/attempt.tsx";
import type { PageContent } from "../../parts/document.tsx";
import { PlainTable } from "../../parts/plain-table.tsx";
import { Time } from "../../parts/time.tsx";
import type { Reads } from "../../reads.ts";
import type { Risks } from "../../roadmap-reads.ts";
import { Days, dayOf, daysRange, roadmapPage, type Visit } from "./frame.tsx";

/** `/risks`: what was observed of each risk beside what was guessed, and what has to be assessed again. */
export async function risks(reads: Reads, visit: Visit): Promise<PageContent> {
  const now = reads.nowMs();
  const { days, range } = daysRange(visit, now);
  const found = await attempt("the risks", () => reads.roadmap.risks(range));
  return roadmapPage({
    ...{ href: "/risks", title: "Risks", visit },
    lead: "How often each risk came true, as its controls measured it, beside what people guessed.",
    body: (
      <>
        <Days href="/risks" days={days} />
        <Shown of={found}>{(of) => <Parts of={of} visit={visit} now={now} />}</Shown>
      </>
    ),
  });
}

function Parts(props: { of: Risks; visit: Visit; now: number }): Child {
  const { of, visit, now } = props;
  return (
    <>
      <p class="finding">{finding(of)}</p>
      <Tasks of={of} now={now} visit={visit} />
      <Assess of={of} visit={visit} />
      <Register of={of} />
      <Assessments of={of} now={now} />
    </>
  );
}

function finding({ risks: all, tasks }: Risks): string {
  if (all.length === 0) {
    return "No risk is on file: add them under risks in the governance file, each with the controls that measure it.";
  }
  const unmeasured = all.filter(({ unmeasured }) => unmeasured !== null);
  const overdue = tasks.filter(({ isOverdue }) => isOverdue).length;
  const worse = all.filter(
    ({ guessedScore, observedScore }) =>
      guessedScore !== null && observedScore !== null && observedScore > guessedScore,
  );
  const parts = [
    ...(unmeasured.length === 0
      ? []
      : [`nothing measures ${listed(unmeasured.map(({ risk }) => risk.id))}`]),
    ...(worse.length === 0
      ? []
      : [`${listed(worse.map(({ risk }) => risk.id))} came true more often than guessed`]),
    ...(overdue === 0 ? [] : [`${counted(overdue, "assessment")} overdue`]),
  ];
  const first = counted(all.length, "risk");
  return parts.length === 0
    ? `${first}, all measured, none above its guess.`
    : `${first}: ${parts.join("; ")}.`;
}

function Register(props: { of: Risks }): Child {
  const { risks: all } = props.of;
  if (all.length === 0) return null;
  return (
    <section class="block" aria-labelledby="register">
      <h2 id="register">Risks, observed</h2>
      <p class="soft">
        Likelihood is graded by the share of decided windows in breach:{" "}
        {LIKELIHOOD_BANDS.map(({ grade, below }) =>
          Number.isFinite(below) ? `${grade} below ${percent(below)}` : `${grade} above`,
        ).join(", ")}
        . Windows resemble their neighbours, so the true bounds are wider than those shown.
      </p>
      <PlainTable
        label="Risks, observed"
        columns={["Risk", "Guessed", "Observed", "Trend", "Severity", "Score"]}
        rows={all.map(
          ({ risk, observed, grade, trend, unmeasured, guessedScore, observedScore }) => [
            <>
              {risk.id} {risk.description}
              <span class="under">
                {risk.controls.length === 0 ? "" : `measured by ${listed(risk.controls)}`}
                {risk.treatment === null ? "" : `; treatment: ${risk.treatment}`}
              </span>
            </>,
            risk.likelihood === null ? <span class="soft">not guessed</span> : risk.likelihood,
            observed === null ? (
              <span class="clause-missing">{unmeasured}</span>
            ) : (
              <>
                {grade}
                <span class="under">
                  {percent(observed.rate)} ({percent(observed.lower)} to {percent(observed.upper)}),{" "}
                  {count(observed.breached)} of {counted(observed.decided, "window")}
                </span>
              </>
            ),
            trend,
            risk.severity ?? <span class="soft">not graded</span>,
            <>
              {observedScore ?? guessedScore ?? <span class="soft">none</span>}
              {observedScore === null ||
              guessedScore === null ||
              observedScore === guessedScore ? null : (
                <span class="under">guessed {guessedScore}</span>
              )}
            </>,
          ],
        )}
      />
    </section>
  );
}

function Tasks(props: { of: Risks; visit: Visit; now: number }): Child {
  const { of, visit, now } = props;
  return (
    <section class="block" aria-labelledby="tasks">
      <h2 id="tasks">To be assessed again</h2>
      {of.tasks.length === 0 ? (
        <p class="quiet">
          Nothing changed since the last assessments of the systems that have one: no model,
          supplier, prompt, purpose or population.
        </p>
      ) : (
        <PlainTable
          label="To be assessed again"
          columns={["System", "What changed", "Since", "Due", "Standing"]}
          rows={of.tasks.map((task) => [
            <a href={`/systems/${segment(task.system)}`}>{task.system}</a>,
            <>
              {task.detail}
              <span class="under">{task.cause}</span>
            </>,
            <Time ms={task.sinceMs} now={now} only="moment" />,
            dayOf(task.dueMs),
            task.settledBy !== null ? (
              `answered by ${task.settledBy}`
            ) : (
              <>
                {task.isOverdue ? <span class="clause-missing">overdue</span> : "open"}{" "}
                {visit.may("assess") ? (
                  <a href={`/risks?assess=${segment(task.system)}#assess`}>assess it</a>
                ) : null}
              </>
            ),
          ])}
        />
      )}
    </section>
  );
}

function Assess(props: { of: Risks; visit: Visit }): Child {
  const { of, visit } = props;
  const { returned } = visit;
  const system =
    (returned?.act === "assess" ? returned.written["system"] : null) ?? visit.query["assess"];
  if (system === undefined || !visit.may("assess")) return null;
  const own = of.risks.filter(
    ({ risk }) => risk.systems.length === 0 || risk.systems.includes(system),
  );
  return (
    <section class="block" aria-labelledby="assess">
      <h2 id="assess">Assess {system}</h2>
      <p class="soft">
        What was observed of each risk is recorded beside the grades that you give. A risk that you
        leave open keeps the grades it has.
      </p>
      <ActForm
        act="assess"
        given={{ system }}
        each={own.map(({ risk, grade }) => ({
          id: risk.id,
          label: `${risk.id}${grade === null ? "" : ` (observed ${grade})`}`,
        }))}
        returned={returned}
      />
    </section>
  );
}

function Assessments(props: { of: Risks; now: number }): Child {
  const { assessments } = props.of;
  if (assessments.length === 0) return null;
  return (
    <section class="block" aria-labelledby="assessments">
      <h2 id="assessments">Assessments that were recorded</h2>
      <PlainTable
        label="Assessments that were recorded"
        columns={["Assessment", "System", "Conclusion", "Risks", "Where it lies"]}
        rows={assessments.slice(0, 100).map((each) => [
          <>
            {each.id}
            <span class="under">
              {each.by}, <Time ms={each.atMs} now={props.now} only="moment" />
            </span>
          </>,
          each.system,
          each.conclusion,
          each.risks.length === 0
            ? "none was graded"
            : each.risks.map(({ id, likelihood, severity, observed, windows }) => (
                <span class="under">
                  {id}: likelihood {likelihood}, severity {severity},{" "}
                  {observed === null
                    ? "nothing observed"
                    : `${percent(observed)} of ${counted(windows, "window")} observed`}
                </span>
              )),
          each.evidence,
        ])}
      />
    </section>
  );
}
