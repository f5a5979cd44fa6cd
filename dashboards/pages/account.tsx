import type { Child } from "hono/jsx";
import type { AccountView, OwnAccess, PageAccess, SessionView } from "../access.ts";
import type { PageContent } from "../parts/document.tsx";
import { Time } from "../parts/time.tsx";
import {
  AccessField,
  AccessNotice,
  type AccessView,
  Confirmed,
  Keys,
  type ReturnedAccess,
  RoleField,
  systemsInWords,
} from "./access-parts.tsx";
import { KeyLimits } from "./key-limits.tsx";
import { PasswordFields } from "./sign-in.tsx";

/** `/account`: who you are here, your password, where you are signed in, and keys of your own. */
export function account(
  { who, own }: PageAccess,
  of: { readonly view: AccessView; readonly now: number; readonly charactersMin: number },
): PageContent {
  const { view, now, charactersMin } = of;
  const mine = own.account();
  return {
    title: "Your account",
    section: null,
    body: (
      <>
        <header class="page-head">
          <h1>Your account</h1>
          <AccessNotice view={view} now={now} />
          <p class="lead">
            You are {who.name}: {who.role}, {systemsInWords(who.systems)}.
          </p>
        </header>
        {own.mayBeFirst ? <BeFirst returned={view.returned} charactersMin={charactersMin} /> : null}
        {mine === null && !own.mayBeFirst ? (
          <p>
            You came with a key that is nobody's own, so there is no password and there are no keys
            of yours. Ask an administrator for an account: then what you do is recorded as yours.
          </p>
        ) : null}
        <Sessions of={own.sessions()} now={now} />
        {mine === null ? null : (
          <>
            <Password mine={mine} returned={view.returned} charactersMin={charactersMin} />
            <OwnKeys own={own} returned={view.returned} now={now} />
          </>
        )}
      </>
    ),
    status: view.returned === null ? 200 : 422,
    refreshSeconds: null,
  };
}

function BeFirst(props: { returned: ReturnedAccess | null; charactersMin: number }): Child {
  const { returned, charactersMin } = props;
  const problem = returned?.form === "first" ? returned.fields["password"] : undefined;
  return (
    <section class="block" aria-labelledby="first">
      <h2 id="first">Make your account</h2>
      <p>
        You hold the first admin key. With an account of your own, what you do is recorded as yours,
        you can invite others, and the key can go into a safe.
      </p>
      <form class="form access-form" method="post" action="/account/first">
        <AccessField
          {...{ form: "first", name: "name", label: "Your name", returned, required: true }}
          help="As it is to stand in records. The ledger has a pseudonym in its place."
          autocomplete="name"
        />
        <AccessField
          {...{ form: "first", name: "email", label: "E-mail", returned, required: true }}
          type="email"
          help="You sign in with it."
          autocomplete="username"
        />
        <PasswordFields
          charactersMin={charactersMin}
          {...(problem === undefined ? {} : { problem })}
        />
        <button type="submit" class="button button-primary">
          Make my account
        </button>
      </form>
    </section>
  );
}

function Sessions(props: { of: readonly SessionView[]; now: number }): Child {
  const { of, now } = props;
  if (of.length === 0) return null;
  return (
    <section class="block" aria-labelledby="sessions">
      <h2 id="sessions">Where you are signed in</h2>
      <ul class="access-cards">
        {of.map((session) => (
          <li class="access-card">
            <h3>
              {session.browser}
              {session.isThis ? " (this one)" : ""}
            </h3>
            <p class="soft">
              Signed in {session.way} <Time ms={session.sinceMs} now={now} />; last seen{" "}
              <Time ms={session.lastSeenMs} now={now} only="relative" />; ends by itself{" "}
              <Time ms={session.endsMs} now={now} only="relative" /> unless it is used, and at the
              latest after its hours.
            </p>
            {session.isThis ? null : (
              <form method="post" action="/account/sessions">
                <input type="hidden" name="which" value={session.id} />
                <button type="submit" class="button button-quiet">
                  End this one
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      <div class="access-acts">
        <form method="post" action="/sign-out">
          <button type="submit" class="button">
            Sign out
          </button>
        </form>
        {of.length > 1 ? (
          <form method="post" action="/account/sessions">
            <input type="hidden" name="which" value="others" />
            <button type="submit" class="button">
              End all others
            </button>
          </form>
        ) : null}
        <Confirmed
          id="everywhere"
          action="/account/sessions"
          title="Sign out everywhere"
          what="Every browser is signed out, this one too."
          button="Sign out everywhere"
          hidden={{ which: "all" }}
        />
      </div>
    </section>
  );
}

function Password(props: {
  mine: AccountView;
  returned: ReturnedAccess | null;
  charactersMin: number;
}): Child {
  const { mine, returned, charactersMin } = props;
  const isBack = returned?.form === "password";
  const problem = isBack ? returned.fields["password"] : undefined;
  return (
    <section class="block" aria-labelledby="password-head">
      <h2 id="password-head">Password</h2>
      <p>
        You sign in as <strong>{mine.email}</strong>
        {mine.hasPassword ? "." : ", through the provider, which has your password."}
        {mine.isProvided ? " Your role comes from your groups there, at each sign-in." : ""}
      </p>
      {mine.hasPassword ? (
        <details class="other-move" open={isBack}>
          <summary>Change it</summary>
          <form class="form" method="post" action="/account/password">
            <input type="hidden" name="email" autocomplete="username" value={mine.email} />
            <AccessField
              {...{ form: "password", name: "current", label: "Present password", returned }}
              {...{ type: "password", required: true, autocomplete: "current-password" }}
            />
            <PasswordFields
              charactersMin={charactersMin}
              {...(problem === undefined ? {} : { problem })}
            />
            <p class="field-help">Every other browser is signed out by it.</p>
            <button type="submit" class="button">
              Change the password
            </button>
          </form>
        </details>
      ) : null}
    </section>
  );
}

function OwnKeys(props: { own: OwnAccess; returned: ReturnedAccess | null; now: number }): Child {
  const { own, returned, now } = props;
  const form = "own-key";
  return (
    <section class="block" aria-labelledby="keys">
      <h2 id="keys">Keys of your own</h2>
      <p class="soft">
        For the command line and scripts. A key does at most what you may do, also later, and what
        it does is recorded as yours.
      </p>
      <Keys keys={own.keys()} base="/account/keys" now={now} none="You have no keys." />
      <details class="other-move" open={returned?.form === form}>
        <summary>Make a key</summary>
        <form class="form" method="post" action="/account/keys">
          <RoleField {...{ form, returned, roles: own.roles, value: "viewer" }} />
          <KeyLimits {...{ form, returned }} empty="those that you see" />
          <button type="submit" class="button">
            Make the key
          </button>
        </form>
      </details>
    </section>
  );
}
