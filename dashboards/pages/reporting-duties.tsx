import {
  INCIDENT_KINDS,
  type IncidentEvent,
  type IncidentHistory,
  isSuspected,
  type StatutoryClock,
} from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { segment } from "../formats/words.ts";
import { Time } from "../parts/time.tsx";
import { KIND_WORDS } from "./clock-words.ts";
import { DutyField, DutyProblem, type ReturnedDuty, returnedTo } from "./duty-form.tsx";
import { ReadingTimeline } from "./reading-timeline.tsx";
import { ClockMark, UsedBar } from "./record-clocks.tsx";

interface Props {
  record: string;
  incident: IncidentHistory;
  reports: readonly StatutoryClock[];
  now: number;
  /** May this person say what the record is about? */
  mayState: boolean;
  /** May this person record reports and set clocks aside? */
  mayDecide: boolean;
  returned: ReturnedDuty | null;
}

/** Who outside has to be told how soon, by each reading of the law, and the forms that record it. */
export function ReportingDuties(props: Props): Child {
  const { record, incident, reports, now, mayState } = props;
  const counts = ({ standing }: StatutoryClock): number => (standing === "counts" ? 0 : 1);
  const started = reports
    .filter(({ standing }) => standing !== "not_stated")
    .sort((a, b) => counts(a) - counts(b));
  const rest = reports.filter(({ standing }) => standing === "not_stated");
  return (
    <>
      <p>
        {incident.length === 0 ? (
          "Nobody has stated that this is an incident, so nobody outside has to be told."
        ) : isSuspected(incident) ? (
          <strong>A serious incident is suspected.</strong>
        ) : (
          "It is not held for a serious incident now; a clock that was started ends by a report, or by being set aside."
        )}{" "}
        What applies is for lawyers to say: the strictest reading counts until they have.
      </p>
      {started.map((clock) => (
        <Duty {...props} clock={clock} />
      ))}
      {rest.length === 0 ? null : (
        <details class="other-move">
          <summary>Duties that nothing has started</summary>
          <ul>
            {rest.map(({ statute, duty }) => (
              <li>
                {statute.name}, {duty.citation}: {duty.title}, {duty.number}. {duty.paraphrase}
              </li>
            ))}
          </ul>
        </details>
      )}
      {mayState ? <IncidentForm {...props} isFirst={incident.length === 0} /> : null}
      {incident.length === 0 ? null : (
        <details class="other-move">
          <summary>What was stated, reported and set aside</summary>
          <ol>
            {[...incident].reverse().map((event) => (
              <li>
                <Time ms={event.atMs} now={now} /> <strong>{titleOf(event)}</strong> by {event.by}
                {textOf(event) === "" ? "" : `: ${textOf(event)}`}
              </li>
            ))}
          </ol>
        </details>
      )}
      <p class="soft">
        The record is <a href={`/nonconformities/${segment(record)}`}>{record}</a>.
      </p>
    </>
  );
}

const STANDING: Readonly<Record<StatutoryClock["standing"], string>> = {
  counts: "binds",
  longer: "a shorter time of the same article binds, or was met",
  not_stated: "nothing has started it",
  not_applicable: "does not apply yet, by any reading",
  set_aside: "set aside",
};

function Duty(props: Props & { clock: StatutoryClock }): Child {
  const { clock, now, mayDecide } = props;
  const { statute, duty, standing, state, used, report, setAside } = clock;
  const source = statute.sources[duty.source];
  const isOpen = standing === "counts" && state !== "met";
  return (
    <article class="duty" id={duty.id}>
      <h3>
        {duty.citation} <span class="soft">{statute.name}</span>
      </h3>
      <p class="duty-stands">
        {standing === "counts" && state !== null ? (
          <>
            <ClockMark state={state} isLate={used > 1} /> <UsedBar used={used} state={state} />
          </>
        ) : (
          <span class="quiet">{STANDING[standing]}</span>
        )}
      </p>
      <p>
        {duty.paraphrase} <span class="soft">To: {duty.recipient}.</span>
      </p>
      <blockquote class="law">
        <p>“{duty.quote}”</p>
        {source === undefined ? null : (
          <p class="soft">
            <a href={source.url} rel="noreferrer">
              {source.title}
            </a>
            , read {source.retrieved}
          </p>
        )}
      </blockquote>
      {standing === "set_aside" || standing === "longer"
        ? null
        : clock.readings.map(({ reading, applies }) => (
            <ReadingTimeline clock={clock} reading={reading} applies={applies} now={now} />
          ))}
      {report === null ? null : (
        <p>
          The {report.stage} report was sent <Time ms={report.madeMs} now={now} />:{" "}
          {report.reference}
          {report.stage === "initial" ? ". The complete one is to follow." : ""}
        </p>
      )}
      {setAside === null ? null : (
        <p>
          Set aside <Time ms={setAside.atMs} now={now} /> by {setAside.by}: {setAside.reason}
        </p>
      )}
      {mayDecide && (isOpen || (report?.stage === "initial" && standing === "counts")) ? (
        <ReportForm {...props} />
      ) : null}
      {mayDecide && isOpen ? <AsideForm {...props} /> : null}
    </article>
  );
}

