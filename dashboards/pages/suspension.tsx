import {
  type DirectiveEvent,
  type DirectiveStanding,
  directiveStanding,
  type Suspended,
  type SuspensionAct,
  type SystemDirective,
  suspensionInForce,
} from "@tiltmeter/rules";
import type { Child } from "hono/jsx";
import { counted } from "../formats/number.ts";
import { segment } from "../formats/words.ts";
import type { Attempt } from "../parts/attempt.tsx";
import { attempt, Shown } from "../parts/attempt.tsx";
import { Time } from "../parts/time.tsx";
import type { Diverted, Reads } from "../reads.ts";

/** A form that came back: which act it asked for, what was written, what is wrong with it. */
export interface ReturnedDecision {
  readonly act: string;
  readonly values: Readonly<Record<string, string>>;
  readonly problem: string;
}

/** What is known of one system's suspension, for its box. */
export interface SuspensionView {
  readonly system: string;
  readonly directive: Attempt<SystemDirective>;
  /** Calls kept from the model since it was suspended; null while it is not. */
  readonly diverted: Attempt<Diverted> | null;
}

export async function readSuspension(reads: Reads, system: string): Promise<SuspensionView> {
  const directive = await attempt("whether the system may run", () => reads.directive(system));
  const nowMs = reads.nowMs();
  const holds = directive.kind === "read" ? suspensionInForce(directive.value, nowMs) : null;
  if (holds === null) return { system, directive, diverted: null };
  const range = { fromMs: holds.sinceMs, toMs: nowMs + 1 };
  const diverted = await attempt("how many calls were kept from the model", () =>
    reads.diverted({ system, range }),
  );
  return { system, directive, diverted };
}

interface BoxProps {
  view: SuspensionView;
  now: number;
  /** May this person approve, refuse, suspend and resume? */
  mayDecide: boolean;
  /** Path of the page that the box stands on, which a decision leads back to. */
  back: string;
  returned?: ReturnedDecision | null;
}

/** Whether a system may run: what is proposed or in force, who decided it, and the forms that decide. */
export function SuspensionBox(props: BoxProps): Child {
  return <Shown of={props.view.directive}>{(of) => <Box {...props} of={of} />}</Shown>;
}

function Box(props: BoxProps & { of: SystemDirective }): Child {
  const { of, now, view, mayDecide, returned = null } = props;
  const standing = directiveStanding(of, now);
  const holds = suspensionInForce(of, now);
  const offered = offers(standing, of);
  const form = (act: SuspensionAct): Child => <DecisionForm {...props} act={act} />;
  return (
    <div class={`suspension suspension-${standing}`}>
      {returned === null ? null : (
        <p class="notice notice-error" role="alert">
          Nothing was changed: {returned.problem}{" "}
          {offered.includes(returned.act) ? "" : `You wrote: ${returned.values["reason"] ?? ""}`}
        </p>
      )}
      {holds === null ? (
        <p>
          <strong>{view.system} runs.</strong>{" "}
          {of.ended === null ? null : (
            <>
              Its last suspension ended <Time ms={of.ended.atMs} now={now} /> by {of.ended.by}:{" "}
              {of.ended.reason}
            </>
          )}
        </p>
      ) : (
        <InForce system={view.system} of={holds} diverted={view.diverted} now={now} />
      )}
      {of.proposals.length === 0 ? null : <Proposals of={of} now={now} />}
      {mayDecide ? (
        <>
          {offered.includes("approve") ? form("approve") : null}
          {offered.includes("resume") ? form("resume") : null}
          {offered.includes("refuse") ? (
            <Other act="refuse" returned={returned} word="Refuse what is proposed">
              {form("refuse")}
            </Other>
          ) : null}
          {offered.includes("suspend") ? (
            <Other
              act="suspend"
              returned={returned}
              word={standing === "suspended" ? "Set another end" : "Suspend this system"}
            >
              {form("suspend")}
            </Other>
          ) : null}
        </>
      ) : standing === "running" ? null : (
        <p class="quiet">To decide takes a compliance or an admin key.</p>
      )}
      <History of={of} now={now} />
    </div>
  );
}

/** What a person may do now; whoever wrote for something else gets the words back all the same. */
function offers(standing: DirectiveStanding, of: SystemDirective): readonly string[] {
  return [
    standing === "proposed" ? "approve" : "suspend",
    ...(standing === "suspended" ? ["resume"] : []),
    ...(of.proposals.length === 0 ? [] : ["refuse"]),
  ];
}

