import { hashSecret, parseKey, secretMatches } from "./key.ts";
import { isRole, mayGrant, type Role } from "./role.ts";
import type { Session, Sessions } from "./session.ts";

/** A key as the ledger keeps it. */
export interface StoredKey {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** `hashSecret` of its secret. */
  readonly hash: string;
  /** Systems that the key is for; null: all. */
  readonly systems: readonly string[] | null;
  /** When it was made, Unix milliseconds. */
  readonly atMs: number;
  readonly revokedMs: number | null;
  /** From when on it is refused, Unix milliseconds; null or absent: it does not expire. */
  readonly expiresMs?: number | null;
  /** Pseudonym of the person whose own key it is; null or absent: a program's. */
  readonly person?: string | null;
}

/** An account as the ledger keeps it: what it may do, and nothing of whose it is but a pseudonym. */
export interface StoredAccount {
  readonly person: string;
  readonly role: string;
  readonly systems: readonly string[] | null;
  readonly isActive: boolean;
  /** Counts what ends sessions (rights that changed, passwords, an end of all): those of before are void. */
  readonly generation: number;
}

/** Where keys, accounts and sessions are found. */
export interface Identities {
  readonly findKey: (id: string) => StoredKey | undefined;
  readonly findAccount: (person: string) => StoredAccount | undefined;
  readonly sessions: Sessions;
  readonly nowMs: () => number;
  /** Told of every request that came with a key. */
  readonly noteUse?: (keyId: string) => void;
}

/** Who asks. */
export interface Caller {
  /** The same for as long as the person or the key is: `person:p_…`, or `key:ID` of a key that is nobody's own. */
  readonly id: string;
  /** How the caller stands in records: a pseudonym. One person by account, session or own key is one name. */
  readonly name: string;
  readonly role: Role;
  /** Systems that the caller sees and acts on; null: all. */
  readonly systems: readonly string[] | null;
  /** A browser sends its session by itself, a key is sent on purpose. */
  readonly via: "key" | "session";
  /** Pseudonym of the person behind it; null: a key that is nobody's own. */
  readonly person: string | null;
  /** The key that was sent, or with which the session was begun; null: signed in without a key. */
  readonly keyId: string | null;
  /** The session's public id; null: a key was sent. */
  readonly sessionId: string | null;
}

export type Authenticated =
  | { readonly kind: "caller"; readonly caller: Caller }
  | { readonly kind: "nobody"; readonly reason: string };

/** Compared with where no key has the id, so that an unknown id takes as long as a wrong secret. */
const NO_KEY_HASH: string = hashSecret("");
const ENDED = "the session has ended; sign in again";

/** Finds out who asks, from `Authorization: Bearer KEY` or else from the session's cookie. */
export function authenticate(
  of: {
    readonly authorization: string | undefined;
    readonly cookie: string | undefined;
    /** The request is no sign that somebody is there: a stream, or a page that renews itself. */
    readonly isIdle?: boolean;
  },
  deps: Identities,
): Authenticated {
  if (of.authorization !== undefined) {
    const [, text] = /^Bearer +(\S+)$/i.exec(of.authorization) ?? [];
    const found = byKey(text ?? "", deps);
    if (found.kind === "caller" && found.caller.keyId !== null) {
      deps.noteUse?.(found.caller.keyId);
    }
    return found;
  }
  if (of.cookie !== undefined) {
    const session = deps.sessions.read(of.cookie, of.isIdle === true ? "unseen" : "seen");
    return session === null ? { kind: "nobody", reason: ENDED } : bySession(session, deps);
  }
  return { kind: "nobody", reason: "no key; send Authorization: Bearer tm_…" };
}

/** Finds out whose key a text is. */
export function byKey(text: string, deps: Omit<Identities, "sessions">): Authenticated {
  const key = parseKey(text);
  if (key === null) {
    return {
      kind: "nobody",
      reason: "that is no key; a key has the form tm_<role>_<id>_<secret>, sent as Bearer",
    };
  }
  const stored = deps.findKey(key.id);
  const matches = secretMatches(key.secret, stored?.hash ?? NO_KEY_HASH);
  if (stored === undefined || !matches || stored.role !== key.role) {
    return { kind: "nobody", reason: `key ${key.id} is unknown or its secret is wrong` };
  }
  return callerOf(stored, null, deps);
}

function bySession(session: Session, deps: Identities): Authenticated {
  const { owner, id } = session;
  if (owner.kind === "key") {
    const stored = deps.findKey(owner.keyId);
    const found = stored === undefined ? null : callerOf(stored, id, deps);
    return found?.kind === "caller" ? found : { kind: "nobody", reason: ENDED };
  }
  const account = deps.findAccount(owner.person);
  const { person } = owner;
  if (account?.isActive !== true || account.generation !== owner.generation) {
    return { kind: "nobody", reason: ENDED };
  }
  const { role, systems } = account;
  if (!isRole(role)) return { kind: "nobody", reason: "the account has a role of a newer version" };
  const who = { id: `person:${person}`, name: person, person, keyId: null };
  return { kind: "caller", caller: { ...who, role, systems, via: "session", sessionId: id } };
}

function callerOf(
  stored: StoredKey,
  sessionId: string | null,
  deps: Omit<Identities, "sessions">,
): Authenticated {
  const { id, role } = stored;
  const nobody = (reason: string): Authenticated => ({ kind: "nobody", reason });
  if (stored.revokedMs !== null) return nobody(`key ${id} was revoked; ask an admin for a new one`);
  if (typeof stored.expiresMs === "number" && stored.expiresMs <= deps.nowMs()) {
    const when = new Date(stored.expiresMs).toISOString();
    return nobody(`key ${id} expired at ${when}; use its successor, or ask an admin for a new one`);
  }
  if (!isRole(role)) return nobody(`key ${id} has no role that is known here`);
  const via = sessionId === null ? "key" : "session";
  const person = stored.person ?? null;
  const rest = { keyId: id, sessionId, via, role } as const;
  if (person === null) {
    const { name, systems } = stored;
    return {
      kind: "caller",
      caller: { ...rest, id: `key:${id}`, name, systems, person: null },
    };
  }
  const account = deps.findAccount(person);
  if (account?.isActive !== true) {
    return nobody(`key ${id} belongs to an account that is not active; ask an admin`);
  }
  if (!isRole(account.role) || !mayGrant(account.role, role)) {
    return nobody(`key ${id} has the role ${role}, which its owner no longer has; make a new one`);
  }
  const systems = within(stored.systems, account.systems);
  const who = { id: `person:${person}`, name: person, person };
  return { kind: "caller", caller: { ...rest, ...who, systems } };
}

/** What both allow; null allows all. */
function within(
  one: readonly string[] | null,
  other: readonly string[] | null,
): readonly string[] | null {
  if (one === null || other === null) return one ?? other;
  return one.filter((system) => other.includes(system));
}
