import { AUTH_DEFAULTS, type ProviderConfig } from "tiltmeter/auth-config";
import { expect, test } from "vitest";
import {
  type AccessBench,
  cookieOf,
  form,
  inFolder,
  ROOT,
  withAccess,
} from "../wiring/access-bench.ts";
import { type IdentityProvider, startProvider } from "./identity-provider.ts";

const HERE = "http://127.0.0.1:4318";
const RETURN = `${HERE}/sign-in/provider/return`;
const ADA = { name: "Ada Berg", email: "ada@example.org", email_verified: true };

const settings = (provider: IdentityProvider, more: Partial<ProviderConfig> = {}) => ({
  ...AUTH_DEFAULTS,
  provider: {
    ...{ issuer: provider.issuer, clientId: provider.clientId },
    clientSecret: { reveal: () => provider.clientSecret },
    ...{ label: "Sign in with Example", scopes: ["openid", "profile", "email", "groups"] },
    ...{ clockToleranceS: 5, groupsClaim: "groups", systemsClaim: null, defaultRole: null },
    roles: [
      { group: "ai-admins", role: "admin", systems: null },
      { group: "risk", role: "compliance", systems: null },
      { group: "credit", role: "operator", systems: ["credit"] },
    ],
    ...{ domains: [], requireVerified: true, allowPrivate: false },
    ...more,
  },
});

/** A browser: it keeps cookies of the provider, and follows redirects until it is sent back to us. */
async function atProvider(url: string): Promise<URL> {
  const jar = new Map<string, string>();
  let next = url;
  for (let hop = 0; hop < 10; hop += 1) {
    if (next.startsWith(RETURN)) return new URL(next);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(next, { redirect: "manual", headers: { cookie } });
    for (const each of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      jar.set(name, value);
    }
    const location = answer.headers.get("location");
    if (location === null) throw new Error(`the provider said ${answer.status}`);
    next = new URL(location, next).href;
  }
  throw new Error("the provider leads round in circles");
}

interface Begun {
  readonly flow: string;
  readonly url: URL;
}
async function begin({ bench }: AccessBench, next = "/"): Promise<Begun> {
  const begun = await bench.request(`/sign-in/provider?next=${encodeURIComponent(next)}`);
  expect(begun.status).toBe(303);
  const flow = cookieOf(begun, "tiltmeter_flow");
  return { flow, url: await atProvider(begun.headers.get("location") ?? "") };
}
const come = async ({ bench }: AccessBench, { flow, url }: Begun): Promise<Response> =>
  bench.request(`${url.pathname}${url.search}`, { headers: { cookie: flow } });
const signIn = async (it: AccessBench): Promise<Response> => come(it, await begin(it));
const who = async ({ bench }: AccessBench, answer: Response): Promise<unknown> =>
  (await bench.request("/api/v1/account", { headers: { cookie: cookieOf(answer) } })).json();
const complaint = async (answer: Response): Promise<string> =>
  /role="alert">([^<]*)</.exec(await answer.text())?.[1] ?? "none";

async function withProvider(
  more: Partial<ProviderConfig>,
  work: (it: AccessBench, provider: IdentityProvider, clock: { nowMs: number }) => Promise<void>,
): Promise<void> {
  await using provider = await startProvider(RETURN);
  await inFolder(async (folder) => {
    const clock = { nowMs: 1_795_428_000_000 };
    const auth = settings(provider, more);
    await withAccess({ folder, auth, clock }, (it) => work(it, provider, clock));
  });
}

test("somebody the provider vouches for comes in with the role of their group, and goes on where they were going", () =>
  withProvider({}, async (it, provider) => {
    provider.people.set("sub-ada", { ...ADA, groups: ["staff", "credit"] });
    const page = await it.bench.request("/sign-in?next=/controls");
    expect(await page.text()).toContain('href="/sign-in/provider?next=%2Fcontrols"');
    const answer = await come(it, await begin(it, "/controls"));
    expect(answer.status).toBe(200);
    expect(await answer.clone().text()).toContain("url=/controls");
    const cookies = answer.headers.getSetCookie().join("\n");
    expect(cookies).toMatch(/tiltmeter_session=.*HttpOnly; SameSite=Strict/);
    expect(cookies).toMatch(/tiltmeter_flow=; Max-Age=0/);
    expect(await who(it, answer)).toMatchObject({
      ...{ name: "Ada Berg", role: "operator", systems: ["credit"] },
      account: { email: "ada@example.org", isProvided: true, hasPassword: false },
    });
    expect(provider.asked.get("/me")).toBe(1);
  }));

