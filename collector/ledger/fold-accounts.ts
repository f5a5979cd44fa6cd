import type { Administration } from "./account-state.ts";
import type { Draft } from "./draft.ts";
import { type AccountEntry, isAccount } from "./entries/accounts.ts";
import type { KeyCreated, KeyRevoked, KeyRotated } from "./entries/keys.ts";
import type { LedgerEntry } from "./entry.ts";
import { found, illegal } from "./illegal-entry.ts";

/** Applies what was decided about accounts and sign-in. */
export function applyAccount(draft: Draft, entry: AccountEntry): void {
  if (entry.type === "sign_ins_refused") return;
  if (entry.type === "sign_in_configured") {
    draft.signIn = entry;
    return;
  }
  const { person } = entry;
  if (entry.type === "account_created") {
    if (draft.accounts.get(person) !== undefined) {
      throw illegal(draft, entry, `${person} has an account`);
    }
    const { role, systems, contact, identity, origin, atMs } = entry;
    draft.accounts.set(person, {
      ...{ person, role, systems, contact, identity, origin, isActive: true, createdMs: atMs },
      ...{ password: null, mustChange: false, generation: draft.size, invitation: null },
    });
    return;
  }
  const account = found(draft, entry, draft.accounts.get(person), person);
  // An entry's own place in the ledger: no account ever has the same twice, not even one that is made anew.
  const generation = draft.size;
  switch (entry.type) {
    case "account_changed": {
      const { role, systems, isActive, contact, identity, changed } = entry;
      const ends = changed.some((each) => each !== "contact");
      draft.accounts.set(person, {
        ...{ ...account, role, systems, isActive, contact, identity },
        ...(ends && { generation }),
        ...(!isActive && { invitation: null }),
      });
      return;
    }
    case "account_invited": {
      const { hash, expiresMs, by } = entry;
      draft.accounts.set(person, { ...account, invitation: { hash, expiresMs, by } });
      return;
    }
    case "account_password_set": {
      const { password, mustChange } = entry;
      const rest = { password, mustChange, generation, invitation: null };
      draft.accounts.set(person, { ...account, ...rest });
      return;
    }
    case "sessions_ended":
      draft.accounts.set(person, { ...account, generation });
  }
}

/** Applies what was decided about keys. */
export function applyKey(draft: Draft, entry: KeyCreated | KeyRevoked | KeyRotated): void {
  if (entry.type === "key_created") {
    draft.keys.set(entry.id, { ...entry, revokedMs: null });
    return;
  }
  const key = found(draft, entry, draft.keys.get(entry.id), entry.id);
  if (entry.type === "key_revoked") {
    draft.keys.set(entry.id, { ...key, revokedMs: entry.atMs });
    return;
  }
  const expiresMs = Math.min(entry.untilMs, key.expiresMs ?? entry.untilMs);
  draft.keys.set(entry.id, { ...key, expiresMs, successor: entry.successor });
}

/** Keeps what administrators did, for those who look after it. */
export function noteAdministration(draft: Draft, entry: LedgerEntry): void {
  const isOther = entry.type.startsWith("key_") || entry.type === "channel_tested";
  if (!isOther && !isAccount(entry)) return;
  draft.administration = draft.administration.with({
    ...(entry as Administration), // of one of its types
    index: draft.size,
  });
}

/** Erased people have no account any more. */
export function forgetAccounts(draft: Draft, people: readonly string[]): void {
  for (const person of people) {
    if (draft.accounts.get(person) !== undefined) draft.accounts.delete(person);
  }
}