const TIME_HELP = "A time in UTC such as 2026-11-23T10:00Z.";

function IncidentForm(props: Props & { isFirst: boolean }): Child {
  const returned = returnedTo(props.returned, "incident");
  const of = { form: "incident", returned };
  const kinds = (returned?.values["kinds"] ?? "").split(" ");
  return (
    <details class="other-move" open={returned !== null}>
      <summary>{props.isFirst ? "It may be an incident" : "State what is known now"}</summary>
      <form
        class="form"
        method="post"
        action={`/nonconformities/${segment(props.record)}/incident`}
      >
        <DutyProblem returned={returned} />
        <DutyField
          {...of}
          name="serious"
          label="Serious incident?"
          required
          as={[
            ["suspected", "suspected"],
            ["yes", "yes"],
            ["no", "no"],
          ]}
        />
        <fieldset class="field">
          <legend class="field-label">What is known of it</legend>
          {INCIDENT_KINDS.map((kind) => (
            <label class="choice">
              <input type="checkbox" name="kinds" value={kind} checked={kinds.includes(kind)} />{" "}
              {KIND_WORDS[kind]}
            </label>
          ))}
        </fieldset>
        <DutyField
          {...of}
          name="aware_at"
          label="When you became aware"
          help={TIME_HELP}
          as="line"
        />
        <DutyField {...of} name="reason" label="Why" required as="lines" />
        <button type="submit" class="button">
          State it
        </button>
      </form>
    </details>
  );
}

function ReportForm(props: Props & { clock: StatutoryClock }): Child {
  const { duty, report } = props.clock;
  const form = `report-${duty.id}`;
  const returned = returnedTo(props.returned, form);
  const of = { form, returned };
  const stages = [
    ...(duty.initialAllowed && report === null
      ? [["initial", "initial: what is known so far"] as const]
      : []),
    ["complete", "complete"] as const,
  ];
  return (
    <details class="other-move" open={returned !== null}>
      <summary>Record a report</summary>
      <form class="form" method="post" action={`/nonconformities/${segment(props.record)}/reports`}>
        <DutyProblem returned={returned} />
        <input type="hidden" name="duty" value={duty.id} />
        <DutyField {...of} name="stage" label="Report" required as={stages} />
        <DutyField
          {...of}
          name="reference"
          label="Reference"
          help="Where it can be found: a case number, a link."
          required
          as="line"
        />
        <DutyField
          {...of}
          name="made_at"
          label="When it was sent"
          help={`${TIME_HELP} Left empty: now.`}
          as="line"
        />
        <button type="submit" class="button button-primary">
          Record the report
        </button>
      </form>
    </details>
  );
}

function AsideForm(props: Props & { clock: StatutoryClock }): Child {
  const { duty } = props.clock;
  const form = `aside-${duty.id}`;
  const returned = returnedTo(props.returned, form);
  return (
    <details class="other-move" open={returned !== null}>
      <summary>Set it aside</summary>
      <form
        class="form"
        method="post"
        action={`/nonconformities/${segment(props.record)}/set-aside`}
      >
        <DutyProblem returned={returned} />
        <input type="hidden" name="duty" value={duty.id} />
        <DutyField
          {...{ form, returned }}
          name="reason"
          label="Why it does not bind here"
          required
          as="lines"
        />
        <button type="submit" class="button">
          Set the clock aside
        </button>
      </form>
    </details>
  );
}

function titleOf(event: IncidentEvent): string {
  switch (event.kind) {
    case "stated":
      return event.serious === "no" ? "Stated: no serious incident" : `Stated: ${event.serious}`;
    case "reported":
      return `Reported (${event.stage})`;
    case "set_aside":
      return "Set aside";
  }
}

function textOf(event: IncidentEvent): string {
  switch (event.kind) {
    case "stated": {
      const kinds = event.kinds.map((kind) => KIND_WORDS[kind].toLowerCase());
      return [...kinds, ...(event.reason === "" ? [] : [event.reason])].join("; ");
    }
    case "reported":
      return event.reference;
    case "set_aside":
      return event.reason;
  }
}
