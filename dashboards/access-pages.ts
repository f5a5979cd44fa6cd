import type { Context, Hono } from "hono";
import type { AccessAnswer, Invitation, KeyTerms, MadeKey, PageAccess } from "./access.ts";
import { access } from "./pages/access.tsx";
import type { AccessView, ReturnedAccess, Secret } from "./pages/access-parts.tsx";
import { account } from "./pages/account.tsx";
import { forbidden, notFound } from "./pages/problem.tsx";
import type { PageContent } from "./parts/document.tsx";

/** What the pages of access stand on. */
export interface AccessOptions {
  /** Access as the asking person sees it; null: nobody is signed in. */
  readonly of: (c: Context) => PageAccess | null;
  /** The browser goes on as an account, under another cookie. */
  readonly goOn: (c: Context, as: { readonly person: string; readonly generation: number }) => void;
  readonly nowMs: () => number;
  readonly passwordCharactersMin: number;
  /** Where people reach the pages, for links that are handed over. */
  readonly publicUrl: (c: Context) => string;
}

type Answer = Response | Promise<Response>;
type Form = Readonly<Record<string, string>>;
type Page = "/account" | "/access";

const NOTHING: AccessView = { returned: null, secret: null, done: null };
const DAY_MS = 86_400_000;

/** What was done, by the word that the address has for it. */
const DONE: Readonly<Record<string, string>> = {
  first: "Your account is made, and you are signed in with it. Put the first key into a safe.",
  password: "Your password is changed. Every other browser is signed out.",
  session: "That browser is signed out.",
  others: "Every other browser is signed out.",
  revoked: "The key is revoked. Whatever used it is refused from now on.",
  changed: "It is changed.",
  out: "The person is signed out everywhere.",
};

