import type { Child } from "hono/jsx";
import type { AccountView, AdminAccess, SignInSettings } from "../access.ts";
import { segment } from "../formats/words.ts";
import type { PageContent } from "../parts/document.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
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

const PEOPLES_ROLES = ["viewer", "operator", "compliance", "auditor", "admin"];
const KEY_ROLES = ["ingest", ...PEOPLES_ROLES];
/** Of the log; the rest is in the ledger and the API. */
const LINES_SHOWN = 50;

/** `/access`: who may come in, with what rights, and what was changed about it by whom. */
export function access(
  admin: AdminAccess,
  of: { readonly view: AccessView; readonly now: number },
): PageContent {
  const { view, now } = of;
  const { returned } = view;
  const people = admin.accounts();
  return {
    title: "Access",
    section: "access",
    body: (
      <>
        <header class="page-head">
          <h1>Access</h1>
          <AccessNotice view={view} now={now} />
          <p class="lead">Who may come in, with what rights, and who changed that.</p>
        </header>
        <section class="block" aria-labelledby="people">
          <h2 id="people">People</h2>
          {people.length === 0 ? (
            <p class="quiet">
              Nobody has an account yet. Make your own at <a href="/account">your account</a>, then
              invite the others here.
            </p>
          ) : (
            <ul class="access-cards">
              {people.map((each) => (
                <Person of={each} now={now} returned={returned} />
              ))}
            </ul>
          )}
          <Invite returned={returned} />
        </section>
        <section class="block" aria-labelledby="keys">
          <h2 id="keys">Keys</h2>
          <Keys keys={admin.keys()} base="/access/keys" now={now} none="There are no live keys." />
          <MakeKey returned={returned} />
        </section>
        <Settings of={admin.settings()} />
        <Log admin={admin} now={now} />
      </>
    ),
    status: returned === null ? 200 : 422,
    refreshSeconds: null,
  };
}

const STATES: Readonly<Record<AccountView["state"], string>> = {
  active: "active",
  invited: "invited, has not signed in yet",
  disabled: "disabled",
};

function Person(props: { of: AccountView; now: number; returned: ReturnedAccess | null }): Child {
  const { of, now, returned } = props;
  const base = `/access/accounts/${segment(of.person)}`;
  const form = `person-${of.person}`;
  return (
    <li class="access-card" id={of.person}>
      <h3>{of.name}</h3>
      <p>
        {of.role === "none" ? "no role any more" : of.role}, {systemsInWords(of.systems)};{" "}
        {STATES[of.state]}
      </p>
      <p class="soft">
        {of.email}; {of.hasIdentity ? "signs in through the provider" : "signs in with a password"};{" "}
        {of.sessions === 0
          ? "not signed in now"
          : `signed in ${of.sessions === 1 ? "once" : `${of.sessions} times`}`}
        {of.lastSeenMs === null ? null : (
          <>
            , last seen <Time ms={of.lastSeenMs} now={now} only="relative" />
          </>
        )}
        {of.invitedUntilMs === null ? null : (
          <>
            ; a link works until <Time ms={of.invitedUntilMs} now={now} />
          </>
        )}
      </p>
      <div class="access-acts">
        {of.isProvided ? null : (
          <details class="other-move" open={returned?.form === form}>
            <summary>Change</summary>
            <form class="form" method="post" action={base}>
              <RoleField {...{ form, returned, roles: PEOPLES_ROLES, value: of.role }} />
              <AccessField
                {...{ form, name: "systems", label: "Systems", returned }}
                value={of.systems?.join(", ") ?? ""}
                help="Ids with commas between; empty: all."
              />
              <AccessField
                {...{ form, name: "email", label: "E-mail", returned, type: "email" }}
                {...{ required: true, value: of.email }}
              />
              <p class="field-help">Where rights change, the person is signed out everywhere.</p>
              <button type="submit" class="button">
                Change {of.name}
              </button>
            </form>
          </details>
        )}
        {of.state === "disabled" ? (
          <form method="post" action={base}>
            <input type="hidden" name="state" value="active" />
            <button type="submit" class="button">
              Enable {of.name}
            </button>
          </form>
        ) : (
          <>
            {of.isProvided ? null : (
              <form method="post" action={`${base}/invitation`}>
                <button type="submit" class="button">
                  New link to set a password
                </button>
              </form>
            )}
            <Confirmed
              id={`out-${of.person}`}
              action={`${base}/sessions`}
              title="Sign out everywhere"
              what={`${of.name} is signed out everywhere and may sign in again.`}
              button={`Sign ${of.name} out`}
            />
            <Confirmed
              id={`disable-${of.person}`}
              action={base}
              title="Disable"
              what={`${of.name} is signed out at once and cannot come back until the account is enabled; keys of their own are refused.`}
              button={`Disable ${of.name}`}
              hidden={{ state: "disabled" }}
            />
          </>
        )}
      </div>
    </li>
  );
}

