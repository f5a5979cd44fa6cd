import type { Stamp } from "./stamp.ts";

export interface KeyCreated extends Stamp {
  readonly type: "key_created";
  readonly id: string;
  readonly role: string;
  readonly name: string;
  /** Keyed hash of the secret. */
  readonly hash: string;
  /** Systems that the key may write for; null: all. */
  readonly systems: readonly string[] | null;
}

export interface KeyRevoked extends Stamp {
  readonly type: "key_revoked";
  readonly id: string;
}