/** `/account` and `/access` with their forms, which work without scripts. */
export function accessPages(
  app: Hono,
  options: AccessOptions,
  show: (c: Context, content: PageContent) => Answer,
): void {
  const now = options.nowMs;
  const page = (c: Context, path: Page, view: AccessView): Answer => {
    const mine = options.of(c);
    if (mine === null) return show(c, forbidden("Sign in first"));
    if (path === "/account") {
      const charactersMin = options.passwordCharactersMin;
      return show(c, account(mine, { view, now: now(), charactersMin }));
    }
    if (mine.admin === null) return show(c, forbidden("This takes an admin of all systems"));
    return show(c, access(mine.admin, { view, now: now() }));
  };
  const returned = (
    c: Context,
    path: Page,
    of: { readonly form: string; readonly values: Form },
    answer: Exclude<AccessAnswer, { kind: "done" }>,
  ): Answer => {
    if (answer.kind === "missing")
      return show(c, notFound("Not found", "It is not there, or not any more."));
    const { reason: problem, fields } = answer;
    const { password: _, again: __, current: ___, ...values } = of.values;
    const back: ReturnedAccess = { form: of.form, values, problem, fields };
    return page(c, path, { ...NOTHING, returned: back });
  };
  /** Runs the act of a form, then shows what it made once, or goes back to the page. */
  const act = async <Done>(
    c: Context,
    path: Page,
    of: {
      readonly form: string;
      readonly values: Form;
      readonly run: (mine: PageAccess) => Promise<AccessAnswer<Done>>;
      /** What is shown once; else the word for what was done. */
      readonly shows: (done: Done & { readonly kind: "done" }) => Secret | string;
    },
  ): Promise<Response> => {
    const mine = options.of(c);
    if (mine === null || (path === "/access" && mine.admin === null)) return page(c, path, NOTHING);
    const answer = await of.run(mine);
    if (answer.kind !== "done") return returned(c, path, of, answer);
    const next = of.shows(answer);
    if (typeof next === "string") return c.redirect(`${path}?done=${next}`, 303);
    return page(c, path, { ...NOTHING, secret: next });
  };
  const read = async (c: Context): Promise<Form> => {
    const form = await c.req.formData();
    return Object.fromEntries(
      [...form].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
    );
  };
  const linkOf = (c: Context, { path, expiresMs }: Invitation, name: string): Secret => ({
    ...{ kind: "link", name, url: `${options.publicUrl(c)}${path}`, untilMs: expiresMs },
  });

  for (const path of ["/account", "/access"] as const) {
    app.get(path, (c) =>
      page(c, path, { ...NOTHING, done: DONE[c.req.query("done") ?? ""] ?? null }),
    );
    const desk = (mine: PageAccess) => (path === "/account" ? mine.own : required(mine));
    app.post(`${path}/keys`, async (c) => {
      const values = await read(c);
      const terms = termsOf(values);
      return act<MadeKey>(c, path, {
        ...{ form: path === "/account" ? "own-key" : "key", values },
        run: async (mine) => ("kind" in terms ? terms : desk(mine).createKey(terms)),
        shows: (key) => ({ kind: "key", key, formerUntilMs: null }),
      });
    });
    app.post(`${path}/keys/:id/rotation`, async (c) => {
      const values = await read(c);
      const id = c.req.param("id");
      const liveMs = Number(values["live"] ?? "24") * 3_600_000;
      return act<MadeKey & { readonly untilMs: number }>(c, path, {
        ...{ form: `rotate-${id}`, values },
        run: (mine) => desk(mine).rotateKey({ id, liveMs }),
        shows: (key) => ({ kind: "key", key, formerUntilMs: key.untilMs }),
      });
    });
    app.post(`${path}/keys/:id/revocation`, async (c) => {
      const values = await read(c);
      const id = c.req.param("id");
      return act(c, path, {
        ...{ form: `revoke-${id}`, values },
        run: async (mine) => unsure(values) ?? desk(mine).revokeKey(id),
        shows: () => "revoked",
      });
    });
  }

  app.post("/account/first", async (c) => {
    const values = await read(c);
    const { name = "", email = "", password = "" } = values;
    return act(c, "/account", {
      ...{ form: "first", values },
      run: async ({ own }) =>
        unlike(values) ?? own.beFirst({ name, email, password, mustChange: false }),
      shows: (as) => {
        options.goOn(c, as);
        return "first";
      },
    });
  });
  app.post("/account/password", async (c) => {
    const values = await read(c);
    const { current = "", password = "" } = values;
    return act(c, "/account", {
      ...{ form: "password", values },
      run: async ({ own }) => unlike(values) ?? own.changePassword({ current, password }),
      shows: (as) => {
        options.goOn(c, as);
        return "password";
      },
    });
  });
  app.post("/account/sessions", async (c) => {
    const values = await read(c);
    const { which = "" } = values;
    const isAll = which === "all";
    const wanted = isAll || which === "others" ? which : { id: which };
    return act(c, "/account", {
      ...{ form: "sessions", values },
      run: async ({ own }) => (isAll ? unsure(values) : null) ?? own.endSessions(wanted),
      shows: () => (which === "others" ? "others" : "session"),
    });
  });

  app.post("/access/invitations", async (c) => {
    const values = await read(c);
    const { name = "", email = "", role = "" } = values;
    const systems = systemsOf(values);
    return act<Invitation>(c, "/access", {
      ...{ form: "invite", values },
      run: (mine) => required(mine).invite({ name, email, role, systems }),
      shows: (made) => linkOf(c, made, name),
    });
  });
  app.post("/access/accounts/:person", async (c) => {
    const values = await read(c);
    const person = c.req.param("person");
    const { state, role, email } = values;
    const change =
      state !== undefined
        ? { person, isActive: state === "active" }
        : {
            person,
            ...(role !== undefined && { role, systems: systemsOf(values) }),
            ...(email !== undefined && { email }),
          };
    return act(c, "/access", {
      ...{ form: `person-${person}`, values },
      run: async (mine) =>
        (state === "disabled" ? unsure(values) : null) ?? required(mine).change(change),
      shows: () => "changed",
    });
  });
  app.post("/access/accounts/:person/invitation", async (c) => {
    const person = c.req.param("person");
    const name = options.of(c)?.admin?.account(person)?.name ?? person;
    return act<Invitation>(c, "/access", {
      ...{ form: `person-${person}`, values: {} },
      run: (mine) => required(mine).renewInvitation(person),
      shows: (made) => linkOf(c, made, name),
    });
  });
  app.post("/access/accounts/:person/sessions", async (c) => {
    const values = await read(c);
    const person = c.req.param("person");
    return act(c, "/access", {
      ...{ form: `person-${person}`, values },
      run: async (mine) => unsure(values) ?? required(mine).endSessions(person),
      shows: () => "out",
    });
  });
}

/** `act` lets nobody through to here who is none. */
function required({ admin }: PageAccess): NonNullable<PageAccess["admin"]> {
  if (admin === null) throw new Error("an act of administration without an administrator");
  return admin;
}

function refused(field: string, rule: string): AccessAnswer<never> {
  return { kind: "refused", reason: `${field} ${rule}`, fields: { [field]: rule } };
}

function unsure(values: Form): AccessAnswer<never> | null {
  return values["sure"] === "yes" ? null : refused("it", "takes the tick that you mean it");
}

function unlike(values: Form): AccessAnswer<never> | null {
  return values["password"] === values["again"]
    ? null
    : refused("password", "and its repetition are not the same; write both again");
}

function systemsOf(values: Form): readonly string[] | null {
  const all = (values["systems"] ?? "").split(/[\s,]+/).filter((each) => each !== "");
  return all.length === 0 ? null : [...new Set(all)];
}

function termsOf(values: Form): KeyTerms | AccessAnswer<never> {
  const { name = "", role = "", expires = "" } = values;
  const expiresMs = expires === "" ? null : Date.parse(`${expires}T00:00:00Z`);
  if (expiresMs !== null && !(expiresMs > DAY_MS)) return refused("expires", "must be a day");
  return { name, role, systems: systemsOf(values), expiresMs };
}
