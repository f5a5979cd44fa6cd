import { createHash } from "node:crypto";
import { Hono } from "hono";
import type { StoredKey } from "tiltmeter/http/authenticate";
import { createKey, hashSecret, keyText } from "tiltmeter/http/key";
import { POLICY } from "tiltmeter/http/policy";
import { ROLES, type Role } from "tiltmeter/http/role";
import { expect, test } from "vitest";
import { httpBench, NOW_MS } from "../collector/http/http-bench.ts";
import { type Right, reviewedRights } from "./reviewed-rights.ts";

// Every route × everybody who may ask × whether they may see every system or another one only. The answer that is
// expected comes from the reviewed file of rights; the collector goes by its table.

/** The page routes are of another room: here a word stands for each, behind the same guard. */
const pages = new Hono();
for (const [route, { answers }] of Object.entries(POLICY)) {
  const [method = "", path = ""] = route.split(" ");
  const isOurs = /^\/sign-/.test(path);
  if (answers === "page" && !isOurs) pages.on(method, path, (c) => c.text("a page"));
}

let seed = 0;
const bench = httpBench({ pages });
const rights = reviewedRights();

/** A key, or none; each by what it says of itself. */
interface Asker {
  readonly name: string;
  readonly key: string | null;
  /** Null: nobody. */
  readonly role: Role | null;
  readonly isLimited: boolean;
  /** The key is or was one of ours, so that a session may have begun with it. */
  readonly isStored: boolean;
}

/** No prediction, record or page of the bench is about it. */
const ELSEWHERE = ["elsewhere"];

const nobody = (name: string, key: string | null): Asker => ({
  ...{ name, key, role: null, isLimited: false, isStored: false },
});

const askers: readonly Asker[] = [
  nobody("nobody", null),
  nobody("a malformed key", "nonsense"),
  nobody("an empty key", ""),
  nobody("an unknown key", unknownKey()),
  nobody("a key with a wrong secret", altered(bench.keys.admin)),
  nobody("a viewer's key as an admin's", bench.keys.viewer.replace("tm_ro_", "tm_adm_")),
  ...ROLES.flatMap((role): readonly Asker[] => {
    const ours = { isLimited: false, isStored: true };
    const past = { ...ours, role: null };
    return [
      { ...ours, name: role, key: made(role, null), role },
      { ...ours, name: `${role} elsewhere`, key: made(role, ELSEWHERE), role, isLimited: true },
      { ...past, name: `${role}, revoked`, key: made(role, null, { revokedMs: NOW_MS - 1 }) },
      { ...past, name: `${role}, expired`, key: made(role, null, { expiresMs: NOW_MS - 1 }) },
    ];
  }),
];

