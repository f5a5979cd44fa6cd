import type { AdministrationLine } from "@tiltmeter/dashboards";
import type { Administration } from "../ledger/account-state.ts";
import type { AccountChanged } from "../ledger/entries/accounts.ts";

/** An act of administration as a line for those who look after access. `word` turns pseudonyms into names. */
export function administrationInWords(
  entry: Administration & { readonly index: number },
  word: (text: string) => string,
): AdministrationLine {
  const { index, atMs, by, via } = entry;
  const how = via === undefined ? null : via === "session" ? "signed in" : via.replace(":", " ");
  return { index, atMs, by: word(by), via: how, what: whatOf(entry, word) };
}

function whatOf(entry: Administration, word: (text: string) => string): string {
  switch (entry.type) {
    case "account_created": {
      const rights = rightsOf(entry);
      if (entry.origin === "invited") return `invited ${word(entry.person)}: ${rights}`;
      if (entry.origin === "first") return `made the account of ${word(entry.person)}: ${rights}`;
      return `${word(entry.person)} came through the provider: ${rights}`;
    }
    case "account_changed":
      return `changed ${word(entry.person)}: ${entry.changed.map((each) => changeOf(each, entry)).join("; ")}`;
    case "account_invited":
      return `made a link for ${word(entry.person)} that works until ${at(entry.expiresMs)}`;
    case "account_password_set":
      return entry.mustChange
        ? `gave ${word(entry.person)} a password that must be changed at once`
        : `${word(entry.person)} has a new password`;
    case "sessions_ended":
      return `signed ${word(entry.person)} out everywhere`;
    case "sign_ins_refused": {
      const locked =
        entry.locked.length === 0
          ? ""
          : `; locked for a while: ${entry.locked.map(word).join(", ")}`;
      return `${entry.refused} sign-ins were refused since ${at(entry.fromMs)}, ${entry.compared} of them after a look at the password${locked}`;
    }
    case "sign_in_configured":
      return entry.issuer === null
        ? "people sign in with accounts and keys"
        : `people sign in with accounts, keys and at ${entry.issuer}`;
    case "key_created": {
      const owner = entry.person ?? null;
      const whose = owner === null ? ` called ${word(entry.name)}` : ` of ${word(owner)}'s own`;
      const expires = entry.expiresMs ?? null;
      const until = expires === null ? "" : `, until ${at(expires)}`;
      return `made key ${entry.id}${whose}: ${rightsOf(entry)}${until}`;
    }
    case "channel_tested": {
      const { channel, outcome, status } = entry;
      return `tested channel ${channel}: ${outcome}${status === null ? "" : `, answered ${status}`}`;
    }
    case "key_revoked":
      return `revoked key ${entry.id}`;
    case "key_rotated":
      return `rotated key ${entry.id}: ${entry.successor} takes its place, the old one works until ${at(entry.untilMs)}`;
  }
}

function changeOf(change: AccountChanged["changed"][number], entry: AccountChanged): string {
  switch (change) {
    case "role":
      return entry.role === "none" ? "no role any more" : `now ${entry.role}`;
    case "systems":
      return systemsOf(entry.systems);
    case "state":
      return entry.isActive ? "enabled" : "disabled";
    case "contact":
      return "another e-mail address";
    case "identity":
      return "signs in through the provider";
  }
}

function rightsOf(of: {
  readonly role: string;
  readonly systems: readonly string[] | null;
}): string {
  return `${of.role}, ${systemsOf(of.systems)}`;
}

function systemsOf(systems: readonly string[] | null): string {
  if (systems === null) return "all systems";
  return systems.length === 0 ? "no systems" : systems.join(", ");
}

function at(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
