import { createHash } from "node:crypto";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Long enough to reach for a browser, short enough for a terminal's scrollback. */
const TOKEN_MS: number = HOUR_MS / 4;
/** More sign-in links than this at once are nobody's first visit; the oldest stops working. */
const TOKENS_MAX = 16;
/** Of everybody together, 2 MiB of file: the one that was seen longest ago ends. */
const SESSIONS_MAX = 10_000;
/** Of one person: more browsers than anybody has. */
const SESSIONS_EACH_MAX = 32;
/** 32 random bytes in base64url. */
const COOKIE = /^[\w-]{43}$/;

/** Whose a session is. A key's ends with the key, an account's with the account or its generation. */
export type SessionOwner =
  | { readonly kind: "key"; readonly keyId: string }
  | { readonly kind: "account"; readonly person: string; readonly generation: number };

/** How somebody signed in. */
export type SignInWay = "password" | "provider" | "key" | "link";

/** A signed-in browser, as the server keeps it. */
export interface Session {
  /** Public: how its owner names it. It opens nothing. */
  readonly id: string;
  readonly owner: SessionOwner;
  readonly way: SignInWay;
  /** Browser and platform in plain words. */
  readonly browser: string;
  readonly sinceMs: number;
  readonly lastSeenMs: number;
}

export interface SessionLimits {
  /** Unseen for so long, a session ends. */
  readonly idleMs: number;
  /** After so long it ends in any case; then people sign in again. */
  readonly absoluteMs: number;
}

/** Half an hour away from the screen, and a long working day. */
export const SESSION_LIMITS: SessionLimits = { idleMs: 30 * MINUTE_MS, absoluteMs: 12 * HOUR_MS };

export interface Sessions {
  readonly limits: SessionLimits;
  /** Begins one; the value of its cookie, which exists nowhere else. */
  readonly start: (of: Pick<Session, "owner" | "way" | "browser">) => string;
  /** The session of a cookie, noted as seen now; null where there is none or none any more. */
  readonly read: (cookie: string, as?: "seen" | "unseen") => Session | null;
  /** The same session under another cookie; the old one is void at once. Null where there is none. */
  readonly rotate: (cookie: string, owner: SessionOwner, way?: SignInWay) => string | null;
  /** Every session that stands, the newest first. */
  readonly all: () => readonly Session[];
  /** Ends what is chosen; how many. They are void at once, and once this resolves a restart does not bring them back. */
  readonly end: (chosen: (session: Session) => boolean) => Promise<number>;
  /** A token for `GET /sign-in?token=`: works once, for 15 minutes. */
  readonly createToken: (keyId: string) => string;
  readonly redeem: (token: string) => string | null;
  /** Writes what changed since the last time, such as when sessions were seen. */
  readonly flush: () => Promise<void>;
}

/**
 * Sessions kept on the server: a cookie is 256 random bits, and only its digest is kept, so the file
 * signs nobody in.
 *
 * `stored` is what `save` was last given: a lost or damaged file signs everybody out and does nothing
 * worse. A crash may lose a session that just began, never the end of one.
 */