test("groups are looked at anew at each sign-in: what was taken ends sessions, and keys of their own", () =>
  withProvider({}, async (it, provider) => {
    provider.people.set("sub-ada", { ...ADA, groups: ["risk"] });
    const first = await signIn(it);
    const headers = { cookie: cookieOf(first), "sec-fetch-site": "same-origin" };
    const made = await it.bench.request("/api/v1/account/keys", {
      ...{ method: "POST", body: JSON.stringify({ role: "compliance" }) },
      headers: { ...headers, "content-type": "application/json" },
    });
    const { key } = await made.json();
    const status = async (of: object): Promise<number> =>
      (await it.bench.request("/api/v1/account", of)).status;
    expect([await status({ headers }), await status({ key })]).toEqual([200, 200]);
    provider.people.set("sub-ada", { ...ADA, groups: ["credit"] });
    expect(await who(it, await signIn(it))).toMatchObject({ role: "operator" });
    expect([await status({ headers }), await status({ key })]).toEqual([401, 401]);
    provider.people.set("sub-ada", { ...ADA, groups: [] });
    const refused = await signIn(it);
    expect(await complaint(refused)).toContain("none of your groups gives a role here");
    expect(cookieOf(refused)).toBe("");
    expect(it.access.of(ROOT).admin?.accounts()).toMatchObject([{ role: "none", systems: [] }]);
    provider.people.set("sub-ada", { ...ADA, groups: ["ai-admins"] });
    expect(await who(it, await signIn(it))).toMatchObject({ role: "admin", systems: null });
  }));

test("a disabled account stays out, whatever the provider says", () =>
  withProvider({ defaultRole: "viewer" }, async (it, provider) => {
    provider.people.set("sub-ada", ADA);
    await signIn(it);
    const admin = it.access.of(ROOT).admin;
    const [account] = admin?.accounts() ?? [];
    await admin?.change({ person: account?.person ?? "", isActive: false });
    expect(await complaint(await signIn(it))).toContain("your account is disabled");
    const byHand = await admin?.change({ person: account?.person ?? "", role: "admin" });
    expect(byHand).toMatchObject({
      fields: { role: expect.stringContaining("from the provider") },
    });
  }));

test("who was invited keeps what an administrator gave, and the provider only says who it is", () =>
  withProvider({ defaultRole: "viewer" }, async (it, provider) => {
    const rights = { role: "compliance", systems: ["credit"] };
    await it.access.of(ROOT).admin?.invite({ name: "Ada B.", email: ADA.email, ...rights });
    provider.people.set("sub-ada", ADA);
    expect(await who(it, await signIn(it))).toMatchObject({ name: "Ada B.", ...rights });
    // The address now belongs to the first who came with it; another subject does not take it over.
    provider.people.set("sub-eve", ADA);
    provider.now.subject = "sub-eve";
    expect(await complaint(await signIn(it))).toContain("belongs to somebody else");
  }));

test("addresses that are not verified, or of another organisation, or missing let nobody in", () =>
  withProvider({ defaultRole: "viewer", domains: ["example.org"] }, async (it, provider) => {
    for (const [claims, words] of [
      [{ ...ADA, email_verified: false }, "is not verified"],
      [{ ...ADA, email_verified: undefined }, "is not verified"],
      [{ ...ADA, email: "ada@evil.example" }, "addresses of evil.example"],
      [{ name: "Ada" }, "does not say your e-mail"],
    ] as const) {
      provider.people.set("sub-ada", claims);
      const answer = await signIn(it);
      expect([answer.status, cookieOf(answer)]).toEqual([400, ""]);
      expect(await complaint(answer)).toContain(words);
    }
    expect(it.access.of(ROOT).admin?.accounts()).toEqual([]);
  }));

test("systems come from the claim where one is named: nothing said is none, a star is all", () =>
  withProvider({ defaultRole: "viewer", systemsClaim: "systems" }, async (it, provider) => {
    for (const [systems, expected] of [
      [
        ["mail", "credit"],
        ["credit", "mail"],
      ],
      [undefined, []],
      [["*"], null],
    ] as const) {
      provider.people.set("sub-ada", { ...ADA, systems });
      expect(await who(it, await signIn(it))).toMatchObject({ systems: expected });
    }
  }));

