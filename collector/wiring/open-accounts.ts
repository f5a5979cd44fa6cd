import { createHash, randomBytes } from "node:crypto";
import type { Passwords } from "../access/password.ts";
import { passwordWeakness } from "../access/password-rules.ts";
import {
  type AccountDecision,
  type AccountRefused,
  changeAccount,
  createAccount,
  endSessions,
  inviteAccount,
  type Rights,
  setPassword,
} from "../acts/accounts.ts";
import type { AccountState } from "../ledger/account-state.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { isPseudonym } from "../tlog/pseudonym.ts";
import type { Credential } from "../words/credentials.ts";
import type { Words } from "./open-words.ts";
import { said } from "./said.ts";

const DAY_MS = 86_400_000;
/** Over a weekend and a holiday; then it is asked for again. */
const INVITATION_MS = 7 * DAY_MS;

/** A link's token and until when it works. */
export interface Invited {
  readonly person: string;
  readonly token: string;
  readonly expiresMs: number;
}
type Answer<Done = object> = ({ readonly kind: "done" } & Done) | AccountRefused;
type Identity = Extract<Credential, { kind: "identity" }>;

/** Accounts: what the ledger says of them, and what is kept apart from it, as one thing. */
export interface AccountDesk {
  readonly find: (person: string) => AccountState | undefined;
  readonly all: () => readonly AccountState[];
  /** Its e-mail address; empty where it is not readable any more. */
  readonly emailOf: (account: AccountState) => string;
  readonly byEmail: (email: string) => AccountState | undefined;
  readonly byIdentity: (identity: Pick<Identity, "issuer" | "subject">) => AccountState | undefined;
  /** The hash of its password; null where it has none. */
  readonly passwordOf: (account: AccountState) => string | null;
  readonly byToken: (token: string) => AccountState | undefined;
  readonly invite: (
    of: Rights & { readonly name: string; readonly email: string; readonly by: string },
  ) => Promise<Answer<Invited>>;
  readonly renewInvitation: (of: {
    readonly person: string;
    readonly by: string;
  }) => Promise<Answer<Invited>>;
  /** An administrator, with a password: one that somebody else made up must be changed at the first sign-in. */
  readonly createFirst: (of: {
    readonly name: string;
    readonly email: string;
    readonly password: string;
    readonly mustChange: boolean;
    readonly by: string;
  }) => Promise<Answer<{ readonly person: string; readonly generation: number }>>;
  /** A person whom the provider vouches for. */
  readonly createProvided: (
    of: Rights & { readonly name: string; readonly email: string; readonly identity: Identity },
  ) => Promise<Answer<{ readonly person: string }>>;
  readonly change: (
    of: { readonly person: string; readonly by: string } & Partial<
      Rights & { readonly isActive: boolean; readonly email: string; readonly identity: Identity }
    >,
  ) => Promise<Answer>;
  readonly endSessions: (of: { readonly person: string; readonly by: string }) => Promise<Answer>;
  /** Sets a password on the strength of a link, or of the one that was compared. */
  readonly setPassword: (of: {
    readonly person: string;
    readonly password: string;
    readonly proof: Parameters<typeof setPassword>[0]["proof"];
  }) => Promise<Answer<{ readonly person: string; readonly generation: number }>>;
}

/**
 * Accounts over the ledger and the store of credentials.
 *
 * A credential is on the disk before the entry that names it, and counts from that entry on: after a crash
 * an account is as before or as changed, and the next start destroys what no entry names.
 */
