import { type BareFrame, onwardPage, setPasswordPage, signInPage } from "@tiltmeter/dashboards";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Admission, ProviderAdmission } from "./admission.ts";
import { byKey, type Identities } from "./authenticate.ts";
import type { ByteBudget } from "./byte-budget.ts";
import { clientAddress } from "./client-address.ts";
import type { Request, Routes } from "./environment.ts";
import { formFields } from "./form-fields.ts";
import { createSessionCookie, type SessionCookie } from "./session-cookie.ts";

const FLOW_SECONDS = 600;

export interface SignInDeps {
  readonly identities: Identities;
  readonly admission: Admission;
  readonly budget: ByteBudget;
  /** How the pages look; null: plain. */
  readonly frame: BareFrame | null;
  /** People reach us over TLS, so the cookie never travels without. */
  readonly isSecure: boolean;
  /** How many proxies stand before us whose word on addresses counts. */
  readonly trustedProxies: number;
  readonly passwordCharactersMin: number;
}

interface Shown {
  readonly next: string;
  readonly complaint?: string;
  readonly done?: string;
  readonly email?: string;
  readonly isKey?: boolean;
}

/** The sign-in page, its forms, the links that `serve` and administrators hand out, and signing out. */
export function signInRoutes(app: Routes, deps: SignInDeps): void {
  const { admission, frame } = deps;
  const { findKey, sessions, nowMs } = deps.identities;
  const cookie = createSessionCookie(sessions, deps.isSecure);
  const show = (
    c: Request,
    of: Shown,
    status: 200 | 400 | 401 | 403 | 410 | 415 | 429 = 200,
  ): Response => {
    const view = {
      ...{ next: of.next, email: of.email ?? "", complaint: of.complaint ?? null },
      ...{ done: of.done ?? null, isKey: of.isKey ?? false },
      provider: admission.provider?.label ?? null,
    };
    return html(c, signInPage(view, frame), status);
  };

  app.get("/sign-in", async (c) => {
    const next = localPath(c.req.query("next"));
    const token = c.req.query("token");
    if (token === undefined) return show(c, { next });
    const keyId = sessions.redeem(token);
    const key = keyId === null ? undefined : findKey(keyId);
    const isLive = key?.revokedMs === null && (key.expiresMs ?? nowMs() + 1) > nowMs();
    if (key === undefined || !isLive) {
      const complaint =
        "This link has been used or is older than 15 minutes. Sign in, or restart the collector for a new link.";
      return show(c, { next, complaint }, 401);
    }
    await cookie.begin(c, { kind: "key", keyId: key.id }, "link");
    return html(c, onwardPage(next, frame));
  });
  app.post("/sign-in", async (c) => {
    const fields = await formFields(c, deps.budget);
    if (fields === null) return show(c, { next: "/", complaint: "Use the form to sign in." }, 415);
    const next = localPath(fields.get("next") ?? undefined);
    const key = fields.get("key");
    return key === null ? withPassword(c, fields, next) : withKey(c, key.trim(), next);
  });
  app.post("/sign-out", async (c) => {
    const session = await cookie.end(c);
    if (session?.way === "provider" && admission.provider !== null) {
      // Not a redirect: a browser holds a form's redirects to our own site (form-action).
      const url = await admission.provider.leave(session.id);
      if (url !== null) return html(c, onwardPage(url, frame));
    }
    return c.redirect("/sign-in", 303);
  });

  app.get("/sign-in/password", (c) => {
    const token = c.req.query("token") ?? "";
    return showPassword(c, token, null, 200);
  });
  app.post("/sign-in/password", async (c) => {
    const fields = await formFields(c, deps.budget);
    if (fields === null) return show(c, { next: "/", complaint: "Use the form." }, 415);
    const token = fields.get("token") ?? "";
    const password = fields.get("password") ?? "";
    if (password !== fields.get("again")) {
      return showPassword(c, token, "The two are not the same; write it again.", 400);
    }
    const answer = await admission.setPassword({ token, password });
    if (answer.kind !== "done") {
      const why = answer.kind === "missing" ? "the link no longer stands" : answer.reason;
      return showPassword(c, token, `It was not set: ${why}.`, 400);
    }
    const { person, generation } = answer;
    await cookie.begin(c, { kind: "account", person, generation }, "password");
    return html(c, onwardPage("/", frame));
  });
  providerRoutes(app, deps, { cookie, show });

  function showPassword(
    c: Request,
    token: string,
    complaint: string | null,
    status: 200 | 400,
  ): Response {
    const owner = admission.ownerOf(token);
    if (owner === null) {
      const gone =
        "This link has been used, has expired or was replaced by another one. Ask an administrator for a new link.";
      return show(c, { next: "/", complaint: gone }, 410);
    }
    const view = { ...owner, token, complaint, charactersMin: deps.passwordCharactersMin };
    return html(c, setPasswordPage(view, frame), status);
  }

  async function withPassword(
    c: Request,
    fields: URLSearchParams,
    next: string,
  ): Promise<Response> {
    const [email, password] = [fields.get("email") ?? "", fields.get("password") ?? ""];
    const address = clientAddress(c, deps.trustedProxies);
    const answer = await admission.byPassword({ email, password, address });
    switch (answer.kind) {
      case "person": {
        const { person, generation } = answer;
        await cookie.begin(c, { kind: "account", person, generation }, "password");
        return html(c, onwardPage(next, frame));
      }
      case "must_change":
        return showPassword(c, answer.token, null, 200);
      case "refused": {
        if (answer.retryAfterS === null) {
          return show(c, { next, email, complaint: "E-mail or password is wrong." }, 401);
        }
        return tooMany(c, { next, email }, answer.retryAfterS);
      }
    }
  }

  async function withKey(c: Request, text: string, next: string): Promise<Response> {
    const attempt = admission.countKey(clientAddress(c, deps.trustedProxies));
    if (attempt.retryAfterS !== null) return tooMany(c, { next, isKey: true }, attempt.retryAfterS);
    const found = byKey(text, deps.identities);
    if (found.kind === "nobody") {
      return show(c, { next, isKey: true, complaint: found.reason }, 401);
    }
    attempt.forget();
    const { role, keyId } = found.caller;
    if (role === "ingest") {
      const complaint =
        "An ingest key only sends. Sign in with an admin, viewer or compliance key.";
      return show(c, { next, isKey: true, complaint }, 403);
    }
    await cookie.begin(c, { kind: "key", keyId: keyId ?? "" }, "key");
    return html(c, onwardPage(next, frame));
  }

  /** The same words whoever tries, so that they do not tell whether there is such an account. */
  function tooMany(c: Request, of: Shown, retryAfterS: number): Response {
    const minutes = Math.ceil(retryAfterS / 60);
    const wait = minutes === 1 ? "a minute" : `${minutes} minutes`;
    const complaint = `Too many tries. Wait ${wait}; tries meanwhile are not looked at.`;
    c.header("retry-after", String(retryAfterS));
    return show(c, { ...of, complaint }, 429);
  }
}

