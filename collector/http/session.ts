import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export const SESSION_COOKIE = "tiltmeter_session";
const HOUR_MS = 3_600_000;
/** A working day; then the key is asked for again. */
export const SESSION_MS: number = 12 * HOUR_MS;
/** Long enough to reach for a browser, short enough for a terminal's scrollback. */
const TOKEN_MS: number = HOUR_MS / 4;
/** More sign-in links than this at once are nobody's first visit; the oldest stops working. */
const TOKENS_MAX = 16;

export interface Sessions {
  /** The cookie's value for the owner of a key, good for 12 hours. */
  readonly issue: (keyId: string) => string;
  /** Whose session it is; null where it is expired, altered or another data folder's. The key may be revoked since. */
  readonly read: (cookie: string) => string | null;
  /** A token for `GET /sign-in?token=`: works once, for 15 minutes. */
  readonly createToken: (keyId: string) => string;
  readonly redeem: (token: string) => string | null;
}

/**
 * Sessions without a store: key id, expiry and an HMAC over both. Revoking the key ends its sessions;
 * replacing `secret` (32 bytes of the data folder) ends all.
 */
export function createSessions(deps: {
  readonly secret: Uint8Array;
  readonly now: () => number;
  readonly random: (bytes: number) => Uint8Array;
}): Sessions {
  if (deps.secret.length < 32) {
    throw new Error(`a session secret requires 32 bytes, got ${deps.secret.length}`);
  }
  const tokens = new Map<string, { readonly keyId: string; readonly expiresMs: number }>();
  const sign = (content: string): Buffer =>
    createHmac("sha256", deps.secret).update(`session ${content}`).digest();
  return {
    issue: (keyId) => {
      const content = `${keyId}.${deps.now() + SESSION_MS}`;
      return `${content}.${sign(content).toString("base64url")}`;
    },
    read: (cookie) => {
      const [, keyId, expires, mac] = /^([a-z0-9]{8})\.(\d{1,16})\.([\w-]{43})$/.exec(cookie) ?? [];
      if (keyId === undefined || expires === undefined || mac === undefined) return null;
      const given = Buffer.from(mac, "base64url");
      const expected = sign(`${keyId}.${expires}`);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      return Number(expires) > deps.now() ? keyId : null;
    },
    createToken: (keyId) => {
      const token = Buffer.from(deps.random(32)).toString("base64url");
      tokens.set(digest(token), { keyId, expiresMs: deps.now() + TOKEN_MS });
      for (const oldest of tokens.keys()) {
        if (tokens.size <= TOKENS_MAX) break;
        tokens.delete(oldest);
      }
      return token;
    },
    redeem: (token) => {
      const found = tokens.get(digest(token));
      tokens.delete(digest(token));
      return found !== undefined && found.expiresMs > deps.now() ? found.keyId : null;
    },
  };
}

/** Tokens are looked up by digest, so a lookup's timing tells nothing of those that exist. */
function digest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
