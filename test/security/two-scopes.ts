import { expect, test } from "vitest";
import { type Right, reviewedRights } from "./reviewed-rights.ts";
import type { TwoWorlds, World } from "./two-worlds.ts";

// Two parts of one organisation, each with people who see it alone: whatever one of them sees, the other does not.

const rights = reviewedRights();

/** What is listed first, by name, is most easily shown to somebody else: `yak` is. */
const ASKING = "zebra";
const ASKED_FOR = "yak";

/** Over a collector that is there when the tests run. */
export function twoScopeTests(world: () => TwoWorlds): void {
  test(
    "whoever sees one part alone finds nothing of the other on any page or in any answer",
    SLOW,
    async () => {
      const [mine, other] = [world().worlds[ASKING], world().worlds[ASKED_FOR]];
      const hidden = [...other.ids, ...world().whole];
      // Whoever may do more is shown more, so an administrator looks.
      const seen = await crawl(mine);
      for (const { address, text } of seen) {
        const low = text.toLowerCase();
        expect(low.includes(other.word) ? around(low, other.word) : "", address).toBe("");
        const found = hidden.filter((id) => text.includes(id));
        expect(found, address).toEqual([]);
      }
      // The crawl is worth what it saw: everything of its own part.
      const all = seen.map(({ text }) => text).join("\n");
      expect(mine.kinds.filter((id) => !all.includes(id))).toEqual([]);
      expect(seen.filter(({ status }) => status === 200).length).toBeGreaterThan(50);
      // Where others use the machine too, the store may ask for patience (503).
      expect(seen.filter(({ status }) => status >= 500 && status !== 503)).toEqual([]);
    },
  );

  test(
    "every name of the other on every route and verb answers one part like one that is not there",
    SLOW,
    async () => {
      const [mine, other] = [world().worlds[ASKING], world().worlds[ASKED_FOR]];
      const before = await world().collector.api("/ledger");
      let asked = 0;
      for (const right of rights.filter(({ path, roles }) => path.includes(":") && isRead(roles))) {
        for (const id of other.kinds) {
          const [there, missing] = await Promise.all(
            [id, unlike(id)].map((each) => answerTo(right, each, mine)),
          );
          const which = `${right.method} ${right.path} for ${id}`;
          expect(there, which).toEqual(missing);
          // A name of another form than the route's (no digest, say) is a bad question.
          const statuses = right.scope === "all" ? [403] : [404, ...BAD];
          if (right.method === "GET") expect(statuses, which).toContain(there?.status);
          else expect(there?.status, which).toBeGreaterThanOrEqual(400);
          asked += 1;
        }
      }
      expect(asked).toBeGreaterThan(200);
      expect(await world().collector.api("/ledger")).toEqual(before);
    },
  );

  test(
    "questions that name the other answer one part like those that name nothing",
    SLOW,
    async () => {
      const [mine, other] = [world().worlds[ASKING], world().worlds[ASKED_FOR]];
      const lists = readRoutes().filter(
        ({ path, scope }) => !path.includes(":") && scope === "filtered",
      );
      for (const { path } of lists) {
        for (const [name, value] of asking(other)) {
          const [there, missing] = await Promise.all(
            [value, unlike(value)].map(async (each) => {
              const asked = `${path}?${name}=${encodeURIComponent(each)}`;
              const answer = await mine.ask("compliance", asked);
              return said(answer, each);
            }),
          );
          // Pages say what they could read at the moment: there the words decide.
          const isPage = there?.type?.startsWith("text/html") ?? false;
          if (!isPage) expect(there, `${path}?${name}=${value}`).toEqual(missing);
          expect(there?.status, `${path}?${name}=${value}`).toBe(missing?.status);
          const told = (there?.text ?? "").toLowerCase();
          expect(told.includes(other.word) ? around(told, other.word) : "", path).toBe("");
        }
      }
    },
  );

  test("acts that name the other do nothing, and say to one part what they say of nothing", async () => {
    const [mine, other] = [world().worlds[ASKING], world().worlds[ASKED_FOR]];
    const before = await world().collector.api("/ledger");
    const [record = ""] = [...other.ids].filter((id) => id.startsWith("NC-"));
    const [own = ""] = [...mine.ids].filter((id) => id.startsWith("NC-"));
    const version = await world().collector.api(`/nonconformities/${own}`);
    for (const { path, body } of acts({ mine, other, record, own })) {
      for (const role of ["compliance", "admin"] as const) {
        const [there, missing] = await Promise.all(
          [(name: string) => name, unlike].map(async (named) => {
            const answer = await mine.ask(role, `/api/v1${path}`, {
              method: "POST",
              headers: {
                "content-type": "application/json",
                "if-match": `"${String(version["version"])}"`,
              },
              body: JSON.stringify(body(named)),
            });
            return said(answer, named(other.system), named(record));
          }),
        );
        expect(there, path).toEqual(missing);
        expect(there?.status, `${path}: ${there?.text}`).toBeGreaterThanOrEqual(400);
        expect(there?.status, `${path}: ${there?.text}`).toBeLessThan(500);
      }
    }
    expect(await world().collector.api("/ledger")).toEqual(before);
  });

  test("an admin of one part makes no keys, so cannot get what the part does not have", async () => {
    const { yak } = world().worlds;
    for (const [method, path] of [
      ["GET", "/api/v1/keys"],
      ["POST", "/api/v1/keys"],
      ["POST", "/api/v1/exports"],
      ["GET", "/api/v1/ledger/entries"],
      ["POST", "/api/v1/erasures"],
    ] as const) {
      const answer = await yak.ask("admin", path, { method });
      expect([answer.status, await answer.text()]).toEqual([
        403,
        expect.stringContaining("you may see single systems only (yak-credit)"),
      ]);
    }
  });

  test("events are told of one's own part alone, from the first on", async () => {
    const { zebra, yak } = world().worlds;
    const [told, toldOther] = await Promise.all([eventsOf(zebra), eventsOf(yak)]);
    expect(told).toContain(zebra.system);
    expect(toldOther).toContain(yak.system);
    expect([...yak.ids].filter((id) => told.includes(id))).toEqual([]);
    expect([...zebra.ids].filter((id) => toldOther.includes(id))).toEqual([]);
    expect(told).not.toContain(yak.word);
  });

  test("telemetry for a system of the other part is refused, whatever the role of the key", async () => {
    const prediction = { id: "x-1", label: "yes", model: { name: "m", version: "1" } };
    const answer = await world().worlds.yak.ask("admin", "/api/v1/predictions", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify([{ ...prediction, system: "zebra-credit" }]),
    });
    expect(await answer.json()).toMatchObject({ accepted: 0, rejected: [{ index: 0 }] });
  });
}

