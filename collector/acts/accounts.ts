import { MACHINE } from "@tiltmeter/rules";
import type { Transact } from "./transact.ts";

interface Stamp {
  readonly atMs: number;
  readonly by: string;
}

/** What an account may do. */
export interface Rights {
  readonly role: string;
  /** Null: all systems. */
  readonly systems: readonly string[] | null;
}

interface Account extends Rights {
  readonly person: string;
  readonly isActive: boolean;
  readonly contact: string;
  readonly identity: string | null;
  readonly password: string | null;
  readonly mustChange: boolean;
  readonly invitation: { readonly hash: string; readonly expiresMs: number } | null;
}

interface Accounts {
  readonly accounts: ReadonlyMap<string, Account>;
}

type Change = "role" | "systems" | "state" | "contact" | "identity";

export type AccountCreated = Stamp &
  Rights & {
    readonly type: "account_created";
    readonly person: string;
    readonly origin: "invited" | "provider" | "first";
    readonly contact: string;
    readonly identity: string | null;
  };
export type AccountChanged = Stamp &
  Rights & {
    readonly type: "account_changed";
    readonly person: string;
    readonly isActive: boolean;
    readonly contact: string;
    readonly identity: string | null;
    readonly changed: readonly Change[];
  };
export type AccountInvited = Stamp & {
  readonly type: "account_invited";
  readonly person: string;
  readonly hash: string;
  readonly expiresMs: number;
};
export type AccountPasswordSet = Stamp & {
  readonly type: "account_password_set";
  readonly person: string;
  readonly password: string;
  readonly mustChange: boolean;
};
export type SessionsEnded = Stamp & { readonly type: "sessions_ended"; readonly person: string };
type AccountEntry =
  | AccountCreated
  | AccountChanged
  | AccountInvited
  | AccountPasswordSet
  | SessionsEnded;

export interface AccountRefused {
  readonly kind: "refused";
  readonly reason: string;
  readonly fields: Readonly<Record<string, string>>;
}
/** `replaced`: items of the store of credentials that count no more. */
export type AccountDecision =
  | { readonly kind: "done"; readonly replaced: readonly string[] }
  | AccountRefused;

type Decide = Transact<Accounts, AccountEntry>;

/** Makes an account, with an invitation or a password where it is to have one at once. */
export function createAccount(
  of: Rights & {
    readonly person: string;
    readonly origin: AccountCreated["origin"];
    readonly contact: string;
    readonly identity: string | null;
    readonly invitation?: Pick<AccountInvited, "hash" | "expiresMs">;
    readonly password?: Pick<AccountPasswordSet, "password" | "mustChange">;
    readonly by: string;
  },
  nowMs: number,
  transact: Decide,
): Promise<AccountDecision> {
  const { person, by, role, systems, origin, contact, identity } = of;
  return transact<AccountDecision>(({ accounts }) => {
    if (accounts.has(person)) return refused("name", "has an account already");
    if (origin === "first" && [...accounts.values()].some(isAdmin)) {
      return refused(
        "name",
        "cannot be a first administrator: there is one; ask them to invite you",
      );
    }
    const stamp = { atMs: nowMs, by };
    const entries: AccountEntry[] = [
      { type: "account_created", ...stamp, person, role, systems, origin, contact, identity },
    ];
    if (of.invitation !== undefined) {
      entries.push({ type: "account_invited", ...stamp, person, ...of.invitation });
    }
    if (of.password !== undefined) {
      entries.push({ type: "account_password_set", ...stamp, person, ...of.password });
    }
    return { entries, result: { kind: "done", replaced: [] } };
  });
}

/**
 * Changes what an account may do, whether it is active, or where it is reached; its sessions end where a
 * right changed. One active administrator of all systems stays, once there is one.
 */
