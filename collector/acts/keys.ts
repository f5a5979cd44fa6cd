import type { Transact } from "./transact.ts";

/** What is stored of a key: never its secret. */
export interface KeyCreated {
  readonly type: "key_created";
  readonly atMs: number;
  readonly by: string;
  readonly id: string;
  readonly role: string;
  readonly name: string;
  readonly hash: string;
  readonly systems: readonly string[] | null;
  /** Null or absent: it does not expire. */
  readonly expiresMs?: number | null;
  /** Pseudonym of the person whose own it is; null or absent: a program's. */
  readonly person?: string | null;
}

export interface KeyRotated {
  readonly type: "key_rotated";
  readonly atMs: number;
  readonly by: string;
  readonly id: string;
  readonly successor: string;
  readonly untilMs: number;
}

export interface KeyRevoked {
  readonly type: "key_revoked";
  readonly atMs: number;
  readonly by: string;
  readonly id: string;
}

interface Key extends Pick<KeyCreated, "role" | "name" | "systems" | "expiresMs" | "person"> {
  readonly id: string;
  readonly revokedMs: number | null;
  readonly successor?: string;
}

interface Keys {
  readonly keys: ReadonlyMap<string, Key>;
  readonly accounts: ReadonlyMap<
    string,
    {
      readonly role: string;
      readonly systems: readonly string[] | null;
      readonly isActive: boolean;
    }
  >;
}

export type KeyDecision =
  | { readonly kind: "done" }
  | { readonly kind: "missing" }
  | {
      readonly kind: "refused";
      readonly reason: string;
      readonly fields: Readonly<Record<string, string>>;
    };

/** A key as it is made: its text is shown once and kept nowhere. */
export interface NewKey {
  readonly id: string;
  readonly role: string;
  readonly hash: string;
  readonly text: string;
}

/** What first keys are called. */
export const FIRST_NAMES = ["first admin", "first ingest", "bootstrap admin"] as const;
type FirstName = (typeof FIRST_NAMES)[number];

/**
 * Gives a new data folder its first keys, an admin's and an ingest key; null where it has keys.
 *
 * A bootstrap key that the operator sets takes the admin's place, and is added to an old folder too:
 * that is how a lost admin key is replaced.
 */
export function grantFirstKeys(
  of: {
    readonly admin: NewKey;
    readonly ingest: NewKey;
    readonly isBootstrap: boolean;
    readonly pseudonymOf: (name: FirstName) => string;
  },
  nowMs: number,
  transact: Transact<Pick<Keys, "keys">, KeyCreated>,
): Promise<{ readonly admin: string; readonly ingest: string } | null> {
  return transact<{ readonly admin: string; readonly ingest: string } | null>(({ keys }) => {
    const isNew = keys.size === 0;
    const created = (key: NewKey, name: FirstName): KeyCreated => ({
      type: "key_created",
      atMs: nowMs,
      by: "tiltmeter",
      id: key.id,
      role: key.role,
      name: of.pseudonymOf(name),
      hash: key.hash,
      systems: null,
    });
    if (isNew) {
      return {
        entries: [created(of.admin, "first admin"), created(of.ingest, "first ingest")],
        result: { admin: of.admin.text, ingest: of.ingest.text },
      };
    }
    const adds = of.isBootstrap && !keys.has(of.admin.id);
    return { entries: adds ? [created(of.admin, "bootstrap admin")] : [], result: null };
  });
}

/** Makes a key. A program's is not called as somebody who has an account: their acts would look like that person's. */
export function createKey(
  of: Omit<KeyCreated, "type" | "atMs">,
  nowMs: number,
  transact: Transact<Keys, KeyCreated>,
): Promise<KeyDecision> {
  return transact<KeyDecision>(({ keys, accounts }) => {
    const person = of.person ?? null;
    if (person === null && accounts.has(of.name)) {
      const next = "people make keys of their own at /account; give a program's key another name";
      return refusal("name", `is that of somebody with an account: ${next}`);
    }
    if ((of.expiresMs ?? Number.POSITIVE_INFINITY) <= nowMs) {
      return refusal("expires", "must lie ahead");
    }
    const own = [...keys.values()].filter((key) => person !== null && key.person === person);
    if (own.filter((key) => isLive(key, nowMs)).length >= OWN_KEYS_MAX) {
      return refusal(
        "name",
        `would be one of more than ${OWN_KEYS_MAX} live keys; revoke one first`,
      );
    }
    return { entries: [{ type: "key_created", atMs: nowMs, ...of }], result: { kind: "done" } };
  });
}

