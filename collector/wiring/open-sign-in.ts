import { createHash, randomBytes } from "node:crypto";
import type { Passwords } from "../access/password.ts";
import {
  type Claims,
  createProvider,
  ProviderAway,
  ProviderRefused,
  type ProviderTerms,
} from "../access/provider.ts";
import { providedPerson, providedRights, type RightsTerms } from "../access/provider-rights.ts";
import { createTryLimits } from "../access/try-limits.ts";
import type { Admission, Admitting, ProviderAdmission } from "../http/admission.ts";
import type { AccountState } from "../ledger/account-state.ts";
import { safeResponses } from "../notify/safe-response.ts";
import type { AccountDesk } from "./open-accounts.ts";

const MINUTE_MS = 60_000;
/** A password that must be changed is changed at once. */
const CHANGE_MS = 15 * MINUTE_MS;
const CHANGES_MAX = 1_000;
/** A key has 256 random bits, so this holds off load and not guesses. */
const KEY_LIMIT = { tries: 60, spanMs: 15 * MINUTE_MS };
/** ID tokens of sessions that are kept, to sign out at the provider. */
const ID_TOKENS_MAX = 1_000;

/** What was refused since it was last recorded. */
export interface Refusals {
  readonly fromMs: number;
  readonly refused: number;
  readonly compared: number;
  readonly locked: readonly string[];
}

/** Configured sign-in at a provider. */
export interface ProviderSetting extends RightsTerms, Omit<ProviderTerms, "redirectUri"> {
  readonly label: string;
  readonly allowPrivate: boolean;
}

/** Signs people in by password or provider, and counts what is refused. */
export function openSignIn(of: {
  readonly desk: AccountDesk;
  readonly nameOf: (person: string) => string;
  readonly passwords: Passwords;
  readonly provider: ProviderSetting | null;
  /** Where people reach the pages. */
  readonly publicUrl: () => string;
  readonly now: () => number;
  readonly log: (line: string) => void;
}): {
  readonly admission: Admission;
  /** What was refused, and begins to count anew. */
  readonly takeRefusals: () => Refusals;
} {
  const { desk, passwords, now } = of;
  const limits = createTryLimits({ now });
  const keyLimits = createTryLimits({ now, account: KEY_LIMIT, address: KEY_LIMIT });
  const changes = new Map<
    string,
    { readonly person: string; readonly item: string; readonly expiresMs: number }
  >();
  let counted: { fromMs: number; refused: number; compared: number; locked: Set<string> } = {
    ...{ fromMs: now(), refused: 0, compared: 0, locked: new Set() },
  };

  async function byPassword(tried: Parameters<Admission["byPassword"]>[0]): Promise<Admitting> {
    const { email, password, address } = tried;
    const attempt = limits.begin({ account: email, address });
    if (attempt.kind === "refused") {
      counted.refused += 1;
      return { kind: "refused", retryAfterS: Math.ceil(attempt.retryAfterMs / 1_000) };
    }
    const account = desk.byEmail(email);
    const hash = account?.isActive === true ? desk.passwordOf(account) : null;
    // Compared with something where there is nobody, so that time does not tell who is.
    const isRight = await passwords.matches(password, hash).catch((error) => {
      attempt.forget();
      throw error;
    });
    // Looked up again: it may have been disabled, or its password changed, while it was compared.
    const current = account === undefined ? undefined : desk.find(account.person);
    const stands = current?.isActive === true && current.password === account?.password;
    if (!isRight || !stands || current.password === null) {
      counted.refused += 1;
      counted.compared += 1;
      if (account !== undefined && limits.isLocked(email)) counted.locked.add(account.person);
      return { kind: "refused", retryAfterS: null };
    }
    attempt.forget();
    if (current.mustChange) return { kind: "must_change", token: changeToken(current) };
    return { kind: "person", person: current.person, generation: current.generation };
  }

  function changeToken({ person, password }: AccountState): string {
    const token = randomBytes(32).toString("base64url");
    changes.set(digest(token), {
      ...{ person, item: password ?? "", expiresMs: now() + CHANGE_MS },
    });
    for (const first of changes.keys()) {
      if (changes.size <= CHANGES_MAX) break;
      changes.delete(first);
    }
    return token;
  }

  function proofOf(
    token: string,
  ): { readonly person: string; readonly proof: Proof; readonly why: "link" | "change" } | null {
    const change = changes.get(digest(token));
    if (change !== undefined && change.expiresMs > now()) {
      const { person, item } = change;
      return { person, proof: { kind: "password", item }, why: "change" };
    }
    const account = desk.byToken(token);
    const hash = account?.invitation?.hash;
    if (account === undefined || hash === undefined) return null;
    return { person: account.person, proof: { kind: "invitation", hash }, why: "link" };
  }

  return {
    takeRefusals: () => {
      const { fromMs, refused, compared, locked } = counted;
      counted = { fromMs: now(), refused: 0, compared: 0, locked: new Set() };
      return { fromMs, refused, compared, locked: [...locked] };
    },
    admission: {
      byPassword,
      countKey: (address) => {
        const attempt = keyLimits.begin({ account: address, address });
        if (attempt.kind === "look") return { retryAfterS: null, forget: attempt.forget };
        counted.refused += 1;
        return { retryAfterS: Math.ceil(attempt.retryAfterMs / 1_000), forget: () => undefined };
      },
      ownerOf: (token) => {
        const found = proofOf(token);
        const account = found === null ? undefined : desk.find(found.person);
        if (found === null || account === undefined) return null;
        return { name: of.nameOf(found.person), email: desk.emailOf(account), why: found.why };
      },
      setPassword: async ({ token, password }) => {
        const found = proofOf(token);
        if (found === null) {
          const rule = "no longer stands; ask an administrator for a new link";
          return { kind: "refused", reason: `the link ${rule}`, fields: { token: rule } };
        }
        const answer = await desk.setPassword({ ...found, password });
        if (answer.kind === "done") {
          changes.delete(digest(token));
          const account = desk.find(found.person);
          if (account !== undefined) limits.clear(desk.emailOf(account));
        }
        return answer;
      },
      provider: of.provider === null ? null : openProvider(of.provider, of),
    },
  };
}

