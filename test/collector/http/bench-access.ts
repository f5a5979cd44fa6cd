import type { AccessAnswer, KeyTerms, KeyView, MadeKey, PageAccess } from "@tiltmeter/dashboards";
import type { StoredKey } from "tiltmeter/http/authenticate";
import type { HttpAccess } from "tiltmeter/http/http-access";
import { createKey, hashSecret, keyText } from "tiltmeter/http/key";
import { grantable, type Role } from "tiltmeter/http/role";
import type { Sessions } from "tiltmeter/http/session";

/**
 * Access over the bench's keys: they are made and revoked in its map, and nobody has an account. Accounts
 * with their ledger and store are tested over the real ones, in test/collector/wiring.
 */
export function benchAccess(of: {
  readonly storedKeys: Map<string, StoredKey>;
  readonly acts: { readonly act: string; readonly of: object }[];
  readonly random: (bytes: number) => Uint8Array;
  readonly sessions: Sessions;
  readonly nowMs: () => number;
}): HttpAccess {
  const { storedKeys, acts, random, sessions, nowMs } = of;
  const missing = async (): Promise<{ readonly kind: "missing" }> => ({ kind: "missing" });
  const view = (key: StoredKey): KeyView => ({
    ...{ id: key.id, name: key.name, role: key.role, systems: key.systems, createdMs: key.atMs },
    ...{ createdBy: "tiltmeter", expiresMs: key.expiresMs ?? null, revokedMs: key.revokedMs },
    ...{ lastUsedMs: null, owner: null, successor: null },
    state: key.revokedMs === null ? "live" : "revoked",
  });
  const keys = {
    keys: () => [...storedKeys.values()].map(view),
    createKey: async (terms: KeyTerms): Promise<AccessAnswer<MadeKey>> => {
      const key = createKey(terms.role as Role, random); // the route has checked it
      const { id } = key;
      const stored = { ...terms, id, hash: hashSecret(key.secret), atMs: nowMs(), revokedMs: null };
      storedKeys.set(id, stored);
      acts.push({ act: "createKey", of: stored });
      return { kind: "done", id, text: keyText(key), expiresMs: terms.expiresMs };
    },
    rotateKey: missing,
    revokeKey: async (id: string): Promise<AccessAnswer> => {
      const key = storedKeys.get(id);
      if (key === undefined) return { kind: "missing" };
      acts.push({ act: "revokeKey", of: { id } });
      storedKeys.set(id, { ...key, revokedMs: key.revokedMs ?? nowMs() });
      return { kind: "done" };
    },
  };
  const nothing = {
    kind: "refused",
    reason: "name is taken",
    fields: { name: "is taken" },
  } as const;
  return {
    admission: {
      byPassword: async () => ({ kind: "refused", retryAfterS: null }),
      countKey: () => ({ retryAfterS: null, forget: () => undefined }),
      ownerOf: () => null,
      setPassword: async () => nothing,
      provider: null,
    },
    of: ({ name, role, systems, via, person, sessionId }): PageAccess => ({
      who: { name, role, systems, via, isPerson: person !== null, sessionId },
      own: {
        account: () => null,
        sessions: () => [],
        ...keys,
        keys: () => [],
        roles: grantable(role),
        mayBeFirst: false,
        endSessions: async () => ({
          kind: "done",
          count: await sessions.end(({ id }) => id === sessionId),
        }),
        changePassword: async () => nothing,
        beFirst: async () => nothing,
      },
      admin:
        role !== "admin" || systems !== null
          ? null
          : {
              accounts: () => [],
              account: () => null,
              ...keys,
              settings: () => ({ provider: null, ...sessions.limits, passwordCharactersMin: 15 }),
              log: () => [],
              invite: async () => nothing,
              renewInvitation: missing,
              change: missing,
              endSessions: missing,
            },
    }),
    actingVia: (_, work) => work(),
    trustedProxies: 0,
    passwordCharactersMin: 15,
  };
}