export function openAccounts(of: {
  readonly ledger: Ledger;
  readonly words: Words;
  readonly passwords: Passwords;
  readonly now: () => number;
  readonly log: (line: string) => void;
}): AccountDesk {
  const { ledger, words, passwords, now } = of;
  const { credentials, people, transact } = words;
  /** One at a time: that no two accounts have one address is seen in no entry. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  const find: AccountDesk["find"] = (person) => ledger.state.accounts.get(person);
  const all = (): readonly AccountState[] => [...ledger.state.accounts.values()];
  const emailOf = ({ contact }: AccountState): string => {
    const found = credentials.get(contact);
    return found?.kind === "contact" ? found.email : "";
  };
  const byEmail = (email: string): AccountState | undefined => {
    const wanted = plainEmail(email);
    // Every one is looked at, so that the time tells nobody whether there is such an account.
    const [found] = all().filter((account) => emailOf(account) === wanted);
    return found;
  };
  const byIdentity: AccountDesk["byIdentity"] = ({ issuer, subject }) =>
    all().find(({ identity }) => {
      const found = identity === null ? null : credentials.get(identity);
      return found?.kind === "identity" && found.issuer === issuer && found.subject === subject;
    });

  /** Stores what an entry is to name, decides, and destroys what counts no more. */
  async function kept(
    person: string,
    items: readonly Credential[],
    decide: (ids: readonly string[]) => Promise<AccountDecision>,
  ): Promise<AccountDecision> {
    const ids = await credentials.put({ person, credentials: items, size: ledger.size });
    const decision = await decide(ids);
    const dropped = decision.kind === "done" ? decision.replaced : ids;
    await credentials.erase(dropped).catch((error) => {
      of.log(`replaced credentials are destroyed at the next start: ${said(error)}`);
    });
    return decision;
  }
  const link = (): {
    readonly token: string;
    readonly hash: string;
    readonly expiresMs: number;
  } => {
    const token = randomBytes(32).toString("base64url");
    return { token, hash: tokenHash(token), expiresMs: now() + INVITATION_MS };
  };
  const generationOf = (person: string): number => find(person)?.generation ?? -1;

  async function named(name: string, email: string): Promise<AccountRefused | string> {
    const plain = name.normalize("NFC").trim().replace(/\s+/g, " ");
    const wrong = nameFault(plain) ?? emailFault(email, byEmail(email) !== undefined);
    return wrong ?? people.pseudonymOf(plain);
  }

  async function hashed(
    password: string,
    whose: { readonly name: string; readonly email: string },
  ): Promise<AccountRefused | Credential> {
    const weakness = passwordWeakness(password, whose);
    if (weakness !== null) return refused("password", weakness);
    return { kind: "password", hash: await passwords.hash(password) };
  }

  return {
    ...{ find, all, emailOf, byEmail, byIdentity },
    passwordOf: ({ password }) => {
      const found = password === null ? null : credentials.get(password);
      return found?.kind === "password" ? found.hash : null;
    },
    byToken: (token) => {
      const hash = tokenHash(token);
      return all().find(
        ({ isActive, invitation }) =>
          isActive && invitation?.hash === hash && invitation.expiresMs > now(),
      );
    },
    invite: ({ name, email, role, systems, by }) =>
      inTurn(async () => {
        const person = await named(name, email);
        if (typeof person !== "string") return person;
        const { token, hash, expiresMs } = link();
        const decision = await kept(person, [contactOf(email)], ([contact = ""]) =>
          createAccount(
            {
              ...{ person, role, systems, by, contact, origin: "invited", identity: null },
              invitation: { hash, expiresMs },
            },
            now(),
            transact,
          ),
        );
        return decision.kind === "done" ? { kind: "done", person, token, expiresMs } : decision;
      }),
    renewInvitation: async ({ person, by }) => {
      const { token, hash, expiresMs } = link();
      const decision = await inviteAccount({ person, hash, expiresMs, by }, now(), transact);
      return decision.kind === "done" ? { kind: "done", person, token, expiresMs } : decision;
    },
    createFirst: ({ name, email, password, mustChange, by }) =>
      inTurn(async () => {
        const secret = await hashed(password, { name, email });
        if (secret.kind === "refused") return secret;
        const person = await named(name, email);
        if (typeof person !== "string") return person;
        const decision = await kept(
          person,
          [contactOf(email), secret],
          ([contact = "", item = ""]) =>
            createAccount(
              {
                ...{ person, role: "admin", systems: null, by, origin: "first" },
                ...{ contact, identity: null, password: { password: item, mustChange } },
              },
              now(),
              transact,
            ),
        );
        return decision.kind === "done"
          ? { kind: "done", person, generation: generationOf(person) }
          : decision;
      }),
    createProvided: ({ name, email, identity, role, systems }) =>
      inTurn(async () => {
        // Somebody else may have the name already; then the address tells them apart.
        const taken = people.known(name);
        const isTaken = taken !== null && find(taken) !== undefined;
        const person = await named(isTaken ? `${name} (${email})` : name, email);
        if (typeof person !== "string") return person;
        const items = [contactOf(email), identity];
        const decision = await kept(person, items, ([contact = "", item = ""]) =>
          createAccount(
            {
              ...{ person, role, systems, by: "tiltmeter", origin: "provider" },
              ...{ contact, identity: item },
            },
            now(),
            transact,
          ),
        );
        return decision.kind === "done" ? { kind: "done", person } : decision;
      }),
    change: ({ person, by, email, identity, ...rights }) =>
      inTurn(async () => {
        const account = find(person);
        if (account === undefined) return refused("person", "has no account");
        const isMoved = email !== undefined && plainEmail(email) !== emailOf(account);
        const fault = isMoved ? emailFault(email, byEmail(email) !== undefined) : null;
        if (fault !== null) return fault;
        const items: Credential[] = [
          ...(isMoved ? [contactOf(email)] : []),
          ...(identity === undefined ? [] : [identity]),
        ];
        const decision = await kept(person, items, (ids) => {
          const contact = isMoved ? ids[0] : undefined;
          const item = identity === undefined ? undefined : ids.at(-1);
          return changeAccount(
            {
              ...{ person, by },
              ...rights,
              ...(contact !== undefined && { contact }),
              ...(item !== undefined && { identity: item }),
            },
            now(),
            transact,
          );
        });
        return decision.kind === "done" ? { kind: "done" } : decision;
      }),
    endSessions: async (asked) => {
      const decision = await endSessions(asked, now(), transact);
      return decision.kind === "done" ? { kind: "done" } : decision;
    },
    setPassword: ({ person, password, proof }) =>
      inTurn(async () => {
        const account = find(person);
        if (account === undefined) return refused("token", "is nobody's");
        const whose = { name: people.nameOf(person) ?? "", email: emailOf(account) };
        const secret = await hashed(password, whose);
        if (secret.kind === "refused") return secret;
        const decision = await kept(person, [secret], ([item = ""]) =>
          setPassword({ person, password: item, proof }, now(), transact),
        );
        return decision.kind === "done"
          ? { kind: "done", person, generation: generationOf(person) }
          : decision;
      }),
  };
}