function Invite(props: { returned: ReturnedAccess | null }): Child {
  const { returned } = props;
  const form = "invite";
  return (
    <details class="other-move" open={returned?.form === form}>
      <summary>Invite somebody</summary>
      <form class="form" method="post" action="/access/invitations">
        <AccessField
          {...{ form, name: "name", label: "Name", returned, required: true }}
          help="As it is to stand in records; whoever has this name there already is the same person."
        />
        <AccessField
          {...{ form, name: "email", label: "E-mail", returned, type: "email" }}
          required
        />
        <RoleField {...{ form, returned, roles: PEOPLES_ROLES, value: "viewer" }} />
        <AccessField
          {...{ form, name: "systems", label: "Systems", returned }}
          help="Ids with commas between; empty: all."
        />
        <button type="submit" class="button">
          Make the account and a link
        </button>
        <p class="field-help">
          You get a link to hand over; with it the person sets a password that nobody else sees.
        </p>
      </form>
    </details>
  );
}

function MakeKey(props: { returned: ReturnedAccess | null }): Child {
  const { returned } = props;
  const form = "key";
  return (
    <details class="other-move" open={returned?.form === form}>
      <summary>Make a key for a program</summary>
      <form class="form" method="post" action="/access/keys">
        <AccessField
          {...{ form, name: "name", label: "Name", returned, required: true }}
          help="What it is for. People make keys of their own at their account."
        />
        <RoleField {...{ form, returned, roles: KEY_ROLES, value: "ingest" }} />
        <KeyLimits {...{ form, returned }} empty="all" />
        <button type="submit" class="button">
          Make the key
        </button>
      </form>
    </details>
  );
}

function Settings(props: { of: SignInSettings }): Child {
  const { provider, idleMs, absoluteMs, passwordCharactersMin } = props.of;
  const minutes = Math.round(idleMs / 60_000);
  const hours = Math.round(absoluteMs / 360_000) / 10;
  return (
    <section class="block" aria-labelledby="settings">
      <h2 id="settings">How people sign in</h2>
      <p>
        With an account and a password of at least {passwordCharactersMin} characters, or with a
        key. A session ends after {minutes} minutes unseen, and after {hours} hours in any case.
      </p>
      {provider === null ? (
        <p>
          No provider is configured. Under <code>auth.provider</code> in the configuration one can
          be named, so that people sign in with their organisation's account.
        </p>
      ) : (
        <>
          <p>
            Also at <strong>{provider.issuer}</strong> (“{provider.label}”, as{" "}
            <code>{provider.clientId}</code>, scopes {provider.scopes.join(" ")}
            {provider.domains.length === 0
              ? ""
              : `; only addresses of ${provider.domains.join(", ")}`}
            ). Groups give roles, the first that fits:
          </p>
          <ul>
            {provider.roles.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
        </>
      )}
      <p class="soft">This is set in the configuration file and takes a restart to change.</p>
    </section>
  );
}

function Log(props: { admin: AdminAccess; now: number }): Child {
  const lines = props.admin.log(LINES_SHOWN);
  return (
    <section class="block" aria-labelledby="log">
      <h2 id="log">What administrators did</h2>
      {lines.length === 0 ? (
        <p class="quiet">Nothing yet.</p>
      ) : (
        <PlainTable
          label="What administrators did"
          columns={["When", "Who", "How", "What", "Entry"]}
          rows={lines.map(({ index, atMs, by, via, what }) => [
            <Time ms={atMs} now={props.now} />,
            by,
            via ?? "",
            what,
            String(index),
          ])}
        />
      )}
      <p class="soft">
        The last {LINES_SHOWN}; everything is in the ledger, and at{" "}
        <code>/api/v1/administration</code>.
      </p>
    </section>
  );
}
