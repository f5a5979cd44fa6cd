import type { Stamp } from "./stamp.ts";

export interface KeyCreated extends Stamp {
  readonly type: "key_created";
  readonly id: string;
  readonly role: string;
  readonly name: string;
  /** Keyed hash of the secret. */
  readonly hash: string;
  /** Systems that the key is for; null: all. */
  readonly systems: readonly string[] | null;
  /** From when on it is refused; absent or null: it does not expire. */
  readonly expiresMs?: number | null;
  /** Pseudonym of the person whose own key it is; absent or null: a program's. */
  readonly person?: string | null;
}

export interface KeyRevoked extends Stamp {
  readonly type: "key_revoked";
  readonly id: string;
}

/** A key has a successor, and lives on for a while so that whoever has it can change over. */
export interface KeyRotated extends Stamp {
  readonly type: "key_rotated";
  readonly id: string;
  readonly successor: string;
  readonly untilMs: number;
}