function InForce(props: {
  system: string;
  of: Suspended;
  diverted: Attempt<Diverted> | null;
  now: number;
}): Child {
  const { system, of, diverted, now } = props;
  return (
    <>
      <p>
        <strong>{system} is suspended</strong> since <Time ms={of.sinceMs} now={now} />
        {of.untilMs === null ? (
          ", until somebody resumes it"
        ) : (
          <>
            , until <Time ms={of.untilMs} now={now} />
          </>
        )}
        , by {of.by}
        {of.records.length === 0 ? null : (
          <>
            , on <Records ids={of.records} />
          </>
        )}
        . {of.reason}
      </p>
      <p>
        {of.effective === null ? (
          "No process has shown yet that it follows: only calls with a fallback in the SDK are kept from the model."
        ) : (
          <>
            {of.effective.how === "fallback"
              ? "The first call was kept from the model"
              : "The first process has acknowledged it"}{" "}
            <Time ms={of.effective.atMs} now={now} />.
          </>
        )}{" "}
        {diverted === null ? null : (
          <Shown of={diverted}>
            {({ calls, firstMs, lastMs }) =>
              firstMs === null || lastMs === null ? (
                "No call was kept from the model so far."
              ) : (
                <>
                  {counted(calls, "call")} {calls === 1 ? "was" : "were"} answered by a fallback,
                  the first <Time ms={firstMs} now={now} />, the last <Time ms={lastMs} now={now} />
                  .
                </>
              )
            }
          </Shown>
        )}
      </p>
    </>
  );
}

function Proposals(props: { of: SystemDirective; now: number }): Child {
  return (
    <>
      <p>
        <strong>Suspension is proposed</strong>, and waits for a person:
      </p>
      <ul>
        {props.of.proposals.map(({ atMs, record, why }) => (
          <li>
            <Records ids={[record]} /> <Time ms={atMs} now={props.now} />: {why}
          </li>
        ))}
      </ul>
    </>
  );
}

function Records(props: { ids: readonly string[] }): Child {
  return (
    <>
      {props.ids.map((id, i) => (
        <>
          {i === 0 ? "" : ", "}
          <a href={`/nonconformities/${segment(id)}`}>{id}</a>
        </>
      ))}
    </>
  );
}

function Other(props: {
  act: SuspensionAct;
  returned: ReturnedDecision | null;
  word: string;
  children: Child;
}): Child {
  return (
    <details class="other-move" open={props.returned?.act === props.act}>
      <summary>{props.word}</summary>
      {props.children}
    </details>
  );
}

const BUTTON: Readonly<Record<SuspensionAct, string>> = {
  approve: "Approve: suspend the system",
  refuse: "Refuse",
  suspend: "Suspend",
  resume: "Resume: let the model answer again",
};

/** Hours that a form offers; anything else is for the API. */
const ENDS: readonly { readonly hours: string; readonly word: string }[] = [
  { hours: "", word: "until somebody resumes it" },
  { hours: "1", word: "for one hour" },
  { hours: "4", word: "for four hours" },
  { hours: "24", word: "for one day" },
  { hours: "168", word: "for one week" },
];

function DecisionForm(props: BoxProps & { of: SystemDirective; act: SuspensionAct }): Child {
  const { act, view, of } = props;
  const returned = props.returned?.act === act ? props.returned : null;
  const id = `${act}-${segment(view.system)}`;
  const isSuspending = act === "approve" || act === "suspend";
  return (
    <form class="form" method="post" action={`/systems/${segment(view.system)}/suspension`}>
      <input type="hidden" name="act" value={act} />
      <input type="hidden" name="version" value={String(of.version)} />
      <input type="hidden" name="back" value={props.back} />
      {isSuspending ? (
        <div class="field">
          <label class="field-label" for={`${id}-hours`}>
            How long
          </label>
          <select id={`${id}-hours`} name="hours">
            {ENDS.map(({ hours, word }) => (
              <option value={hours} selected={hours === (returned?.values["hours"] ?? "")}>
                {word}
              </option>
            ))}
          </select>
        </div>
      ) : null}
      <div class="field">
        <label class="field-label" for={`${id}-reason`}>
          Reason
        </label>
        <textarea id={`${id}-reason`} name="reason" rows={2} required maxlength={2000}>
          {returned?.values["reason"] ?? ""}
        </textarea>
      </div>
      <button
        type="submit"
        class={act === "approve" || act === "resume" ? "button button-primary" : "button"}
      >
        {BUTTON[act]}
      </button>
    </form>
  );
}

function History(props: { of: SystemDirective; now: number }): Child {
  const { history } = props.of;
  if (history.length === 0) return null;
  return (
    <details class="other-move">
      <summary>What was proposed and decided</summary>
      <ol>
        {[...history].reverse().map((event) => (
          <li>
            <Time ms={event.atMs} now={props.now} /> <strong>{title(event)}</strong> by {event.by}
            {text(event) === "" ? "" : `: ${text(event)}`}
          </li>
        ))}
      </ol>
    </details>
  );
}

function title(event: DirectiveEvent): string {
  switch (event.type) {
    case "suspension_proposed":
      return "Proposed";
    case "suspension_refused":
      return "Refused";
    case "system_suspended":
      return event.ground === "approved" ? "Approved and suspended" : "Suspended";
    case "suspension_effective":
      return event.how === "fallback" ? "First call kept from the model" : "Acknowledged";
    case "system_resumed":
      return "Resumed";
  }
}

function text(event: DirectiveEvent): string {
  if (event.type === "suspension_proposed") return event.why;
  return event.type === "suspension_effective" ? "" : event.reason;
}
