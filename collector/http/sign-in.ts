import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { html } from "hono/html";
import { byKey, type Identities } from "./authenticate.ts";
import { type BodyLimits, readBody } from "./body.ts";
import { Busy } from "./body-error.ts";
import { browserInWords } from "./browser-words.ts";
import type { ByteBudget } from "./byte-budget.ts";
import type { Request, Routes } from "./environment.ts";
import { type SignInWay, sessionCookie } from "./session.ts";

type Markup = ReturnType<typeof html>;

const FORM_BODY: BodyLimits = { wireBytesMax: 8_192, decodedBytesMax: 8_192 };
const FORM = "application/x-www-form-urlencoded";

export interface SignInDeps {
  readonly identities: Identities;
  readonly budget: ByteBudget;
  /** Address of the pages' style sheet; null: plain. */
  readonly style: string | null;
  /** People reach us over TLS, so the cookie never travels without. */
  readonly isSecure: boolean;
}

/** The sign-in page, its form, the link that `serve` prints, and signing out. */
export function signInRoutes(app: Routes, deps: SignInDeps): void {
  const { findKey, sessions } = deps.identities;
  app.get("/sign-in", (c) => {
    const next = localPath(c.req.query("next"));
    const token = c.req.query("token");
    if (token === undefined) return c.html(form(deps.style, next, null));
    const keyId = sessions.redeem(token);
    const key = keyId === null ? undefined : findKey(keyId);
    if (key === undefined || key.revokedMs !== null) {
      const complaint =
        "This link has been used or is older than 15 minutes. Paste a key, or restart the collector for a new link.";
      return c.html(form(deps.style, next, complaint), 401);
    }
    return signedIn(c, { keyId: key.id, way: "link" }, next, deps);
  });
  app.post("/sign-in", async (c) => {
    const fields = await formFields(c, deps.budget);
    if (fields === null) return c.html(form(deps.style, "/", "Use the form to sign in."), 415);
    const next = localPath(fields.get("next") ?? undefined);
    const found = byKey((fields.get("key") ?? "").trim(), deps.identities);
    if (found.kind === "nobody") return c.html(form(deps.style, next, found.reason), 401);
    if (found.caller.role === "ingest") {
      const complaint =
        "An ingest key only sends. Sign in with an admin, viewer or compliance key.";
      return c.html(form(deps.style, next, complaint), 403);
    }
    return signedIn(c, { keyId: found.caller.keyId ?? "", way: "key" }, next, deps);
  });
  app.post("/sign-out", async (c) => {
    const name = sessionCookie(deps.isSecure);
    const session = sessions.read(getCookie(c, name) ?? "");
    deleteCookie(c, name, { path: "/", secure: deps.isSecure });
    if (session !== null) await sessions.end(({ id }) => id === session.id);
    return c.redirect("/sign-in", 303);
  });
}

function signedIn(
  c: Request,
  by: { readonly keyId: string; readonly way: SignInWay },
  next: string,
  deps: SignInDeps,
): Response | Promise<Response> {
  const { sessions } = deps.identities;
  const owner = { kind: "key", keyId: by.keyId } as const;
  const browser = browserInWords(c.req.header("user-agent"));
  setCookie(c, sessionCookie(deps.isSecure), sessions.start({ owner, way: by.way, browser }), {
    path: "/",
    httpOnly: true,
    sameSite: "Strict",
    secure: deps.isSecure,
    maxAge: sessions.limits.absoluteMs / 1000,
  });
  return c.html(onward(deps.style, next));
}

/**
 * A page that goes on to `path` by itself.
 *
 * Not a redirect: where a link was followed from another site, a browser withholds a SameSite=Strict
 * cookie along all redirects of that navigation, but not from one that our own page begins.
 */
export function onward(style: string | null, path: string): Markup {
  return document(
    style,
    html`<meta http-equiv="refresh" content="0; url=${path}">`,
    html`<h1>Tiltmeter</h1><p><a href="${path}">Continue</a></p>`,
  );
}

/** A page that says why there is none. */
export function refusedPage(style: string | null, title: string, detail: string): Markup {
  return document(
    style,
    html``,
    html`<h1>${title}</h1><p>${detail}</p><p><a href="/">Overview</a></p>`,
  );
}

function form(style: string | null, next: string, complaint: string | null): Markup {
  return document(
    style,
    html``,
    html`<h1>Sign in</h1>
${complaint === null ? "" : html`<p role="alert">${complaint}</p>`}
<form method="post" action="/sign-in">
<input type="hidden" name="next" value="${next}">
<p><label for="key">Key</label><br>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus spellcheck="false" aria-describedby="key-help"></p>
<p id="key-help">An admin, compliance, operator, auditor or viewer key. The first admin key was printed when the collector first started.</p>
<p><button type="submit">Sign in</button></p>
</form>`,
  );
}

function document(style: string | null, head: Markup, body: Markup): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Tiltmeter</title>
<link rel="icon" href="data:,">
${style === null ? "" : html`<link rel="stylesheet" href="${style}">`}
${head}
</head>
<body><main id="main">${body}</main></body>
</html>
`;
}

/** A path of ours to go on to; anything that could lead elsewhere is the overview. */
export function localPath(next: string | undefined): string {
  const ours = "http://tiltmeter.invalid";
  if (next === undefined || !next.startsWith("/") || !URL.canParse(next, ours)) return "/";
  const url = new URL(next, ours);
  return url.origin === ours ? `${url.pathname}${url.search}` : "/";
}

async function formFields(c: Request, budget: ByteBudget): Promise<URLSearchParams | null> {
  if ((c.req.header("content-type") ?? "").split(";")[0]?.trim() !== FORM) return null;
  const reservation = budget.take("sign-in", 0);
  if (typeof reservation === "string") throw new Busy(reservation);
  try {
    const body = await readBody(c, { encoding: "identity", limits: FORM_BODY, reservation });
    return new URLSearchParams(body.toString());
  } finally {
    reservation.release();
  }
}