/** Hundreds of requests, of which some are pages: seconds, and more where others use the machine too. */
const SLOW = { timeout: 180_000 };

const BAD = [400, 422];

/** Whoever reads may ask it; an ingest key's routes have no names in them. */
function isRead(roles: readonly string[]): boolean {
  return roles.some((role) => role !== "ingest" && role !== "anyone");
}

/** What a follower is told of everything until now. */
async function eventsOf({ ask }: World): Promise<string> {
  const gone = new AbortController();
  const answer = await ask("compliance", `${EVENTS}?after=0`, { signal: gone.signal });
  const reader = answer.body?.getReader();
  let text = "";
  // The history is one message after the greeting, unless there is more of it than a page.
  for (let i = 0; i < 2; i += 1) {
    const { value } = (await reader?.read()) ?? {};
    text += new TextDecoder().decode(value);
  }
  gone.abort();
  return text;
}

/** What an answer says, but for the names that it was asked with. */
async function said(
  answer: Response,
  ...names: readonly string[]
): Promise<{ readonly status: number; readonly type: string | null; readonly text: string }> {
  let text = await answer.text();
  for (const name of names) {
    const asForm = new URLSearchParams({ name }).toString().slice("name=".length);
    // A page's own address stands in its links, encoded once more.
    const twice = encodeURIComponent(encodeURIComponent(name));
    const shown = [
      name,
      twice,
      encodeURIComponent(name),
      asForm,
      JSON.stringify(name).slice(1, -1),
    ];
    for (const each of shown) text = text.replaceAll(each, "NAME");
  }
  return { status: answer.status, type: answer.headers.get("content-type"), text };
}

async function answerTo(right: Right, id: string, { ask, system }: World): ReturnType<typeof said> {
  // Every parameter is the other's name; where there are two, the first may be one's own.
  const path = right.path.replace(/:\w+/g, encodeURIComponent(id)).replace("*", id);
  const query = right.isAsked ? `?${right.parameter}=${encodeURIComponent(id)}` : "";
  const isJson = right.path.startsWith("/api/");
  const answer = await ask("admin", `${path}${query}`, {
    method: right.method,
    ...(right.method === "GET"
      ? {}
      : {
          headers: {
            "content-type": isJson ? "application/json" : "application/x-www-form-urlencoded",
            "if-match": '"1"',
          },
          body: isJson ? "{}" : `system=${system}&reason=r&version=1`,
        }),
  });
  return said(answer, id);
}

/** A name of the same form that nothing has. */
function unlike(name: string): string {
  if (name === "") return name;
  return /^[0-9a-f]{64}$/.test(name)
    ? name.replace(/^./, (first) => (first === "0" ? "1" : "0"))
    : name.replace(/zebra|yak/g, (word) => "q".repeat(word.length)).replace(/\d{4}$/, "9999");
}

