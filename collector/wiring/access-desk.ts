import type {
  AccessAnswer,
  AccountView,
  AdminAccess,
  KeyTerms,
  KeyView,
  MadeKey,
  OwnAccess,
  PageAccess,
  SessionView,
  SignInSettings,
} from "@tiltmeter/dashboards";
import { createKey as recordKey, revokeKey, rotateKey } from "../acts/keys.ts";
import type { Caller, Identities } from "../http/authenticate.ts";
import { createKey, hashSecret, keyText } from "../http/key.ts";
import { grantable, isRole, mayGrant, PEOPLES_ROLES } from "../http/role.ts";
import type { Session, SignInWay } from "../http/session.ts";
import type { AccountState, KeyState } from "../ledger/account-state.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { administrationInWords } from "./administration-words.ts";
import type { AccountDesk } from "./open-accounts.ts";
import type { Words } from "./open-words.ts";

/** A changed-over key lives no longer than this: two that live are twice what can be lost. */
const LIVE_MS_MAX = 30 * 86_400_000;

/** What one caller sees and does about access: their own, and everybody's where they administer. */
export function accessDesk(of: {
  readonly ledger: Ledger;
  readonly words: Words;
  readonly desk: AccountDesk;
  readonly identities: Identities;
  readonly comparePassword: (password: string, account: AccountState) => Promise<boolean>;
  readonly lastUsedMs: (keyId: string) => number | null;
  readonly settings: () => SignInSettings;
  readonly randomBytes: (bytes: number) => Uint8Array;
}): (caller: Caller) => PageAccess {
  const { ledger, words, desk, identities } = of;
  const { sessions, nowMs } = identities;
  const { people, saying, transact } = words;
  const word = saying.word;

  const isOf = (caller: Pick<Caller, "person" | "keyId">, { owner }: Session): boolean =>
    owner.kind === "account" ? owner.person === caller.person : owner.keyId === caller.keyId;

  function accountView(account: AccountState): AccountView {
    const { person, role, systems, isActive, password, identity, invitation, createdMs } = account;
    const theirs = sessions
      .all()
      .filter(({ owner }) => owner.kind === "account" && owner.person === person);
    const isWaiting = password === null && identity === null;
    return {
      ...{ person, role, systems, createdMs, name: word(person), email: desk.emailOf(account) },
      state: isActive ? (isWaiting ? "invited" : "active") : "disabled",
      hasPassword: password !== null,
      hasIdentity: identity !== null,
      isProvided: account.origin === "provider",
      invitedUntilMs:
        invitation !== null && invitation.expiresMs > nowMs() ? invitation.expiresMs : null,
      sessions: theirs.filter((each) => isStanding(each, account)).length,
      lastSeenMs: theirs.reduce<number | null>(
        (latest, { lastSeenMs }) => Math.max(latest ?? 0, lastSeenMs),
        null,
      ),
    };
  }

  function keyView(key: KeyState): KeyView {
    const { id, role, systems, atMs, by, revokedMs, expiresMs = null, person = null } = key;
    return {
      ...{ id, role, systems, revokedMs, expiresMs, createdMs: atMs },
      ...{ name: word(people.known(key.name) ?? key.name), createdBy: word(by) },
      lastUsedMs: of.lastUsedMs(id),
      owner: person === null ? null : word(person),
      successor: key.successor ?? null,
      state: keyStateOf(key),
    };
  }
  function keyStateOf({ role, revokedMs, expiresMs, person }: KeyState): KeyView["state"] {
    if (revokedMs !== null) return "revoked";
    if ((expiresMs ?? Number.POSITIVE_INFINITY) <= nowMs()) return "expired";
    if ((person ?? null) === null) return "live";
    const owner = desk.find(person ?? "");
    const may = owner?.isActive === true && isRole(owner.role) && isRole(role);
    return may && isRole(owner.role) && mayGrant(owner.role, role) ? "live" : "unusable";
  }

  function sessionView(session: Session, caller: Caller): SessionView {
    const { id, browser, way, sinceMs, lastSeenMs } = session;
    const { idleMs, absoluteMs } = sessions.limits;
    return {
      ...{ id, browser, sinceMs, lastSeenMs, way: WAYS[way] },
      endsMs: Math.min(sinceMs + absoluteMs, lastSeenMs + idleMs),
      isThis: id === caller.sessionId,
    };
  }

  async function made(
    terms: KeyTerms,
    more: { readonly name: string; readonly person: string | null; readonly by: string },
  ): Promise<AccessAnswer<MadeKey>> {
    const { role, systems, expiresMs } = terms;
    if (!isRole(role)) return refused("role", "is none that a key can have");
    const key = createKey(role, of.randomBytes);
    const { id } = key;
    const hash = hashSecret(key.secret);
    const entry = { id, role, hash, systems, expiresMs, ...more };
    const decision = await recordKey(entry, nowMs(), transact);
    return decision.kind === "done"
      ? { kind: "done", id, text: keyText(key), expiresMs }
      : decision;
  }

  async function rotated(
    { id, liveMs }: { readonly id: string; readonly liveMs: number },
    by: string,
  ): ReturnType<OwnAccess["rotateKey"]> {
    if (!(liveMs >= 0 && liveMs <= LIVE_MS_MAX)) {
      return refused("live", "must be between nothing and 30 days");
    }
    const former = ledger.state.keys.get(id);
    if (former === undefined || !isRole(former.role)) return { kind: "missing" };
    const key = createKey(former.role, of.randomBytes);
    const { expiresMs: formerEndMs = null, atMs } = former;
    // As long as the one before was meant to live.
    const expiresMs = formerEndMs === null ? null : nowMs() + (formerEndMs - atMs);
    const untilMs = Math.min(nowMs() + liveMs, formerEndMs ?? Number.POSITIVE_INFINITY);
    const successor = { id: key.id, hash: hashSecret(key.secret), expiresMs };
    const decision = await rotateKey({ id, successor, untilMs, by }, nowMs(), transact);
    return decision.kind === "done"
      ? { kind: "done", id: key.id, text: keyText(key), expiresMs, untilMs }
      : decision;
  }

  async function revoked(id: string, by: string): Promise<AccessAnswer> {
    const decision = await revokeKey({ id, by }, nowMs(), transact);
    if (decision.kind === "done") {
      await sessions.end(({ owner }) => owner.kind === "key" && owner.keyId === id);
      return { kind: "done" };
    }
    return decision;
  }

  function own(caller: Caller): OwnAccess {
    const { person, name: by, role, keyId } = caller;
    const account = (): AccountState | undefined =>
      person === null ? undefined : desk.find(person);
    const mine = (id: string): boolean =>
      person !== null && ledger.state.keys.get(id)?.person === person;
    const isFirst = (): boolean =>
      role === "admin" &&
      caller.systems === null &&
      person === null &&
      !desk.all().some((each) => each.role === "admin" && each.isActive);
    return {
      account: () => {
        const found = account();
        return found === undefined ? null : accountView(found);
      },
      sessions: () =>
        sessions
          .all()
          .filter((each) => isOf(caller, each) && isStanding(each, account()))
          .map((each) => sessionView(each, caller)),
      keys: () =>
        [...ledger.state.keys.values()]
          .filter(({ id }) => mine(id))
          .map(keyView)
          .reverse(),
      roles: person === null ? [] : grantable(role),
      mayBeFirst: isFirst(),
      endSessions: async (which) => {
        if (which === "all" && person !== null) await desk.endSessions({ person, by });
        const count = await sessions.end(
          (each) =>
            isOf(caller, each) &&
            (which === "all" ||
              (which === "others" ? each.id !== caller.sessionId : each.id === which.id)),
        );
        return typeof which === "object" && count === 0
          ? { kind: "missing" }
          : { kind: "done", count };
      },
      createKey: async (terms) => {
        if (person === null) return refused("name", NO_ACCOUNT);
        const wanted = terms.role;
        if (!isRole(wanted) || !mayGrant(role, wanted)) {
          return refused(
            "role",
            `must be one of ${grantable(role).join(", ")}: a key of yours does no more than you`,
          );
        }
        const beyond = terms.systems?.find((each) => caller.systems?.includes(each) === false);
        if (beyond !== undefined) {
          return refused("systems", `has ${beyond}, which is none of yours`);
        }
        const systems = terms.systems ?? caller.systems;
        return made({ ...terms, systems }, { name: by, person, by });
      },
      rotateKey: async (asked) => (mine(asked.id) ? rotated(asked, by) : { kind: "missing" }),
      revokeKey: async (id) => (mine(id) ? revoked(id, by) : { kind: "missing" }),
      changePassword: async ({ current, password }) => {
        const found = account();
        if (found === undefined) return refused("current", NO_ACCOUNT);
        if (found.password === null) {
          return refused(
            "current",
            "cannot be: you sign in through the provider, which has your password",
          );
        }
        if (!(await of.comparePassword(current, found))) return refused("current", "is wrong");
        const proof = { kind: "password", item: found.password } as const;
        return desk.setPassword({ person: found.person, password, proof });
      },
      beFirst: async (asked) =>
        isFirst()
          ? desk.createFirst({ ...asked, by })
          : refused(
              "name",
              `cannot be: ${keyId === null ? "you have an account" : "somebody administers this collector already"}`,
            ),
    };
  }

  function admin(caller: Caller): AdminAccess {
    const by = caller.name;
    const rightsFault = (asked: {
      readonly role?: string;
      readonly person?: string;
      readonly systems?: readonly string[] | null;
    }): AccessAnswer<never> | null => {
      if (asked.role !== undefined && !PEOPLES_ROLES.some((each) => each === asked.role)) {
        return refused("role", `must be one of ${PEOPLES_ROLES.join(", ")}`);
      }
      const account = asked.person === undefined ? undefined : desk.find(asked.person);
      const isRights = asked.role !== undefined || asked.systems !== undefined;
      return isRights && account?.origin === "provider"
        ? refused(
            "role",
            "comes from the provider at each sign-in; change the person's groups there",
          )
        : null;
    };
    return {
      accounts: () => desk.all().map(accountView),
      account: (person) => {
        const found = desk.find(person);
        return found === undefined ? null : accountView(found);
      },
      keys: () => [...ledger.state.keys.values()].map(keyView).reverse(),
      settings: of.settings,
      log: (limit) => {
        const { administration } = ledger.state;
        const count = Math.min(limit, administration.length);
        return Array.from({ length: count }, (_, i) => administration.at(-1 - i))
          .filter((entry) => entry !== undefined)
          .map((entry) => administrationInWords(entry, word));
      },
      invite: async (asked) => {
        const fault = rightsFault(asked);
        if (fault !== null) return fault;
        const answer = await desk.invite({ ...asked, by });
        return answer.kind === "done" ? invitation(answer) : answer;
      },
      renewInvitation: async (person) => {
        if (desk.find(person) === undefined) return { kind: "missing" };
        const answer = await desk.renewInvitation({ person, by });
        return answer.kind === "done" ? invitation(answer) : answer;
      },
      change: async (asked) => {
        if (desk.find(asked.person) === undefined) return { kind: "missing" };
        return rightsFault(asked) ?? desk.change({ ...asked, by });
      },
      endSessions: async (person) => {
        if (desk.find(person) === undefined) return { kind: "missing" };
        return desk.endSessions({ person, by });
      },
      createKey: async (terms) => {
        const name = terms.name.trim();
        if (name === "" || [...name].length > 64) return refused("name", "has 1 to 64 characters");
        return made(terms, { name: await people.pseudonymOf(name), person: null, by });
      },
      rotateKey: (asked) => rotated(asked, by),
      revokeKey: (id) => revoked(id, by),
    };
  }

  return (caller) => {
    const { name, role, systems, via, person, sessionId } = caller;
    const isAdmin = role === "admin" && systems === null;
    return {
      who: { name: word(name), role, systems, via, isPerson: person !== null, sessionId },
      own: own(caller),
      admin: isAdmin ? admin(caller) : null,
    };
  };
}

const NO_ACCOUNT = "needs an account; you came with a key that is nobody's own";

const WAYS: Readonly<Record<SignInWay, string>> = {
  password: "with a password",
  provider: "through the provider",
  key: "with a key",
  link: "with the link that serve printed",
};

/** Not void by what happened to the account meanwhile; a key's stands with the key. */
function isStanding({ owner }: Session, account: AccountState | undefined): boolean {
  return owner.kind === "key" || owner.generation === account?.generation;
}

function invitation(of: {
  readonly person: string;
  readonly token: string;
  readonly expiresMs: number;
}): AccessAnswer<{ readonly person: string; readonly path: string; readonly expiresMs: number }> {
  const path = `/sign-in/password?token=${of.token}`;
  return { kind: "done", person: of.person, path, expiresMs: of.expiresMs };
}

function refused(field: string, rule: string): AccessAnswer<never> {
  return { kind: "refused", reason: `${field} ${rule}`, fields: { [field]: rule } };
}
