import { createHash, randomBytes } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AccessOptions } from "@tiltmeter/dashboards";
import { createLastUsed } from "../access/last-used.ts";
import { createPasswords } from "../access/password.ts";
import { PASSWORD_CHARACTERS_MIN } from "../access/password-rules.ts";
import { recordRefusals, recordSignIn } from "../acts/sign-in.ts";
import { AUTH_DEFAULTS, type AuthConfig } from "../auth-config.ts";
import type { Identities } from "../http/authenticate.ts";
import { callerOf } from "../http/environment.ts";
import type { HttpAccess } from "../http/http-access.ts";
import { createSessions } from "../http/session.ts";
import { createSessionCookie } from "../http/session-cookie.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { canonicalJson } from "../tlog/canonical-json.ts";
import { replaceFile } from "../words/replace-file.ts";
import { accessDesk } from "./access-desk.ts";
import { actingVia } from "./acting-via.ts";
import type { Closing } from "./closing.ts";
import { openAccounts } from "./open-accounts.ts";
import { openSignIn } from "./open-sign-in.ts";
import type { Words } from "./open-words.ts";
import { said } from "./said.ts";

/** When sessions were last seen, and keys last used, may be lost for so long by a crash. */
const KEEP_MS = 60_000;
/** What was refused is summed up as often, so that an attack is a hundred entries a day and not a million. */
const SUMMARY_MS = 15 * 60_000;

/** Who may come in: keys, accounts, sessions, sign-in, and what people may do about them. */
export interface Access extends HttpAccess {
  readonly identities: Identities;
  /** What the pages of access stand on. */
  readonly pages: AccessOptions;
}

/** Opens the access of a data folder. */
export async function openAccess(of: {
  readonly folder: string;
  readonly auth: AuthConfig;
  readonly ledger: Ledger;
  readonly words: Words;
  readonly publicUrl: () => string;
  readonly now: () => number;
  readonly closing: Closing;
  readonly log: (line: string) => void;
}): Promise<Access> {
  const { auth, ledger, words, now, log } = of;
  const folder = join(of.folder, "access");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const sessionsFile = join(folder, "sessions");
  const usedFile = join(folder, "last-used");
  const readOr = (file: string): Promise<string | null> => readFile(file, "utf8").catch(() => null);

  const lastUsed = createLastUsed(await readOr(usedFile), now);
  const sessions = createSessions({
    ...{ now, random: randomBytes, stored: await readOr(sessionsFile) },
    save: (text) => replaceFile(sessionsFile, text),
    limits: { idleMs: auth.idleMs, absoluteMs: auth.absoluteMs },
  });
  const passwords = createPasswords();
  const desk = openAccounts({ ledger, words, passwords, now, log });
  const nameOf = words.saying.word;
  const { provider } = auth;
  const signIn = openSignIn({
    ...{ desk, nameOf, passwords, provider, publicUrl: of.publicUrl, now, log },
  });
  const identities: Identities = {
    ...{ findKey: words.keyOf, findAccount: desk.find, sessions, nowMs: now },
    noteUse: lastUsed.note,
  };
  const usual = configured(AUTH_DEFAULTS).digest;
  await recordSignIn({ ...configured(auth), usual }, now(), (decide) => ledger.transact(decide));

  const keep = async (): Promise<void> => {
    try {
      await sessions.flush();
      const used = lastUsed.unsaved();
      if (used !== null) await replaceFile(usedFile, used);
    } catch (error) {
      log(`sessions could not be kept, a restart may sign people out: ${said(error)}`);
    }
  };
  const sumUp = async (): Promise<void> => {
    const refusals = signIn.takeRefusals();
    await recordRefusals(refusals, now(), (decide) => ledger.transact(decide)).catch((error) =>
      log(`refused sign-ins could not be recorded: ${said(error)}`),
    );
  };
  const timers = [
    setInterval(() => void keep(), KEEP_MS),
    setInterval(() => void sumUp(), SUMMARY_MS),
  ];
  for (const timer of timers) timer.unref();
  of.closing.loop(null, async () => {
    for (const timer of timers) clearInterval(timer);
    await keep();
    await sumUp();
  });

  const deskOf = accessDesk({
    ...{ ledger, words, desk, identities, randomBytes },
    comparePassword: (password, account) => passwords.matches(password, desk.passwordOf(account)),
    lastUsedMs: lastUsed.of,
    settings: () => ({
      provider: provider === null ? null : shownProvider(provider),
      ...sessions.limits,
      passwordCharactersMin: PASSWORD_CHARACTERS_MIN,
    }),
  });
  const isSecure = of.publicUrl().startsWith("https:");
  const cookie = createSessionCookie(sessions, isSecure);
  const pages: AccessOptions = {
    of: (c) => {
      const caller = callerOf(c);
      return caller === null ? null : deskOf(caller);
    },
    goOn: (c, as) => cookie.renew(c, as, "password"),
    nowMs: now,
    passwordCharactersMin: PASSWORD_CHARACTERS_MIN,
    // As they reach us now: the port may have been given, and a proxy may stand before it.
    publicUrl: (c) => (isSecure ? of.publicUrl() : new URL(c.req.url).origin),
  };
  return {
    pages,
    ...{ identities, admission: signIn.admission, of: deskOf, actingVia },
    trustedProxies: auth.trustedProxies,
    passwordCharactersMin: PASSWORD_CHARACTERS_MIN,
  };
}

/** What the ledger has of the configuration: whether it is another, and at whose word people come in. */
function configured({ provider, ...rest }: AuthConfig): {
  readonly digest: string;
  readonly issuer: string | null;
} {
  const { clientSecret: _, ...shown } = provider ?? { clientSecret: null };
  const text = canonicalJson({ ...rest, provider: provider === null ? null : shown });
  const digest = createHash("sha256").update(text).digest("hex");
  return { digest, issuer: provider?.issuer ?? null };
}

type Provider = NonNullable<AuthConfig["provider"]>;

function shownProvider(of: Provider): {
  readonly label: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly domains: readonly string[];
  readonly roles: readonly string[];
} {
  const { label, issuer, clientId, scopes, domains, roles, defaultRole } = of;
  const lines = roles.map(({ group, role, systems }) => {
    const where = systems === null ? "" : `, for ${systems.join(", ")}`;
    return `${group}: ${role}${where}`;
  });
  lines.push(defaultRole === null ? "anybody else: not let in" : `anybody else: ${defaultRole}`);
  return { label, issuer, clientId, scopes, domains, roles: lines };
}
