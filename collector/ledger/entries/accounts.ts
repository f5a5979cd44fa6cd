import type { Stamp } from "./stamp.ts";

/** What an account may do. */
export interface AccountRights {
  readonly role: string;
  /** Systems that its person sees and acts on; null: all. */
  readonly systems: readonly string[] | null;
}

/** How a person came to have an account. */
export type AccountOrigin = "invited" | "provider" | "first";

/**
 * A person may sign in from here on. Of who it is the ledger has the pseudonym alone: e-mail address,
 * password and the provider's name for them lie in the store of credentials, under the ids that are
 * named here, where they can be destroyed.
 */
export interface AccountCreated extends Stamp, AccountRights {
  readonly type: "account_created";
  /** A pseudonym. */
  readonly person: string;
  readonly origin: AccountOrigin;
  /** Item of the store: the e-mail address. */
  readonly contact: string;
  /** Item of the store: who it is at a provider; null: signs in with a password. */
  readonly identity: string | null;
}

/** What differs from before: its rights, whether it is active, where it is reached, who it is at a provider. */
export type AccountChange = "role" | "systems" | "state" | "contact" | "identity";

/** All that stands from here on. Where rights changed or it was disabled, its sessions ended. */
export interface AccountChanged extends Stamp, AccountRights {
  readonly type: "account_changed";
  readonly person: string;
  readonly isActive: boolean;
  readonly contact: string;
  readonly identity: string | null;
  readonly changed: readonly AccountChange[];
}

/** A link was made with which the person sets a password, once; an older one is void. */
export interface AccountInvited extends Stamp {
  readonly type: "account_invited";
  readonly person: string;
  /** SHA-256 of the link's token, which has 256 random bits. */
  readonly hash: string;
  readonly expiresMs: number;
}

/** A new password, which ends all sessions and any invitation. */
export interface AccountPasswordSet extends Stamp {
  readonly type: "account_password_set";
  readonly person: string;
  /** Item of the store: the password's hash. */
  readonly password: string;
  /** Somebody else knows it: it only serves to set another. */
  readonly mustChange: boolean;
}

/** All sessions of a person end. */
export interface SessionsEnded extends Stamp {
  readonly type: "sessions_ended";
  readonly person: string;
}

/** Attempts to sign in that failed in some minutes, in summary: no address, and no name that was tried. */
export interface SignInsRefused extends Stamp {
  readonly type: "sign_ins_refused";
  readonly fromMs: number;
  readonly toMs: number;
  /** Answered with a no, whether or not a password was looked at. */
  readonly refused: number;
  /** Of these, with so many a password was compared. */
  readonly compared: number;
  /** Pseudonyms of accounts that were locked for a while. */
  readonly locked: readonly string[];
}

/** How people sign in, as the operator configured it. */
export interface SignInConfigured extends Stamp {
  readonly type: "sign_in_configured";
  /** SHA-256 of all of it but the secret. */
  readonly digest: string;
  /** The provider's issuer; null: accounts and keys alone. */
  readonly issuer: string | null;
}

/** What an administrator does about who may come in, and how. */
export type AccountEntry =
  | AccountCreated
  | AccountChanged
  | AccountInvited
  | AccountPasswordSet
  | SessionsEnded
  | SignInsRefused
  | SignInConfigured;

export const ACCOUNT_TYPES: Readonly<Record<AccountEntry["type"], true>> = {
  account_created: true,
  account_changed: true,
  account_invited: true,
  account_password_set: true,
  sessions_ended: true,
  sign_ins_refused: true,
  sign_in_configured: true,
};

export function isAccount(entry: { readonly type: string }): entry is AccountEntry {
  return Object.hasOwn(ACCOUNT_TYPES, entry.type);
}