export function createSessions(deps: {
  readonly now: () => number;
  readonly random: (bytes: number) => Uint8Array;
  readonly stored: string | null;
  /** Durable when it resolves, and whole or not at all. */
  readonly save: (text: string) => Promise<void>;
  readonly limits?: SessionLimits;
}): Sessions {
  const { now, random } = deps;
  const limits = deps.limits ?? SESSION_LIMITS;
  const sessions = readStored(deps.stored);
  const tokens = new Map<string, { readonly keyId: string; readonly expiresMs: number }>();
  let isChanged = false;
  let saving: Promise<void> | null = null;

  const isOver = ({ sinceMs, lastSeenMs }: Session): boolean =>
    now() >= sinceMs + limits.absoluteMs || now() >= lastSeenMs + limits.idleMs;

  /** One write at a time; whoever comes meanwhile is served by the next. */
  async function flush(): Promise<void> {
    while (saving !== null) await saving.catch(() => undefined);
    if (!isChanged) return;
    isChanged = false;
    saving = deps.save(JSON.stringify([...sessions]));
    try {
      await saving;
    } catch (error) {
      isChanged = true;
      throw error;
    } finally {
      saving = null;
    }
  }
  /** Not waited for: what gets lost is signed in again, and the next write has it. */
  const flushSoon = (): void => void flush().catch(() => undefined);

  function put(session: Session): string {
    const cookie = Buffer.from(random(32)).toString("base64url");
    sessions.set(digest(cookie), session);
    isChanged = true;
    return cookie;
  }

  function makeRoom(owner: SessionOwner): void {
    for (const [key, session] of sessions) if (isOver(session)) sessions.delete(key);
    const mine = [...sessions].filter(
      ([, session]) => ownerName(session.owner) === ownerName(owner),
    );
    if (mine.length >= SESSIONS_EACH_MAX) sessions.delete(oldest(mine));
    if (sessions.size >= SESSIONS_MAX) sessions.delete(oldest([...sessions]));
  }

  return {
    limits,
    start: ({ owner, way, browser }) => {
      makeRoom(owner);
      const id = Buffer.from(random(9)).toString("base64url");
      const cookie = put({ id, owner, way, browser, sinceMs: now(), lastSeenMs: now() });
      flushSoon();
      return cookie;
    },
    read: (cookie, as = "seen") => {
      const key = COOKIE.test(cookie) ? digest(cookie) : "";
      const session = sessions.get(key);
      if (session === undefined || isOver(session)) return null;
      if (as === "unseen") return session;
      const seen = { ...session, lastSeenMs: now() };
      sessions.set(key, seen);
      isChanged = true;
      return seen;
    },
    rotate: (cookie, owner, way) => {
      const key = COOKIE.test(cookie) ? digest(cookie) : "";
      const session = sessions.get(key);
      if (session === undefined || isOver(session)) return null;
      sessions.delete(key);
      const rotated = put({ ...session, owner, way: way ?? session.way, lastSeenMs: now() });
      flushSoon();
      return rotated;
    },
    all: () =>
      [...sessions.values()]
        .filter((session) => !isOver(session))
        .sort((a, b) => b.sinceMs - a.sinceMs),
    end: async (chosen) => {
      let count = 0;
      for (const [key, session] of sessions) {
        if (!chosen(session)) continue;
        sessions.delete(key);
        count += 1;
      }
      if (count > 0) isChanged = true;
      await flush();
      return count;
    },
    createToken: (keyId) => {
      const token = Buffer.from(random(32)).toString("base64url");
      tokens.set(digest(token), { keyId, expiresMs: now() + TOKEN_MS });
      for (const first of tokens.keys()) {
        if (tokens.size <= TOKENS_MAX) break;
        tokens.delete(first);
      }
      return token;
    },
    redeem: (token) => {
      const found = tokens.get(digest(token));
      tokens.delete(digest(token));
      return found !== undefined && found.expiresMs > now() ? found.keyId : null;
    },
    flush,
  };
}

/** The name of the session's cookie. Browsers hold `__Host-` to this host, this path and TLS, so it needs TLS. */
export function sessionCookie(isSecure: boolean): string {
  return isSecure ? "__Host-tiltmeter_session" : "tiltmeter_session";
}

function ownerName(owner: SessionOwner): string {
  return owner.kind === "key" ? `key:${owner.keyId}` : owner.person;
}

function oldest(of: readonly (readonly [string, Session])[]): string {
  const [first, ...rest] = of;
  if (first === undefined) return "";
  return rest.reduce((a, b) => (b[1].lastSeenMs < a[1].lastSeenMs ? b : a), first)[0];
}

/** Cookies and tokens are looked up by digest, so a lookup's timing tells nothing of those that exist. */
function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function readStored(text: string | null): Map<string, Session> {
  try {
    const all: unknown = JSON.parse(text ?? "[]");
    if (!Array.isArray(all)) return new Map();
    return new Map(all.filter(isEntry));
  } catch {
    return new Map();
  }
}

/** The file is ours; what another version wrote in it, or damage, is signed out. */
function isEntry(value: unknown): value is [string, Session] {
  if (!Array.isArray(value) || typeof value[0] !== "string") return false;
  const session: Partial<Session> | null = value[1];
  return (
    typeof session === "object" &&
    session !== null &&
    typeof session.id === "string" &&
    typeof session.browser === "string" &&
    typeof session.way === "string" &&
    Number.isSafeInteger(session.sinceMs) &&
    Number.isSafeInteger(session.lastSeenMs) &&
    (session.owner?.kind === "key" || session.owner?.kind === "account")
  );
}
