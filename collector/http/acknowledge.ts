import {
  acknowledgePage,
  type BareFrame,
  LINK_NAME_MAX,
  linkRefusedPage,
} from "@tiltmeter/dashboards";
import { getCookie } from "hono/cookie";
import { authenticate, type Identities } from "./authenticate.ts";
import type { ByteBudget } from "./byte-budget.ts";
import type { Request, Routes } from "./environment.ts";
import { formFields } from "./form-fields.ts";
import { sessionCookie } from "./session.ts";

/** What a link of a message is about, or why it opens nothing. */
export type LinkRead =
  | {
      readonly kind: "shown";
      readonly shown: {
        readonly channel: string;
        readonly subject: string;
        readonly lines: readonly { readonly label: string; readonly text: string }[];
        readonly acknowledgedMs: number | null;
        readonly isOver: boolean;
        readonly expiresMs: number;
      };
    }
  | { readonly kind: "refused"; readonly why: keyof typeof REFUSALS };

export interface AcknowledgeDeps {
  readonly read: (token: string) => LinkRead;
  /** Records it once; `by` is a pseudonym, or the name of a key. */
  readonly acknowledge: (token: string, by: string) => Promise<LinkRead>;
  readonly pseudonymOf: (name: string) => Promise<string>;
  readonly identities: Identities;
  readonly budget: ByteBudget;
  /** Where the styles come from; null: plain. */
  readonly frame: BareFrame | null;
  /** People reach us over TLS. */
  readonly isSecure: boolean;
}

const REFUSALS = {
  forged:
    "This link is not one of ours, or a part of it is missing. Copy the whole of it from the message.",
  expired: "This link is older than a week. Sign in and open the record to go on.",
  other_purpose: "This link is for something else. Open the one in the message.",
  earlier: "The record was taken up again since that message. Use the link of a newer one.",
} as const;

/**
 * The page behind the link in a message, and its button.
 *
 * Looking changes nothing, since mail scanners and chats follow links; only the button acts. Whoever is not
 * signed in sees what the message said and no more, and puts a name to it.
 */
export function acknowledgeRoutes(app: Routes, deps: AcknowledgeDeps): void {
  app.get("/acknowledge/:token", (c) => answer(c, c.req.param("token"), null, deps));
  app.post("/acknowledge/:token", async (c) => {
    const token = c.req.param("token");
    const before = deps.read(token);
    if (before.kind === "refused") return refused(c, before.why, deps);
    const fields = await formFields(c, deps.budget);
    if (fields === null) return answer(c, token, "Use the button of this page.", deps);
    const caller = signedIn(c, deps);
    const name = (fields.get("name") ?? "").replace(/\s+/g, " ").trim();
    if (caller === null && (name === "" || name.length > LINK_NAME_MAX)) {
      const rule = `Write your name, at most ${LINK_NAME_MAX} characters: it is recorded who has seen this.`;
      return answer(c, token, rule, deps);
    }
    const after = await deps.acknowledge(token, caller ?? (await deps.pseudonymOf(name)));
    if (after.kind === "refused") return refused(c, after.why, deps);
    return c.redirect(`/acknowledge/${encodeURIComponent(token)}`, 303);
  });
}

/** The session of whoever acts; a link from elsewhere comes without, a form of ours with it. */
function signedIn(c: Request, deps: AcknowledgeDeps): string | null {
  const cookie = getCookie(c, sessionCookie(deps.isSecure));
  const sent = { authorization: undefined, cookie, isIdle: false };
  const found = authenticate(sent, deps.identities);
  return found.kind === "nobody" ? null : found.caller.name;
}

function answer(
  c: Request,
  token: string,
  problem: string | null,
  deps: AcknowledgeDeps,
): Response {
  const found = deps.read(token);
  if (found.kind === "refused") return refused(c, found.why, deps);
  const isSignedIn = signedIn(c, deps) !== null;
  const page = acknowledgePage({ ...found.shown, token, problem, isSignedIn }, deps.frame);
  return sent(c, page, problem === null ? 200 : 422);
}

function refused(c: Request, why: keyof typeof REFUSALS, deps: AcknowledgeDeps): Response {
  return sent(c, linkRefusedPage(REFUSALS[why], deps.frame), why === "expired" ? 410 : 404);
}

/** The address is the reader's right to act: it is sent nowhere. */
function sent(c: Request, page: string, status: 200 | 404 | 410 | 422): Response {
  c.header("referrer-policy", "same-origin");
  return c.html(page, status) as Response; // a text, so it is ready
}
