import type { Child } from "hono/jsx";
import type { KeyView, MadeKey } from "../access.ts";
import { segment } from "../formats/words.ts";
import { Time } from "../parts/time.tsx";

/** A form that came back: which, what was written, and what is wrong with it. */
export interface ReturnedAccess {
  readonly form: string;
  readonly values: Readonly<Record<string, string>>;
  readonly problem: string;
  /** Field name → what is wrong with it. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Something that is shown once, in the answer to the form that made it. */
export type Secret =
  | { readonly kind: "key"; readonly key: MadeKey; readonly formerUntilMs: number | null }
  | {
      readonly kind: "link";
      readonly name: string;
      readonly url: string;
      readonly untilMs: number;
    };

/** What a page of access was asked to show beside what stands. */
export interface AccessView {
  readonly returned: ReturnedAccess | null;
  readonly secret: Secret | null;
  /** What was done, in words; null: nothing. */
  readonly done: string | null;
}

export function AccessNotice(props: { view: AccessView; now: number }): Child {
  const { returned, done } = props.view;
  return (
    <>
      {done === null ? null : (
        <p class="notice notice-done" role="status">
          {done}
        </p>
      )}
      {returned === null ? null : (
        <p class="notice notice-error" role="alert">
          Nothing was changed: {returned.problem}.
        </p>
      )}
      {props.view.secret === null ? null : <ShownOnce of={props.view.secret} now={props.now} />}
    </>
  );
}

function ShownOnce(props: { of: Secret; now: number }): Child {
  const { of, now } = props;
  if (of.kind === "link") {
    return (
      <section class="access-secret" aria-labelledby="shown-once">
        <h2 id="shown-once">The link for {of.name}</h2>
        <p>
          <code>{of.url}</code>
        </p>
        <p class="soft">
          Give it to nobody else: whoever opens it first sets the password. It works once, until{" "}
          <Time ms={of.untilMs} now={now} />, and is not shown again.
        </p>
      </section>
    );
  }
  return (
    <section class="access-secret" aria-labelledby="shown-once">
      <h2 id="shown-once">Your key, shown this once</h2>
      <p>
        <code>{of.key.text}</code>
      </p>
      <p class="soft">
        Put it where it is used now; it is kept nowhere and cannot be shown again.
        {of.formerUntilMs === null ? null : (
          <>
            {" "}
            The one before goes on working until <Time ms={of.formerUntilMs} now={now} />.
          </>
        )}
      </p>
    </section>
  );
}

/** One line of a form. */
export function AccessField(props: {
  form: string;
  name: string;
  label: string;
  returned: ReturnedAccess | null;
  help?: string;
  value?: string;
  type?: "text" | "email" | "password" | "date";
  required?: boolean;
  autocomplete?: string;
}): Child {
  const { form, name, label, help, type = "text", required = false } = props;
  const returned = props.returned?.form === form ? props.returned : null;
  const id = `${form}-${name}`.replace(/[^\w-]/g, "-");
  const problem = returned?.fields[name];
  const told = [
    ...(help === undefined ? [] : [`${id}-help`]),
    ...(problem === undefined ? [] : [`${id}-problem`]),
  ];
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label} {required ? null : <span class="soft">optional</span>}
      </label>
      {help === undefined ? null : (
        <p class="field-help" id={`${id}-help`}>
          {help}
        </p>
      )}
      <input
        {...{ id, name, type, required }}
        value={type === "password" ? undefined : (returned?.values[name] ?? props.value ?? "")}
        autocomplete={props.autocomplete ?? "off"}
        aria-invalid={problem === undefined ? undefined : "true"}
        aria-describedby={told.length === 0 ? undefined : told.join(" ")}
      />
      {problem === undefined ? null : (
        <p class="field-problem" id={`${id}-problem`}>
          {label}: {problem}
        </p>
      )}
    </div>
  );
}