/** More keys of one person's own than this are forgotten ones. */
const OWN_KEYS_MAX = 20;

/**
 * Makes a key's successor, the same in everything but its secret, and lets the old one live for a while: at
 * most two of one kind live at once.
 */
export function rotateKey(
  of: {
    readonly id: string;
    readonly successor: Pick<KeyCreated, "id" | "hash"> & Pick<KeyCreated, "expiresMs">;
    readonly untilMs: number;
    readonly by: string;
  },
  nowMs: number,
  transact: Transact<Keys, KeyCreated | KeyRotated>,
): Promise<KeyDecision> {
  return transact<KeyDecision>(({ keys }) => {
    const key = keys.get(of.id);
    if (key === undefined) return { entries: [], result: { kind: "missing" } };
    if (!isLive(key, nowMs)) {
      return refusal("id", `${of.id} is revoked or has expired; create a new key instead`);
    }
    const successor = key.successor === undefined ? undefined : keys.get(key.successor);
    if (successor !== undefined) {
      return refusal("id", `${of.id} has a successor already, ${successor.id}; rotate that one`);
    }
    const former = [...keys.values()].find((each) => each.successor === of.id);
    if (former !== undefined && isLive(former, nowMs)) {
      const next = `revoke ${former.id}, or wait until it expires`;
      return refusal("id", `${of.id} is itself the successor of a key that still lives: ${next}`);
    }
    const { role, name, systems, person = null } = key;
    const { by } = of;
    const created: KeyCreated = {
      ...{ type: "key_created", atMs: nowMs, by, role, name, systems, person },
      ...of.successor,
    };
    const rotated: KeyRotated = {
      ...{ type: "key_rotated", atMs: nowMs, by, id: of.id },
      ...{ successor: of.successor.id, untilMs: of.untilMs },
    };
    return { entries: [created, rotated], result: { kind: "done" } };
  });
}

/** Revokes a key, once; its sessions end with it. The last way in of an administrator stays. */
export function revokeKey(
  of: { readonly id: string; readonly by: string },
  nowMs: number,
  transact: Transact<Keys, KeyRevoked>,
): Promise<KeyDecision> {
  return transact<KeyDecision>(({ keys, accounts }) => {
    const key = keys.get(of.id);
    if (key === undefined) return { entries: [], result: { kind: "missing" } };
    if (key.revokedMs !== null) return { entries: [], result: { kind: "done" } };
    const isAdmins = ({ role, systems }: Pick<Key, "role" | "systems">): boolean =>
      role === "admin" && systems === null;
    const others = [...keys.values()].some(
      (each) =>
        isAdmins(each) &&
        each.id !== of.id &&
        isLive(each, nowMs) &&
        (each.person ?? null) === null,
    );
    const people = [...accounts.values()].some((each) => isAdmins(each) && each.isActive);
    if (isAdmins(key) && !others && !people) {
      const rule =
        "is the last admin key, and nobody has an admin account; create another before revoking it";
      return refusal("id", `${of.id} ${rule}`);
    }
    const entry: KeyRevoked = { type: "key_revoked", atMs: nowMs, ...of };
    return { entries: [entry], result: { kind: "done" } };
  });
}

function isLive({ revokedMs, expiresMs }: Key, nowMs: number): boolean {
  return revokedMs === null && (expiresMs ?? Number.POSITIVE_INFINITY) > nowMs;
}

function refusal(
  field: string,
  rule: string,
): { readonly entries: readonly []; readonly result: KeyDecision } {
  const reason = field === "id" ? `key ${rule}` : `${field} ${rule}`;
  return { entries: [], result: { kind: "refused", reason, fields: { [field]: rule } } };
}
