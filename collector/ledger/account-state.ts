import type { AccountEntry, AccountOrigin, AccountRights } from "./entries/accounts.ts";
import type { KeyCreated, KeyRevoked, KeyRotated } from "./entries/keys.ts";
import type { ChannelTested } from "./entries/notifications.ts";

/** An account as it stands. */
export interface AccountState extends AccountRights {
  readonly person: string;
  readonly isActive: boolean;
  readonly origin: AccountOrigin;
  readonly createdMs: number;
  /** Items of the store of credentials. */
  readonly contact: string;
  readonly identity: string | null;
  readonly password: string | null;
  readonly mustChange: boolean;
  /** Counts what ends sessions. */
  readonly generation: number;
  readonly invitation: {
    readonly hash: string;
    readonly expiresMs: number;
    readonly by: string;
  } | null;
}

/** A key as it stands. */
export interface KeyState extends KeyCreated {
  readonly revokedMs: number | null;
  /** The key that takes its place; absent: none. */
  readonly successor?: string;
}

/** An act of administration: about accounts, keys, how people sign in, or a channel that was tried out. */
export type Administration = AccountEntry | KeyCreated | KeyRevoked | KeyRotated | ChannelTested;