export function RoleField(props: {
  form: string;
  roles: readonly string[];
  value: string;
  returned: ReturnedAccess | null;
}): Child {
  const { form, roles } = props;
  const returned = props.returned?.form === form ? props.returned : null;
  const id = `${form}-role`.replace(/[^\w-]/g, "-");
  const value = returned?.values["role"] ?? props.value;
  return (
    <div class="field">
      <label class="field-label" for={id}>
        Role
      </label>
      <select id={id} name="role">
        {roles.map((role) => (
          <option value={role} selected={role === value}>
            {role}: {ROLE_WORDS[role] ?? ""}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What a role is for, in the words of a line. */
const ROLE_WORDS: Readonly<Record<string, string>> = {
  ingest: "sends telemetry, reads nothing",
  viewer: "reads",
  operator: "reads, works on nonconformities",
  compliance: "reads, works, approves",
  auditor: "reads, comments, takes evidence along",
  admin: "everything, and who may come in",
};

/** Says what cannot be undone, and asks for a tick before it. */
export function Confirmed(props: {
  action: string;
  title: string;
  what: string;
  button: string;
  id: string;
  hidden?: Readonly<Record<string, string>>;
}): Child {
  const box = `${props.id}-sure`.replace(/[^\w-]/g, "-");
  return (
    <details class="other-move">
      <summary>{props.title}</summary>
      <form class="form" method="post" action={props.action}>
        {Object.entries(props.hidden ?? {}).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <p>{props.what}</p>
        <p>
          <input id={box} name="sure" type="checkbox" value="yes" required />{" "}
          <label for={box}>Yes, do it</label>
        </p>
        <button type="submit" class="button">
          {props.button}
        </button>
      </form>
    </details>
  );
}

/** Keys as cards, with what may be done to each. */
export function Keys(props: {
  keys: readonly KeyView[];
  base: "/account/keys" | "/access/keys";
  now: number;
  none: string;
}): Child {
  const { keys, base, now } = props;
  const live = keys.filter(({ state }) => state === "live" || state === "unusable");
  const past = keys.filter(({ state }) => state === "revoked" || state === "expired");
  return (
    <>
      {live.length === 0 ? <p class="quiet">{props.none}</p> : null}
      <ul class="access-cards">
        {live.map((key) => (
          <li class="access-card">
            <KeyFacts of={key} now={now} />
            <div class="access-acts">
              {key.successor === null && key.state === "live" ? (
                <details class="other-move">
                  <summary>Rotate</summary>
                  <form class="form" method="post" action={`${base}/${segment(key.id)}/rotation`}>
                    <p>
                      A successor is made with the same rights. The old key goes on working for a
                      while, so that you can change over.
                    </p>
                    <div class="field">
                      <label class="field-label" for={`live-${key.id}`}>
                        The old one works for
                      </label>
                      <select id={`live-${key.id}`} name="live">
                        <option value="0">no longer</option>
                        <option value="1">one hour</option>
                        <option value="24" selected>
                          a day
                        </option>
                        <option value="168">a week</option>
                      </select>
                    </div>
                    <button type="submit" class="button">
                      Rotate key {key.id}
                    </button>
                  </form>
                </details>
              ) : null}
              <Confirmed
                id={`revoke-${key.id}`}
                action={`${base}/${segment(key.id)}/revocation`}
                title="Revoke"
                what={`Whatever uses key ${key.id} is refused from this moment on, and sessions that began with it end. It cannot be taken back.`}
                button={`Revoke key ${key.id}`}
              />
            </div>
          </li>
        ))}
      </ul>
      {past.length === 0 ? null : (
        <details class="other-move">
          <summary>Revoked or expired ({past.length})</summary>
          <ul class="access-cards">
            {past.map((key) => (
              <li class="access-card">
                <KeyFacts of={key} now={now} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function KeyFacts(props: { of: KeyView; now: number }): Child {
  const { of, now } = props;
  return (
    <>
      <h3>
        {of.owner === null ? of.name : `${of.owner}'s own`} <code>{of.id}</code>
      </h3>
      <p>
        {of.role}, {systemsInWords(of.systems)}
        {of.state === "unusable" ? "; its owner may no longer do that, so it is refused" : ""}
        {of.successor === null ? "" : `; ${of.successor} takes its place`}
      </p>
      <p class="soft">
        Made <Time ms={of.createdMs} now={now} /> by {of.createdBy};{" "}
        {of.revokedMs === null ? null : (
          <>
            revoked <Time ms={of.revokedMs} now={now} />;{" "}
          </>
        )}
        {of.expiresMs === null ? (
          "does not expire"
        ) : (
          <>
            {of.expiresMs <= now ? "expired" : "expires"} <Time ms={of.expiresMs} now={now} />
          </>
        )}
        ;{" "}
        {of.lastUsedMs === null ? (
          "not seen in use"
        ) : (
          <>
            last used about <Time ms={of.lastUsedMs} now={now} only="relative" />
          </>
        )}
      </p>
    </>
  );
}

export function systemsInWords(systems: readonly string[] | null): string {
  if (systems === null) return "all systems";
  return systems.length === 0 ? "no systems" : systems.join(", ");
}
