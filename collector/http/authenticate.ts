import { hashSecret, parseKey, secretMatches } from "./key.ts";
import { isRole, type Role } from "./role.ts";
import type { Sessions } from "./session.ts";

/** A key as the ledger keeps it. */
export interface StoredKey {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** `hashSecret` of its secret. */
  readonly hash: string;
  /** Systems that the key may append to; null: all. */
  readonly systems: readonly string[] | null;
  /** When it was made, Unix milliseconds. */
  readonly atMs: number;
  readonly revokedMs: number | null;
}

/** Who asks. */
export interface Caller {
  readonly keyId: string;
  /** The key's name: how the caller stands in records. */
  readonly name: string;
  readonly role: Role;
  readonly systems: readonly string[] | null;
  /** A browser sends its session by itself, a key is sent on purpose. */
  readonly via: "key" | "session";
}

export type Authenticated =
  | { readonly kind: "caller"; readonly caller: Caller }
  | { readonly kind: "nobody"; readonly reason: string };

/** Compared with where no key has the id, so that an unknown id takes as long as a wrong secret. */
const NO_KEY_HASH: string = hashSecret("");

/** Finds out who asks, from `Authorization: Bearer KEY` or else from the session's cookie. */
export function authenticate(
  of: { readonly authorization: string | undefined; readonly cookie: string | undefined },
  deps: { readonly findKey: (id: string) => StoredKey | undefined; readonly sessions: Sessions },
): Authenticated {
  if (of.authorization !== undefined) {
    const [, text] = /^Bearer +(\S+)$/i.exec(of.authorization) ?? [];
    return byKey(text ?? "", deps.findKey);
  }
  if (of.cookie !== undefined) {
    const keyId = deps.sessions.read(of.cookie);
    const stored = keyId === null ? undefined : deps.findKey(keyId);
    if (stored === undefined || stored.revokedMs !== null) {
      return { kind: "nobody", reason: "the session has ended; sign in again" };
    }
    return callerOf(stored, "session");
  }
  return { kind: "nobody", reason: "no key; send Authorization: Bearer tm_…" };
}

/** Finds out whose key a text is. */
export function byKey(text: string, findKey: (id: string) => StoredKey | undefined): Authenticated {
  const key = parseKey(text);
  if (key === null) {
    return {
      kind: "nobody",
      reason: "that is no key; a key has the form tm_<role>_<id>_<secret>, sent as Bearer",
    };
  }
  const stored = findKey(key.id);
  const matches = secretMatches(key.secret, stored?.hash ?? NO_KEY_HASH);
  if (stored === undefined || !matches || stored.role !== key.role) {
    return { kind: "nobody", reason: `key ${key.id} is unknown or its secret is wrong` };
  }
  if (stored.revokedMs !== null) {
    return { kind: "nobody", reason: `key ${key.id} was revoked; ask an admin for a new one` };
  }
  return callerOf(stored, "key");
}

function callerOf(stored: StoredKey, via: Caller["via"]): Authenticated {
  const { id, name, role, systems } = stored;
  if (!isRole(role)) return { kind: "nobody", reason: `key ${id} has no role that is known here` };
  return { kind: "caller", caller: { keyId: id, name, role, systems, via } };
}
