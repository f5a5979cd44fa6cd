import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Admitted } from "./admission.ts";
import { browserInWords } from "./browser-words.ts";
import {
  type Session,
  type SessionOwner,
  type Sessions,
  type SignInWay,
  sessionCookie,
} from "./session.ts";

/** The session of a browser, in its cookie. */
export interface SessionCookie {
  /** Begins a session under a new cookie, and ends the one that the browser had. */
  readonly begin: (c: Context, owner: SessionOwner, way: SignInWay) => Promise<Session | null>;
  /** The same browser goes on as an account, under another cookie; nothing where it came without one. */
  readonly renew: (c: Context, account: Omit<Admitted, "kind">, way?: SignInWay) => void;
  /** Ends it here and in the browser; null where there was none. */
  readonly end: (c: Context) => Promise<Session | null>;
}

/**
 * The cookie of sessions: out of reach of scripts, sent to nobody but us, by no other site, and over TLS
 * where people reach us so.
 */
export function createSessionCookie(sessions: Sessions, isSecure: boolean): SessionCookie {
  const name = sessionCookie(isSecure);
  const put = (c: Context, value: string): void =>
    setCookie(c, name, value, {
      ...{ path: "/", httpOnly: true, sameSite: "Strict", secure: isSecure },
      maxAge: sessions.limits.absoluteMs / 1000,
    });
  return {
    begin: async (c, owner, way) => {
      const former = sessions.read(getCookie(c, name) ?? "", "unseen");
      if (former !== null) await sessions.end(({ id }) => id === former.id);
      const browser = browserInWords(c.req.header("user-agent"));
      const value = sessions.start({ owner, way, browser });
      put(c, value);
      return sessions.read(value, "unseen");
    },
    renew: (c, { person, generation }, way) => {
      const owner = { kind: "account", person, generation } as const;
      const value = sessions.rotate(getCookie(c, name) ?? "", owner, way);
      if (value !== null) put(c, value);
    },
    end: async (c) => {
      const session = sessions.read(getCookie(c, name) ?? "", "unseen");
      deleteCookie(c, name, { path: "/", secure: isSecure });
      if (session !== null) await sessions.end(({ id }) => id === session.id);
      return session;
    },
  };
}
