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
}

export interface KeyRevoked {
  readonly type: "key_revoked";
  readonly atMs: number;
  readonly by: string;
  readonly id: string;
}

interface Keys {
  readonly keys: ReadonlyMap<string, { readonly role: string; readonly revokedMs: number | null }>;
}

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
  transact: Transact<Keys, KeyCreated>,
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

/** Revokes a key, once. Its sessions end with it. */
export function revokeKey(
  of: { readonly id: string; readonly by: string },
  nowMs: number,
  transact: Transact<Keys, KeyRevoked>,
): Promise<void> {
  return transact<void>(({ keys }) => {
    const isLive = keys.get(of.id)?.revokedMs === null;
    const entry: KeyRevoked = { type: "key_revoked", atMs: nowMs, ...of };
    return { entries: isLive ? [entry] : [], result: undefined };
  });
}