/** What the ledger has of a link: it opens nothing. */
export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

function contactOf(email: string): Credential {
  return { kind: "contact", email: plainEmail(email) };
}

function plainEmail(email: string): string {
  return email.normalize("NFC").trim().toLowerCase();
}

const NAME_CHARACTERS_MAX = 64;
const EMAIL_CHARACTERS_MAX = 254;

function nameFault(name: string): AccountRefused | null {
  if (name === "" || [...name].length > NAME_CHARACTERS_MAX) {
    return refused("name", `has 1 to ${NAME_CHARACTERS_MAX} characters`);
  }
  if (/\p{C}/u.test(name)) return refused("name", "has characters that cannot be seen");
  if (isPseudonym(name)) return refused("name", "is a pseudonym; give the person's own");
  return null;
}

function emailFault(email: string, isTaken: boolean): AccountRefused | null {
  const plain = plainEmail(email);
  if (
    plain.length > EMAIL_CHARACTERS_MAX ||
    !/^[^\s@<>(),;:"\p{C}]+@[^\s@.]+(\.[^\s@.]+)+$/u.test(plain)
  ) {
    return refused("email", "must be an address such as ada@example.org");
  }
  return isTaken ? refused("email", "is that of another account") : null;
}

function refused(field: string, rule: string): AccountRefused {
  return { kind: "refused", reason: `${field} ${rule}`, fields: { [field]: rule } };
}
