import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { json } from "../http/http-bench.ts";
import { type AccessBench, cookieOf, form, inFolder, ROOT, withAccess } from "./access-bench.ts";

const PASSWORD = "four quiet words here";
const ADA = { name: "Ada Berg", email: "Ada@Example.org", role: "compliance", systems: null };

/** Invites and lets the person set a password; the pseudonym and the cookie of the session. */
async function joined(
  { access, bench }: AccessBench,
  of: typeof ADA | (Omit<typeof ADA, "systems"> & { readonly systems: readonly string[] }) = ADA,
): Promise<{ readonly person: string; readonly cookie: string }> {
  const invited = await access.of(ROOT).admin?.invite(of);
  if (invited?.kind !== "done") throw new Error(`not invited: ${JSON.stringify(invited)}`);
  const token = invited.path.split("token=")[1] ?? "";
  const answer = await bench.request(
    "/sign-in/password",
    form({ token, password: PASSWORD, again: PASSWORD }),
  );
  expect(answer.status).toBe(200);
  return { person: invited.person, cookie: cookieOf(answer) };
}
const signIn = async ({ bench }: AccessBench, email: string, password: string): Promise<Response> =>
  bench.request("/sign-in", form({ email, password }));

test("who is invited sets a password with the link, once, and is who they are from then on", () =>
  inFolder((folder) =>
    withAccess({ folder }, async (it) => {
      const invited = await it.access.of(ROOT).admin?.invite(ADA);
      if (invited?.kind !== "done") throw new Error("not invited");
      const page = await it.bench.request(invited.path);
      expect(await page.text()).toContain("Welcome, Ada Berg");
      const token = invited.path.split("token=")[1] ?? "";
      const set = (password: string, again = password): Promise<Response> =>
        it.bench.request("/sign-in/password", form({ token, password, again }));
      expect(await (await set(PASSWORD, "other")).text()).toContain("not the same");
      expect(await (await set("too short")).text()).toContain("at least 15 characters");
      expect(await (await set("ada berg example")).text()).toContain("name or address");
      const done = await set(PASSWORD);
      expect(done.status).toBe(200);
      const who = await it.bench.request("/api/v1/account", {
        headers: { cookie: cookieOf(done) },
      });
      expect(await who.json()).toMatchObject({
        ...{ name: "Ada Berg", role: "compliance", via: "session", isPerson: true },
        account: { email: "ada@example.org", hasPassword: true, state: "active" },
      });
      expect([(await set(PASSWORD)).status, (await it.bench.request(invited.path)).status]).toEqual(
        [410, 410],
      );
      expect((await signIn(it, "ada@example.org ", PASSWORD)).status).toBe(200);
    }),
  ));

test("a link expires, and a newer one makes it void", () =>
  inFolder(async (folder) => {
    const clock = { nowMs: 1_795_428_000_000 };
    await withAccess({ folder, clock }, async ({ access, bench }) => {
      const first = await access.of(ROOT).admin?.invite(ADA);
      if (first?.kind !== "done") throw new Error("not invited");
      const second = await access.of(ROOT).admin?.renewInvitation(first.person);
      if (second?.kind !== "done") throw new Error("no new link");
      expect((await bench.request(first.path)).status).toBe(410);
      clock.nowMs = second.expiresMs - 1;
      expect((await bench.request(second.path)).status).toBe(200);
      clock.nowMs += 1;
      expect((await bench.request(second.path)).status).toBe(410);
    });
  }));

test("the ledger has no name, no address and no password; nor has any file, in plain", () =>
  inFolder(async (folder) => {
    await withAccess({ folder }, async (it) => {
      await joined(it);
      const entries: unknown[] = [];
      for await (const { entry } of it.ledger.entries()) entries.push(entry);
      expect(JSON.stringify(entries)).toMatch(/account_created.*account_password_set/);
      expect(JSON.stringify(entries)).not.toMatch(/ada berg|ada@|argon2|example\.org/i);
    });
    for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const bytes = (await readFile(join(file.parentPath, file.name))).toString("latin1");
      expect(bytes, file.name).not.toMatch(/ada berg|argon2id|example\.org|four quiet words/i);
    }
  }));