test("a state that is not ours, another browser's return and a code that is used again are refused", () =>
  withProvider({ defaultRole: "viewer" }, async (it, provider, clock) => {
    provider.people.set("sub-ada", ADA);
    const forged = await begin(it);
    forged.url.searchParams.set("state", "somebody-elses");
    expect(await complaint(await come(it, forged))).toContain("state");
    const elsewhere = await begin(it);
    expect((await come(it, { ...elsewhere, flow: "" })).status).toBe(400);
    const used = await begin(it);
    expect((await come(it, used)).status).toBe(200);
    expect(await complaint(await come(it, used))).toContain("finished already");
    // The same code once more, under a flow of its own: the provider knows it.
    const fresh = await begin(it);
    fresh.url.searchParams.set("code", used.url.searchParams.get("code") ?? "");
    const replayed = await come(it, fresh);
    expect([replayed.status, cookieOf(replayed)]).toEqual([400, ""]);
    const late = await begin(it);
    clock.nowMs += 10 * 60_000;
    expect(await complaint(await come(it, late))).toContain("longer than ten minutes");
  }));

test("an ID token for another nonce, issuer, audience or time is refused, well signed as it is", () =>
  withProvider({ defaultRole: "viewer" }, async (it, provider) => {
    provider.people.set("sub-ada", ADA);
    const hourAgo = Math.floor(Date.now() / 1000) - 3_600;
    for (const change of [
      { nonce: "another" },
      { nonce: undefined },
      { iss: "https://evil.example" },
      { aud: "another-client" },
      { exp: hourAgo, iat: hourAgo - 60 },
      { sub: "sub-somebody-else" },
    ]) {
      provider.now.tamper = (claims) => ({ ...claims, ...change });
      const answer = await signIn(it);
      expect([answer.status, cookieOf(answer)], JSON.stringify(change)).toEqual([400, ""]);
    }
    provider.now.tamper = null;
    expect((await signIn(it)).status).toBe(200);
  }));

test("the provider's clock may be off by seconds, and not by minutes", () =>
  withProvider({ defaultRole: "viewer" }, async (it, provider) => {
    provider.people.set("sub-ada", ADA);
    const ahead = async (seconds: number): Promise<number> => {
      provider.now.tamper = ({ iat, exp, ...rest }) => ({
        ...rest,
        iat: Number(iat) - 60,
        exp: Math.floor(Date.now() / 1000) - seconds,
        _: exp,
      });
      return (await signIn(it)).status;
    };
    expect([await ahead(2), await ahead(60)]).toEqual([200, 400]);
  }));

test("the provider may change its keys between two sign-ins, and a key of nobody's signs nobody in", () =>
  withProvider({ defaultRole: "viewer" }, async (it, provider) => {
    provider.people.set("sub-ada", ADA);
    expect((await signIn(it)).status).toBe(200);
    provider.rotateKeys();
    expect((await signIn(it)).status).toBe(200);
  }));

test("while the provider is away it is said so, nobody is signed out, and accounts still come in", () =>
  withProvider({ defaultRole: "viewer" }, async (it, provider) => {
    provider.people.set("sub-ada", ADA);
    const signedIn = await signIn(it);
    for (const how of ["5xx", "nothing"] as const) {
      const begun = await begin(it);
      provider.fail(how);
      expect(await complaint(await come(it, begun))).toContain("cannot be used");
      expect(await who(it, signedIn)).toMatchObject({ name: "Ada Berg" });
      provider.fail(null);
    }
    const answer = await it.bench.request("/sign-out", form({}, cookieOf(signedIn)));
    expect(await answer.text()).toContain(`${provider.issuer}/session/end?`);
  }));

test("a provider that is away at the start, or in a private network that is not allowed, costs the start nothing", () =>
  inFolder(async (folder) => {
    for (const issuer of ["http://127.0.0.1:9", "https://10.0.0.1", "https://[::ffff:127.0.0.1]"]) {
      await using provider = await startProvider(RETURN);
      const auth = settings(provider, { issuer, defaultRole: "viewer" });
      await withAccess({ folder, auth }, async ({ bench }) => {
        const answer = await bench.request("/sign-in/provider");
        expect([answer.status, await complaint(answer)]).toEqual([
          400,
          expect.stringContaining("cannot be used"),
        ]);
      });
    }
  }));

test("behind TLS the cookies are __Host- and Secure", async () => {
  await using provider = await startProvider("https://tilt.example/sign-in/provider/return");
  await inFolder(async (folder) => {
    const auth = settings(provider, { defaultRole: "viewer" });
    await withAccess({ folder, auth, publicUrl: "https://tilt.example" }, async ({ bench }) => {
      const begun = await bench.request("/sign-in/provider", { headers: { host: "tilt.example" } });
      expect(begun.headers.get("set-cookie")).toMatch(
        /^__Host-tiltmeter_flow=[^;]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      );
    });
  });
});
