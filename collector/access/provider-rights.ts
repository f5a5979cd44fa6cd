import type { Claims } from "./provider.ts";

/** Which right a group of the provider gives. */
export interface GroupRule {
  readonly group: string;
  readonly role: string;
  /** Null: all systems, unless the claim of systems says which. */
  readonly systems: readonly string[] | null;
}

/** How what a provider says becomes rights here. */
export interface RightsTerms {
  /** Name of the claim with a person's groups. */
  readonly groupsClaim: string;
  /** The first whose group the person is in counts. */
  readonly roles: readonly GroupRule[];
  /** The role of whoever is in none of the groups; null: they are not let in. */
  readonly defaultRole: string | null;
  /** Name of the claim with ids of systems; null: the provider says nothing of systems. */
  readonly systemsClaim: string | null;
  /** What comes behind the @, in lower case; empty: any. */
  readonly domains: readonly string[];
  /** Only addresses of which the provider says that they were verified. */
  readonly requireVerified: boolean;
}

export type ProviderRights =
  | {
      readonly kind: "rights";
      readonly role: string;
      readonly systems: readonly string[] | null;
    }
  /** Known, and let in nowhere. */
  | { readonly kind: "none"; readonly reason: string };

/** Who somebody is, as the provider says it. */
export interface ProvidedPerson {
  readonly name: string;
  readonly email: string;
}

/** The name and the address; or why it cannot be anybody here, in words for them. */
export function providedPerson(claims: Claims, terms: RightsTerms): ProvidedPerson | string {
  const email = textOf(claims["email"])?.trim().toLowerCase();
  if (email === undefined || email === "") {
    return "the provider does not say your e-mail address; ask whoever looks after it to release the claim email";
  }
  const verified = claims["email_verified"];
  if (terms.requireVerified && verified !== true && verified !== "true") {
    return "your e-mail address is not verified at the provider; verify it there, then sign in again";
  }
  const domain = email.slice(email.lastIndexOf("@") + 1);
  if (terms.domains.length > 0 && !terms.domains.includes(domain)) {
    return `addresses of ${domain} are not let in here; sign in with one of ${terms.domains.join(", ")}`;
  }
  const name = textOf(claims["name"]) ?? textOf(claims["preferred_username"]) ?? email;
  return { email, name: plain(name) || email };
}

/** What the person may do, as the provider's groups and systems say now. */
export function providedRights(claims: Claims, terms: RightsTerms): ProviderRights {
  const groups = listOf(claims[terms.groupsClaim]);
  const rule = terms.roles.find(({ group }) => groups.includes(group));
  const role = rule?.role ?? terms.defaultRole;
  if (role === null) {
    const reason = "none of your groups gives a role here; ask an administrator which one to join";
    return { kind: "none", reason };
  }
  const ruled = rule?.systems ?? null;
  if (terms.systemsClaim === null) return { kind: "rights", role, systems: ruled };
  // The provider is to say which: where it says nothing, it is none and not all.
  const said = listOf(claims[terms.systemsClaim]);
  if (said.includes("*")) return { kind: "rights", role, systems: ruled };
  const systems = ruled === null ? said : said.filter((system) => ruled.includes(system));
  return { kind: "rights", role, systems: [...new Set(systems)].sort() };
}

/** At most as many are looked at: a list of groups of thousands is a directory, not a person. */
const LIST_MAX = 2_000;

/** Providers say one thing as text and several as a list; some put several into one text. */
function listOf(value: unknown): readonly string[] {
  if (typeof value === "string") return value.split(/[\s,]+/).filter((each) => each !== "");
  if (!Array.isArray(value)) return [];
  return value.slice(0, LIST_MAX).filter((each) => typeof each === "string");
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.length <= 254 ? value : undefined;
}

/** One line of what can be seen, as long as a name may be. */
function plain(name: string): string {
  const line = name.normalize("NFC").replace(/\p{C}/gu, " ").replace(/\s+/g, " ").trim();
  return [...line].slice(0, 64).join("");
}
