import type { Child } from "hono/jsx";
import { type BareFrame, barePage } from "../parts/bare-page.tsx";

/** What the sign-in page shows. */
export interface SignInView {
  /** Path to go on to. */
  readonly next: string;
  /** What went wrong, in words; null: nothing yet. */
  readonly complaint: string | null;
  readonly done: string | null;
  /** What was written as the address. */
  readonly email: string;
  /** What the button of the provider says; null: there is none. */
  readonly provider: string | null;
  /** Open the way with a key. */
  readonly isKey: boolean;
}

/** The page that people sign in on. */
export function signInPage(view: SignInView, frame: BareFrame | null): string {
  const { complaint, done, next } = view;
  return barePage(
    { title: "Sign in", frame },
    <>
      <h1>Sign in</h1>
      <Notices complaint={complaint} done={done} />
      {view.provider === null ? null : (
        <p>
          <a
            class="button button-primary sign-in-provider"
            href={`/sign-in/provider?next=${encodeURIComponent(next)}`}
          >
            {view.provider}
          </a>
        </p>
      )}
      <form class="form" method="post" action="/sign-in">
        <input type="hidden" name="next" value={next} />
        <div class="field">
          <label class="field-label" for="email">
            E-mail
          </label>
          <input
            {...{ id: "email", name: "email", type: "email", required: true, value: view.email }}
            {...{ autocomplete: "username", spellcheck: false, autofocus: !view.isKey }}
          />
        </div>
        <div class="field">
          <label class="field-label" for="password">
            Password
          </label>
          <input
            {...{ id: "password", name: "password", type: "password", required: true }}
            autocomplete="current-password"
          />
          <p class="field-help">
            Forgotten? An administrator makes you a link with which you set another one.
          </p>
        </div>
        <button type="submit" class={view.provider === null ? "button button-primary" : "button"}>
          Sign in
        </button>
      </form>
      <details class="other-move" open={view.isKey}>
        <summary>With a key instead</summary>
        <form class="form" method="post" action="/sign-in">
          <input type="hidden" name="next" value={next} />
          <div class="field">
            <label class="field-label" for="key">
              Key
            </label>
            <input
              {...{ id: "key", name: "key", type: "password", required: true }}
              {...{ autocomplete: "off", spellcheck: false, autofocus: view.isKey }}
              aria-describedby="key-help"
            />
            <p class="field-help" id="key-help">
              An admin, compliance, operator, auditor or viewer key. The first admin key was printed
              when the collector first started.
            </p>
          </div>
          <button type="submit" class="button">
            Sign in with the key
          </button>
        </form>
      </details>
    </>,
  );
}

/** The page on which somebody sets a password: with a link, or in place of one that was made up for them. */
export function setPasswordPage(
  view: {
    readonly token: string;
    readonly name: string;
    readonly email: string;
    readonly why: "link" | "change";
    readonly charactersMin: number;
    readonly complaint: string | null;
  },
  frame: BareFrame | null,
): string {
  return barePage(
    { title: "Set a password", frame },
    <>
      <h1>Set a password</h1>
      <p>
        {view.why === "link"
          ? `Welcome, ${view.name}. Choose a password; nobody else ever sees it.`
          : `${view.name}, your password was made up for you. Choose one of your own to go on.`}
      </p>
      <Notices complaint={view.complaint} done={null} />
      <form class="form" method="post" action="/sign-in/password">
        <input type="hidden" name="token" value={view.token} />
        <input type="hidden" name="email" autocomplete="username" value={view.email} />
        <PasswordFields charactersMin={view.charactersMin} />
        <button type="submit" class="button button-primary">
          Set it and sign in
        </button>
      </form>
    </>,
  );
}

/** A new password, twice, with what is asked of it. */
export function PasswordFields(props: { charactersMin: number; problem?: string }): Child {
  const { charactersMin, problem } = props;
  const told = problem === undefined ? "password-help" : "password-help password-problem";
  return (
    <>
      <div class="field">
        <label class="field-label" for="password">
          New password
        </label>
        <p class="field-help" id="password-help">
          At least {charactersMin} characters, of any kind; a few words in a row are easy to keep in
          mind. Not your name, and none that is guessed first.
        </p>
        <input
          {...{ id: "password", name: "password", type: "password", required: true }}
          {...{ autocomplete: "new-password", minlength: charactersMin, maxlength: 128 }}
          aria-describedby={told}
          aria-invalid={problem === undefined ? undefined : "true"}
        />
        {problem === undefined ? null : (
          <p class="field-problem" id="password-problem">
            New password: {problem}
          </p>
        )}
      </div>
      <div class="field">
        <label class="field-label" for="again">
          The same again
        </label>
        <input
          {...{ id: "again", name: "again", type: "password", required: true }}
          autocomplete="new-password"
        />
      </div>
    </>
  );
}

/** A page that goes on to a path by itself, or by its link. */
export function onwardPage(path: string, frame: BareFrame | null): string {
  return barePage(
    {
      title: "Tiltmeter",
      frame,
      head: <meta http-equiv="refresh" content={`0; url=${path}`} />,
    },
    <>
      <h1>Tiltmeter</h1>
      <p>
        <a href={path}>Continue</a>
      </p>
    </>,
  );
}

/** A page outside the frame that says why there is none. */
export function refusedPage(
  of: { readonly title: string; readonly detail: string },
  frame: BareFrame | null,
): string {
  return barePage(
    { title: of.title, frame },
    <>
      <h1>{of.title}</h1>
      <p>{of.detail}</p>
      <p>
        <a href="/">Overview</a>
      </p>
    </>,
  );
}

function Notices(props: { complaint: string | null; done: string | null }): Child {
  return (
    <>
      {props.done === null ? null : (
        <p class="notice notice-done" role="status">
          {props.done}
        </p>
      )}
      {props.complaint === null ? null : (
        <p class="notice notice-error" role="alert">
          {props.complaint}
        </p>
      )}
    </>
  );
}