test("the reviewed file and the served routes are the same", () => {
  const served = bench.app.routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path}`);
  expect([...new Set(served)].sort()).toEqual(
    rights.map(({ method, path }) => `${method} ${path}`).sort(),
  );
});

test("every route answers everybody as the reviewed rights say, by key and by session", async () => {
  let asked = 0;
  for (const right of rights) {
    for (const asker of askers) {
      for (const via of ["key", "session"] as const) {
        if (via === "session" && !asker.isStored) continue;
        const answer = await ask(right, asker, via);
        const who = `${right.method} ${right.path} asked by ${asker.name} with a ${via}`;
        expect(expected(right, asker)(answer), `${who} got ${answer.status}`).toBe(true);
        asked += 1;
      }
    }
  }
  expect(asked).toBeGreaterThan(rights.length * 30);
});

test("what is of another system is answered like what is not there, to the letter", async () => {
  const limited = askers.find(({ name }) => name === "admin elsewhere");
  if (limited === undefined) throw new Error("no such asker");
  const named = rights.filter(({ scope }) => scope === "system" || scope === "record");
  expect(named.length).toBeGreaterThan(20);
  for (const right of named) {
    const known = right.scope === "system" ? "credit" : "NC-2026-0042";
    const unknown = right.scope === "system" ? "tiderc" : "NC-2026-9942";
    const [there, missing] = await Promise.all(
      [known, unknown].map(async (id) => {
        const answer = await ask(right, limited, "key", id);
        const headers = [...answer.headers].filter(([name]) => name !== "content-length");
        const text = (await answer.text()).replaceAll(id, "ID");
        return { status: answer.status, headers, text };
      }),
    );
    expect(there?.status, `${right.method} ${right.path}`).toBe(404);
    expect(there).toEqual(missing);
  }
});

/** What an answer has to be. */
function expected(right: Right, { role, isLimited }: Asker): (answer: Response) => boolean {
  const isPage =
    !right.path.startsWith("/api/") &&
    !/^\/(v1|tile|checkpoint|healthz|readyz|metrics)/.test(right.path);
  const isLetIn = ({ status }: Response): boolean => status !== 401 && status !== 403;
  if (right.roles.includes("anyone")) return ({ status }) => status !== 401 && status < 500;
  if (role === null) {
    return ({ status, headers }) =>
      isPage && right.method === "GET"
        ? status === 303 && (headers.get("location") ?? "").startsWith("/sign-in")
        : status === 401;
  }
  if (!right.roles.includes(role)) return ({ status }) => status === 403;
  if (!isLimited) return isLetIn;
  switch (right.scope) {
    case "all":
      return ({ status }) => status === 403;
    case "system":
    case "record":
      // An ingest key reads nothing, so it may be told that the system is not its own.
      return ({ status }) => status === (role === "ingest" ? 403 : 404);
    case "none":
    case "self":
    case "filtered":
      return isLetIn;
  }
}

async function ask(
  right: Right,
  { key }: Asker,
  via: "key" | "session",
  id = right.scope === "record" ? "NC-2026-0042" : "credit",
): Promise<Response> {
  const path = right.path.replace(/:\w+/g, encodeURIComponent(id)).replace("*", "000");
  const query = right.isAsked ? `?${right.parameter}=${encodeURIComponent(id)}` : "";
  const isSent = via === "key" && key !== null;
  const sent = isSent ? { authorization: `Bearer ${key}` } : {};
  const cookie = via === "session" ? `tiltmeter_session=${sessionOf(key ?? "")}` : "";
  return bench.app.request(`${path}${query}`, {
    method: right.method,
    headers: { ...sent, ...(cookie === "" ? {} : { cookie, "sec-fetch-site": "same-origin" }) },
  });
}

const sessions = new Map<string, string>();

/** The cookie of the session that a key began. */
function sessionOf(key: string): string {
  const keyId = idOf(key);
  const known = sessions.get(keyId);
  // One that signed out has ended.
  if (known !== undefined && bench.sessions.read(known) !== null) return known;
  const owner = { kind: "key", keyId } as const;
  const cookie = bench.sessions.start({ owner, way: "key", browser: "a browser" });
  sessions.set(keyId, cookie);
  return cookie;
}

function made(
  role: Role,
  systems: readonly string[] | null,
  more: Partial<StoredKey> = {},
): string {
  const key = createKey(role, pseudoRandom);
  const stored = { id: key.id, name: `${role} ${key.id}`, role, systems, atMs: NOW_MS };
  const hash = hashSecret(key.secret);
  bench.storedKeys.set(key.id, { ...stored, hash, revokedMs: null, ...more });
  return keyText(key);
}

function unknownKey(): string {
  return keyText(createKey("admin", pseudoRandom));
}

/** Another last character. */
function altered(key: string): string {
  return `${key.slice(0, -1)}${key.endsWith("0") ? "1" : "0"}`;
}

/** Other bytes each time, the same in every run. */
function pseudoRandom(bytes: number): Uint8Array {
  seed += 1;
  return createHash("shake256", { outputLength: bytes }).update(`bytes ${seed}`).digest();
}

function idOf(key: string): string {
  return key.split("_")[2] ?? "";
}