/** The way to the provider and back. */
function providerRoutes(
  app: Routes,
  deps: SignInDeps,
  of: {
    readonly cookie: SessionCookie;
    readonly show: (c: Request, of: Shown, status: 400) => Response;
  },
): void {
  const name = deps.isSecure ? "__Host-tiltmeter_flow" : "tiltmeter_flow";
  const { frame } = deps;
  const refused = (c: Request, reason: string): Response =>
    of.show(c, { next: "/", complaint: `You are not signed in: ${reason}.` }, 400);
  const provider = (): ProviderAdmission | null => deps.admission.provider;

  app.get("/sign-in/provider", async (c) => {
    const next = localPath(c.req.query("next"));
    const begun = await provider()?.begin(next);
    if (begun === undefined) return refused(c, "no provider is configured here");
    if (begun.kind === "refused") return refused(c, begun.reason);
    // Lax: it has to come along when the provider, another site, sends the browser back.
    setCookie(c, name, begun.flow, {
      ...{ path: "/", httpOnly: true, sameSite: "Lax", secure: deps.isSecure },
      maxAge: FLOW_SECONDS,
    });
    return c.redirect(begun.url, 303);
  });
  app.get("/sign-in/provider/return", async (c) => {
    const flow = getCookie(c, name) ?? "";
    deleteCookie(c, name, { path: "/", secure: deps.isSecure });
    const came = await provider()?.finish({ flow, url: new URL(c.req.url) });
    if (came === undefined) return refused(c, "no provider is configured here");
    if (came.kind === "refused") return refused(c, came.reason);
    const { person, generation } = came;
    const session = await of.cookie.begin(c, { kind: "account", person, generation }, "provider");
    if (session !== null) provider()?.remember(session.id, came.idToken);
    return html(c, onwardPage(came.next, frame));
  });
}

/** A page that names a token or begins a session is nobody's to keep, and sends its address nowhere. */
function html(
  c: Request,
  page: string,
  status: 200 | 400 | 401 | 403 | 410 | 415 | 429 = 200,
): Response {
  c.header("referrer-policy", "same-origin");
  return c.html(page, status) as Response; // a text, so it is ready
}

/** A path of ours to go on to; anything that could lead elsewhere is the overview. */
export function localPath(next: string | undefined): string {
  const ours = "http://tiltmeter.invalid";
  if (next === undefined || !next.startsWith("/") || !URL.canParse(next, ours)) return "/";
  const url = new URL(next, ours);
  return url.origin === ours ? `${url.pathname}${url.search}` : "/";
}