test("an erased person has no account, no session and no way back; nothing of theirs is on the disk", () =>
  inFolder((folder) =>
    withAccess({ folder }, async (it) => {
      const { person, cookie } = await joined(it);
      const contact = it.ledger.state.accounts.get(person)?.contact ?? "";
      expect(it.words.credentials.get(contact)).toMatchObject({ email: "ada@example.org" });
      const stamp = { atMs: 1, by: "tiltmeter" };
      await it.ledger.append([
        {
          ...{ ...stamp, type: "subject_erased", request: "R-1", basis: "gdpr-17", reason: "" },
          ...{ texts: [], people: [person], rows: [], keys: [] },
        },
      ]);
      await it.words.credentials.forget(person);
      await it.words.people.forget(person);
      expect(it.words.credentials.get(contact)).toBeNull();
      const after = await it.bench.request("/api/v1/account", { headers: { cookie } });
      expect(after.status).toBe(401);
      expect((await signIn(it, "ada@example.org", PASSWORD)).status).toBe(401);
      expect(it.access.of(ROOT).admin?.accounts()).toEqual([]);
    }),
  ));

test("two people have neither one name nor one address; a program is not called as one of them", () =>
  inFolder((folder) =>
    withAccess({ folder }, async (it) => {
      await joined(it);
      const admin = it.access.of(ROOT).admin;
      expect(await admin?.invite({ ...ADA, email: "other@example.org" })).toMatchObject({
        fields: { name: "has an account already" },
      });
      expect(await admin?.invite({ ...ADA, name: "Another" })).toMatchObject({
        fields: { email: "is that of another account" },
      });
      const terms = { name: "Ada  Berg", role: "operator", systems: null, expiresMs: null };
      expect(await admin?.createKey(terms)).toMatchObject({
        kind: "refused",
        fields: { name: expect.stringContaining("somebody with an account") },
      });
    }),
  ));

test("rights that change end the person's sessions at once, and the last administrator stays", () =>
  inFolder((folder) =>
    withAccess({ folder }, async (it) => {
      const { person, cookie } = await joined(it, { ...ADA, role: "admin" });
      const admin = it.access.of(ROOT).admin;
      const last = "last active administrator";
      for (const change of [{ role: "viewer" }, { isActive: false }, { systems: ["a"] }]) {
        expect(await admin?.change({ person, ...change })).toMatchObject({
          reason: expect.stringContaining(last),
        });
      }
      const status = async (): Promise<number> =>
        (await it.bench.request("/api/v1/account", { headers: { cookie } })).status;
      expect(await status()).toBe(200);
      await joined(it, { ...ADA, name: "Bo", email: "bo@example.org", role: "admin" });
      expect(await admin?.change({ person, role: "viewer" })).toEqual({ kind: "done" });
      expect(await status()).toBe(401);
      const again = await signIn(it, "ada@example.org", PASSWORD);
      const refused = await it.bench.request("/api/v1/keys", {
        headers: { cookie: cookieOf(again) },
      });
      expect(refused.status).toBe(403);
      expect(await admin?.change({ person, isActive: false })).toEqual({ kind: "done" });
      expect((await signIn(it, "ada@example.org", PASSWORD)).status).toBe(401);
    }),
  ));

test("a password is changed by who knows it: other sessions end, this one goes on under another cookie", () =>
  inFolder((folder) =>
    withAccess({ folder }, async (it) => {
      const { person } = await joined(it);
      const own = it.access.of({ ...ROOT, person, name: person, keyId: null }).own;
      const next = "another four quiet words";
      expect(await own.changePassword({ current: "wrong", password: next })).toMatchObject({
        fields: { current: "is wrong" },
      });
      const before = it.ledger.state.accounts.get(person)?.password ?? "";
      expect(await own.changePassword({ current: PASSWORD, password: next })).toMatchObject({
        kind: "done",
      });
      expect(it.words.credentials.get(before)).toBeNull();
      expect((await signIn(it, ADA.email, PASSWORD)).status).toBe(401);
      expect((await signIn(it, ADA.email, next)).status).toBe(200);
    }),
  ));

test("sessions are listed, ended one by one or all, and a restart keeps those that stand", () =>
  inFolder(async (folder) => {
    const kept = await withAccess({ folder }, async (it) => {
      const { cookie } = await joined(it);
      const second = cookieOf(await signIn(it, ADA.email, PASSWORD));
      const list = async (): Promise<{ id: string; isThis: boolean }[]> => {
        const answer = await it.bench.request("/api/v1/account/sessions", { headers: { cookie } });
        return (await answer.json()).items;
      };
      expect((await list()).map(({ isThis }) => isThis).sort()).toEqual([false, true]);
      const [other] = (await list()).filter(({ isThis }) => !isThis);
      const ended = await it.bench.request(`/api/v1/account/sessions/${other?.id}`, {
        method: "DELETE",
        headers: { cookie, "sec-fetch-site": "same-origin" },
      });
      expect(ended.status).toBe(204);
      const after = await it.bench.request("/api/v1/account", { headers: { cookie: second } });
      expect(after.status).toBe(401);
      return cookie;
    });
    await withAccess({ folder }, async ({ bench }) => {
      const headers = { cookie: kept, "sec-fetch-site": "same-origin" };
      expect((await bench.request("/api/v1/account", { headers })).status).toBe(200);
      await bench.request("/api/v1/account/sessions", { method: "DELETE", headers });
      expect((await bench.request("/api/v1/account", { headers })).status).toBe(401);
    });
    await withAccess({ folder }, async ({ bench }) => {
      const headers = { cookie: kept };
      expect((await bench.request("/api/v1/account", { headers })).status).toBe(401);
    });
  }));

