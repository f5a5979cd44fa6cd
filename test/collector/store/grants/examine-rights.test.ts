import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { lookAtRights } from "tiltmeter/cli/doctor-rights";
import { type Engine, openEngine } from "tiltmeter/store/engine/open";
import { reach, reachAsReader } from "tiltmeter/store/engine/reach";
import { createRead } from "tiltmeter/store/engine/read";
import type { ServerOptions } from "tiltmeter/store/engine/server";
import { examineRights } from "tiltmeter/store/grants/examine-rights";
import { grantStatements } from "tiltmeter/store/grants/grant-statements";
import { neededRights, SYSTEM_TABLES } from "tiltmeter/store/grants/needed-rights";
import { openStore } from "tiltmeter/store/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCertificates, openssl } from "../../notify/channels/certificates.ts";
import type { FrontUser } from "../front-users.ts";
import { type HttpFront, startHttpFront } from "../http-front.ts";
import { batchesOf, expectSame, rollAll, worldOf } from "../rollups/world-questions.ts";
import { temporaryFolder } from "../temporary-folder.ts";

// Two users with the rights and the profile that `store grants` prints, and no others: whatever else anything
// here needed would be refused. What a profile holds settings to is the engine's own check.

const printed = grantStatements({
  writer: "w",
  reader: "r",
  database: "tiltmeter",
});

/** The grants of a user as they were printed. */
function grantsOf(name: string): readonly string[] {
  return printed.flatMap((statement) => {
    const grant = new RegExp(`^(GRANT .*) TO ${name};$`).exec(statement)?.[1];
    return grant === undefined ? [] : [grant];
  });
}

/** The printed profile of the reader. */
function printedLimits(): Readonly<Record<string, string>> {
  const profile = printed.find((each) => each.startsWith("CREATE SETTINGS PROFILE")) ?? "";
  const limits = [...profile.matchAll(/(\w+) = (\d+) MAX (\d+)/g)];
  return Object.fromEntries(limits.map(([, name = "", , most = ""]) => [name, most]));
}

const limits = printedLimits();
const writer = { password: "pw", readonly: "0" } as const;
const reader = { password: "pr", readonly: "2", settings: limits, most: limits } as const;
const USERS: readonly FrontUser[] = [
  { name: "w", grants: grantsOf("w"), ...writer },
  { name: "r", grants: grantsOf("r"), ...reader },
  { name: "r_fixed", grants: grantsOf("r"), ...reader, readonly: "1" },
  { name: "r_tight", grants: grantsOf("r"), ...reader, most: { max_memory_usage: "1000000" } },
  { name: "by_certificate", grants: grantsOf("w"), password: null, readonly: "0" },
  {
    ...{ name: "w_less", ...writer },
    grants: [
      "GRANT SELECT(system, id) ON tiltmeter.predictions_v1",
      "GRANT ALTER, INSERT ON tiltmeter.*",
    ],
  },
  { name: "r_more", ...reader, readonly: "0", grants: ["GRANT SELECT, INSERT ON *.*"] },
];

let folder: string;
let front: HttpFront;

beforeAll(async () => {
  folder = await temporaryFolder();
  front = await startHttpFront(folder, { users: USERS });
  await (await openStore(as("w", "r"))).close();
});
afterAll(() => front.close());

function as(name: string, readerName: string): ServerOptions {
  const password = "pr";
  return {
    ...{ url: front.url, username: name, password: "pw" },
    reader: { username: readerName, password },
  };
}

