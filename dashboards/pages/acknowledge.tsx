import type { Child } from "hono/jsx";
import { type BareFrame, barePage } from "../parts/bare-page.tsx";
import { Callout } from "../parts/callout.tsx";

/** What the link of a message opens. */
export interface AcknowledgeView {
  readonly token: string;
  /** The channel that the message was sent to. */
  readonly channel: string;
  readonly subject: string;
  readonly lines: readonly { readonly label: string; readonly text: string }[];
  /** When it was acknowledged; null: nobody did. */
  readonly acknowledgedMs: number | null;
  /** Nothing of it needs anybody any more. */
  readonly isOver: boolean;
  /** A name is known, so none is asked for. */
  readonly isSignedIn: boolean;
  /** What is wrong with what was sent; null: nothing. */
  readonly problem: string | null;
}

/** Longest name that somebody writes beside a link. */
export const LINK_NAME_MAX = 80;

/** What a message said, and no more, with a button that acknowledges it. */
export function acknowledgePage(view: AcknowledgeView, frame: BareFrame | null): string {
  const isDone = view.isOver || view.acknowledgedMs !== null;
  const title = isDone ? "Nothing to acknowledge" : "Acknowledge";
  return barePage(
    { title, frame },
    <>
      <h1>{title}</h1>
      <p>
        <strong>{view.subject}</strong>
      </p>
      <dl class="told-lines">
        {view.lines.map(({ label, text }) => (
          <div>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {isDone ? <Done view={view} /> : <Form view={view} />}
      <p>
        <a href="/nonconformities">Open the records</a>
        {view.isSignedIn ? "." : ", which asks you to sign in."}
      </p>
    </>,
  );
}

/** Why a link opens nothing. */
export function linkRefusedPage(detail: string, frame: BareFrame | null): string {
  return barePage(
    { title: "This link opens nothing", frame },
    <>
      <h1>This link opens nothing</h1>
      <p>{detail}</p>
      <p>
        <a href="/nonconformities">Open the records</a>
      </p>
    </>,
  );
}

function Done(props: { view: AcknowledgeView }): Child {
  const { acknowledgedMs } = props.view;
  return (
    <Callout kind="done">
      {acknowledgedMs === null
        ? "The records are done with: nobody needs to do anything."
        : `It was acknowledged on ${instant(acknowledgedMs)}, so nobody else is told because nobody answered.`}
    </Callout>
  );
}

function Form(props: { view: AcknowledgeView }): Child {
  const { token, channel, isSignedIn, problem } = props.view;
  return (
    <form class="form" method="post" action={`/acknowledge/${encodeURIComponent(token)}`}>
      {problem === null ? null : <Callout kind="error">{problem}</Callout>}
      {isSignedIn ? (
        <p>You are signed in, so your name is recorded.</p>
      ) : (
        <div class="field">
          <label class="field-label" for="name">
            Your name
          </label>
          <input
            {...{ id: "name", name: "name", required: true, maxlength: LINK_NAME_MAX }}
            {...{ autocomplete: "name", "aria-describedby": "name-help" }}
          />
          <p class="field-help" id="name-help">
            It is recorded that you have seen this, by a link that was sent to {channel}.
          </p>
        </div>
      )}
      <p class="soft">
        Acknowledging stops the escalation. It moves no record and stops no clock: name an owner and
        begin to assess it.
      </p>
      <button type="submit" class="button button-primary">
        Acknowledge
      </button>
    </form>
  );
}

function instant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