test("an act says by which key or that it was by a signed-in person, and one person is one name", () =>
  inFolder((folder) =>
    withAccess({ folder }, async (it) => {
      const { person, cookie } = await joined(it, { ...ADA, role: "admin" });
      const headers = { cookie, "sec-fetch-site": "same-origin" };
      const made = await it.bench.request("/api/v1/account/keys", json({ role: "admin" }, headers));
      expect(made.status).toBe(201);
      const { id, key } = await made.json();
      const bySession = it.ledger.state.keys.get(id);
      expect(bySession).toMatchObject({ by: person, via: "session", person, name: person });
      await it.bench.request("/api/v1/keys", {
        key,
        ...json({ role: "ingest", name: "edge" }),
      });
      const last = [...it.ledger.state.keys.values()].at(-1);
      expect(last).toMatchObject({ by: person, via: `key:${id}` });
      const log = await it.bench.request("/api/v1/administration", { key });
      expect((await log.json()).items[0]).toMatchObject({ by: "Ada Berg", via: `key ${id}` });
    }),
  ));

test("keys of one's own stay within one's rights, and rotate with two alive at most", () =>
  inFolder(async (folder) => {
    const clock = { nowMs: 1_795_428_000_000 };
    await withAccess({ folder, clock }, async (it) => {
      const { cookie } = await joined(it, { ...ADA, role: "operator", systems: ["a", "b"] });
      const headers = { cookie, "sec-fetch-site": "same-origin" };
      const make = async (body: object): Promise<Response> =>
        it.bench.request("/api/v1/account/keys", json(body, headers));
      expect((await make({ role: "compliance" })).status).toBe(422);
      expect((await make({ role: "viewer", systems: ["c"] })).status).toBe(422);
      const { id, key, systems } = await (await make({ role: "viewer" })).json();
      expect(systems).toEqual(["a", "b"]);
      const rotate = async (of: string): Promise<Response> =>
        it.bench.request(
          `/api/v1/account/keys/${of}/rotation`,
          json({ liveSeconds: 1_200 }, headers),
        );
      const rotated = await (await rotate(id)).json();
      const works = async (text: string): Promise<boolean> =>
        (await it.bench.request("/api/v1/account", { key: text })).status === 200;
      expect([await works(key), await works(rotated.key)]).toEqual([true, true]);
      expect([(await rotate(id)).status, (await rotate(rotated.id)).status]).toEqual([409, 409]);
      clock.nowMs += 1_200_000;
      expect([await works(key), await works(rotated.key)]).toEqual([false, true]);
      expect((await rotate(rotated.id)).status).toBe(201);
      const listed = await it.bench.request("/api/v1/account/keys", { headers: { cookie } });
      const { items } = await listed.json();
      const states = items.map(({ state }: { state: string }) => state);
      expect(states.sort()).toEqual(["expired", "live", "live"]);
      const used = items.find((each: { id: string }) => each.id === rotated.id);
      expect(used.lastUsedAt).toMatch(/:[0-5][05]:00/);
    });
  }));

test("the first administrator is made by who holds an admin key, once; a printed password only sets another", () =>
  inFolder((folder) =>
    withAccess({ folder }, async (it) => {
      const key = await it.key("admin");
      const first = { name: "Ada Berg", email: "ada@example.org" };
      const made = await it.bench.request("/api/v1/accounts/first", { key, ...json(first) });
      const { password } = await made.json();
      const asked = await signIn(it, first.email, password);
      expect([asked.status, cookieOf(asked)]).toEqual([200, ""]);
      const page = await asked.text();
      expect(page).toContain("was made up for you");
      const token = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? "";
      const set = form({ token, password: PASSWORD, again: PASSWORD });
      const done = await it.bench.request("/sign-in/password", set);
      expect(cookieOf(done)).not.toBe("");
      expect((await it.bench.request("/sign-in/password", set)).status).toBe(410);
      expect((await signIn(it, first.email, password)).status).toBe(401);
      const second = { name: "Bo", email: "bo@example.org" };
      const refused = await it.bench.request("/api/v1/accounts/first", { key, ...json(second) });
      expect(refused.status).toBe(422);
    }),
  ));