async function using<Result>(
  options: ServerOptions,
  work: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  const engine = await openEngine(options);
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

test("with the rights that are printed a store does all that it does: keep, sum up, read, seal and erase", async () => {
  const store = await openStore(as("w", "r"));
  try {
    const of = worldOf("granted", 20_261_127);
    const journal = randomUUID();
    await store.apply(batchesOf(of.records, 25), { journal, uncertain: false });
    await expectSame(store, of);
    expect(await rollAll(store, of)).toBeGreaterThan(0);
    await expectSame(store, of);
    expect(await store.detachedParts()).toEqual([]);
    expect(await store.lastSeqOf({ journal, afterSeq: 0 })).toBeGreaterThan(0);
    await store.quarantine([
      { receivedMs: 0, key: "k", event: "prediction", reason: "r", record: "{}" },
    ]);
    const toSeq = await store.lastSeqOf({ journal, afterSeq: 0 });
    const seal = await store.seals.make({ journal, fromSeq: 1, toSeq });
    expect(seal.rows).toBeGreaterThan(0);
    const table = "predictions_v1";
    const leaves = { journal, fromSeq: 1, toSeq, tables: seal.tables, encoder: seal.encoder };
    await store.seals.keepLeaves(leaves, [table]);
    await store.seals.erase([{ table, journal, seq: 1, rows: [0] }]);
    await store.projection.forgetBefore(1);
  } finally {
    await store.close();
  }
});

test("the reader cannot write, whatever asks", async () => {
  await using(as("w", "r"), async ({ reader: client }) => {
    const insert = { query: "INSERT INTO migrations_v1 (version, name) SELECT 1, 'x'" };
    await expect(client.command(insert)).rejects.toMatchObject({ code: /^(497|164)$/ });
    await expect(client.command({ query: "DROP TABLE migrations_v1" })).rejects.toThrow();
  });
});

test("what the server grants is compared with what is needed: missing, and too much", async () => {
  const right = await using(as("w", "r"), examineRights);
  expect(right).toEqual([
    { as: "writer", name: "w", readonly: 0, missing: [], tooMuch: [] },
    { as: "reader", name: "r", readonly: 2, missing: [], tooMuch: [] },
  ]);
  const [less, more] = await using(as("w_less", "r_more"), examineRights);
  const missing = less?.missing.map(({ right, on }) => `${right} ON ${on}`) ?? [];
  expect(missing).toContain("SELECT ON tiltmeter.*");
  expect(missing).toContain("CREATE TABLE ON tiltmeter.*");
  expect(missing).not.toContain("ALTER TABLE ON tiltmeter.*");
  expect(more?.missing).toEqual([]);
  expect(more?.tooMuch).toContainEqual({ right: "INSERT", on: "*.*" });
});

test("doctor says so, with what to run", async () => {
  const said = await using(as("w_less", "r_more"), lookAtRights);
  expect(said.map(({ about, state }) => [about, state])).toEqual([
    ["store writer", "wrong"],
    ["store writer", "look"],
    ["store reader", "look"],
    ["store reader", "look"],
  ]);
  expect(said[0]?.next).toContain("tiltmeter store grants");
  const well = await using(as("w", "r"), lookAtRights);
  expect(well.map(({ state }) => state)).toEqual(["well", "well"]);
  const one = { url: front.url, username: "w", password: "pw" };
  expect((await using(one, lookAtRights)).at(-1)?.says).toContain("one user");
});

test.each([
  ["r_fixed", "readonly = 2"],
  ["r_tight", "tiltmeter store grants"],
  ["nobody", "TILTMETER_STORE_READER_PASSWORD"],
])(
  "a reader who cannot be asked as every question is asked is told why: %s",
  async (name, said) => {
    await using(as("w", name), async (engine) => {
      await reach(engine);
      await expect(reachAsReader(engine)).rejects.toThrow(said);
    });
  },
);

test("every table of the server's own that the store names is one of those that are granted", () => {
  const room = fileURLToPath(new URL("../../../../collector/store/", import.meta.url));
  const named = new Set<string>();
  for (const file of readdirSync(room, { recursive: true, encoding: "utf8" })) {
    if (!/\.(ts|sql)$/.test(file) || file.startsWith("grants/")) continue;
    const text = readFileSync(join(room, file), "utf8");
    for (const [, table = ""] of text.matchAll(/\b(?:FROM|JOIN)\s+(system\.\w+)/g))
      named.add(table);
  }
  expect(named.size).toBeGreaterThan(2);
  expect([...named].filter((table) => !SYSTEM_TABLES.writer.includes(table))).toEqual([]);
  expect(neededRights("reader", "d").every(({ right }) => right === "SELECT")).toBe(true);
});

test(`a user may be proven by a certificate instead of a password${openssl.note}`, async () => {
  if (openssl.absent) return;
  const { ca, cert, key, client } = createCertificates({ client: "by_certificate" });
  const secured = await startHttpFront(folder, { tls: { ca, cert, key }, users: USERS });
  const of = { url: secured.url, username: "by_certificate" };
  await using({ ...of, tls: { ca, ...client } }, async (engine) => {
    await reach(engine);
    expect(await createRead(engine)("certificate", "SELECT 1")).toEqual([[1]]);
  });
  await using({ ...of, tls: { ca } }, async (engine) => {
    await expect(reach(engine)).rejects.toThrow(
      /wants a certificate of ours|closed the connection/,
    );
  });
  await secured.close();
});