export function changeAccount(
  of: {
    readonly person: string;
    readonly by: string;
  } & Partial<Rights & Pick<Account, "isActive" | "contact" | "identity">>,
  nowMs: number,
  transact: Decide,
): Promise<AccountDecision> {
  const { person, by, ...wanted } = of;
  return transact<AccountDecision>(({ accounts }) => {
    const account = accounts.get(person);
    if (account === undefined) return refused("person", "has no account");
    const { role, systems, isActive, contact, identity } = { ...account, ...wanted };
    const next = { person, role, systems, isActive, contact, identity };
    const changed = changesOf(account, next);
    if (changed.length === 0) return { entries: [], result: { kind: "done", replaced: [] } };
    const others = [...accounts.values()].filter((each) => each.person !== person);
    // What the provider takes is taken; the first admin key is the way back in.
    const isChosen = by !== MACHINE;
    if (isChosen && isAdmin(account) && !isAdmin(next) && !others.some(isAdmin)) {
      return refused(
        changed[0] ?? "role",
        "cannot change: this is the last active administrator of all systems; make another one first",
      );
    }
    const replaced = [
      ...(contact === account.contact ? [] : [account.contact]),
      ...(identity === account.identity || account.identity === null ? [] : [account.identity]),
    ];
    const entry: AccountChanged = { type: "account_changed", atMs: nowMs, by, ...next, changed };
    return { entries: [entry], result: { kind: "done", replaced } };
  });
}

/** Makes a link void and another one good, with which the person sets a password. */
export function inviteAccount(
  of: Omit<AccountInvited, "type" | "atMs">,
  nowMs: number,
  transact: Decide,
): Promise<AccountDecision> {
  return transact<AccountDecision>(({ accounts }) => {
    const account = accounts.get(of.person);
    if (account === undefined) return refused("person", "has no account");
    if (!account.isActive) return refused("person", "is disabled; enable the account first");
    const entry: AccountInvited = { type: "account_invited", atMs: nowMs, ...of };
    return { entries: [entry], result: { kind: "done", replaced: [] } };
  });
}

/**
 * Sets a password, which ends every session of before.
 *
 * `proof` is what was shown for it: the link (once, until it expires), or the item of the password that was
 * compared, so that of two who change it at once only one does.
 */
export function setPassword(
  of: {
    readonly person: string;
    readonly password: string;
    readonly proof:
      | { readonly kind: "invitation"; readonly hash: string }
      | { readonly kind: "password"; readonly item: string };
  },
  nowMs: number,
  transact: Decide,
): Promise<AccountDecision> {
  const { person, password, proof } = of;
  return transact<AccountDecision>(({ accounts }) => {
    const account = accounts.get(person);
    const stands =
      account?.isActive === true &&
      (proof.kind === "password"
        ? account.password === proof.item
        : account.invitation?.hash === proof.hash && account.invitation.expiresMs > nowMs);
    if (!stands) {
      const next = "ask an administrator for a new link";
      return refused(
        "token",
        `no longer stands: it was used, has expired or was replaced; ${next}`,
      );
    }
    const entry: AccountPasswordSet = {
      ...{ type: "account_password_set", atMs: nowMs, by: person, person, password },
      mustChange: false,
    };
    const replaced = account.password === null ? [] : [account.password];
    return { entries: [entry], result: { kind: "done", replaced } };
  });
}

/** Ends all sessions of a person, wherever they are signed in. */
export function endSessions(
  of: Omit<SessionsEnded, "type" | "atMs">,
  nowMs: number,
  transact: Decide,
): Promise<AccountDecision> {
  return transact<AccountDecision>(({ accounts }) => {
    if (!accounts.has(of.person)) return refused("person", "has no account");
    const entry: SessionsEnded = { type: "sessions_ended", atMs: nowMs, ...of };
    return { entries: [entry], result: { kind: "done", replaced: [] } };
  });
}

/** Looks after who may come in: active, an admin, and of all systems. */
function isAdmin(account: Rights & Pick<Account, "isActive">): boolean {
  return account.isActive && account.role === "admin" && account.systems === null;
}

function changesOf(
  from: Account,
  to: Rights & Pick<Account, "isActive" | "contact" | "identity">,
): readonly Change[] {
  const differs: Readonly<Record<Change, boolean>> = {
    role: from.role !== to.role,
    systems: JSON.stringify(from.systems) !== JSON.stringify(to.systems),
    state: from.isActive !== to.isActive,
    contact: from.contact !== to.contact,
    identity: from.identity !== to.identity,
  };
  const names = ["role", "systems", "state", "contact", "identity"] as const;
  return names.filter((name) => differs[name]);
}

function refused(
  field: string,
  rule: string,
): { readonly entries: readonly []; readonly result: AccountRefused } {
  const fields = { [field]: rule };
  return { entries: [], result: { kind: "refused", reason: `${field} ${rule}`, fields } };
}