function asking({ system, word, ids }: World): readonly (readonly [string, string])[] {
  const records = [...ids].filter((id) => id.startsWith("NC-"));
  return [
    ["system", system],
    ["control", `${word}-only`],
    ["owner", `${word} Anna`],
    ...records
      .slice(0, 1)
      .flatMap((id) => [
        ["cursor", Buffer.from(id).toString("base64url")] as const,
        ["record", id] as const,
      ]),
  ];
}

type Named = (name: string) => string;

function acts(of: {
  readonly mine: World;
  readonly other: World;
  readonly record: string;
  readonly own: string;
}): readonly { readonly path: string; readonly body: (named: Named) => object }[] {
  const { mine, other, record, own } = of;
  const columns = { income: Array.from({ length: 60 }, (_, i) => i) };
  const reported = {
    ...{ source: "complaint", title: "t", requirement: "r", statement: "s", severity: "low" },
    reported_by: "Ida",
  };
  return [
    { path: "/holds", body: (named) => ({ system: named(other.system), reason: "r" }) },
    {
      path: "/holds",
      body: (named) => ({ system: mine.system, record: named(record), reason: "r" }),
    },
    {
      path: "/nonconformities",
      body: (named) => ({ fields: { ...reported, system: named(other.system) }, cites: {} }),
    },
    {
      path: "/nonconformities",
      body: (named) => ({
        ...{ fields: { ...reported, system: mine.system }, cites: {} },
        concern: { system: named(other.system), id: named(`${other.word}-concern`) },
      }),
    },
    {
      path: `/nonconformities/${own}/transitions`,
      body: (named) => ({ to: "merged", fields: { merged_into: named(record) }, reason: "r" }),
    },
    {
      path: "/baselines",
      body: (named) => ({ system: named(other.system), name: "n", columns }),
    },
    {
      path: "/assessments",
      body: (named) => ({ system: named(other.system), conclusion: "c", evidence: "e" }),
    },
    {
      path: "/calibrations",
      body: (named) => ({
        ...{ system: named(other.system), role: "r", items: 10, errors: 2, plan: "p" },
        ...{ from: "2026-11-01", until: "2026-11-30" },
      }),
    },
    {
      path: "/stop-drills",
      body: (named) => ({
        ...{ system: named(other.system), held: "2026-11-20T10:00:00Z", role: "r" },
        ...{ outcome: "stopped", seconds: 4 },
      }),
    },
  ];
}

interface Seen {
  readonly address: string;
  readonly status: number;
  readonly text: string;
}

/** Whatever can be reached: every route by every name of one's own, and every link from there. */
async function crawl(world: World): Promise<readonly Seen[]> {
  const waiting = new Set<string>(startsOf(world));
  const seen: Seen[] = [];
  // A set hands out what is added while it is gone through.
  for (const address of waiting) {
    const answer = await world.ask("admin", address);
    const text = await answer.text();
    seen.push({ address, status: answer.status, text });
    for (const link of linksOf(text)) {
      // A page over another span of time has the same names.
      const isSpan = /[?&](range|days|compare)=/.test(link);
      if (waiting.size < ADDRESSES_MAX && !isSpan) waiting.add(link);
    }
  }
  return seen;
}

/** More than there are: a calendar of links without end would show. */
const ADDRESSES_MAX = 600;

function startsOf({ kinds, system, word }: World): readonly string[] {
  return readRoutes().flatMap((right) => {
    const { path, parameter, isAsked } = right;
    if (isAsked) return [`${path}?${parameter}=${system}`];
    const query = path.endsWith("/series") ? "?metric=count" : "";
    if (!path.includes(":")) return [path];
    // Of two names the second is a feature.
    const [first = "", second = ""] = path.split(/:\w+/);
    const isOne = path.split(":").length === 2;
    const rest = isOne ? second : `${second}${word}_income`;
    return kinds.map((id) => `${first}${encodeURIComponent(id)}${rest}${query}`);
  });
}

/** What can be read at once: a stream of events, which does not end, has a test of its own. */
function readRoutes(): readonly Right[] {
  return rights.filter(
    ({ method, path, roles }) =>
      method === "GET" && isRead(roles) && path !== EVENTS && !path.includes("*"),
  );
}

const EVENTS = "/api/v1/events";

function linksOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:href|action|data-src|src)="(\/[^"#]*)/g)]
    .map(([, address = ""]) => address.replaceAll("&amp;", "&"))
    .filter((address) => !/^\/(assets|sign-|theme)/.test(address));
}

function around(text: string, word: string): string {
  const at = text.indexOf(word);
  return text.slice(Math.max(0, at - 200), at + 100);
}
