import { randomBytes } from "node:crypto";
import {
  authenticate,
  type Caller,
  type StoredAccount,
  type StoredKey,
} from "tiltmeter/http/authenticate";
import { createKey, hashSecret, keyText } from "tiltmeter/http/key";
import { POLICY } from "tiltmeter/http/policy";
import { grantable, mayGrant, ROLES, type Role } from "tiltmeter/http/role";
import { createSessions } from "tiltmeter/http/session";
import { expect, test } from "vitest";

function bench() {
  const clock = { nowMs: 1e12 };
  const keys = new Map<string, StoredKey>();
  const accounts = new Map<string, StoredAccount>();
  const sessions = createSessions({
    ...{ now: () => clock.nowMs, random: randomBytes, stored: null },
    save: async () => undefined,
  });
  const deps = {
    findKey: (id: string) => keys.get(id),
    findAccount: (person: string) => accounts.get(person),
    sessions,
    nowMs: () => clock.nowMs,
  };
  const key = (role: Role, more: Partial<StoredKey> = {}): string => {
    const made = createKey(role, randomBytes);
    const { id } = made;
    const rest = { name: "p_robot", systems: null, atMs: 0, revokedMs: null };
    keys.set(id, { id, role, hash: hashSecret(made.secret), ...rest, ...more });
    return keyText(made);
  };
  const account = (more: Partial<StoredAccount> = {}): StoredAccount => {
    const made: StoredAccount = {
      ...{ person: "p_ada", role: "compliance", systems: null, isActive: true, generation: 0 },
      ...more,
    };
    accounts.set(made.person, made);
    return made;
  };
  const byKey = (text: string): Caller | string => told({ authorization: `Bearer ${text}` });
  const byCookie = (cookie: string): Caller | string => told({ cookie });
  const told = (of: { authorization?: string; cookie?: string }): Caller | string => {
    const found = authenticate({ authorization: undefined, cookie: undefined, ...of }, deps);
    return found.kind === "caller" ? found.caller : found.reason;
  };
  return { clock, keys, accounts, sessions, key, account, byKey, byCookie };
}
const signedIn = (it: ReturnType<typeof bench>, generation = 0): string =>
  it.sessions.start({
    owner: { kind: "account", person: "p_ada", generation },
    ...{ way: "password", browser: "Firefox" },
  });

test("a person is the same by session and by a key of their own, and a program is itself", () => {
  const it = bench();
  it.account();
  const session = it.byCookie(signedIn(it));
  const own = it.byKey(it.key("operator", { person: "p_ada", name: "p_ada" }));
  expect(session).toMatchObject({ id: "person:p_ada", name: "p_ada", via: "session", keyId: null });
  expect(own).toMatchObject({ id: "person:p_ada", name: "p_ada", via: "key", sessionId: null });
  const robot = it.byKey(it.key("operator"));
  expect(robot).toMatchObject({ name: "p_robot", person: null, via: "key" });
});

test("a session ends with its account: disabled, gone, or another generation", () => {
  const it = bench();
  const cookie = signedIn(it);
  for (const change of [{ isActive: false }, { generation: 1 }]) {
    it.account();
    expect(it.byCookie(cookie)).toMatchObject({ name: "p_ada" });
    it.account(change);
    expect(it.byCookie(cookie)).toBe("the session has ended; sign in again");
  }
  it.accounts.clear();
  expect(it.byCookie(cookie)).toBe("the session has ended; sign in again");
});

test("a key is refused from the instant of its expiry, and at once when it is revoked", () => {
  const it = bench();
  const text = it.key("viewer", { expiresMs: it.clock.nowMs + 1 });
  expect(it.byKey(text)).toMatchObject({ role: "viewer" });
  it.clock.nowMs += 1;
  expect(it.byKey(text)).toContain("expired at 2001-09-09");
  expect(it.byKey(it.key("viewer", { revokedMs: 1 }))).toContain("was revoked");
});

test("a key of a person's own never does more than the person: role, systems, state", () => {
  const it = bench();
  const text = it.key("operator", { person: "p_ada", systems: ["a", "b"] });
  it.account({ role: "operator", systems: ["b", "c"] });
  expect(it.byKey(text)).toMatchObject({ systems: ["b"] });
  it.account({ role: "operator", systems: null });
  expect(it.byKey(text)).toMatchObject({ systems: ["a", "b"] });
  it.account({ role: "viewer" });
  expect(it.byKey(text)).toContain("its owner no longer has");
  it.account({ role: "admin", isActive: false });
  expect(it.byKey(text)).toContain("not active");
  it.accounts.clear();
  expect(it.byKey(text)).toContain("not active");
});

test("what a role may give to keys opens no route that the role itself does not", () => {
  const opens = (role: Role): readonly string[] =>
    Object.entries(POLICY).flatMap(([route, { roles }]) =>
      roles === "anyone" || roles.includes(role) ? [route] : [],
    );
  for (const own of ROLES) {
    for (const wanted of grantable(own)) {
      expect(opens(own), `${own} gives ${wanted}`).toEqual(
        expect.arrayContaining([...opens(wanted)]),
      );
    }
  }
  expect(mayGrant("operator", "auditor")).toBe(false);
  expect(mayGrant("compliance", "admin")).toBe(false);
});