type Proof = Parameters<AccountDesk["setPassword"]>[0]["proof"];

function openProvider(
  setting: ProviderSetting,
  of: {
    readonly desk: AccountDesk;
    readonly publicUrl: () => string;
    readonly now: () => number;
    readonly log: (line: string) => void;
  },
): ProviderAdmission {
  const reach = safeResponses({ operatorUrl: setting.issuer, allowPrivate: setting.allowPrivate });
  const provider = createProvider(
    { ...setting, redirectUri: () => `${of.publicUrl()}/sign-in/provider/return` },
    {
      now: of.now,
      fetch: (url, { method, headers, body, signal }) =>
        reach(url, { method, headers, body, ...(signal !== undefined && { signal }) }),
    },
  );
  const idTokens = new Map<string, string>();
  const refused = (error: unknown): { readonly kind: "refused"; readonly reason: string } => {
    if (!(error instanceof ProviderRefused) && !(error instanceof ProviderAway)) throw error;
    of.log(`sign-in at ${setting.label}: ${error.message}`);
    return { kind: "refused", reason: error.message };
  };
  return {
    label: setting.label,
    begin: async (next) => {
      try {
        return { kind: "begun", ...(await provider.begin(next)) };
      } catch (error) {
        return refused(error);
      }
    },
    finish: async (came) => {
      try {
        const { claims, idToken, next } = await provider.finish(came);
        const admitted = await admit(claims, setting, of.desk);
        if (typeof admitted === "string") return { kind: "refused", reason: admitted };
        const { person, generation } = admitted;
        return { kind: "person", person, generation, idToken, next };
      } catch (error) {
        return refused(error);
      }
    },
    remember: (sessionId, idToken) => {
      idTokens.set(sessionId, idToken);
      for (const first of idTokens.keys()) {
        if (idTokens.size <= ID_TOKENS_MAX) break;
        idTokens.delete(first);
      }
    },
    leave: async (sessionId) => {
      const idToken = idTokens.get(sessionId) ?? null;
      idTokens.delete(sessionId);
      return provider.endSessionUrl({ idToken, returnTo: `${of.publicUrl()}/sign-in` });
    },
  };
}

/**
 * The account of whoever the provider vouches for: known by issuer and subject, else by a verified
 * address, else made. An account that the provider made has the rights that it gives now; one that
 * an administrator made keeps those. A text says why nobody is let in.
 */
async function admit(
  claims: Claims,
  setting: ProviderSetting,
  desk: AccountDesk,
): Promise<AccountState | string> {
  const provided = providedPerson(claims, setting);
  if (typeof provided === "string") return provided;
  const rights = providedRights(claims, setting);
  const { email, name } = provided;
  const identity = { kind: "identity", issuer: setting.issuer, subject: claims.sub } as const;
  const known = desk.byIdentity(identity);
  const account = known ?? desk.byEmail(email);
  if (account === undefined) {
    if (rights.kind === "none") return rights.reason;
    const { role, systems } = rights;
    const made = await desk.createProvided({ name, email, identity, role, systems });
    if (made.kind === "refused") return made.reason;
    return desk.find(made.person) ?? "the account is gone again";
  }
  if (!account.isActive) return "your account is disabled; ask an administrator";
  if (known === undefined && account.identity !== null) {
    return "this address belongs to somebody else at the provider; ask an administrator";
  }
  const isMoved = desk.emailOf(account) !== email && desk.byEmail(email) === undefined;
  const wanted =
    account.origin !== "provider"
      ? {}
      : rights.kind === "rights"
        ? { role: rights.role, systems: rights.systems }
        : { role: NO_ROLE, systems: [] };
  const changed = await desk.change({
    ...{ person: account.person, by: "tiltmeter", ...wanted },
    ...(isMoved && { email }),
    ...(known === undefined && { identity }),
  });
  if (changed.kind === "refused") return changed.reason;
  if (account.origin === "provider" && rights.kind === "none") return rights.reason;
  return desk.find(account.person) ?? "the account is gone";
}

/** Of an account whose provider gives it no role any more: keys of its own stop too. */
const NO_ROLE = "none";

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
